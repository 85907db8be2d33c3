"""Records of tables: each cell that holds a value, named by all that stands over and beside it.

The unit comes from the cell, its row, its column, or the line over the table; nothing is guessed: a
column without a header, or a cell that cannot be read, is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from policy_extract.periods.scan import RawPeriod
from policy_extract.records import Comparator, Direction, Kind
from policy_extract.tables.find import find_tables
from policy_extract.tables.heads import Head, read_head, unit_line
from policy_extract.tables.labels import Label, is_measure, is_place, read_label, topic
from policy_extract.tables.model import Span, Table
from policy_extract.tables.rules import scaled, table_rules, unit_kind
from policy_extract.tables.structure import Block, Body, plain, read_blocks
from policy_extract.tables.times import Time, context_time, read_time, row_time
from policy_extract.tables.values import CellNumber, is_empty, read_number
from policy_extract.text.layout import Layout

_DIGIT = re.compile("[0-9０-９]")
_PROSE = re.compile("[。；]")
_LONG_CELL = 40
_FALLS = "降减"


@dataclass(frozen=True, slots=True)
class CellValue:
    """A numeric cell as a quantity (the fields of :class:`policy_extract.records.Quantity`)."""

    text: str
    start: int
    end: int
    kind: Kind
    number: Decimal | None
    unit: str | None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = "="
    rule: str = "quantity.cell"
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A record of a table.

    Attributes:
        value: The number.
        indicator: Row and column names together.
        direction: Of a change, by its sign.
        baseline: ``yoy`` or ``mom`` where the column says so.
        row: Document span of the row's line.
        header: Document span of the column's header; null without one.
        record: ``target`` or ``metric`` where the table itself decides; null where it does not.
        period: The time that the table names; null where it names none.
        statistic: ``average`` or ``cumulative``.
        scope: For a rank, within what.
        owner: Document span of the place that the row is about; null when it is about none.
    """

    value: CellValue
    indicator: str
    direction: Direction | None
    baseline: str | None
    row: tuple[int, int]
    header: tuple[int, int] | None
    record: Literal["metric", "target"] | None = None
    period: RawPeriod | None = None
    statistic: Literal["average", "cumulative"] | None = None
    scope: str | None = None
    owner: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """What of a table was not read, to be told: why, and where it stands."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a text.

    Attributes:
        cells: Their records, in order.
        lines: Document spans of the lines that belong to them and are no sentences.
        untold: What could not be read.
    """

    cells: tuple[Cell, ...]
    lines: frozenset[tuple[int, int]]
    untold: tuple[Untold, ...]


def read_tables(text: str, layout: Layout, reference: date | None = None) -> Tables:
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
    title = [text[p.start : p.end] for p in layout.paragraphs[:3] if p.end - p.start <= 60]
    for table in find_tables(text, layout):
        reader = _Reader(table, title, reference)
        found = list(reader.cells())
        cells += found
        untold += reader.untold
        values = {cell.row for cell in found}
        if found or reader.untold:
            lines |= {
                (row.start, row.end)
                for row in table.rows
                if (row.start, row.end) in values
                or not any(_is_prose(cell.text) for cell in row.cells.values())
            }
    return Tables(tuple(cells), frozenset(lines), tuple(untold))


def _is_prose(text: str) -> bool:
    return len(text) > _LONG_CELL or _PROSE.search(text) is not None


class _Reader:
    """Reads one table."""

    def __init__(self, table: Table, title: Sequence[str], reference: date | None) -> None:
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
            yield from _BlockReader(block, self._title, self._reference, self.untold).cells()

    def _tell(self, message: str, start: int, end: int) -> None:
        self.untold.append(Untold(message, start, end))


class _BlockReader:
    """Reads the rows under one header."""

    def __init__(
        self,
        block: Block,
        title: Sequence[str],
        reference: date | None,
        untold: list[Untold],
    ) -> None:
        self._block = block
        self._reference = reference
        self._untold = untold
        captions = [line.text for line in reversed(block.above)]
        self._context = context_time([*captions, *title], reference)
        self._units = unit_line(block.above)
        self._caption = "".join(captions)
        self._topic = next((found for line in captions if (found := topic(line))), "")
        self._heads: dict[int, Head] = {}
        self._times: dict[int, Time | None] = {}
        for number, column in block.columns.items():
            if column.role in ("value", "rank"):
                texts = [plain(cell.text) for cell in column.path]
                self._heads[number] = read_head(column.path)
                self._times[number] = read_time(texts, self._context, reference)
        self._plan = self._plan_span()
        self._measured = {
            number: next(
                (
                    self._heads[other].name
                    for other in sorted(self._heads)
                    if not self._heads[other].change and other <= number
                ),
                "",
            )
            for number in self._heads
        }

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
        parent = ""
        parent_unit: str | None = None
        inside = False
        last: dict[int, Label] = {}
        places = self._places()
        for number, column in self._block.columns.items():
            if column.role == "lost":
                header = self._block.header[-1]
                self._untold.append(
                    Untold(
                        f"column {number + 1} of a table has no header and was not read",
                        header.start,
                        header.end,
                    )
                )
        for body in self._block.body:
            for number in self._heads:
                span = body.row.cells.get(number)
                if span is None or is_empty(span.text):
                    continue
                names = self._block.columns[number].names
                label_span = body.row.cells.get(names) if names is not None else None
                label = read_label(label_span.text) if label_span else last.get(names or 0)
                if label is None:
                    label = Label("", None, False, None, False, False)
                elif names is not None:
                    last[names] = label
                if label_span is not None and number == min(
                    n for n in self._heads if self._block.columns[n].names == names
                ):
                    inside = label.part or (inside and not is_measure(label.name))
                    if not inside and not label.only_change:
                        parent, parent_unit = label.name, label.unit
                yield from self._cell(
                    body, number, span, label, label_span, parent, parent_unit, inside, places
                )

    def _places(self) -> dict[int, bool]:
        """Which columns of words name places."""
        found = {}
        for number, column in self._block.columns.items():
            if column.role not in ("name", "category"):
                continue
            head = "".join(plain(cell.text) for cell in column.path)
            names = [
                read_label(one.row.cells[number].text).name
                for one in self._block.body
                if number in one.row.cells
            ]
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
        label: Label,
        label_span: Span | None,
        parent: str,
        parent_unit: str | None,
        inside: bool,
        places: dict[int, bool],
    ) -> Iterator[Cell]:
        head = self._heads[number]
        column = self._block.columns[number]
        read = read_number(span.text)
        if read is None:
            if _DIGIT.search(span.text) and not _is_prose(span.text):
                self._untold.append(
                    Untold(f"a cell of a table was not read: {span.text}", span.start, span.end)
                )
            return
        timed = row_time(label.name) if label.name else None
        owner = self._owner(body, column.names, places)
        by_row = label.name
        if timed is not None or (column.names is not None and places.get(column.names)):
            by_row = ""
        name = self._indicator(by_row, label, head, number, parent, inside)
        if not name:
            self._untold.append(
                Untold(f"nothing names a cell of a table: {span.text}", span.start, span.end)
            )
            return
        changing = head.change or label.only_change
        unit, scale = self._unit(body, read, head, label, parent_unit, inside, changing)
        if column.role == "rank":
            unit, scale = "位", Decimal(1)
        value = _value(span, read, unit, scale, rank=column.role == "rank")
        goal = self._is_goal(number, head)
        cumulative = self._plan is not None and read.bracketed
        if read.bracketed and not cumulative:
            cumulative = "累计" in "".join(plain(cell.text) for cell in column.path)
        period = self._period(number, head, timed, goal, cumulative)
        yield Cell(
            value=value,
            indicator=name,
            direction=self._direction(value, head, label, changing),
            baseline=_baseline(head, label, label_span, period),
            row=(body.row.start, body.row.end),
            header=(column.path[-1].start, column.path[-1].end) if column.path else None,
            record="target" if goal or self._ahead(period) else "metric",
            period=_raw(period, column.path),
            statistic="cumulative"
            if cumulative
            else "average"
            if head.average or label.average
            else None,
            scope=head.scope if column.role == "rank" else None,
            owner=owner,
        )

    def _owner(
        self, body: Body, names: int | None, places: dict[int, bool]
    ) -> tuple[int, int] | None:
        for number, placed in places.items():
            cell = body.row.cells.get(number)
            if placed and cell is not None and (names is None or number <= names):
                return cell.start, cell.end
        return None

    def _indicator(
        self, by_row: str, label: Label, head: Head, number: int, parent: str, inside: bool
    ) -> str:
        column = head.name
        if head.change or self._block.columns[number].role == "rank":
            column = head.name or self._measured[number]
        if label.only_change:
            return parent + column
        if by_row in table_rules().totals or by_row in table_rules().generic:
            return column or (self._topic + by_row if self._topic else by_row)
        if inside and not column and parent and not is_measure(by_row) and by_row:
            return parent + by_row
        if not by_row:
            return column or self._topic
        if inside and column in table_rules().shares and parent and not is_measure(by_row):
            return parent + by_row + column
        if column in table_rules().implied and is_measure(by_row):
            return by_row
        return by_row if not column or by_row.endswith(column) else by_row + column

    def _unit(
        self,
        body: Body,
        read: CellNumber,
        head: Head,
        label: Label,
        parent_unit: str | None,
        inside: bool,
        changing: bool,
    ) -> tuple[str | None, Decimal]:
        if read.unit:
            return scaled(read.unit)
        if head.index:
            return None, Decimal(1)
        beside = next(
            (
                body.row.cells[number].text
                for number, column in self._block.columns.items()
                if column.role == "unit" and number in body.row.cells
            ),
            None,
        )
        own = next(iter(head.units), None)
        shares = ("%", "‰", "百分点", "个百分点")
        if changing:
            written = own or label.unit if label.only_change else own
            if written is None and len(self._units) > 1:
                written = next((unit for unit in self._units if unit in shares), None)
            return scaled(written or "%")
        if own in shares:
            return scaled(own)
        table = [unit for unit in self._units if unit not in shares or len(self._units) == 1]
        above = table[0] if len(table) == 1 else None
        section = read_label(body.section.text).unit if body.section else None
        inherited = parent_unit if inside else None
        written = beside or label.unit or own or section or inherited or above
        return scaled(written.strip() if written else None)

    def _is_goal(self, number: int, head: Head) -> bool:
        if head.goal is not None:
            return head.goal
        time = self._times.get(number)
        if self._plan is not None:
            if time is not None and time.last is not None:
                return time.last.year >= self._plan[1]
            return True
        rules = table_rules()
        return any(word in self._caption for word in rules.goals) and not any(
            word in self._caption for word in rules.actuals
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
        self, number: int, head: Head, timed: Time | None, goal: bool, cumulative: bool
    ) -> Time | None:
        time = timed or self._times.get(number)
        if time is None and self._plan is not None and (cumulative or head.average or head.change):
            first, last = self._plan
            return Time("", date(first, 1, 1), date(last, 12, 31), "years")
        if time is None:
            dated = [
                other
                for key, other in self._times.items()
                if other is not None
                and other.last is not None
                and "上年" not in other.text
                and not self._heads[key].change
            ]
            if dated and (self._context is None or head.change):
                time = max(dated, key=lambda one: (one.last or date.min, one.first or date.min))
            else:
                time = self._context
        if time is not None and goal and time.kind == "year" and self._is_deadline(time):
            return replace(time, first=None, kind="deadline")
        return time

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
        if changing or (head.average and label.name.endswith(("增速", "增长率"))):
            return "decrease" if number is not None and number < 0 else "increase"
        if label.name.endswith(("增速", "增长率", "增幅", "增长速度")):
            return "decrease" if number is not None and number < 0 else "increase"
        return None


def _baseline(head: Head, label: Label, label_span: Span | None, period: Time | None) -> str | None:
    """What a change is measured against: ``yoy``, ``mom``, or the day that the header names."""
    if head.change and head.since is not None:
        if period is None or period.last is None:
            return None
        year = period.last.year
        return f"{year}-01-01" if head.since == "年初" else f"{year - 1}-12-31"
    if head.change:
        return head.baseline
    written = label_span.text if label_span is not None else ""
    return "yoy" if label.only_change and re.search("上年|同比", written) else None


def _value(
    span: Span, read: CellNumber, unit: str | None, scale: Decimal, *, rank: bool
) -> CellValue:
    def times(number: Decimal | None) -> Decimal | None:
        return None if number is None else number * scale

    return CellValue(
        span.text,
        span.start,
        span.end,
        "rank" if rank else unit_kind(unit),
        times(read.number),
        unit,
        times(read.low),
        times(read.high),
        read.comparator,
    )


def _raw(time: Time | None, path: Sequence[Span]) -> RawPeriod | None:
    if time is None:
        return None
    at = path[-1].start if path else 0
    return RawPeriod(at, at, time.text, time.first, time.last, time.kind, False, False)
