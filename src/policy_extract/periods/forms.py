"""What the forms of the grammar mean: the month, day, quarter, half or edge behind a year or alone."""

import re
from collections.abc import Callable
from typing import NamedTuple

from policy_extract.periods import extents
from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.context import Context
from policy_extract.periods.extents import NOWHEN, Extent
from policy_extract.periods.numerals import small
from policy_extract.periods.point import Head, Point
from policy_extract.periods.raw import Anchor

_RELATIVE = period_rules().relative
_DEKADS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_QUARTERS = {"首": 1, "头": 1, "末": 4}
Found = tuple[str, Extent, Anchor | None]
"""Kind, dates, and what fixed them."""


class Case(NamedTuple):
    """A form to resolve.

    Attributes:
        tail: The match of the grammar's ``TAIL``.
        head: The year named before it, or null.
        left: The other end of the span that it closes; lends its year.
        context: What was said before.
    """

    tail: "re.Match[str]"
    head: Head | None
    left: Point | None
    context: Context

    def resolve(self) -> Found:
        """Kind and dates of the form."""
        return _FORMS[self.tail.lastgroup or ""](self)

    def _own(self, *months: int, flow: bool = False) -> tuple[int | None, Anchor | None]:
        """The year of a form: named before it, the other end's, or what the context tells."""
        if self.head is not None:
            return self.head.year, self.head.anchor
        if self.left is not None:
            other = self.left.last or self.left.first
            return (other.year if other else None), self.left.anchor
        return self.context.year(*months, flow=flow)

    def _month(self) -> tuple[int | None, int, Anchor | None]:
        if self.tail["m"] is None:
            rule = _RELATIVE.months[self.tail["rm"]]
            return self.context.month(rule.shift, said=rule.said)
        month = small(self.tail["m"]) or 0
        own, anchor = self._own(month, month)
        return own, month, anchor

    def month(self) -> Found:
        """5月, 本月."""
        own, month, anchor = self._month()
        return "month", extents.months(own, month, month), anchor

    def day(self) -> Found:
        """5月3日."""
        own, month, anchor = self._month()
        number = small(self.tail["d"] or self.tail["rd"]) or 0
        return "day", extents.day(own, month, number), anchor

    def dekad(self) -> Found:
        """8月下旬."""
        own, month, anchor = self._month()
        return "days", extents.days(own, month, *_DEKADS[self.tail["x"] or self.tail["rx"]]), anchor

    def month_edge(self) -> Found:
        """5月底, 5月初, 月中."""
        own, month, anchor = self._month()
        word = self.tail["me"] or self.tail["rme"]
        if word[-1] in "底末":
            return "end", (None, extents.months(own, month, month)[1]), anchor
        if word[-1] == "初":
            return "start", extents.days(own, month, 1, 5), anchor
        return "days", extents.days(own, month, 11, 20), anchor

    def week_of_month(self) -> Found:
        """10月第一周: the first that begins in the month."""
        own, month, anchor = self._month()
        first = extents.months(own, month, month)[0]
        number = small(self.tail["w"] or self.tail["rw"]) or 1
        shift = number if first and first.weekday() else number - 1
        return "week", extents.week(first, shift), anchor

    def part(self) -> Found:
        """4月前4天, 上月最后五天."""
        own, month, anchor = self._month()
        count = small(self.tail["pn"] or self.tail["rpn"]) or 0
        if (self.tail["part"] or self.tail["rpart"]) != "最后":
            return "days", extents.days(own, month, 1, count), anchor
        last = extents.months(own, month, month)[1]
        if last is None or not 1 <= count <= last.day:
            return "days", NOWHEN, anchor
        return "days", extents.days(own, month, last.day - count + 1, last.day), anchor

    def first_months(self) -> Found:
        """前8个月, 后三个月."""
        count = small(self.tail["fn"]) or 0
        low, high = (1, count) if self.tail["fl"] in "前头" else (13 - count, 12)
        own, anchor = self._own(low, high, flow=True)
        return "months", extents.months(own, low, high), anchor

    def single_month(self) -> Found:
        """首月, 第8个月."""
        month = 1 if self.tail["first"] else small(self.tail["nth"]) or 0
        own, anchor = self._own(month, month)
        return "month", extents.months(own, month, month), anchor

    def quarter(self) -> Found:
        """一季度, Q1, 前三季度, 首季度, 本季度, 一季度末."""
        if self.tail["rq"]:
            rule = _RELATIVE.quarters[self.tail["rq"]]
            anchor: Anchor | None
            own, month, anchor = self.context.month(3 * rule.shift, said=rule.said)
            high = 3 * ((month + 2) // 3)
            low, front = high - 2, None
        else:
            word, front = self.tail["q"] or self.tail["qq"] or self.tail["q0"], self.tail["qf"]
            number = _QUARTERS.get(word) or small(word.lstrip("Q")) or 0
            low, high = 3 * number - 2, 3 * number
            if front:
                low, high = (1, high) if front in "前头" else (13 - high, 12)
            own, anchor = self._own(low, high, flow=front is not None)
        edge = self.tail["qx"] or self.tail["rqx"]
        if edge == "初":
            return "start", extents.months(own, low, low), anchor
        extent = extents.months(own, low, high)
        if edge:
            return "end", (None, extent[1]), anchor
        return ("months" if front else "quarter"), extent, anchor

    def half(self) -> Found:
        """上半年."""
        low, high = (1, 6) if self.tail["h"][0] in "上前" else (7, 12)
        own, anchor = self._own(low, high)
        return "half", extents.months(own, low, high), anchor

    def edge(self) -> Found:
        """年底, 年初, 年中."""
        own, anchor = self._own()
        word = self.tail["edge"]
        if word[-1] in "初始":
            return "start", extents.months(own, 1, 2 if word[-1] == "初" else 1), anchor
        return "end", (None, extents.months(own, 1, 6 if word[-1] == "中" else 12)[1]), anchor

    def whole(self) -> Found:
        """全年, 年内."""
        own, anchor = self._own()
        return "year", extents.years(own, own), anchor

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


_FORMS: dict[str, Callable[[Case], Found]] = {
    **dict.fromkeys(("m", "rm"), Case.month),
    **dict.fromkeys(("d", "rd"), Case.day),
    **dict.fromkeys(("x", "rx"), Case.dekad),
    **dict.fromkeys(("me", "rme"), Case.month_edge),
    **dict.fromkeys(("w", "rw"), Case.week_of_month),
    **dict.fromkeys(("pn", "rpn"), Case.part),
    "fn": Case.first_months,
    **dict.fromkeys(("first", "nth"), Case.single_month),
    **dict.fromkeys(("q", "qx", "qq", "q0", "rq", "rqx"), Case.quarter),
    "h": Case.half,
    "edge": Case.edge,
    "all": Case.whole,
    "same": Case.same,
}
