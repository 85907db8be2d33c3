"""Reading the unit behind a numeral, with the hedges and halves that stand between them."""

import re
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.numeral import Numeral
from policy_extract.quantities.numerals import scale_of, times
from policy_extract.quantities.rates import LATIN, denominator, per_scale
from policy_extract.quantities.tables import Tables, Unit
from policy_extract.records import Kind

_HEDGES = "余多来+把"
_SPREAD_HEDGES = (" 余", " 多")
_SPACES = " \u3000\xa0"
_CLOSES = frozenset("，。、；：,;:）)！？ \n\t的以左上") | {""}
"""What may follow a weak unit behind a single digit."""
_HALF = Decimal("0.5")
_ZERO = Decimal(0)
_WAN = Decimal(10**4)
_COUNTED = ("个月", "个小时", "个世纪", "个星期", "个百分点", "个钟头", "个学期")
_NO_HALF = tuple("载数径岛导边球途")
_ENDS_COUNT = re.compile("[（(]不?含[）)](?=[\u4e00-\u9fffA-Za-z%])")
_BRACKETED = re.compile("[（(][\u4e00-\u9fff]{1,2}[）)]")
_UNIT_BEFORE = re.compile(
    "[（(](?:单位[:：])?(?P<scale>[十百千万亿]*)(?P<unit>[^（）()0-9\\s]{1,8})[）)] ?[:：]? ?$"
)
_BRACKETED_UNIT = 20
_BRACKET_ENDS = ("）", ")", ":", "：", " ")
_OPENS = ("（", "(")
_ODD = frozenset((*_HEDGES, *_SPACES, *_OPENS, "个"))
"""Behind a numeral: what may stand before its unit, or a classifier that may be parted."""


class Reading(NamedTuple):
    """What stands behind a numeral: where it ends, the unit, and what it adds.

    Attributes:
        end: One past the unit; past the hedge when there is no unit; else the numeral's end.
        written: The unit as written, without a denominator; null without one.
        unit: The table's entry for it, a new one for a word the table lacks; null without one.
        canonical: The unit of the record, denominator included.
        hedge: An inner 余 or 多; empty without one.
        half: One half to be added (一年半, 1个半小时), else zero.
        known: False where the unit is a word that the table lacks.
    """

    end: int
    written: str | None
    unit: Unit | None
    canonical: str | None
    hedge: str
    half: Decimal
    known: bool = True


def read_unit(text: str, numeral: Numeral, known: Tables) -> Reading:
    """The unit behind a numeral."""
    at = begin = numeral.end
    hedge = ""
    if text[at : at + 1] in _ODD:
        special = text.startswith(("个半", "个多"), at) and _halved(text, at, known)
        if special:
            return special
        at, hedge, begin = _before_unit(text, numeral, known)
    found = unit_at(text, begin, known, scaled=numeral.scale >= _WAN, strong=_strong(numeral))
    if found is None:
        return _unknown(text, begin, numeral, hedge, at, known)
    word, unit = found
    end = begin + len(word)
    after = text[end : end + 1]
    if after in _OPENS and unit.kind == "count":
        bracketed = _bracketed(text, end, known)
        if bracketed:
            return Reading(bracketed, word, unit, text[begin:bracketed], hedge, _ZERO)
    elif after and after in "/每":
        rate = denominator(text, end, known)
        if rate is not None:
            return Reading(rate[0], word, unit, unit.canonical + rate[1], hedge, _ZERO, rate[2])
    elif (
        after == "半"
        and word in known.halved
        and text[end + 1 : end + 2] not in _NO_HALF
        and word != "个"
    ):
        return Reading(end + 1, word, unit, unit.canonical, hedge, _HALF)
    return Reading(end, word, unit, unit.canonical, hedge, _ZERO)


def _before_unit(text: str, numeral: Numeral, known: Tables) -> tuple[int, str, int]:
    """Where a hedge may stand behind a numeral, the hedge (余, 多, 来), and where the unit begins."""
    at = numeral.end
    hedge = ""
    if numeral.round:
        at += text.startswith(_SPREAD_HEDGES, at)
        char = text[at : at + 1]
        plus = char == "+" and text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2]
        if char == "把" and not (numeral.bare and text[at + 1 : at + 2] in known.lengths):
            char = ""
        if char and char in _HEDGES and not text.startswith(known.no_hedge, at) and not plus:
            hedge = char
    begin = first = at + len(hedge)
    while begin < len(text) and text[begin] in _SPACES and begin - first < 2:
        begin += 1
    if text[begin : begin + 1] in _OPENS:
        ends = _ENDS_COUNT.match(text, begin)
        begin = ends.end() if ends else begin
    return at, hedge, begin


def _strong(numeral: Numeral) -> bool:
    return numeral.arabic or numeral.end - numeral.start > 1


def _halved(text: str, at: int, known: Tables) -> Reading | None:
    """两个半月, 1个多小时: a half or a hedge inside a classifier and its noun."""
    if text.startswith("个半", at):
        for word in known.halved:
            size = len(word.removeprefix("个"))
            if size and text.startswith(word.removeprefix("个"), at + 2):
                unit = known.units[word]
                return Reading(at + 2 + size, word, unit, unit.canonical, "", _HALF)
    if text.startswith("个多", at):
        for word in _COUNTED:
            if text.startswith(word[1:], at + 2):
                unit = known.units[word]
                return Reading(at + 1 + len(word), word, unit, unit.canonical, "多", _ZERO)
    return None


def unit_at(
    text: str, begin: int, known: Tables, *, scaled: bool, strong: bool
) -> tuple[str, Unit] | None:
    """The longest unit of the table that stands at a place, as written and as known.

    Args:
        text: The whole text.
        begin: Where the unit may begin.
        known: The tables.
        scaled: A scale word stands before it, so that 块 is money.
        strong: The numeral is Arabic or longer than a character, so that common words are units.
    """
    for length in known.lengths.get(text[begin : begin + 1], ()):
        word = text[begin : begin + length]
        unit = known.units.get(word)
        if unit is None or (
            unit.weak and not strong and not _lone(text, begin, begin + length, word, known)
        ):
            continue
        if unit.scaled_only and not (
            (scaled and unit.kind == "money")
            or (strong and _closing(text, begin + length, word, known))
            or _parted(text, begin + length, word, known)
        ):
            continue
        if word[-1].isascii() and word[-1].isalpha():
            after = text[begin + length : begin + length + 2]
            following = after[1:] if after[:1] == "." else after[:1]
            if following.isascii() and following.isalnum():
                continue
        if word in known.longer and _longer(text, begin, known.longer[word]):
            continue
        return word, unit
    return None


def _closing(text: str, end: int, word: str, known: Tables) -> bool:
    """Whether a unit that stands only there closes its phrase: 1200平, not 95306平台."""
    closes = word in known.closing and text[end : end + 1] in _CLOSES
    return closes and not text.startswith("\n方", end)


def _lone(text: str, begin: int, end: int, word: str, known: Tables) -> bool:
    """Whether a weak unit stands behind a single digit: where the phrase closes, or before its noun (五尺布)."""
    nouns = known.lone.get(word)
    if nouns is None or text[begin - 1] == "一" and begin > 1:
        return False
    after = text[end : end + 1]
    closes = after in _CLOSES and (begin == 1 or word not in known.lone_before_noun)
    return closes or after in nouns or _parted(text, end, word, known)


def _parted(text: str, end: int, word: str, known: Tables) -> bool:
    """Whether the next smaller unit follows: 3角5分."""
    parts = known.compounds[word].parts if word in known.compounds else ()
    return any(text.startswith(part, end + 1) for part in parts)


def _longer(text: str, begin: int, words: tuple[tuple[str, str], ...]) -> bool:
    """Whether a longer word stands where the unit would: 17部门, but not 12项目标."""
    for word, undone in words:
        if text.startswith(word, begin):
            end = begin + len(word)
            return text[end : end + 1] not in tuple(undone)
    return False


def _bracketed(text: str, end: int, known: Tables) -> int | None:
    """Where a second classifier in brackets ends: 2.5万套（间）."""
    match = _BRACKETED.match(text, end)
    if match is None:
        return None
    inner = known.units.get(text[end + 1 : match.end() - 1])
    return match.end() if inner is not None and inner.kind == "count" else None


def _unknown(
    text: str, begin: int, numeral: Numeral, hedge: str, at: int, known: Tables
) -> Reading:
    """A unit that the table lacks: a word of Latin letters (24fps), a word before a slash."""
    if numeral.arabic and text[begin : begin + 1] == "/":
        share = per_scale(text, begin, known)
        if share:
            return Reading(
                share[0], "/", Unit("/", "measure", False, False), share[1], hedge, _ZERO
            )
    if numeral.arabic or numeral.scale > 1:
        latin = LATIN.match(text, begin)
        if latin and not latin.group().isupper():
            word = latin.group()
            unit = Unit(word, "measure", False, False)
            rate = denominator(text, latin.end(), known)
            end, below = rate[:2] if rate else (latin.end(), "")
            return Reading(end, word, unit, word + below, hedge, _ZERO, False)
    if hedge in ("来", "把") and (numeral.arabic or text[at + 1 : at + 2] != ""):
        hedge = ""
    return Reading(at + len(hedge), None, None, None, hedge, _ZERO)


def unit_before(text: str, numeral: Numeral, known: Tables) -> tuple[Numeral, Reading] | None:
    """The unit in brackets before a bare number, and the number with its scale: 总额（亿元）10.00."""
    start = numeral.start
    if not numeral.arabic or numeral.scale != 1 or text[start - 1 : start] not in _BRACKET_ENDS:
        return None
    match = _UNIT_BEFORE.search(text, max(0, start - _BRACKETED_UNIT), start)
    unit = known.units.get(match["unit"]) if match else None
    if match is None or unit is None:
        return None
    scale = scale_of(match["scale"])
    scaled = numeral._replace(value=times(numeral.value, scale), scale=scale)
    return scaled, Reading(numeral.end, match["unit"], unit, unit.canonical, "", _ZERO)


def measured(
    value: Decimal, reading: Reading, *, money: bool = False
) -> tuple[Kind, str | None, Decimal]:
    """Kind, canonical unit and number of a value read with a unit.

    Args:
        value: The numeral's value.
        reading: What stands behind it.
        money: A bare number of this size is an amount (增加了1100亿).
    """
    unit, written = reading.unit, reading.written
    if unit is None or written is None:
        return ("money" if money else "count"), None, value
    if reading.half:
        value = value - reading.half if value < 0 else value + reading.half
    if written[0] == "‰" or written[-1] == "点" and written.endswith("千分点"):
        return unit.kind, unit.canonical, value / 10
    if written == "番":
        return "multiple", "倍", Decimal(2) ** int(value) if 0 < value < 20 else value
    return unit.kind, reading.canonical, value
