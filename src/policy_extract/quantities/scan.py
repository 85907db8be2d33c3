"""The scanner: every quantity of a text as a plain tuple, before validation."""

import re
from collections.abc import Iterator
from decimal import Decimal

from policy_extract.quantities.forms import doubling, fraction, half, rank, ratio, tenths
from policy_extract.quantities.masks import masked_end
from policy_extract.quantities.numeral import ARABIC, HAN, run_end
from policy_extract.quantities.numerals import arabic, times
from policy_extract.quantities.plain import plain
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.tables import Tables, tables

_ANCHOR = re.compile(
    f"[0-9０-９{HAN}第翻半]|前(?=[0-9０-９{HAN}])|之[首冠]|榜首|魁首|首[\u4e00-\u9fff]|过半"
)
"""Where a quantity may begin; everything else is passed over at the speed of the regex engine."""

_NUMBER = re.compile(ARABIC)
_SHARING = ("percentage_point", "measure", "money")
_WAN, _WAN_YI = Decimal(10**4), Decimal(10**12)

__all__ = ["RawQuantity", "scan_quantities"]


def scan_quantities(text: str) -> list[RawQuantity]:
    """Every quantity of a text, in order, none overlapping another."""
    return _share(text, list(_scan(text, tables())))


def _scan(text: str, known: Tables) -> Iterator[RawQuantity]:
    at = last = 0
    while (anchor := _ANCHOR.search(text, at)) is not None:
        made, following = _read(text, anchor.start(), known)
        for quantity in made:
            if quantity.start < last:  # its hedge is the end of the value before it: 5个以上亿元
                continue
            yield quantity
            last = quantity.end
        at = max(following, anchor.start() + 1)


def _read(text: str, at: int, known: Tables) -> tuple[list[RawQuantity], int]:
    """What begins at an anchor, and where to go on: the more special form first."""
    char = text[at]
    if char in "翻半过":
        return (doubling(text, at, known) if char == "翻" else half(text, at, known)) or (
            [], known.ordinary.end(text, at) or at + 1
        )  # fmt: skip
    digit = char.isdigit()
    ahead = text[at : at + 14]
    if "分之" in ahead or "/" in ahead or "／" in ahead:
        found = fraction(text, at, known)
        if found:
            return found
    if not digit:
        word = known.ordinary.end(text, at)
        if word is not None and word > at:
            return [], word
    elif ":" in ahead or "：" in ahead or "∶" in ahead or "比" in ahead:
        found = ratio(text, at, known)
        if found:
            return found
    masked = masked_end(text, at)
    if masked is not None:
        return [], max(masked, at + 1)
    if char in "第前之首榜魁":
        return rank(text, at, known) or ([], at + 1)
    if "成" in ahead[:6]:
        found = tenths(text, at, known)
        if found:
            return found
    if "强" in ahead:
        found = rank(text, at, known)
        if found:
            return found
    if char == "一" and text[at + 1 : at + 2] == "半":
        return half(text, at, known) or ([], run_end(text, at))
    return plain(text, at, known)


def _share(text: str, found: list[RawQuantity]) -> list[RawQuantity]:
    """What the last of a row says for all: its hedge (5%、6.5%左右), its unit (0.2和0.4个百分点)."""
    for index in range(len(found) - 2, -1, -1):
        value, following = found[index], found[index + 1]
        if text[value.end : following.start] not in ("、", "和", "与", "及"):
            continue
        if value.unit is None and value.kind == "count" and value.rule == "quantity.count":
            value = _unit_of(value, following)
        if (
            value.comparator == "="
            and following.cue is not None
            and following.text.endswith(following.cue)
            and value.kind == following.kind
            and value.unit == following.unit
        ):
            value = value._replace(comparator=following.comparator, cue=following.cue)
        found[index] = value
    return found


def _unit_of(value: RawQuantity, following: RawQuantity) -> RawQuantity:
    """Give a bare number what the like number behind it says for both: 0.2和0.4个百分点.

    Scale words elided with the unit are taken over (3.5、4.2亿元); where the two were written with
    the same scale, only the unit is (10.6万、3.8万平方公里).
    """
    number = following.number
    digits = _NUMBER.match(value.text), _NUMBER.search(following.text)
    if value.number is None or not number or following.unit is None or None in digits:
        return value
    if following.kind not in _SHARING and "." not in value.text:
        return value
    left, right = (arabic(found.group()) for found in digits if found)
    if not left or not right:
        return value
    own, scale = value.number / left, number / right
    if own == 1:
        own = scale
    elif own == _WAN and scale == _WAN_YI:
        own = scale  # 100万、110万和120万亿元
    elif own != scale:
        return value
    return value._replace(
        kind=following.kind,
        unit=following.unit,
        number=times(left, own),
        rule="quantity.shared_unit",
    )
