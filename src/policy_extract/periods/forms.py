"""What the forms of the grammar mean: the month, day, quarter, half or edge behind a year or alone."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from policy_extract.periods import extents
from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.context import Context
from policy_extract.periods.extents import NOWHEN, Extent
from policy_extract.periods.grammar import WEEKDAYS
from policy_extract.periods.numerals import small
from policy_extract.periods.point import Head, Point
from policy_extract.periods.raw import Anchor

_RELATIVE = period_rules().relative
_DEKADS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "中下旬": (11, 31),
    "中上旬": (1, 20),
    "上中旬": (1, 20),
    "上半月": (1, 15),
    "下半月": (16, 31),
}
_QUARTERS = {"首": 1, "头": 1, "末": 4, "后": 4}
Found = tuple[str, Extent, Anchor | None]
"""Kind, dates, and what fixed them."""


class Case(NamedTuple):
    """A form to resolve.

    Attributes:
        tail: The match of the grammar's ``TAIL``; null where the year has only a part.
        part: The part of the month or of the year, or null.
        head: The year named before it, or null.
        left: The other end of the span that it closes; lends its year.
        context: What was said before.
    """

    tail: "re.Match[str] | None"
    part: "re.Match[str] | None"
    head: Head | None
    left: Point | None
    context: Context

    @property
    def form(self) -> str:
        """The group of the grammar that tells the form."""
        found = self.part or self.tail
        return (found.lastgroup if found else None) or ""

    def resolve(self) -> Found:
        """Kind and dates of the form."""
        return _FORMS[self.form](self)

    def _said(self, group: str) -> str | None:
        found: str | None = self.tail[group] if self.tail else None
        return found

    def _of(self, group: str) -> str:
        return (self.part[group] if self.part else None) or ""

    def _own(self, *months: int, flow: bool = False) -> tuple[int | None, Anchor | None]:
        """The year of a form: named before it, the other end's, or what the context tells."""
        if self.head is not None:
            return self.head.year, self.head.anchor
        if self.left is not None:
            other = self.left.last or self.left.first
            return (other.year if other else None), self.left.anchor
        return self.context.year(*months, flow=flow)

    def _month(self) -> tuple[int | None, int, Anchor | None]:
        word = self._said("rm")
        if word:
            rule = _RELATIVE.months[word]
            year, this, fixed = self.context.month(rule.shift, said=rule.said)
            return (self.head.year if self.head else year), this, fixed
        month = small(self._said("m") or "") or 0
        own, anchor = self._own(month, month)
        return own, month, anchor

    def _this_month(self) -> tuple[int | None, int, Anchor | None]:
        return self.context.month(0, said=True)

    def month(self) -> Found:
        """5月, 本月."""
        own, month, anchor = self._month()
        return "month", extents.months(own, month, month), anchor

    def day(self) -> Found:
        """5月3日."""
        own, month, anchor = self._month()
        number = small(self._of("d")) or 0
        if (month, number) == (2, 29) and self.head is None and own is not None:
            own -= own % 4  # the leap day of no leap year is the last one before
        return "day", extents.day(own, month, number), anchor

    def dekad(self) -> Found:
        """8月下旬, 上半月."""
        own, month, anchor = self._month()
        return "days", extents.days(own, month, *_DEKADS[self._of("x")]), anchor

    def half_month(self) -> Found:
        """上半月, 中旬 of the month spoken of, or of the span's other end (8月上旬到下旬)."""
        own, month, anchor = self._this_month()
        other = (self.left.last or self.left.first) if self.left else None
        if other is not None and self.left is not None:
            own, month, anchor = other.year, other.month, self.left.anchor
        return "days", extents.days(own, month, *_DEKADS[self._said("hm") or ""]), anchor

    def month_edge(self) -> Found:
        """5月底, 5月初, 月中; 月底 of the month spoken of."""
        bare = self._said("mb")
        own, month, anchor = self._this_month() if bare else self._month()
        word = bare or self._of("me")
        if word[-1] in "底末":
            return "end", (None, extents.months(own, month, month)[1]), anchor
        if word[-1] == "初":
            return "start", extents.days(own, month, 1, 5), anchor
        return "days", extents.days(own, month, 11, 20), anchor

    def within_month(self) -> Found:
        """月内: the month spoken of."""
        own, month, anchor = self._this_month()
        return "month", extents.months(own, month, month), anchor

    def _whole(self) -> tuple[Extent, Anchor | None]:
        """The month or year that a week or a few days are part of."""
        if self.tail is None:
            own, anchor = self._own()
            return extents.years(own, own), anchor
        own, month, anchor = self._month()
        return extents.months(own, month, month), anchor

    def week(self) -> Found:
        """10月第一周, 今年第37周: the first is the first that begins there."""
        (first, _), anchor = self._whole()
        number = small(self._of("w")) or 0
        return "week", extents.week(first, _weeks_on(first, number)), anchor

    def weekday(self) -> Found:
        """10月第一个星期一, 四月的最后一个星期五."""
        (first, last), anchor = self._whole()
        wanted = WEEKDAYS[self._of("nwd")]
        if first is None or last is None:
            return "day", NOWHEN, anchor
        number = small(self._of("nth"))
        if number is None:
            day = extents.later_day(last, -((last.weekday() - wanted) % 7))
        else:
            day = extents.later_day(first, (wanted - first.weekday()) % 7 + 7 * (number - 1))
        return "day", (day, day), anchor

    def few_days(self) -> Found:
        """4月前4天, 上月最后五天, 2021年的前2周."""
        (first, last), anchor = self._whole()
        count = small(self._of("pn") or "一") or 0
        if first is None or last is None or not count:
            return "days", NOWHEN, anchor
        if self._of("weeks"):
            if self._of("part") == "最后":
                sunday = extents.later_day(last, -((last.weekday() + 1) % 7))
                monday = extents.later_day(sunday, 1 - 7 * count) if sunday else None
                return "days", (monday, sunday), anchor
            monday = extents.week(first, _weeks_on(first, 1))[0]
            sunday = extents.later_day(monday, 7 * count - 1) if monday else None
            return "days", (monday, sunday), anchor
        if self._of("part") == "最后":
            return "days", (extents.later_day(last, 1 - count), last), anchor
        return "days", (first, extents.later_day(first, count - 1)), anchor

    def first_months(self) -> Found:
        """前8个月, 后三个月."""
        count = small(self._said("fn") or "") or 0
        low, high = (1, count) if (self._said("fl") or "") in ("前", "头") else (13 - count, 12)
        own, anchor = self._own(low, high, flow=True)
        return "months", extents.months(own, low, high), anchor

    def single_month(self) -> Found:
        """首月, 第8个月."""
        month = 1 if self._said("first") else small(self._said("nth") or "") or 0
        own, anchor = self._own(month, month)
        return "month", extents.months(own, month, month), anchor

    def quarter(self) -> Found:
        """一季度, Q1, 首季度, 一季度末."""
        word = (
            self._said("q")
            or self._said("qi")
            or self._said("ql")
            or self._said("qq")
            or self._said("q0")
            or ""
        )
        number = _QUARTERS.get(word) or small(word.lstrip("Q")) or 0
        low, high = 3 * number - 2, 3 * number
        own, anchor = self._own(low, high)
        return self._of_quarter(own, low, self._said("qx"), anchor)

    def two_quarters(self) -> Found:
        """三四季度."""
        number = small((self._said("qp") or "")[0]) or 0
        low, high = 3 * number - 2, 3 * number + 3
        own, anchor = self._own(low, high)
        return "months", extents.months(own, low, high), anchor

    def two_months(self) -> Found:
        """六七月."""
        low = small((self._said("mp") or "")[0]) or 0
        own, anchor = self._own(low, low + 1)
        return "months", extents.months(own, low, low + 1), anchor

    def quarter_end(self) -> Found:
        """季度末: of the quarter spoken of."""
        own, month, anchor = self._this_month()
        return self._of_quarter(own, 3 * ((month - 1) // 3) + 1, "末", anchor)

    def this_quarter(self) -> Found:
        """本季度, 上季度末."""
        rule = _RELATIVE.quarters[self._said("rq") or ""]
        own, month, anchor = self.context.month(3 * rule.shift, said=rule.said)
        return self._of_quarter(own, 3 * ((month - 1) // 3) + 1, self._said("rqx"), anchor)

    def _of_quarter(
        self, year: int | None, low: int, edge: str | None, anchor: Anchor | None
    ) -> Found:
        if edge == "初":
            return "start", extents.months(year, low, low), anchor
        extent = extents.months(year, low, low + 2)
        return ("end", (None, extent[1]), anchor) if edge else ("quarter", extent, anchor)

    def first_quarters(self) -> Found:
        """前三季度, 后两个季度."""
        count = small(self._said("qn") or "") or 0
        low, high = (1, 3 * count) if self._said("qf") != "后" else (13 - 3 * count, 12)
        own, anchor = self._own(low, high, flow=True)
        extent = extents.months(own, low, high)
        if self._said("qnx"):
            return "end", (None, extent[1]), anchor
        return "months", extent, anchor

    def half(self) -> Found:
        """上半年, 上半年末."""
        low, high = (1, 6) if (self._said("h") or "")[0] in "上前" else (7, 12)
        own, anchor = self._own(low, high)
        if self._said("hx"):
            return "end", (None, extents.months(own, low, high)[1]), anchor
        return "half", extents.months(own, low, high), anchor

    def this_half(self) -> Found:
        """上个半年."""
        rule = _RELATIVE.halves[self._said("rh") or ""]
        own, month, anchor = self.context.month(6 * rule.shift, said=rule.said)
        low = 1 if month <= 6 else 7
        return "half", extents.months(own, low, low + 5), anchor

    def edge(self) -> Found:
        """年底, 年初, 年中."""
        own, anchor = self._own()
        word = self._said("edge") or ""
        if word[-1] in "初始":
            return "start", extents.months(own, 1, 2 if word[-1] == "初" else 1), anchor
        return "end", (None, extents.months(own, 1, 6 if word[-1] == "中" else 12)[1]), anchor

    def whole(self) -> Found:
        """全年, 年内."""
        own, anchor = self._own()
        return "year", extents.years(own, own), anchor

    def month_same(self) -> Found:
        """上月同期: a stretch as long, a month before."""
        return "sameago", NOWHEN, None

    def same(self) -> Found:
        """同期, 去年同期, 2020年同期: the extent spoken of before, in that year."""
        first, last = self.context.extent
        if self.head is None:
            return "same", (first, last), "context"
        if first is None or last is None:
            return "sameago", NOWHEN, None
        shift = self.head.shift
        if shift is None:
            shift = 0 if self.head.year is None else self.head.year - last.year
        return "sameago", (extents.in_year(first, shift), extents.in_year(last, shift)), "context"


def _weeks_on(first: date | None, number: int) -> int:
    """How many weeks after the week of ``first`` the week of that number lies."""
    return number if first and first.weekday() else number - 1


_FORMS: dict[str, Callable[[Case], Found]] = {
    "m": Case.month,
    "rm": Case.month,
    "own": Case.month,
    "d": Case.day,
    "x": Case.dekad,
    "me": Case.month_edge,
    "mb": Case.month_edge,
    "w": Case.week,
    "nwd": Case.weekday,
    "pn": Case.few_days,
    "weeks": Case.few_days,
    "one": Case.few_days,
    "fn": Case.first_months,
    "first": Case.single_month,
    "nth": Case.single_month,
    **dict.fromkeys(("q", "qx", "qq", "q0", "qi", "ql"), Case.quarter),
    "qp": Case.two_quarters,
    "mp": Case.two_months,
    "qb": Case.quarter_end,
    **dict.fromkeys(("qn", "qnx"), Case.first_quarters),
    "rq": Case.this_quarter,
    "rqx": Case.this_quarter,
    "h": Case.half,
    "hx": Case.half,
    "hm": Case.half_month,
    "mi": Case.within_month,
    "rh": Case.this_half,
    "edge": Case.edge,
    "all": Case.whole,
    "same": Case.same,
    "ms": Case.month_same,
}
