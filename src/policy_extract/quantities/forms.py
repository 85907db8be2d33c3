"""Values that are not number and unit: fractions, tenths, doublings, halves, ranks, ratios.

Each reader takes the scanner's context and a place where the form may begin, and gives the
quantities it made with the place to go on from, or null when the form is not there.
"""

import re
from decimal import Decimal

from policy_extract.quantities.hedges import hedged
from policy_extract.quantities.numeral import DIGIT, HAN, read_numeral
from policy_extract.quantities.numerals import DIGITS, arabic, chinese
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.tables import Tables
from policy_extract.records import Comparator, Kind

_D = DIGIT
_WHOLES = {"十": 10, "百": 100, "千": 1000, "万": 10000, "萬": 10000}
_TO = "(?:[—－–~～\\-]{1,2}|至|到)"
_FRACTION = re.compile(f"(?P<whole>[{HAN}]{{1,5}}|{_D}{{1,3}})分之(?=[{HAN}]|{_D})")
_SLASHED = re.compile("(?P<part>[1-9])[/／](?P<whole>[2-9]|10)(?![0-9/.．月])")
_TENTHS = re.compile(
    f"(?P<low>[一二三四五六七八九两]|{_D})?(?P<to>至|到|—|-|~|～)?"
    f"(?P<n>[一二三四五六七八九两]|{_D}(?:[.．]{_D})?)成(?P<half>半|[一二三四五六七八九](?![成个家项十百千万年]))?"
    "(?![立为员功果长本都效品熟绩就分套交因型形年人语千批片群])"
)
_DOUBLING = re.compile(
    "翻了?(?P<hedge>近|约|超过?|不止)?(?:(?P<n>[一两二三四五六七八九]|[0-9])番|番|(?P<t>[一两二三四五六七八九]|[0-9])倍)(?![两阅])"
)
_OVER_HALF = re.compile("(?:(?P<over>过|超|近)?半数|过半(?=[，。；、）”\\s]|的|$)|一半)")
_ORDINAL = re.compile(
    f"第\\s?(?P<n>{_D}+|[一二三四五六七八九十百零]+)(?P<c>[位名座家个個条條所艘台架款颗例只支部])?"
    "(?![.．][0-9])"
)
_TOP = re.compile(
    f"前(?P<n>{_D}++|[一二三四五六七八九十百]+)(?P<c>强|名|位)?"
    f"(?=[^\u4e00-\u9fff0-9０-９%％‰.．]|[的之列行甲大席以左为]|$)|"
    f"前(?P<m>{_D}++|[一二三四五六七八九十百]+)(?:强|名|位)"
)
_STRONG = re.compile(f"(?P<n>{_D}+|[一二三四五六七八九十百]+)强(?![化大劲势烈度制力调壮盛台降])")
_SMALL_STRONG = ("前", "全国", "全球", "世界", "中国", "全省", "亚洲", "行业", "民企", "国内")
_FIRST = re.compile(
    "之首|之冠|榜首|魁首|首位(?!度)|首[座家个個条艘台架颗例款部所支辆列只项笔单宗枚套组](?![席别都人式])"
)
_NOT_TOP = frozenset("目此提以之当先空生眼面产史跟超往年月日天午节会期周季世战赛事饭课从更靠向朝")
_RATIO = re.compile(
    f"{_D}+(?:[.．]{_D}+)?(?:\\s?[:：∶]\\s?{_D}+(?:[.．]{_D}+)?){{1,4}}(?![{_D[1:-1]}:：])"
)
_SCORE = re.compile(f"{_D}{{1,3}}比{_D}{{1,3}}(?![{_D[1:-1]}.．%％])")
_MEMBER = re.compile(f"{_D}+(?:[.．]{_D}+)?")
_CLOCK = re.compile("[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?")
_COMPARED = re.compile("比|构成|结构")
_FIFTY = Decimal(50)
_PLACES = Decimal("0.0001")

Made = tuple[list[RawQuantity], int]


def percent(
    text: str, start: int, end: int, known: Tables, rule: str, number: Decimal | None, *,
    low: Decimal | None = None, high: Decimal | None = None, unit: str = "%",
    kind: Kind = "percent",
) -> RawQuantity:  # fmt: skip
    """A percent (or multiple) with the hedges around it."""
    hedge = hedged(text, start, end, known)
    return RawQuantity(
        hedge.start, hedge.end, text[hedge.start : hedge.end], kind, number, low, high, unit,
        hedge.comparator, rule + (".range" if low is not None else ""), hedge.cue,
    )  # fmt: skip


def fraction(text: str, at: int, known: Tables) -> Made | None:
    """百分之五点三, 千分之三, 三分之二, 百分之二三十, 百分之七至百分之十, 百分之四到五, 2/3."""
    slashed = _SLASHED.match(text, at)
    if slashed and int(slashed["part"]) < int(slashed["whole"]):
        if (
            text[at - 1 : at] in tuple("/.-")
            or text[at - 1 : at].isalnum()
            and text[at - 1 : at].isascii()
        ):
            return None
        share = _share(Decimal(slashed["part"]), Decimal(slashed["whole"]))
        made = percent(text, at, slashed.end(), known, "quantity.fraction", share)
        return [made], made.end
    head = _FRACTION.match(text, at)
    if head is None:
        return None
    whole = _whole(head["whole"])
    part = read_numeral(text, head.end(), known)
    if not whole or part is None:
        return None
    if part.end < len(text) and part.scale > 100 and not part.arabic and text[part.end] == "分":
        return None
    value, end, low = part.value, part.end, part.low
    if part.bare and part.value != 100:
        return None
    joint = re.compile(_TO + "(?:" + re.escape(head.group()) + ")?").match(text, end)
    if joint and low is None and text[at - 1 : at] not in ("从", "由", "從"):
        second = read_numeral(text, joint.end(), known)
        elided = not joint.group().endswith("之")
        if second and second.value > value and not (elided and _counts(text, second.end, known)):
            low, value, end = value, second.value, second.end
    if low is not None:
        made = percent(
            text,
            at,
            end,
            known,
            "quantity.fraction",
            None,
            low=_share(low, whole),
            high=_share(value, whole),
        )
    else:
        made = percent(text, at, end, known, "quantity.fraction", _share(value, whole))
    return [made], made.end


def _whole(word: str) -> Decimal | None:
    if word in _WHOLES:
        return Decimal(_WHOLES[word])
    return arabic(word) if word[0] not in HAN else chinese(word)


def _counts(text: str, end: int, known: Tables) -> bool:
    """Whether a unit follows, so that the number is a count of its own."""
    return any(
        text[end : end + size] in known.units for size in known.lengths.get(text[end : end + 1], ())
    )


def tenths(text: str, at: int, known: Tables) -> Made | None:
    """三成, 六成五, 六成半, 七八成, 三至四成."""
    match = _TENTHS.match(text, at)
    if match is None:
        return None
    number = _digit(match["n"]) * 10
    if match["half"]:
        number += 5 if match["half"] == "半" else DIGITS[match["half"]]
    if match["low"] is None:
        if match["to"]:
            return None
        made = percent(text, at, match.end(), known, "quantity.tenths", number)
        return [made], made.end
    low = _digit(match["low"]) * 10
    if low >= number or (not match["to"] and number - low != 10):
        return None
    made = percent(text, at, match.end(), known, "quantity.tenths", None, low=low, high=number)
    return [made], made.end


def _digit(text: str) -> Decimal:
    return arabic(text) if text[0] not in DIGITS else Decimal(DIGITS[text])


def doubling(text: str, at: int, known: Tables) -> Made | None:
    """翻番, 翻一番 and 翻一倍 are 2 倍, 翻两番 is 4 倍."""
    match = _DOUBLING.match(text, at)
    if match is None:
        return None
    if match["t"]:
        number = _digit(match["t"])
        number = Decimal(2) if number == 1 else number
    else:
        number = Decimal(2) ** int(_digit(match["n"])) if match["n"] else Decimal(2)
    made = percent(
        text, at, match.end(), known, "quantity.doubling", number, unit="倍", kind="multiple"
    )
    word = match["hedge"]
    if word:
        sense: Comparator = "~" if word in ("近", "约") else ">"
        made = made._replace(comparator=sense, cue=word)
    return [made], made.end


def half(text: str, at: int, known: Tables) -> Made | None:
    """半数, 过半, 一半 are 50 %; 半年, 半个月 are half of their unit."""
    if text.startswith("过半数", at) and text[at - 1 : at] == "超":
        at += 1  # 超过 is a verb, outside the value
    match = _OVER_HALF.match(text, at)
    if match:
        made = percent(text, at, match.end(), known, "quantity.half", _FIFTY)
        if made.comparator == "=" and match.group().startswith(("过", "超", "近")):
            sense: Comparator = "~" if match.group()[0] == "近" else ">"
            made = made._replace(comparator=sense, cue=match.group()[0])
        return [made], made.end
    if text[at] != "半" or text[at - 1 : at] in tuple("上下前后大多参过折各对夜一两"):
        return None
    for word in known.halved:
        counted = word.startswith("个") or word in ("年", "天", "小时", "日", "学年", "世纪")
        size = len(word)
        if (
            text.startswith(word, at + 1)
            and word != "个"
            and (counted or text[at + 1 + size : at + 2 + size] in tuple("，。、的"))
        ):
            unit = known.units[word]
            if text.startswith(("年报", "年度", "日游"), at + 1):
                return None
            made = percent(
                text, at, at + 1 + size, known, f"quantity.{unit.kind}.half", Decimal("0.5"),
                unit=unit.canonical, kind=unit.kind,
            )  # fmt: skip
            return [made], made.end
    return None


def rank(text: str, at: int, known: Tables) -> Made | None:
    """第二, 第3位, 全国第三座, 前五, 前10名, 500强, 之首, 首位, 首个: the unit is always 位."""
    char = text[at]
    if char == "第":
        match = _ORDINAL.match(text, at)
        return _ranked(text, at, match.end(), match["n"], "=") if match else None
    if char == "前":
        match = _TOP.match(text, at)
        if match is None or text[at - 1 : at] in _NOT_TOP and at:
            return None
        return _ranked(text, at, match.end(), match["n"] or match["m"], "<=")
    if char in "之首榜魁":
        match = _FIRST.match(text, at)
        if match is None or text[at - 1 : at] in tuple("为其自匪翘昂俯叩岁元匕"):
            return None
        return _ranked(text, at, match.end(), "一", "=")
    match = _STRONG.match(text, at)
    if match is None:
        return None
    number = _number(match["n"])
    if number is None or number % 10 and not text.endswith(_SMALL_STRONG, 0, at):
        return None
    return _ranked(text, at, match.end(), match["n"], "<=")


def _number(text: str) -> Decimal | None:
    return chinese(text) if text[0] in HAN else arabic(text)


def _ranked(text: str, start: int, end: int, digits: str, comparator: Comparator) -> Made | None:
    number = _number(digits)
    if not number:
        return None
    made = RawQuantity(
        start,
        end,
        text[start:end],
        "rank",
        number,
        None,
        None,
        "位",
        comparator,
        "quantity.rank",
        None,
    )
    return [made], end


def ratio(text: str, at: int, known: Tables) -> Made | None:
    """3.9：59.5：36.6 and 3比0: one quantity for each member, without a unit."""
    match = _RATIO.match(text, at) or _SCORE.match(text, at)
    if match is None:
        return None
    members = list(_MEMBER.finditer(text, at, match.end()))
    if _CLOCK.fullmatch(match.group()) and not _COMPARED.search(text, max(0, at - 12), at):
        return None
    if (
        len(members) == 2
        and "比" not in match.group()
        and not any("." in m.group() or "．" in m.group() for m in members)
        and not _COMPARED.search(text, max(0, at - 12), at)
    ):
        return None
    return [
        RawQuantity(
            m.start(), m.end(), m.group(), "count", arabic(m.group()), None, None, None, "=",
            "quantity.ratio", None,
        )
        for m in members
    ], match.end()  # fmt: skip


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """A fraction as a percentage: exact where it ends within four places, else rounded to four."""
    exact = part * 100 / whole
    rounded = exact.quantize(_PLACES) if abs(exact) < 10**12 else exact
    ends = exact if len(exact.as_tuple().digits) <= 12 else rounded
    whole_number = ends.to_integral_value()
    return whole_number if whole_number == ends else ends.normalize()
