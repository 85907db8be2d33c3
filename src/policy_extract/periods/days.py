"""Days without a month before them, weeks, and dates in figures."""

import re
from datetime import date

from policy_extract.periods import extents
from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.context import Context
from policy_extract.periods.extents import NOWHEN
from policy_extract.periods.grammar import DAYS, WEEKDAYS, WEEKS, N
from policy_extract.periods.numerals import small
from policy_extract.periods.point import Point

_RELATIVE = period_rules().relative
_NO_DAY_BEHIND = frozenset(
    "每意任某同另哪那这近满期限前约第续为历时少过超逾共均缩用需个假达隔几数两点百千万.-延长足经"
)
_APART = frozenset("，,。；;:：的于在上下晚早\n") | {""}
"""What stands around a 12号 that is a day rather than a number."""
_LONGEST_LIST = 24
_LISTED = re.compile(f"(?:^|[月，。；：\n在于])(?:{N}[日号][，、])+$")
"""Days before a day that belong to one list: 3月5日、12号、; not 中星16号、."""
_WHO = frozenset("我你他她们")
_GOES_ON = re.compile("[之以]?[前后]|左右|[回去走到开]|出发|举[行办]|结束|当[天晚]|凌晨|中午")
"""What follows a 15号 that is a day, behind what opens a phrase or who acts."""
_NO_DAY_AHEAD = frozenset("内前后以之均左未游或的元产供用龄")


def read_day(text: str, at: int, context: Context, left: Point | None) -> Point | None:
    """The relative day, bare day, week or weekday that begins at an offset, or null."""
    found = DAYS.match(text, at)
    if found is not None and found["rd"]:
        rule = _RELATIVE.days[found["rd"]]
        day, anchor = context.day(rule.shift, said=rule.said)
        return Point(found.end(), "day", day, day, anchor, True, "rd")
    if found is not None:
        return _bare_day(found, context, left)
    found = WEEKS.match(text, at)
    if found is None:
        return None
    if found["weekend"]:
        saturday = extents.later_day(extents.week(context.reference, 0)[0] or date.max, 5)
        sunday = extents.later_day(saturday, 1) if saturday else None
        return Point(found.end(), "days", saturday, sunday, "reference", True, "week")
    if found["bw"]:
        number = WEEKDAYS[found["bw"]]
        today = left.last if left is not None else context.reference  # 下周一至周五
        ahead = 7 if today is None else (number - today.weekday() - 1) % 7 + 1
        day = extents.later_day(today, ahead) if today else None
        return Point(found.end(), "day", day, day, "reference", True, "day")
    rule = _RELATIVE.weeks[found["rw"]]
    first, last = extents.week(context.reference, rule.shift)
    weekday = found["wd"]
    if weekday is None:
        return Point(found.end(), "week", first, last, "reference", True, "week")
    if weekday == "末":
        first = extents.later_day(first, 5) if first else None
        return Point(found.end(), "days", first, last, "reference", True, "week")
    day = extents.later_day(first, WEEKDAYS[weekday]) if first else None
    return Point(found.end(), "day", day, day, "reference", True, "day")


def _bare_day(found: "re.Match[str]", context: Context, left: Point | None) -> Point | None:
    """29日: of the month spoken of, the other end's, or the reference's."""
    text, at, end = found.string, found.start(), found.end()
    number = small(found["bd"]) or 0
    if left is not None:
        other = left.last or left.first
        if other is None or left.form not in ("d", "day", "rd"):
            return None
        span = extents.day(other.year, other.month, number)
        return Point(end, "day", *span, left.anchor, False, "day")
    before = text[at - 1 : at] if at else ""
    after = text[end : end + 1]
    until = before in "到至" and text[at - 2 : at - 1] in ("截", "直") if before else False
    spoken = text[end - 1] == "号" and (before in _APART or before in _WHO)
    if spoken and _GOES_ON.match(text, end):
        after = ""
    listed = _LISTED.search(text, max(0, at - _LONGEST_LIST), at) is not None
    alone = (before in _APART or spoken) and after in _APART
    if (
        (text[end - 1] == "号" and not (listed or alone))
        or not 1 <= number <= 31
        or after in _NO_DAY_AHEAD
        and after
    ):
        return None
    if before in _NO_DAY_BEHIND or (before in "到至" and before and not until):
        return None
    base, anchor = context.day(0, said=True)
    if base is None:
        return Point(end, "day", *NOWHEN, anchor, False, "day")
    span = extents.day(base.year, base.month, number)
    if span == NOWHEN:
        span = extents.day(*extents.later_month(base, -1), number)
    return Point(end, "day", *span, anchor, False, "day")


def read_numeric(found: "re.Match[str]") -> Point | None:
    """2024-11-06; a bare 20240630 and 2024.06 only behind a cue."""
    group = next(name for name in ("y", "cy", "my", "sy") if found[name])
    year = int(found[group])
    prefix = group[:-1]
    month = int(found[prefix + "m"])
    if group == "my":
        return Point(found.end(), "month", *extents.months(year, month, month), "own", True, "my")
    span = extents.day(year, month, int(found[prefix + "d"]))
    if span[0] is None:
        return None
    return Point(found.end(), "day", *span, "own", True, "c" if group == "cy" else "day")
