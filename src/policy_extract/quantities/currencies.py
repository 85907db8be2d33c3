"""What is named before a number: a currency (港币3亿元, $450亿, USD 30万), a scale of degrees (摄氏30度)."""

from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.tables import Tables

OPEN = (None, "元")
"""The units that a currency before the number may say more of."""
_EXCHANGED = frozenset("兑对比换按以每百千万亿0123456789")


class Price(NamedTuple):
    """Where an amount begins with its currency, and the unit it gives.

    ``twice``: the number says the same unit behind it (人民币100元), so that it is no part of the value.
    """

    start: int
    unit: str
    twice: bool = False


def priced(text: str, start: int, unit: str | None, known: Tables) -> Price | None:
    """The currency before a number that has none of its own but 元; null without one."""
    if not start:
        return None
    at = start
    while at and text[at - 1] == " " and start - at < 2:
        at -= 1
    found = known.currencies.before(text, at)
    if found is None:
        return None
    word, currency = found
    begin = at - len(word)
    before = text[begin - 1 : begin]
    if before in _EXCHANGED and before:
        return None  # 人民币兑美元7.2
    if word[0].isascii() and word[0].isalpha() and before.isascii() and before.isalpha():
        return None
    return Price(begin, currency, twice=unit == currency)


def degrees(
    text: str, start: int, unit: str | None, number: Decimal, known: Tables
) -> tuple[int, str | None, Decimal]:
    """Where degrees begin with their scale, the unit, and the number with its sign: 零下摄氏5度."""
    for word, scale in known.degrees.items():
        if text.endswith(word, 0, start):
            start -= len(word)
            if text.endswith("零下", 0, start):
                return start - 2, scale, -abs(number)
            return start, scale, number
    return start, unit, number
