"""Shares in words: 六成五, 八折, 一半, 过半, 百分百; halves of a unit."""

import re
from decimal import Decimal

from policy_extract.quantities.made import Made, percent
from policy_extract.quantities.numerals import DIGITS, arabic, chinese
from policy_extract.quantities.tables import Tables
from policy_extract.records import Comparator

_TENTHS = re.compile(
    "(?:(?P<low>[一二三四五六七八九两]|[0-9](?=[至到—~-]))(?P<to>[至到—~、-])?)?"
    "(?P<n>十|[一二三四五六七八九两]|10|[0-9](?:[.][0-9])?|[一二三四五六七八九]点[一二三四五六七八九]|半)成"
    "(?P<half>半|[一二三四五六七八九](?![成个家项十百千万年])|(?<=[0-9]成)[1-9](?![0-9.,成个家项人万亿年%]))?(?P<more>[多余])?"
    "(?![立为员功果长本都效品熟绩就分套交因型形年人语千批片群])"
)
_DISCOUNT = re.compile(
    "(?P<n>[1-9](?:[.]?[0-9])?|[一二三四五六七八九](?:点?[一二三四五六七八九])?|对|半)折"
    "(?![叠腾旧射合算页纯痕中迁])"
)
_OVER_HALF = re.compile("(?:(?P<over>过|超|近)?半数|过半(?=[，。；、）”\\s]|的|$)|一半)")
_WHOLE_OF_IT = re.compile("百分百(?![0-9])")
_FIFTY = Decimal(50)
_NOT_HALF = frozenset("上下前后大多参过折各对夜一两")
_HALVED_ENDS = frozenset("，。、的；：,;）) \n\t以左多之")


def tenths(text: str, at: int, known: Tables) -> Made | None:
    """三成, 六成五, 六成半, 七八成, 三至四成, 半成, 10成."""
    match = _TENTHS.match(text, at)
    if match is None:
        return None
    number = _digit(match["n"]) * 10
    if match["half"]:
        number += 5 if match["half"] == "半" else _digit(match["half"])
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
        return chinese(text) or Decimal(0)
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
    if text[at] != "半" or (at and text[at - 1] in _NOT_HALF and not text.endswith("超过", 0, at)):
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
