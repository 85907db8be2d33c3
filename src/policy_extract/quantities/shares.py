"""Shares of a whole: 百分之五, 三分之二, 1/16, 六成五, 八折, 一半, 过半; and mixed fractions."""

import re
from decimal import Decimal

from policy_extract.quantities.hedges import hedged
from policy_extract.quantities.numeral import HAN, Numeral, read_numeral
from policy_extract.quantities.numerals import DIGITS, arabic, chinese
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.signs import sign_before
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import Reading, measured, read_unit
from policy_extract.records import Comparator, Kind

_WHOLES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_TO = "(?:[—－–~\\-]{1,2}|至|到)"
_FRACTION = re.compile(
    f"(?:(?P<mixed>[{HAN}]{{1,9}}|[0-9]{{1,9}})又)?(?P<whole>[{HAN}]{{1,5}}|[0-9]{{1,4}})分之"
    f"(?=[负几{HAN}]|-?[0-9])"
)
_SLASHED = re.compile(
    "(?:(?P<mixed>[0-9]{1,4})又)?(?P<part>[1-9][0-9]{0,2})/(?P<whole>[1-9][0-9]{0,3})(?![0-9/.月-])"
)
_TENTHS = re.compile(
    "(?:(?P<low>[一二三四五六七八九两]|[0-9](?=[至到—~-]))(?P<to>[至到—~、-])?)?"
    "(?P<n>十|[一二三四五六七八九两]|10|[0-9](?:[.][0-9])?|[一二三四五六七八九]点[一二三四五六七八九]|半)成"
    "(?P<half>半|[一二三四五六七八九](?![成个家项十百千万年]))?(?P<more>[多余])?"
    "(?![立为员功果长本都效品熟绩就分套交因型形年人语千批片群])"
)
_DISCOUNT = re.compile(
    "(?P<n>[1-9](?:[.]?[0-9])?|[一二三四五六七八九](?:点?[一二三四五六七八九])?|对|半)折"
    "(?![叠腾旧射合算页纯痕中迁])"
)
_OVER_HALF = re.compile("(?:(?P<over>过|超|近)?半数|过半(?=[，。；、）”\\s]|的|$)|一半)")
_WHOLE_OF_IT = re.compile("百分百(?![0-9])")
_FIFTY = Decimal(50)
_PLACES = Decimal("0.0001")
_CUED_BEFORE = frozenset("的占约近超足到达为有之前后少过")
_CUED_AFTER = frozenset("的以左强多余之")
_NOT_HALF = frozenset("上下前后大多参过折各对夜一两")
_HALVED_ENDS = frozenset("，。、的；：,;）) \n\t以左多之")

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


def fraction(text: str, at: int, known: Tables) -> Made | None:
    """百分之五点三, 三分之二, 百分之二三十, 百分之七至百分之十, 2/3, 一又三分之一倍."""
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
        return _of_unit(text, start, end, known, _number(head["mixed"]) + value / whole)
    second = None
    if low is None and not negative:
        second = _second(text, at, end, head.group(), value, known)
    if second:
        low, value, end, part = value, second.value, second.end, second
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


def _slashed(text: str, at: int, slashed: "re.Match[str]", known: Tables) -> Made | None:
    part, whole = Decimal(slashed["part"]), Decimal(slashed["whole"])
    before, after = text[at - 1 : at], text[slashed.end() : slashed.end() + 1]
    if slashed["mixed"]:
        return _of_unit(text, at, slashed.end(), known, Decimal(slashed["mixed"]) + part / whole)
    if before in tuple("/.-") or (before.isalnum() and before.isascii()):
        return None
    if after and after.isascii() and after.isalnum():
        return None
    if part >= whole or (
        (whole > 10 or part > 9) and before not in _CUED_BEFORE and after not in _CUED_AFTER
    ):
        return None
    made = percent(text, at, slashed.end(), known, "quantity.fraction", _share(part, whole))
    return [made], made.end


def _second(
    text: str, at: int, end: int, head: str, value: Decimal, known: Tables
) -> Numeral | None:
    """The upper end of a range of fractions: 百分之四到五, 百分之七至百分之十."""
    joint = re.compile(_TO + "(?:" + re.escape(head) + ")?").match(text, end)
    if joint is None or text[at - 1 : at] in ("从", "由"):
        return None
    second = read_numeral(text, joint.end(), known)
    if second is None or not second.value > value:
        return None
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


def tenths(text: str, at: int, known: Tables) -> Made | None:
    """三成, 六成五, 六成半, 七八成, 三至四成, 半成, 10成."""
    match = _TENTHS.match(text, at)
    if match is None:
        return None
    number = _digit(match["n"]) * 10
    if match["half"]:
        number += 5 if match["half"] == "半" else DIGITS[match["half"]]
    inner = match["more"] or ""
    if match["low"] is None:
        made = percent(text, at, match.end(), known, "quantity.tenths", number, inner=inner)
        return [made], made.end
    low = _digit(match["low"]) * 10
    if low >= number or (match["to"] in (None, "、") and number - low != 10):
        return None
    made = percent(text, at, match.end(), known, "quantity.tenths", None, low=low, high=number)
    return [made], made.end


def discount(text: str, at: int, known: Tables) -> Made | None:
    """八折, 八五折, 8.5折, 对折: the share of the price that is paid."""
    match = _DISCOUNT.match(text, at)
    if match is None:
        return None
    word = match["n"].replace(".", "").replace("点", "")
    number = _FIFTY
    if word not in ("对", "半"):
        digits = "".join(str(DIGITS[c]) if c in DIGITS else c for c in word)
        number = Decimal(digits) * (10 if len(digits) == 1 else 1)
    made = percent(text, at, match.end(), known, "quantity.discount", number)
    return [made], made.end


def _digit(text: str) -> Decimal:
    if text in ("十", "半"):
        return Decimal(10) if text == "十" else Decimal("0.5")
    if "点" in text:
        return _number(text)
    return arabic(text) if text[0] not in DIGITS else Decimal(DIGITS[text])


def half(text: str, at: int, known: Tables) -> Made | None:
    """半数, 过半, 一半, 百分百 are shares; 半年, 半个月, 半公斤 are half of their unit."""
    if text.startswith("过半数", at) and text[at - 1 : at] == "超":
        at += 1  # 超过 is a verb, outside the value
    match = _OVER_HALF.match(text, at)
    if match:
        made = percent(text, at, match.end(), known, "quantity.half", _FIFTY)
        if made.comparator == "=" and match.group().startswith(("过", "超", "近")):
            sense: Comparator = "~" if match.group()[0] == "近" else ">"
            made = made._replace(comparator=sense, cue=match.group()[0])
        return [made], made.end
    if _WHOLE_OF_IT.match(text, at):
        made = percent(text, at, at + 3, known, "quantity.fraction", Decimal(100))
        return [made], made.end
    if text[at] != "半" or (at and text[at - 1] in _NOT_HALF):
        return None
    return discount(text, at, known) or tenths(text, at, known) or _halved(text, at, known)


def _halved(text: str, at: int, known: Tables) -> Made | None:
    for word in known.halved:
        counted = word.startswith("个") or word in ("年", "天", "小时", "日", "学年", "世纪")
        end = at + 1 + len(word)
        if (
            text.startswith(word, at + 1)
            and word != "个"
            and (counted or end == len(text) or text[end] in _HALVED_ENDS)
        ):
            unit = known.units[word]
            if text.startswith(("年报", "年度", "日游"), at + 1):
                return None
            made = percent(
                text, at, end, known, f"quantity.{unit.kind}.half", Decimal("0.5"),
                unit=unit.canonical, kind=unit.kind,
            )  # fmt: skip
            return [made], made.end
    return None


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """A fraction as a percentage: exact where it ends within four places, else rounded to four."""
    exact = part * 100 / whole
    rounded = exact.quantize(_PLACES) if abs(exact) < 10**12 else exact
    ends = exact if len(exact.as_tuple().digits) <= 12 else rounded
    whole_number = ends.to_integral_value()
    return whole_number if whole_number == ends else ends.normalize()
