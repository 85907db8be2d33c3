"""Records of tables: each cell that holds a value, named by all that stands over and beside it.

The unit comes from the cell, its row, its column, or the line over the table; nothing is guessed: a
column without a header, or a cell that cannot be read, is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from policy_extract.claims.table_cells import (
    Cell,
    CellValue,
    ReadTables,
    Untold,
    cell_confidence,
    cell_value,
    raw_period,
)
from policy_extract.claims.table_names import NOTHING, Names, Part, cell_name, places_of
from policy_extract.claims.table_rows import NamedRow, cells_of, name_rows
from policy_extract.claims.table_untold import LONG_CELL, untold_of
from policy_extract.records import Direction
from policy_extract.tables.charts import chart_runs, stacked_runs
from policy_extract.tables.find import find_tables
from policy_extract.tables.heads import (
    Head,
    changes_only,
    compares_years,
    read_head,
    sets_goals,
    unit_line,
    units_of,
)
from policy_extract.tables.labels import Label, is_base, is_place, per_unit, read_label, topic
from policy_extract.tables.model import Span, Table
from policy_extract.tables.rules import scaled, table_rules
from policy_extract.tables.structure import Block, Body, plain, read_blocks
from policy_extract.tables.times import Time, context_time, read_time, row_time
from policy_extract.tables.values import RATIO, CellNumber, is_empty, read_number
from policy_extract.text.layout import Layout

_DIGIT = re.compile("[0-9０-９]")
_PROSE = re.compile("[。；]")
_FALLS = "降减"
_MEMBER = re.compile(r"\d+(?:\.\d+)?")
_HEAD_VERBS: dict[str, Direction] = {"降低": "decrease", "下降": "decrease", "减少": "decrease"}
_NUMBERED = re.compile("(?:[附续]表|表|专栏)\\s*[0-9一二三四五六七八九十]")
"""The title of a table: what it says in numbers (2000万元以上工业) is part of names."""


def read_tables(text: str, layout: Layout, reference: date | None = None) -> ReadTables:
    """The records of all tables of a text.

    Args:
        text: The text.
        layout: Its paragraphs.
        reference: Its publication date; tells past columns from goals and dates months without a
            year.
    """
    cells: list[Cell] = []
    lines: set[tuple[int, int]] = set()
    untold: list[Untold] = []
    found_tables = find_tables(text, layout)
    first = found_tables[0].start if found_tables else 0
    title = [
        text[one.start : one.end]
        for one in layout.paragraphs[:3]
        if one.end - one.start <= 60 and one.end <= first
    ]
    for table in found_tables:
        reader = _Reader(text, table, title, reference)
        found = list(reader.cells())
        cells += found
        untold += reader.untold
        values = {cell.row for cell in found}
        if found or reader.untold:
            lines |= {
                (one.start, one.end)
                for one in table.above
                if _NUMBERED.match(one.text) or is_base(one.text)
            }
            lines |= {
                (row.start, row.end)
                for row in table.rows
                if (row.start, row.end) in values
                or not any(_is_prose(cell.text) for cell in row.cells.values())
            }
    paragraphs = [(one.start, one.end) for one in layout.paragraphs]
    for run in stacked_runs(text, paragraphs, frozenset(lines)):
        lines.update(run)
        message = "a table whose cells stand each on a line of its own was not read"
        untold.append(Untold(message, run[0][0], run[-1][1]))
    for run in chart_runs(text, paragraphs, frozenset(lines)):
        lines.update(run)
        message = "numbers without words, as of a chart, were not read"
        untold.append(Untold(message, run[0][0], run[-1][1]))
    return ReadTables(tuple(cells), frozenset(lines), tuple(untold))


def _is_prose(text: str) -> bool:
    return len(text) > LONG_CELL or _PROSE.search(text) is not None


class _Reader:
    """Reads one table."""

    def __init__(
        self, text: str, table: Table, title: Sequence[str], reference: date | None
    ) -> None:
        self._text = text
        self._table = table
        self._title = title
        self._reference = reference
        self.untold: list[Untold] = []

    def cells(self) -> Iterator[Cell]:
        """The records of the table, in order."""
        blocks = read_blocks(self._table)
        if not blocks and any(
            read_number(cell.text) is not None and not is_empty(cell.text)
            for row in self._table.rows
            for cell in row.cells.values()
        ):
            self._tell("a table without a header was not read", self._table.start, self._table.end)
        for block in blocks:
            yield from _BlockReader(
                self._text, block, self._title, self._reference, self.untold
            ).cells()

    def _tell(self, message: str, start: int, end: int) -> None:
        self.untold.append(Untold(message, start, end))


class _BlockReader:
    """Reads the rows under one header."""

    def __init__(
        self,
        text: str,
        block: Block,
        title: Sequence[str],
        reference: date | None,
        untold: list[Untold],
    ) -> None:
        self._text = text
        self._block = block
        self._reference = reference
        self._untold = untold
        captions = [line.text for line in reversed(block.above)]
        self._context = context_time([*captions, *title], reference)
        self._units = unit_line(block.above) or _stub_units(block)
        self._caption = "".join(captions)
        self._topic = next(
            (Part(found, (line,)) for line in reversed(block.above) if (found := topic(line.text))),
            NOTHING,
        )
        self._per = next(
            (Part(found, (line,)) for line in block.above if (found := per_unit(line.text))),
            NOTHING,
        )
        self._heads: dict[int, Head] = {}
        self._times: dict[int, Time | None] = {}
        for number, column in block.columns.items():
            if column.role in ("value", "rank"):
                texts = [plain(cell.text) for cell in column.path]
                self._heads[number] = read_head(column.path)
                self._times[number] = read_time(texts, self._context, reference)
        self._own_units = any(column.role == "unit" for column in block.columns.values())
        self._changes = changes_only(self._caption)
        self._plan = self._plan_span()
        self._indented = self._indented_units()
        self._measured = {
            number: next(
                (
                    Part(self._heads[other].name, block.columns[other].path)
                    for other in sorted(self._heads, reverse=True)
                    if other <= number
                    and self._is_measured(other, number)
                    and (not self._heads[other].change or column.role == "rank")
                    and block.columns[other].role == "value"
                    and self._heads[other].name
                ),
                NOTHING,
            )
            for number, column in block.columns.items()
            if number in self._heads
        }

    def _is_measured(self, column: int, change: int) -> bool:
        """Whether a column may be what one behind it is a change of, or ranks: a share is where its name
        says of what, or the change is in points.
        """
        head = self._heads[column]
        if not head.share:
            return True
        points = any(unit.endswith("百分点") for unit in self._heads[change].units)
        return not head.of_goal and (points or head.name not in table_rules().shares)

    def _indented_units(self) -> dict[int, str]:
        """The units of rows that are set in below one whose name has a unit, by where they begin."""
        found: dict[int, str] = {}
        over: tuple[int, str] | None = None
        for body in self._block.body:
            cell = body.row.cells.get(min(body.row.cells))
            if cell is None:
                continue
            line = self._text[self._text.rfind("\n", 0, cell.start) + 1 : cell.start]
            indent, unit = len(line) - len(line.rstrip(" \u3000\xa0")), read_label(cell.text).unit
            if unit is not None:
                over = indent, unit
            elif over is not None and indent > over[0]:
                found[body.row.start] = over[1]
            else:
                over = None
        return found

    def _plan_span(self) -> tuple[int, int] | None:
        """First and last year of a plan's table: the years of its base and of its goals."""
        rules = table_rules()
        years = sorted(
            {
                time.last.year
                for time in self._times.values()
                if time is not None and time.last is not None and time.kind == "year"
            }
        )
        planned = (
            any(word in self._caption for word in rules.plans)
            or any(column.role == "attribute" for column in self._block.columns.values())
            or (self._reference is not None and bool(years) and years[-1] > self._reference.year)
        )
        if planned and len(years) >= 2:
            return years[0] + 1, years[-1]
        if planned and self._context is not None and self._context.kind == "plan":
            first, last = self._context.first, self._context.last
            if first and last:
                return first.year, last.year
        return None

    def cells(self) -> Iterator[Cell]:
        """The records of the block, in order."""
        self._untold += untold_of(self._block)
        places = self._places()
        columns = {self._block.columns[number].names for number in self._heads}
        named = {at: name_rows(self._block, at, self._topic.text) for at in columns}
        for nth, body in enumerate(self._block.body):
            for number in self._heads:
                span = body.row.cells.get(number)
                if span is not None and not is_empty(span.text):
                    row = named[self._block.columns[number].names][nth]
                    yield from self._cell(body, number, span, row, places)

    def _places(self) -> dict[int, bool]:
        """Which columns of words name places."""
        found = {}
        for number, column in self._block.columns.items():
            if column.role not in ("name", "category"):
                continue
            head = "".join(plain(cell.text) for cell in column.path)
            names = [read_label(cell.text).name for cell in cells_of(self._block, number)]
            placed = sum(map(is_place, names))
            found[number] = bool(names) and (
                head in table_rules().place_heads or placed >= 0.6 * len(names)
            )
        return found

    def _cell(
        self,
        body: Body,
        number: int,
        span: Span,
        named: NamedRow,
        places: dict[int, bool],
    ) -> Iterator[Cell]:
        label, row = named.label, named.name
        head = self._heads[number]
        column = self._block.columns[number]
        if ratio := RATIO.fullmatch(span.text):
            yield from self._ratio(body, number, span, ratio, named, places)
            return
        read = read_number(span.text)
        if read is not None and read.bracketed and self._plan is None and head.change:
            read = None  # in accounts brackets are a minus, elsewhere they are not
        if read is None:
            if _DIGIT.search(span.text) and not _is_prose(span.text):
                self._untold.append(
                    Untold(f"a cell of a table was not read: {span.text}", span.start, span.end)
                )
            return
        timed = row_time(label.name, self._context) or self._row_date(body)
        owner = self._owner(body, column.names, places)
        if row_time(label.name, self._context) or (
            column.names is not None and places.get(column.names)
        ):
            row = row._replace(text="")
        parts = cell_name(
            self._names(row, named.parent, number, _divider(body)),
            head,
            rank=column.role == "rank",
            only_change=label.only_change,
            inside=named.inside,
        )
        if not parts or not (label.says or not label.name):
            self._untold.append(
                Untold(f"nothing names a cell of a table: {span.text}", span.start, span.end)
            )
            return
        changing = head.change or label.only_change or (self._changes and head.units == ("%",))
        unit, scale = self._unit(body, read, head, named, changing)
        if self._plan is not None and read.bracketed and not read.unit:
            unit, scale = _summed(label, label.unit or self._beside(body), unit, scale)
        if column.role == "rank":
            unit, scale = "位", Decimal(1)
        span = Span(span.text[read.lead :], span.start + read.lead, span.end)
        value = cell_value(span, read, unit, scale, rank=column.role == "rank")
        goal = self._is_goal(number, head)
        cumulative = self._plan is not None and read.bracketed
        if read.bracketed and not cumulative:
            cumulative = "累计" in "".join(plain(cell.text) for cell in column.path)
        period = self._period(number, head, timed, goal, cumulative, label.end)
        yield Cell(
            value=value,
            indicator="".join(part.text for part in parts),
            name_at=places_of(self._text, parts),
            confidence=cell_confidence(
                part=named.inside,
                unitless=unit is None and not head.index,
                undated=period is None or period.last is None,
            ),
            direction=None
            if column.role == "rank"
            else read.direction
            or self._direction(value, head, label, changing)
            or (_HEAD_VERBS.get(head.name[-2:]) if value.number else None),
            baseline=_baseline(head, label, row, period)
            or ("yoy" if changing and compares_years(self._caption) else None),
            row=(body.row.start, body.row.end),
            header=(column.path[-1].start, column.path[-1].end) if column.path else None,
            record="target" if goal or self._ahead(period) else "metric",
            period=raw_period(period, column.path),
            statistic="cumulative"
            if cumulative
            else "average"
            if head.average or label.average
            else None,
            scope=head.scope if column.role == "rank" else None,
            owner=owner,
        )

    def _ratio(
        self,
        body: Body,
        number: int,
        span: Span,
        ratio: "re.Match[str]",
        named: NamedRow,
        places: dict[int, bool],
    ) -> Iterator[Cell]:
        """The members of a ratio (5.1:40.3:54.6), which have no unit."""
        for member in _MEMBER.finditer(ratio.group()):
            start, end = span.start + member.start(), span.start + member.end()
            for cell in self._cell(body, number, Span(member.group(), start, end), named, places):
                value = replace(
                    cell.value, kind="percent", unit=None, number=Decimal(member.group())
                )
                yield replace(cell, value=value, direction=None)

    def _row_date(self, body: Body) -> Time | None:
        """The time of a row in a column of times."""
        for number, column in self._block.columns.items():
            if column.role == "time" and number in body.row.cells:
                return row_time(plain(body.row.cells[number].text))
        return None

    def _owner(
        self, body: Body, names: int | None, places: dict[int, bool]
    ) -> tuple[int, int] | None:
        for number, placed in places.items():
            cell = body.row.cells.get(number)
            if placed and cell is not None and (names is None or number <= names):
                whole = plain(cell.text) in table_rules().totals
                return None if whole else (cell.start, cell.end)
        return None

    def _names(self, row: Part, parent: Part, number: int, section: Part) -> Names:
        """What may name a cell of a column."""
        column = Part(self._heads[number].name, self._block.columns[number].path)
        return Names(
            row,
            parent,
            column,
            self._measured[number],
            self._topic,
            section,
            self._per,
            self._own_units,
        )

    def _beside(self, body: Body) -> str | None:
        """What a row has in its column of units."""
        return next(
            (
                body.row.cells[number].text.strip()
                for number, column in self._block.columns.items()
                if column.role == "unit" and number in body.row.cells
            ),
            None,
        )

    def _unit(
        self,
        body: Body,
        read: CellNumber,
        head: Head,
        named: NamedRow,
        changing: bool,
    ) -> tuple[str | None, Decimal]:
        label = named.label
        if read.unit:
            return scaled(read.unit)
        if head.index:
            return None, Decimal(1)
        beside = self._beside(body)
        own = next(iter(head.units), None)
        shares = ("%", "‰", "百分点", "个百分点")
        if changing and not head.amount:
            written = own
            if label.only_change:
                written = label.unit or (own if own in shares else None)
            if written is None and beside is not None and beside.strip() in shares:
                written = beside.strip()
            if written is None and len(self._units) > 1:
                written = next((unit for unit in self._units if unit in shares), None)
            return scaled(written or "%")
        if own in shares:
            return scaled(own)
        table = [unit for unit in self._units if unit not in shares or len(self._units) == 1]
        above = table[0] if len(table) == 1 else None
        section = read_label(body.section.text).unit if body.section else None
        inherited = named.unit if named.inside else None
        written = beside or label.unit or own or section or inherited or above
        written = written or self._indented.get(body.row.start)
        return scaled(written.strip() if written else None)

    def _is_goal(self, number: int, head: Head) -> bool:
        if head.goal is not None:
            return head.goal
        time = self._times.get(number)
        if self._plan is not None:
            if time is not None and time.last is not None:
                return time.last.year >= self._plan[1]
            return True
        return sets_goals(self._caption) and not any(
            word in self._caption for word in table_rules().actuals
        )

    def _ahead(self, period: Time | None) -> bool:
        """Whether a time begins after the publication."""
        return (
            self._reference is not None
            and period is not None
            and period.first is not None
            and period.first > self._reference
        )

    def _period(
        self,
        number: int,
        head: Head,
        timed: Time | None,
        goal: bool,
        cumulative: bool,
        ends: bool,
    ) -> Time | None:
        time = timed or self._times.get(number)
        if self._plan is not None and time is not None and time.kind == "months":
            time = None if "累计" in time.text else time
        if ends and timed is None:
            whole = time or self._context
            return replace(whole, first=None, kind="end") if whole is not None else None
        if time is None and self._plan is not None and (cumulative or head.average or head.change):
            first, last = self._plan
            return Time("", date(first, 1, 1), date(last, 12, 31), "years")
        if time is None:
            dated = self._before(number) if head.change or head.share else []
            time = max(dated, key=lambda one: one.last or date.min) if dated else self._context
        if time is not None and goal and time.kind == "year" and self._is_deadline(time):
            return replace(time, first=None, kind="deadline")
        return time

    def _before(self, number: int) -> list[Time]:
        """The times of the columns of values that stand side by side before a column of changes, the
        nearest first.
        """
        found: list[Time] = []
        for other in sorted((n for n in self._heads if n < number), reverse=True):
            time = self._times[other]
            if self._heads[other].change or self._block.columns[other].role == "rank":
                if found:
                    break
            elif time is not None and time.last is not None and "上年" not in time.text:
                found.append(time)
        return found

    def _is_deadline(self, time: Time) -> bool:
        """Whether a goal's year closes a plan, rather than being the year of the goal."""
        if self._reference is not None and time.last is not None:
            return time.last.year > self._reference.year
        return self._plan is not None

    @staticmethod
    def _direction(value: CellValue, head: Head, label: Label, changing: bool) -> Direction | None:
        number = value.number if value.number is not None else value.low
        if label.verb is not None:
            falls = label.verb in table_rules().falls
            return "decrease" if falls or (number is not None and number < 0) else "increase"
        if head.index:
            return None
        if number == 0:
            return None
        if changing or (head.average and label.name.endswith(("增速", "增长率"))):
            return "decrease" if number is not None and number < 0 else "increase"
        if label.name.endswith(table_rules().growths):
            return "decrease" if number is not None and number < 0 else "increase"
        counted = value.kind == "count" and any(word in label.name for word in table_rules().news)
        return "increase" if counted else None


def _stub_units(block: Block) -> list[str]:
    """The units in the header of the names: 指标（单位：亿元）."""
    named = [column for column in block.columns.values() if column.role == "name"]
    return [unit for column in named for cell in column.path for unit in units_of(cell.text)]


def _divider(body: Body) -> Part:
    """The section over a row, where it is a name that only divides (公路)."""
    if body.section is None:
        return NOTHING
    name = read_label(body.section.text).name
    return Part(name, (body.section,)) if name in table_rules().bare_parts else NOTHING


def _summed(
    label: Label, own: str | None, unit: str | None, scale: Decimal
) -> tuple[str | None, Decimal]:
    """The unit of a plan's sum in brackets: the row's own; points where a share rises."""
    if not own:
        return unit, scale
    if own == "%" and label.verb is None:
        return "百分点", Decimal(1)
    return scaled(own)


def _baseline(head: Head, label: Label, row: Part, period: Time | None) -> str | None:
    """What a change is measured against: ``yoy``, ``mom``, or the day that the header names."""
    if head.change and head.since is not None:
        if head.since.isdigit():
            return head.since
        if period is None or period.last is None:
            return None
        year = period.last.year
        return f"{year}-01-01" if head.since == "年初" else f"{year - 1}-12-31"
    if head.change:
        return head.baseline
    written = "".join(cell.text for cell in row.cells)
    return "yoy" if label.only_change and re.search("上年|同比", written) else None
