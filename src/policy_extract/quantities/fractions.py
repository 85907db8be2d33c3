"""Fractions: 百分之五, 三分之二, 1/16, ½; mixed ones and fractions of a unit."""

import re
import unicodedata
from decimal import Decimal

from policy_extract.quantities.made import Made, percent
from policy_extract.quantities.notation import HAN
from policy_extract.quantities.numeral import Numeral, read_numeral
from policy_extract.quantities.numerals import arabic, chinese
from policy_extract.quantities.signs import sign_before
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import Reading, measured, read_unit

_WHOLES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_TO = "(?:[—－–~\\-]{1,2}|至|到)"
_FRACTION = re.compile(
    f"(?:(?P<mixed>[{HAN}]{{1,9}}|[0-9]{{1,9}})又)?(?P<whole>[{HAN}]{{1,5}}|[0-9]{{1,4}})分之 ?"
    f"(?=[负几{HAN}]|-?[0-9])"
)
_SLASHED = re.compile(
    "(?:(?P<mixed>[0-9]{1,4})又)?(?P<part>[1-9][0-9]{0,2})/(?P<whole>[1-9][0-9]{0,3})(?![0-9/.月百千万亿-])"
)
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
"""Fractions of one character."""
_VULGAR = re.compile(f"(?P<mixed>[0-9]{{0,9}})(?P<sign>[{VULGAR}])")
_PLACES = Decimal("0.0001")
_CUED_BEFORE = frozenset("的占约近超足到达为有之前后少过")
_CUED_AFTER = frozenset("的以左强多余之")


def fraction(text: str, at: int, known: Tables) -> Made | None:
    """百分之五点三, 三分之二, 百分之二三十, 百分之七至百分之十, 2/3, 一又三分之一倍."""
    vulgar = _VULGAR.match(text, at)
    if vulgar:
        return _one_character(text, at, vulgar, known)
    slashed = _SLASHED.match(text, at)
    if slashed:
        return _slashed(text, at, slashed, known)
    head = _FRACTION.match(text, at)
    if head is None:
        return None
    whole = _whole(head["whole"])
    begin = head.end() + (text[head.end()] in "负-")
    part = read_numeral(text, begin, known)
    if not whole or part is None or (part.bare and part.value != 100):
        return None
    if part.scale > 100 and not part.arabic and text[part.end : part.end + 1] == "分":
        return None
    value, end, low = abs(part.value), part.end, part.low
    negative = begin > head.end()
    start = at
    if sign_before(text, at, known)[1] < 0:
        start, negative = sign_before(text, at, known)[0], True
    if head["mixed"]:
        mixed = _number(head["mixed"]) + value / whole
        return _of_unit(text, start, end, known, -mixed if negative else mixed)
    second = None
    if low is None and not negative:
        second = _second(text, at, end, head.group(), value, known)
    if second:
        low, value, end, part = value, second.value, second.end, second
        end += 2 * text.startswith("之间", end)
    elif whole not in (100, 1000, 10000):
        counted = _of_unit(text, start, end, known, value / whole)
        if counted and counted[0][0].unit is not None and low is None:
            return counted
    share = _share(value, whole)
    if low is not None:
        made = percent(
            text, start, end, known, "quantity.fraction", None, low=_share(low, whole), high=share
        )
    else:
        made = percent(
            text, start, end, known, "quantity.fraction", -share if negative else share,
            inner=part.more,
        )  # fmt: skip
    return [made], made.end


def _one_character(text: str, at: int, vulgar: "re.Match[str]", known: Tables) -> Made | None:
    """½, 1½倍, ¾小时."""
    part, whole = unicodedata.normalize("NFKD", vulgar["sign"]).split("\u2044")
    if vulgar["mixed"]:
        value = arabic(vulgar["mixed"]) + Decimal(part) / Decimal(whole)
        return _of_unit(text, at, vulgar.end(), known, value)
    counted = _of_unit(text, at, vulgar.end(), known, Decimal(part) / Decimal(whole))
    if counted and counted[0][0].unit is not None:
        return counted
    share = _share(Decimal(part), Decimal(whole))
    made = percent(text, at, vulgar.end(), known, "quantity.fraction", share)
    return [made], made.end


def _slashed(text: str, at: int, slashed: "re.Match[str]", known: Tables) -> Made | None:
    part, whole = Decimal(slashed["part"]), Decimal(slashed["whole"])
    before, after = text[at - 1 : at], text[slashed.end() : slashed.end() + 1]
    if slashed["mixed"]:
        return _of_unit(text, at, slashed.end(), known, Decimal(slashed["mixed"]) + part / whole)
    start, sign = sign_before(text, at, known)
    if before in tuple("/.") or (before.isalnum() and before.isascii()):
        return None
    if before == "-" and sign > 0:
        return None
    if after and after.isascii() and after.isalnum():
        return None
    if part >= whole or (
        (whole > 10 or part > 9) and before not in _CUED_BEFORE and after not in _CUED_AFTER
    ):
        return None
    share = sign * _share(part, whole)
    made = percent(text, start, slashed.end(), known, "quantity.fraction", share)
    return [made], made.end


def _second(
    text: str, at: int, end: int, head: str, value: Decimal, known: Tables
) -> Numeral | None:
    """The upper end of a range of fractions: 百分之四到五, 百分之七至百分之十."""
    joint = re.compile(_TO + "(?:" + re.escape(head) + ")?").match(text, end)
    if joint is None or text[at - 1 : at] in ("从", "由"):
        return None
    second = read_numeral(text, joint.end(), known)
    if second is None or not second.value > value or text.startswith("分之", second.end):
        return None  # 三分之一到二分之一: a fraction of its own
    elided = not joint.group().endswith("之")
    if elided and read_unit(text, second, known).unit is not None:
        return None  # a count of its own
    return second


def _of_unit(text: str, at: int, end: int, known: Tables, value: Decimal) -> Made | None:
    """A fraction of a unit, or a mixed one: 一又三分之一倍, 三分之二小时."""
    value = value.quantize(_PLACES).normalize()
    numeral = Numeral(at, end, value, None, Decimal(1), Decimal(1), True, "", False, False)
    reading: Reading = read_unit(text, numeral, known)
    kind, unit, number = measured(value, reading)
    if reading.unit is not None and kind not in ("measure", "multiple") and value < 1:
        return None
    made = percent(
        text, at, reading.end, known, "quantity.mixed", number, unit=unit, kind=kind,
        inner=reading.hedge,
    )  # fmt: skip
    return [made], made.end


def _whole(word: str) -> Decimal | None:
    if word in _WHOLES:
        return Decimal(_WHOLES[word])
    return arabic(word) if word[0] not in HAN else chinese(word)


def _number(word: str) -> Decimal:
    found = chinese(word) if word[0] in HAN else arabic(word)
    return Decimal(0) if found is None else found


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """A fraction as a percentage: exact where it ends within four places, else rounded to four."""
    exact = part * 100 / whole
    rounded = exact.quantize(_PLACES) if abs(exact) < 10**12 else exact
    ends = exact if len(exact.as_tuple().digits) <= 12 else rounded
    whole_number = ends.to_integral_value()
    return whole_number if whole_number == ends else ends.normalize()
