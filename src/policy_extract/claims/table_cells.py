"""What a table gives: its records as cells, its lines, and what of it was not read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policy_extract.periods.scan import RawPeriod
from policy_extract.records import Comparator, Direction, Kind
from policy_extract.tables.model import Span
from policy_extract.tables.rules import table_rules, unit_kind
from policy_extract.tables.times import Time
from policy_extract.tables.values import CellNumber


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
        name_at: Where its words stand: the cells of the names, in the order in which they are read;
            empty where the text does not hold all of them.
        confidence: The probability that it is strictly right.
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
    name_at: tuple[tuple[int, int], ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """What of a table was not read, to be told: why, and where it stands."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadTables:
    """All tables of a text.

    Attributes:
        cells: Their records, in order.
        lines: Document spans of the lines that belong to them and are no sentences.
        untold: What could not be read.
    """

    cells: tuple[Cell, ...]
    lines: frozenset[tuple[int, int]]
    untold: tuple[Untold, ...]


def cell_value(
    span: Span, read: CellNumber, unit: str | None, scale: Decimal, *, rank: bool
) -> CellValue:
    """A cell's number as a quantity, its scale multiplied out."""

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


def raw_period(time: Time | None, path: Sequence[Span]) -> RawPeriod | None:
    """The time of a cell as the periods room gives it."""
    if time is None:
        return None
    at = path[-1].start if path else 0
    return RawPeriod(at, at, time.text, time.first, time.last, time.kind, False, False)


def cell_confidence(*, part: bool, unitless: bool, undated: bool) -> float:
    """How sure a cell's record is: the share that was right of those of its kind that were read.

    Args:
        part: Whether its row is a part of the row above.
        unitless: Whether nothing tells a unit, and it is no index.
        undated: Whether nothing tells its time.
    """
    rules = table_rules().confidence
    found = rules.cell
    for holds, factor in ((part, rules.part), (unitless, rules.unitless), (undated, rules.undated)):
        found *= factor if holds else 1.0
    return round(found, 3)
