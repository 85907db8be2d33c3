"""Windows that roll with the reference (近三年, 未来两天, 三年前, 连续三年), and what they come to."""

import re
from datetime import date

from policy_extract.periods import extents
from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.context import Context
from policy_extract.periods.extents import NOWHEN, Extent
from policy_extract.periods.grammar import COUNT, HAN, TO
from policy_extract.periods.numerals import small
from policy_extract.periods.raw import Anchor

Found = tuple[str, Extent, Anchor | None]
"""Kind, dates, and what fixed them."""

_TOGETHER = period_rules().together
_YEAR = "年(?![级代期限龄段轮产均薪度]|以[上下])"
_MONTH = "月(?![均薪租])"
_WEEK = "(?:周(?![年边期转岁])|星期|礼拜)"
_DAY = "(?:天|日(?![均元报夜常子]))"
_ANY = f"(?:{_YEAR}|{_MONTH}|季度|{_WEEK}|{_DAY}|小时)"
_FROM_NOW = f"(?:{_YEAR}|个[半多]?月|个季度|个?{_WEEK}|天)"
"""Units that stand behind a number without a word before it (三年前); 月 and 日 would be dates."""
_FULL_COUNT = "(?:[0-9]{1,3}|[一二三四五六七八九十百两俩仨]{1,5})"

_FRESH = "(?<![^，。；、:\n（(在比较与和])"
"""Where 前两天 and 后三年 begin a phrase of their own (not 假期前三天, 学前一年)."""
_LAST = "(?:刚刚)?过去的?一年(?!半)|刚刚过去的这?一年"
"""过去一年."""
_RUN = f"连续了?(?P<runs>{COUNT})个?(?:{_ANY})"
"""连续三年."""
_PAST = (
    f"(?:(?<![从由])(?:刚刚)?过去的?(?![0-9一二三四五六七八九十]+月)|最近的?|(?<![附接亲靠临最将逼相时达了用长有])近(?={COUNT}[多余来]?年)|{_FRESH}近|这)(?P<pasts>{COUNT}(?:{TO}{COUNT})?)[多余来]?个?"
    f"(?P<pastu>{_ANY})半?(?:以?来(?![自源])|之?间(?![断隔])|时间)?|"
    f"{_FRESH}[前上](?P<befores>{_FULL_COUNT})个?(?P<beforeu>{_ANY})半?"
)
"""近三年来, 过去五年, 前两天."""
_NEXT = (
    f"(?:(?:未来|今后|往后|接下来)的?(?P<nexts>{COUNT}(?:{TO}{COUNT})?)|{_FRESH}[下后](?P<afters>{_FULL_COUNT}))"
    f"[多余来]?个?(?P<nextu>{_ANY})半?(?:之?内|以内|之?间)?"
)
"""未来三年, 今后两个月."""
_SINCE = "以?来(?![自源宾])|之?间(?![断隔])"
_WITHIN = "之内|以内|内(?![部外地需陆蒙])"
_AGO = "之前|以前|前(?![0-9一二三四五六七八九十期述列往景瞻沿所])"
_HENCE = "之后|以后|后(?![0-9一二三四五六七八九十续期勤备])"
_LED = (
    f"(?<![0-9第提{HAN}百])(?>{COUNT})(?:{TO}{COUNT})?+[多余]?(?:(?:{_YEAR}|个[半多]?月)[半多]?(?:(?P<since>{_SINCE})|(?P<within>{_WITHIN}))|"
    f"{_FROM_NOW}半?(?:(?P<ago>{_AGO})|(?P<hence>{_HENCE})))|"
    f"{_FRESH}{COUNT}(?:个?{_WEEK}|天)(?P<soon>{_WITHIN})"
)
"""五年来, 两年内, 三年前, 两个月后."""
_TWIN = "|".join(_TOGETHER)
"""今明两年."""
WINDOWS = (
    f"(?P<last>{_LAST})|(?P<run>{_RUN})|(?P<twin>{_TWIN})|(?P<past>{_PAST})|(?P<next>{_NEXT})|"
    f"(?P<led>{_LED})"
)
_LENGTH = re.compile(
    f"(?P<count>{COUNT})(?P<more>[多余]?)(?:个(?P<parted>[半多]?))?(?P<unit>年|月|季度|星期|礼拜|周|天)[多余]?(?P<half>半?)"
)
_DAYS = {"天": 1, "日": 1, "周": 7, "星": 7, "礼": 7}


def resolve_window(found: "re.Match[str]", form: str, context: Context) -> Found:
    """The kind and dates of a window.

    过去五年 and 这五年 are whole years before the reference's, as reports count them. Years that
    roll otherwise (近三年, 未来五年) have no dates: the text fixes neither end. Windows of days,
    weeks and months run to the day before the reference, or from the day after it; 上两周 and
    下三个月 are whole ones of the calendar.
    """
    return _WAYS[form](found, context)


def _last(found: "re.Match[str]", context: Context) -> Found:
    year = context.reference.year - 1 if context.reference else None
    return "year", extents.years(year, year), "reference"


def _run(found: "re.Match[str]", context: Context) -> Found:
    count = small(found["runs"])
    if found["run"][-1] != "年" or context.said is None or not count:
        return "consecutive", NOWHEN, None
    year = context.said.year
    return "consecutive", extents.years(year - count + 1, year), "context"


def _twin(found: "re.Match[str]", context: Context) -> Found:
    if context.reference is None:
        return "years", NOWHEN, None
    shifts = _TOGETHER[found["twin"]]
    if found["twin"][-1] == "天":
        return (
            "days",
            _both(*(extents.later_day(context.reference, n) for n in shifts)),
            "reference",
        )
    first, last = (context.reference.year + shift for shift in shifts)
    return "years", extents.years(first, last), "reference"


def _past(found: "re.Match[str]", context: Context) -> Found:
    count, text = small(found["pasts"] or found["befores"]), found["past"]
    unit = (found["pastu"] or found["beforeu"])[0]
    today = context.reference
    if not count or today is None or "半" in text or unit == "小":
        return "window", NOWHEN, None
    if text[0] == "这" and unit != "年":
        return "window", NOWHEN, None
    if unit == "年":
        if not text.startswith(("过去", "刚刚过去", "这")):
            return "window", NOWHEN, None
        return "years", extents.years(today.year - count, today.year - 1), "reference"
    if text[0] == "上" and unit not in "天日":
        return "window", _aligned(today, -count, -1, unit), "reference"
    ago = _days_off(today, -count, unit)
    last = today if "近" in text else extents.later_day(today, -1)
    return "window", _both(ago, last), "reference"


def _next(found: "re.Match[str]", context: Context) -> Found:
    count, unit = small(found["nexts"] or found["afters"]), found["nextu"][0]
    today = context.reference
    if not count or today is None or unit in "年小" or "半" in found["next"]:
        return "window", NOWHEN, None
    if found["next"][0] == "下" and unit not in "天日":
        return "window", _aligned(today, 1, count, unit), "reference"
    hence = _days_off(today, count, unit)
    return "window", _both(extents.later_day(today, 1), hence), "reference"


def _aligned(today: date, first: int, last: int, unit: str) -> Extent:
    """Whole weeks, months or quarters of the calendar (上两周, 下三个月)."""
    if unit in _DAYS:
        return _both(extents.week(today, first)[0], extents.week(today, last)[1])
    if unit == "季":
        today = today.replace(day=1, month=3 * ((today.month - 1) // 3) + 1)
        first, last = 3 * first, 3 * last + 2
    low, high = extents.later_month(today, first), extents.later_month(today, last)
    return _both(extents.months(*low, low[1])[0], extents.months(*high, high[1])[1])


def _undated(found: "re.Match[str]", context: Context) -> Found:
    return "window", NOWHEN, None


def _ago(found: "re.Match[str]", context: Context) -> Found:
    first, last = _off(found["led"], context.reference, -1)
    return "ago", (first if found["ago"] == "前" else None, last), "reference"


def _hence(found: "re.Match[str]", context: Context) -> Found:
    if found.string[found.start() - 1 : found.start()] == "满":
        return "ago", NOWHEN, None  # of an event: 运营满6个月后
    first, last = _off(found["led"], context.reference, 1)
    return "ago", (first, last if found["hence"] == "后" else None), "reference"


def _off(text: str, today: date | None, sign: int) -> Extent:
    """The year, month or day that lies a length away from the reference."""
    length = _LENGTH.match(text)
    count = small(length["count"]) if length else None
    if length is None or today is None or length["more"] or length["parted"]:
        return NOWHEN
    unit, half = length["unit"][0], bool(length["half"])
    if length["count"] == "半":
        count, half = 0, True
    if count is None:
        return NOWHEN
    if unit == "年" and not half:
        return extents.years(today.year + sign * count, today.year + sign * count)
    if unit in _DAYS and not half:
        day = extents.later_day(today, sign * count * _DAYS[unit])
        return (day, day) if unit in "天日" else extents.week(day, 0)
    if unit not in "年月季" or (half and unit != "年"):
        return NOWHEN
    many = {"年": 12 * count + 6 * half, "月": count, "季": 3 * count}[unit]
    year, month = extents.later_month(today, sign * many)
    return extents.months(year, month, month)


def _days_off(today: date, count: int, unit: str) -> date | None:
    if unit in _DAYS:
        return extents.later_day(today, count * _DAYS[unit])
    return _months_off(today, count * (3 if unit == "季" else 1))


def _months_off(today: date, count: int) -> date | None:
    """The same day some months later, or the month's last if it has no such day."""
    year, month = extents.later_month(today, count)
    last = extents.months(year, month, month)[1]
    return last.replace(day=min(today.day, last.day)) if last else None


def _both(first: date | None, last: date | None) -> Extent:
    return (first, last) if first and last and first <= last else NOWHEN


_WAYS = {
    "last": _last,
    "run": _run,
    "twin": _twin,
    "past": _past,
    "next": _next,
    "since": _undated,
    "within": _undated,
    "soon": _undated,
    "ago": _ago,
    "hence": _hence,
}
