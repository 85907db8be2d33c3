"""Tables in plain text: each numeric cell is a record named by its row and column.

The unit comes from the column's header (产量（万吨）) or from a line above the table (单位：亿元).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from policy_extract.records import Comparator, Direction, Kind
from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout, Paragraph

_CELL = re.compile(r"[^\t|｜]+")
_NUMBER = re.compile(r"([-－−+＋]?)([0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)\s*([%％‰]?)")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[：:]\s*([^\s，。；）)]+)")
_ASIDE = re.compile(r"[（(【\[]\s*([^（）()【】\[\]]*)\s*[）)】\]]")
_DIGITS = str.maketrans("０１２３４５６７８９．－−，＋", "0123456789.--,+")


class TableRules(RuleModel):
    """The lists of ``rules/table.toml``; each list says there what it is for."""

    generic_columns: frozenset[str]
    change_columns: tuple[str, ...]
    yoy: tuple[str, ...]
    mom: tuple[str, ...]
    row_marks: tuple[str, ...]
    scales: tuple[tuple[str, Decimal], ...]
    whole_units: tuple[str, ...]
    money_units: frozenset[str]
    count_units: frozenset[str]


@cache
def table_rules() -> TableRules:
    """The shipped lists, loaded once."""
    return load_shipped("table.toml", TableRules)


@dataclass(frozen=True, slots=True)
class CellValue:
    """A numeric cell as a quantity (the fields of :class:`policy_extract.records.Quantity`)."""

    text: str
    start: int
    end: int
    kind: Kind
    number: Decimal
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
        direction: For a column of changes, by the sign.
        baseline: ``yoy`` or ``mom`` where the column says so.
        row: Document span of the row's line.
        header: Document span of the column's header; null without one.
    """

    value: CellValue
    indicator: str
    direction: Direction | None
    baseline: str | None
    row: tuple[int, int]
    header: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    unit: str | None
    scale: Decimal
    change: bool
    baseline: str | None
    span: tuple[int, int]


def read_tables(text: str, layout: Layout) -> list[Cell]:
    """All numeric cells of all tables of a text, in order."""
    cells: list[Cell] = []
    for block, above in _blocks(text, layout.paragraphs):
        cells.extend(_read_block(text, block, above))
    return cells


def _is_row(text: str, paragraph: Paragraph) -> bool:
    line = text[paragraph.start : paragraph.end]
    return "\t" in line or line.count("|") >= 2


def _blocks(
    text: str, paragraphs: Sequence[Paragraph]
) -> Iterator[tuple[list[Paragraph], list[Paragraph]]]:
    """Runs of rows, with the lines above each that may tell its unit."""
    index = 0
    while index < len(paragraphs):
        if not _is_row(text, paragraphs[index]):
            index += 1
            continue
        end = index
        while end < len(paragraphs) and _is_row(text, paragraphs[end]):
            end += 1
        if end - index >= 2:
            yield list(paragraphs[index:end]), list(paragraphs[max(0, index - 3) : index])
        index = end


def _split(text: str, paragraph: Paragraph) -> list[tuple[int, str, int, int]]:
    """The cells of a row: column number, stripped text, document start and end."""
    line = text[paragraph.start : paragraph.end]
    cells = []
    for found in _CELL.finditer(line):
        raw = found.group()
        stripped = raw.strip()
        if stripped:
            start = paragraph.start + found.start() + raw.index(stripped)
            column = line.count("\t", 0, found.start()) + line.count("|", 0, found.start())
            cells.append((column, stripped, start, start + len(stripped)))
    return cells


def _read_block(
    text: str, block: Sequence[Paragraph], above: Sequence[Paragraph]
) -> Iterator[Cell]:
    unit = next(
        (
            found.group(1)
            for line in reversed(above)
            if (found := _UNIT_LINE.search(text[line.start : line.end]))
        ),
        None,
    )
    columns: dict[int, _Column] = {}
    for paragraph in block:
        cells = _split(text, paragraph)
        if not cells or set(cells[0][1]) <= set("-:："):
            continue
        numeric = [cell for cell in cells[1:] if _NUMBER.fullmatch(cell[1])]
        if not numeric or _years(cells[1:]):
            if not numeric or not columns:
                columns = {
                    column: _read_column(name, unit, (start, end))
                    for column, name, start, end in cells
                }
            continue
        row = _row_name(cells[0][1])
        if not row:
            continue
        yield from _read_row(row, numeric, columns, unit, (paragraph.start, paragraph.end))


def _years(cells: Sequence[tuple[int, str, int, int]]) -> bool:
    return bool(cells) and all(re.fullmatch(r"(?:19|20)\d\d年?", cell[1]) for cell in cells)


def _read_row(
    row: str,
    numeric: Sequence[tuple[int, str, int, int]],
    columns: dict[int, _Column],
    unit: str | None,
    span: tuple[int, int],
) -> Iterator[Cell]:
    measured = next(
        (columns[c[0]].name for c in numeric if c[0] in columns and not columns[c[0]].change), ""
    )
    ordered = [columns[key] for key in sorted(columns)]
    for place, (number, content, start, end) in enumerate(numeric, 1):
        column = columns.get(number)
        if column is None:
            # the row has more tabs than the header: go by order
            column = ordered[place] if place < len(ordered) else _read_column("", unit, span)
        value = _cell_value(content, start, end, column)
        name = measured if column.change else column.name
        direction: Direction | None = None
        if column.change:
            direction = "decrease" if value.number < 0 else "increase"
        yield Cell(
            value,
            row if row.endswith(name) else row + name,
            direction,
            column.baseline if column.change else None,
            span,
            column.span if column.span != span else None,
        )


def _row_name(name: str) -> str:
    for mark in table_rules().row_marks:
        name = name.removeprefix(mark).strip()
    return _ASIDE.sub("", name).replace(" ", "").replace("\u3000", "")


def _read_column(header: str, unit: str | None, span: tuple[int, int]) -> _Column:
    rules = table_rules()
    change = any(word in header for word in rules.change_columns)
    aside = _ASIDE.search(header)
    written = aside.group(1) if aside else None
    if written is not None and "%" in written.replace("％", "%"):
        written = "%"
    if written is None:
        written = "%" if change and "点" not in header else unit
    name = _ASIDE.sub("", header).strip()
    base, scale = _scaled(written)
    baseline = None
    if any(word in header for word in rules.yoy):
        baseline = "yoy"
    elif any(word in header for word in rules.mom):
        baseline = "mom"
    plain = "" if name in rules.generic_columns or re.fullmatch(r"\d{4}年?", name) else name
    return _Column(plain, base, scale, change, baseline, span)


def _scaled(unit: str | None) -> tuple[str | None, Decimal]:
    """A written unit (万吨) as canonical unit and scale."""
    rules = table_rules()
    one = Decimal(1)
    if not unit:
        return None, one
    unit = unit.replace("％", "%").removeprefix("人民币")
    if unit in rules.whole_units:
        return unit, one
    for word, factor in rules.scales:
        rest = unit.removeprefix(word)
        if rest and rest != unit and not (word in ("千", "百") and unit in rules.whole_units):
            return rest, factor
    return unit, one


def _cell_value(content: str, start: int, end: int, column: _Column) -> CellValue:
    found = _NUMBER.fullmatch(content)
    assert found is not None  # the caller matched it
    digits = found.group(2).translate(_DIGITS).replace(",", "")
    number = Decimal(digits)
    if found.group(1) and found.group(1) in "-－−":
        number = -number
    unit, scale = column.unit, column.scale
    if found.group(3):
        unit, scale = "%", Decimal(1) if found.group(3) != "‰" else Decimal("0.1")
    return CellValue(content, start, end, _kind(unit), number * scale, unit)


def _kind(unit: str | None) -> Kind:
    rules = table_rules()
    if unit == "%":
        return "percent"
    if unit in ("百分点", "个百分点"):
        return "percentage_point"
    if unit in rules.money_units:
        return "money"
    if unit is None or unit in rules.count_units:
        return "count"
    return "measure"
