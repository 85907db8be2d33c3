"""Sizes told by their factors: 100×50米."""

import re
from decimal import Decimal

from policy_extract.quantities.made import Made
from policy_extract.quantities.numeral import Numeral
from policy_extract.quantities.numerals import arabic
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import read_unit

_N = "[0-9]+(?:[.][0-9]+)?"
_FACTORS = re.compile(f"(?<![0-9A-Za-z.]){_N}(?: ?[×xX*＊] ?{_N}){{1,2}}(?![0-9.])")
_NUMBER = re.compile(_N)
_RACES = ("接力", "赛", "跑")
_ONE = Decimal(1)


def _numeral(text: str, start: int, end: int) -> Numeral:
    value = arabic(text[start:end])
    return Numeral(start, end, value, None, _ONE, _ONE, True, "", False, text[end - 1] == "0")


def factors(text: str, at: int, known: Tables) -> Made | None:
    """100×50米: each factor has the unit of length that the last one says; null of any other unit."""
    found = _FACTORS.match(text, at)
    if found is None:
        return None
    spans = [number.span() for number in _NUMBER.finditer(text, at, found.end())]
    last = read_unit(text, _numeral(text, *spans[-1]), known)
    if last.written not in known.sizes or text.startswith(_RACES, last.end):
        return None
    made = []
    for start, end in spans:
        value = arabic(text[start:end])
        end = last.end if end == found.end() else end
        made.append(
            RawQuantity(
                start, end, text[start:end], "measure", value, None, None, last.canonical, "=",
                "quantity.measure.factor", None,
            )
        )  # fmt: skip
    return made, last.end
