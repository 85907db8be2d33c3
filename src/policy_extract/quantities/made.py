"""What a reader makes: quantities and the place to go on from; a share with the hedges around it."""

from decimal import Decimal

from policy_extract.quantities.hedges import hedged
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.tables import Tables
from policy_extract.records import Kind

Made = tuple[list[RawQuantity], int]


def percent(
    text: str, start: int, end: int, known: Tables, rule: str, number: Decimal | None, *,
    low: Decimal | None = None, high: Decimal | None = None, unit: str | None = "%",
    kind: Kind = "percent", inner: str = "",
) -> RawQuantity:  # fmt: skip
    """A percent (or a multiple, or a part of a unit) with the hedges around it."""
    hedge = hedged(text, start, end, known, inner=inner)
    return RawQuantity(
        hedge.start, hedge.end, text[hedge.start : hedge.end], kind, number, low, high, unit,
        hedge.comparator, rule + (".range" if low is not None else ""), hedge.cue,
    )  # fmt: skip
