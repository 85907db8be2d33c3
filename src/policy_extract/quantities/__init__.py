"""Numbers in Chinese text: numerals, units, comparators, ranges, ranks, and the finder."""

from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.scan import scan_quantities
from policy_extract.records import Quantity

__all__ = ["RawQuantity", "find_quantities", "scan_quantities"]


def find_quantities(text: str) -> list[Quantity]:
    """Every number, percent, amount, measure, multiple, ordinal and range of a text.

    Works on any Chinese text, not only policy prose. Dates, times of day, document numbers, codes
    (5G) and words that merely contain a numeral (十分, 统一) are no quantities; neither are
    indefinite amounts (数百, 几十). Fractions that do not end (三分之二) are rounded to four places
    of a percent; every other number is exact.

    Returns:
        Quantities in the order of the text, none overlapping another. ``unit`` is null for a bare
        number; scale words are multiplied into ``number`` (3.5亿千瓦时 is 350000000 千瓦时).

    >>> for q in find_quantities("投资30亿元以上，增长近三成"):
    ...     print(q.text, q.number, q.unit, q.comparator)
    30亿元以上 3000000000 元 >=
    近三成 30 % ~
    """
    return [
        Quantity(
            text=raw.text,
            start=raw.start,
            end=raw.end,
            kind=raw.kind,
            number=raw.number,
            low=raw.low,
            high=raw.high,
            unit=raw.unit,
            comparator=raw.comparator,
        )
        for raw in scan_quantities(text)
    ]
