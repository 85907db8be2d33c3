"""Ranks and doublings: 第二, 第10万个, 前五, 500强, 之首; 翻番, 翻两番, 倍增."""

import re
from decimal import Decimal

from policy_extract.quantities.made import Made, percent
from policy_extract.quantities.notation import HAN
from policy_extract.quantities.numeral import read_numeral
from policy_extract.quantities.numerals import DIGITS, arabic, chinese
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.tables import Tables
from policy_extract.records import Comparator

_DOUBLING = re.compile(
    "翻了?(?P<hedge>近|约|超过?|不止)?(?:(?P<n>[一两二三四五六七八九]|[0-9])番|番|"
    "(?P<t>[一两二三四五六七八九]|[0-9])倍)(?![两阅])"
)
_DOUBLED = re.compile("(?<=[现均成都了])倍增(?=[，。；、！\\s]|$)")
_ORDINAL_END = re.compile("[位名座家个条所艘台架款颗例只支部]")
_TOP = re.compile(
    "前(?P<n>[0-9]++|[一二三四五六七八九十百]+)(?P<c>强|名|位)?"
    "(?=[^\u4e00-\u9fff0-9%‰.]|[的之列行甲大席以左为]|$)|"
    "前(?P<m>[0-9]++|[一二三四五六七八九十百]+)(?:强|名|位)"
)
_STRONG = re.compile("(?P<n>[0-9]+|[一二三四五六七八九十百]+)强(?![化大劲势烈度制力调壮盛台降])")
_SMALL_STRONG = ("前", "全国", "全球", "世界", "中国", "全省", "亚洲", "行业", "民企", "国内")
_FIRST = re.compile(
    "之首|之冠|榜首|魁首|首位(?!度)|首[座家个条艘台架颗例款部所支辆列只项笔单宗枚套组](?![席别都人式])"
)
_NOT_TOP = frozenset("目此提以之当先空生眼面产史跟超往年月日天午节会期周季世战赛事饭课从更靠向朝")
_NOT_FIRST = tuple("为其自匪翘昂俯叩岁元匕")
_NOT_ORDINAL = re.compile("[.．][0-9]|(?:[、和与及][一二三])*[产方者]")

_EVENTS = re.compile(
    f"第(?:[0-9]+|[{HAN}]+)(?:[、和与至到—-]第?(?:[0-9]+|[{HAN}]+))+"
    "(?:届|次|期|批|轮|条|章|节|款|项|号|卷|册|篇|课|版|季度|中学|小学)"
)
"""Several of what names events, clauses and places: 第八、九、十届."""


def doubling(text: str, at: int, known: Tables) -> Made | None:
    """翻番, 翻一番, 翻一倍 and 倍增 are 2 倍, 翻两番 is 4 倍."""
    match = _DOUBLING.match(text, at)
    if match is None:
        match = _DOUBLED.match(text, at)
        if match is None:
            return None
        return _doubled(text, at, match.end(), Decimal(2), None, known)
    if match["t"]:
        number = _digit(match["t"])
        number = Decimal(2) if number == 1 else number
    else:
        number = Decimal(2) ** int(_digit(match["n"])) if match["n"] else Decimal(2)
    return _doubled(text, at, match.end(), number, match["hedge"], known)


def _doubled(
    text: str, at: int, end: int, number: Decimal, word: str | None, known: Tables
) -> Made:
    made = percent(text, at, end, known, "quantity.doubling", number, unit="倍", kind="multiple")
    if word:
        sense: Comparator = "~" if word in ("近", "约") else ">"
        made = made._replace(comparator=sense, cue=word)
    return [made], made.end


def _digit(text: str) -> Decimal:
    return arabic(text) if text[0] not in DIGITS else Decimal(DIGITS[text])


def rank(text: str, at: int, known: Tables) -> Made | None:
    """第二, 第3位, 全国第三座, 前五, 前10名, 500强, 之首, 首位, 首个: the unit is always 位."""
    char = text[at]
    if char == "第":
        return _ordinal(text, at, known)
    if char == "前":
        match = _TOP.match(text, at)
        if match is None or text[at - 1 : at] in _NOT_TOP and at:
            return None
        return _ranked(text, at, match.end(), _number(match["n"] or match["m"]), "<=")
    if char == "居":
        return _ranked(text, at, at + 2, Decimal(1), "=")
    if char in "之首榜魁":
        match = _FIRST.match(text, at)
        if match is None or text[at - 1 : at] in _NOT_FIRST:
            return None
        return _ranked(text, at, match.end(), Decimal(1), "=")
    match = _STRONG.match(text, at)
    if match is None:
        return None
    number = _number(match["n"])
    if number is None or number % 10 and not text.endswith(_SMALL_STRONG, 0, at):
        return None
    return _ranked(text, at, match.end(), number, "<=")


def _ordinal(text: str, at: int, known: Tables) -> Made | None:
    events = _EVENTS.match(text, at)
    if events:
        return [], events.end()
    begin = at + 1 + (text[at + 1 : at + 2] == " ")
    numeral = read_numeral(text, begin, known) if begin < len(text) else None
    if numeral is None or numeral.start != begin or numeral.low is not None or numeral.more:
        return None
    if numeral.value != numeral.value.to_integral_value() or "." in text[begin : numeral.end]:
        return None
    end = numeral.end
    if _NOT_ORDINAL.match(text, end):
        return None
    classifier = _ORDINAL_END.match(text, end + (begin > at + 1 and text[end : end + 1] == " "))
    start = at - 2 if text.endswith("倒数", 0, at) else at
    return _ranked(text, start, classifier.end() if classifier else end, numeral.value, "=")


def _number(text: str) -> Decimal | None:
    return chinese(text) if text[0] in HAN else arabic(text)


def _ranked(
    text: str, start: int, end: int, number: Decimal | None, comparator: Comparator
) -> Made | None:
    if not number:
        return None
    made = RawQuantity(
        start, end, text[start:end], "rank", number, None, None, "位", comparator,
        "quantity.rank", None,
    )  # fmt: skip
    return [made], end
