"""Ratios and scores: one quantity for each member, without a unit."""

import re
from decimal import Decimal

from policy_extract.quantities.made import Made
from policy_extract.quantities.numerals import DIGITS, arabic, chinese
from policy_extract.quantities.raw import RawQuantity
from policy_extract.records import Kind

_N = "[0-9]+(?:[.][0-9]+)?"
_RATIO = re.compile(f"{_N}(?:\\s?[:：]\\s?{_N}){{1,4}}(?![0-9:：])")
_SCORE = re.compile("[0-9]{1,3}(?:[.][0-9]+)?比[0-9]{1,3}(?:[.][0-9]+)?(?![0-9.%])")
_SPOKEN = re.compile(
    "[一二三四五六七八九十百千]{1,4}(?:比[一二三四五六七八九十百千]{1,4}){1,3}(?![一-龥])"
)
_MEMBER = re.compile(f"{_N}|[{''.join(DIGITS)}十百千]+")
_CLOCK = re.compile("[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?")
_COMPARED = re.compile("比|构成|结构|之和|配")
_ONE = re.compile("(?:1[:：][0-9.]+|[0-9.]+[:：]1)")
_LABELLED = 12
_ROUNDING = Decimal("0.5")
"""How far from 100 the shares of a whole may sum up."""


def ratio(text: str, at: int) -> Made | None:
    """3.9：59.5：36.6, 2.6∶1, 3比0, 一比三."""
    match = _RATIO.match(text, at) or _SCORE.match(text, at) or _SPOKEN.match(text, at)
    if match is None:
        return None
    members = list(_MEMBER.finditer(text, at, match.end()))
    compared = _COMPARED.search(text, max(0, at - _LABELLED), at)
    if not compared and "比" not in match.group():
        whole = match.group().replace(" ", "")
        if _CLOCK.fullmatch(whole):
            return None
        if len(members) == 2 and "." not in whole and not _ONE.fullmatch(whole):
            return None
    words = [member.group() for member in members]
    numbers = [arabic(word) if word[0].isascii() else chinese(word) for word in words]
    kind: Kind = (
        "percent" if abs(sum(filter(None, numbers), Decimal(0)) - 100) <= _ROUNDING else "count"
    )
    made = []
    for member, word, number in zip(members, words, numbers, strict=True):
        if number is None:
            return None
        made.append(
            RawQuantity(
                member.start(), member.end(), word, kind, number, None, None, None, "=",
                "quantity.ratio", None,
            )
        )  # fmt: skip
    return made, match.end()
