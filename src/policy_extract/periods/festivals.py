"""Days that have a name: festivals, solar terms, lunar dates, seasons, and the days off around them."""

import re

from policy_extract.periods import extents
from policy_extract.periods.context import Context
from policy_extract.periods.extents import NOWHEN, Extent
from policy_extract.periods.lunar import festival_rules, lunar_day, lunar_month, solar_term
from policy_extract.periods.numerals import full_year, small
from policy_extract.periods.point import Head, Point
from policy_extract.periods.raw import Anchor
from policy_extract.rules.cues import trie_pattern

_RULES = festival_rules()
_NAMES = frozenset((*_RULES.solar, *_RULES.lunar, *_RULES.weekdays, *_RULES.terms))
FESTIVALS = sorted(_NAMES)
"""The names of festivals and solar terms."""
_SHORT = frozenset(_RULES.short) | frozenset(_RULES.terms) - {"清明节"}
CLOSED = tuple(name for name in _RULES.closed if name[1:] == "一")
"""Names that are numbers: 五一, 十一."""
_LONE = frozenset(_RULES.bare)
_LED = frozenset(_RULES.led)
_ALONE = sorted(name for name in _NAMES - _SHORT | _LONE if name[-1] != "至")
_OFF = "假期|小长假|长假|黄金周|假日"
_SHUT = f'[”"](?={_OFF}|期间|[之以]?[前后]|[，。；、]|$)'
_CLOSE = f"{_SHUT}|节气|期间|前后|{_OFF}|[之以]?[前后来]|当[天日]|[至到，。；、,;：:）)]|$"
"""What follows a name that is an ordinary word or number else (五一假期; not 十一月)."""
_FESTIVAL = re.compile(
    f"(?P<fest>{trie_pattern(_NAMES)})(?!联欢|晚会|[0-9路街])"
    f"(?<!(?=(?:{'|'.join(_RULES.closed)})(?!{_CLOSE}))..)(?P<shut>{_SHUT})?(?P<off>{_OFF})?"
)
_DAY = "初[一二三四五六七八九十]|(?:[二三]?十|廿)[一二三四五六七八九]?|[一二三四五六七八九]"
_LUNAR = re.compile(
    "(?P<era>[农阴旧夏]历)?(?:(?P<ly>[0-9]{4}|[一二][〇一二三四五六七八九]{3})年)?"
    f"(?P<lm>闰?(?:[一二三四五六七八九]|十[一二]?)|[正冬腊])月(?P<ld>{_DAY})?日?|"
    "大年(?P<ny>三十|初[一二三四五六七八九十])"
)
_OPENS = frozenset("，。；、：,;:（(“\n在于自从至到和与及或距") | {""}
_WIDE = ("全国", "世界", "国际", "国家", "中国", "全民")
"""What may stand before the name of a day: 全国助残日."""
_TIMES = re.compile("期间|[之以]?[前后来]|[当那][天日晚]")
"""What tells that a festival without a year is a time, not what is spoken of (过春节, 春节食品)."""
_HELD = ("元旦", "春节", "清明", "五一", "国际劳动节", "端午", "中秋", "国庆")
_THROUGH = re.compile("[”’]?期间")
"""What tells that a festival is its days off, not its day alone: 国庆期间."""
_SEASON = re.compile("(?P<near>[今去明]|这个)?(?P<season>[春夏秋冬])(?P<word>[季天]?)")
_LONG_PAST = 270
"""Days after which a festival without a year is the next one."""
_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_DIGITS = frozenset("一二三四五六七八九十")
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_NEAR = {"今": 0, "去": -1, "明": 1}
_LUNAR_FIRST = frozenset("农阴旧夏正腊冬闰大")
_SEASON_FIRST = frozenset("春夏秋冬今去明这")
_QUOTES, _UNQUOTES = frozenset('“"'), frozenset('”"')
NAME_FIRST = frozenset(name[0] for name in _NAMES) | _LUNAR_FIRST | _SEASON_FIRST | _QUOTES
"""The characters that a name can begin with."""
_ENDS = sorted(
    (*_ALONE, *(n + off for n in _SHORT if len(n) == 2 for off in ("假", "长假", "小长假", "黄"))),
    key=lambda name: (-len(name), name),
)
NAMED_FIRST = "".join(sorted({name[-1] for name in _ENDS} | set("历季")))
_DAYS = [name for name in _ENDS if name[-1] == "日"]
_OTHERS = [name for name in _ENDS if name[-1] != "日"]
NAMED = (
    f"[{NAMED_FIRST.replace('日', '')}](?:(?<=[{''.join(sorted({name[-2] for name in _OTHERS}))}].)"
    f"(?:{'|'.join(f'(?<={name})' for name in _OTHERS)})|"
    "(?<=[农阴旧夏]历)(?=[0-9一二三四五六七八九十闰正冬腊])|"
    "(?<=季)(?=度[末底])(?<![一二三四1-4每个首本上下该当末]季)|"
    "(?<=季)(?=[末底](?!端))(?<![^，。；、：\n（(于在至到]季))|"
    f"日(?:{'|'.join(f'(?<={name})' for name in _DAYS)})"
)
"""Where the name of a day was seen, by a character of it that is rarer than its first; and 季度末."""


LED = trie_pattern(_LED)
"""Names that are seen by their first character."""
LED_FIRST = {
    name[0]: "".join(sorted(n[1] for n in _LED if n[0] == name[0])) for name in sorted(_LED)
}
"""Their first characters, and what follows each."""
DAY_ENDS = "".join(sorted({name[-2] for name in _DAYS}))
"""What stands before 日 in the name of a day."""


def named_from(text: str, at: int) -> int:
    """Where an expression begins that was seen at an offset: earlier, for 民国38年, 农历八月 and 春节."""
    char, before = text[at], text[at - 1 : at]
    if before == "国" and text.endswith("民国", 0, at):
        return at - 2
    if before == "闰" and char in _DIGITS:
        return at - 1
    if char == "历" or (char == "月" and before in ("正", "腊")):
        return at - 1
    if char == "年":
        return at - 1 if before == "大" and text[at + 1 : at + 2] in ("三", "初") else at
    if char not in NAMED_FIRST:
        quoted = before and before in _QUOTES and text[at + 2 : at + 3] in _UNQUOTES
        return at - bool(quoted)
    start = next((at + 1 - len(e) for e in _ENDS if text.endswith(e, 0, at + 1)), at)
    return start - (text[start - 1 : start] in _QUOTES and text[at + 1 : at + 2] in _UNQUOTES)


def read_named(
    text: str, at: int, head: Head | None, left: Point | None, context: Context
) -> Point | None:
    """The festival, lunar date or season that begins at an offset; null where none does.

    Args:
        text: The folded text.
        at: Where the name begins, behind the year if there is one.
        head: The year before it.
        left: The other end of the span that it closes; lends its year.
        context: What was said before.
    """
    char = text[at : at + 1]
    if char not in NAME_FIRST:
        return None
    quoted = char in _QUOTES
    found = _FESTIVAL.match(text, at + quoted)
    if found and bool(found["shut"]) != quoted:
        found = None
    if found and (head or left or found["off"] or _timely(text, found)):
        year, anchor = _year(head, left, context)
        if head is None and left is None and year is not None and found["fest"].startswith("腊"):
            year -= context.reference is not None and context.reference.month < 7
        elif head is None and left is None and anchor == "reference" and year is not None:
            year += _long_past(found["fest"], year, context)
        off = found["off"] or (
            _THROUGH.match(text, found.end()) and found["fest"].startswith(_HELD)
        )
        kind, extent = _festival(found["fest"], bool(off), year)
        return Point(found.end(), kind, *extent, anchor, head is not None, "named")
    lunar = read_lunar(text, at, head, left, context) if char in _LUNAR_FIRST else None
    if lunar is not None:
        return lunar
    found = _SEASON.match(text, at) if char in _SEASON_FIRST else None
    return _season(found, head, context) if found else None


def read_lunar(
    text: str, at: int, head: Head | None, left: Point | None, context: Context
) -> Point | None:
    """The lunar date that begins at an offset, as ``read_named``: 农历八月十五, 正月, 五月初五."""
    found = _LUNAR.match(text, at)
    if found and (
        found["era"] or found["ny"] or found["lm"] in ("正", "腊") or _first_days(text, found)
    ):
        year, anchor = _year(head, left, context)
        if found["ly"]:
            year = full_year(found["ly"])
        elif head is None and year is not None and found["lm"] in ("冬", "腊"):
            today = context.reference
            year -= today is not None and today.month < 7  # the winter just past
        kind, extent = _lunar(found, year)
        return Point(found.end(), kind, *extent, anchor, head is not None, "named")
    return None


def _first_days(text: str, found: "re.Match[str]") -> bool:
    """Whether 初 before a day tells a lunar date by itself: 五月初五, not 五月初三天."""
    return (found["ld"] or "")[:1] == "初" and text[found.end() : found.end() + 1] in _OPENS


def _season(found: "re.Match[str]", head: Head | None, context: Context) -> Point | None:
    """2024年夏季, 今冬: the three months that meteorology counts."""
    near = found["near"]
    if near == "这个":
        near = "今" if found["word"] else None
    elif bool(found["word"]) == bool(near) and not (head and _closes(found)):
        return None
    if not (head or near):
        return None
    if head is not None:
        year, anchor = head.year, head.anchor
    else:
        year, anchor = context.base_year(said=False)
        year = None if year is None else year + _NEAR[near]
    first = _SEASONS[found["season"]]
    if first == 12:
        following = None if year is None else year + 1
        start, end = extents.months(year, 12, 12)[0], extents.months(following, 1, 2)[1]
    else:
        start, end = extents.months(year, first, first + 2)
    return Point(found.end(), "months", start, end, anchor, True, "named")


def _closes(found: "re.Match[str]") -> bool:
    """Whether a phrase ends with a season: 去年秋，."""
    return found.string[found.end() : found.end() + 1] in _OPENS


def _timely(text: str, found: "re.Match[str]") -> bool:
    """Whether a festival without a year is a time: it opens a phrase and closes it, or a word of time follows."""
    if found["fest"] in CLOSED:
        return text.startswith(("期间", "前后"), found.end()) or _set_off(text, found)
    if found["fest"] in _SHORT - _LONE - _LED:
        return False
    if _TIMES.match(text, found.end()):
        return True
    start = found.start()
    start -= 2 if text[max(0, start - 2) : start] in _WIDE else 0
    after = text[found.end() : found.end() + 1]
    return text[max(0, start - 1) : start] in _OPENS and after in _OPENS


def _set_off(text: str, found: "re.Match[str]") -> bool:
    """Whether a name that is a number stands between commas: 五一，全市接待游客; 十一 only by itself."""
    start, end = found.span()
    if found["fest"] == "十一":
        return start == 0 and end == len(text)
    return (not start or text[start - 1] in "，。；\n") and text[end : end + 1] in ("", "，")


def _year(
    head: Head | None, left: Point | None, context: Context
) -> tuple[int | None, Anchor | None]:
    if head is not None:
        return head.year, head.anchor
    other = (left.last or left.first) if left is not None else None
    return (other.year, left.anchor) if left and other else context.year()


def _long_past(name: str, year: int, context: Context) -> bool:
    """Whether the next year's is meant: 元旦 of one who writes in November."""
    day, today = _festival(name, False, year)[1][0], context.reference
    return day is not None and today is not None and (today - day).days > _LONG_PAST


def _festival(name: str, off: bool, year: int | None) -> tuple[str, Extent]:
    """Kind and dates; of the days off only where they are the same each year."""
    extent = NOWHEN
    if name in _RULES.solar:
        extent = extents.day(year, *_RULES.solar[name])
    elif name in _RULES.lunar:
        extent = lunar_day(year, *_RULES.lunar[name])
    elif name in _RULES.terms:
        extent = solar_term(year, *_RULES.terms[name])
    else:
        extent = _of_weekday(year, *_RULES.weekdays[name])
    if not off:
        return "day", extent
    rule = next((rule for word, rule in _RULES.off.items() if name.startswith(word)), None)
    if rule is None or extent[0] is None or year is None or year < rule.since:
        return "days", NOWHEN
    return "days", (extent[0], extents.later_day(extent[0], rule.days - 1))


def _of_weekday(year: int | None, month: int, which: int, weekday: int) -> Extent:
    first = extents.months(year, month, month)[0]
    if first is None:
        return NOWHEN
    day = extents.later_day(first, (weekday - first.weekday()) % 7 + 7 * (which - 1))
    return day, day


def _lunar(found: "re.Match[str]", year: int | None) -> tuple[str, Extent]:
    if found["ny"]:
        return "day", lunar_day(
            year, 1, 0 if found["ny"] == "三十" else small(found["ny"][1:]) or 1
        )
    word = found["lm"].lstrip("闰")
    month = _MONTHS.get(word) or small(word) or 0
    month = -month if word != found["lm"] else month
    if found["ld"] is None:
        return "month", lunar_month(year, month)
    return "day", lunar_day(year, month, small(found["ld"].lstrip("初")) or 0)
