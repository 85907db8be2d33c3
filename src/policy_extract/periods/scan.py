"""The scanner: every time expression of a text, resolved as far as text and reference allow."""

import re
from datetime import date
from typing import NamedTuple

from policy_extract.periods.anchors import ANCHOR
from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.context import Context
from policy_extract.periods.extents import later_day
from policy_extract.periods.fixed import FIXED, resolve_fixed
from policy_extract.periods.folding import fold
from policy_extract.periods.grammar import (
    BETWEEN,
    CLOCK,
    FROM_WORDS,
    SINCE_WORDS,
    SPAN,
    SUFFIX,
    UNTIL_WORDS,
)
from policy_extract.periods.point import Point
from policy_extract.periods.points import PointReader
from policy_extract.periods.raw import Anchor, RawPeriod
from policy_extract.periods.roles import Titles, is_base, role_of

__all__ = ["RawPeriod", "scan_periods"]

_REACHED = frozenset(period_rules().words.reached)
_PLURAL = {"year": "years", "month": "months", "quarter": "months", "day": "days"}
_EVENTFUL = frozenset({"day", "days", "week"})
"""Kinds that date events more often than values: 同期 does not mean them."""
_TIMELESS = frozenset({"plan", "since", "window", "consecutive", "ago", "decade", "deadline"})
"""Kinds that tell no year for a bare month behind them."""


class _Reading(NamedTuple):
    """An expression in folded text."""

    start: int
    end: int
    kind: str
    first: date | None
    last: date | None
    anchor: Anchor | None
    form: str


def scan_periods(text: str, reference: date | None = None) -> list[RawPeriod]:
    """Every time expression of a text, in order.

    Args:
        text: Any text.
        reference: Publication date; without it 今年 and its kin have no dates.
    """
    return _Scanner(text, reference).scan()


class _Scanner:
    def __init__(self, text: str, reference: date | None) -> None:
        self._source = text
        self._folded = fold(text)
        self._text = self._folded.text
        self._context = Context(self._text, reference)
        self._points = PointReader(self._text, self._context)
        self._titles = Titles(self._text)

    def scan(self) -> list[RawPeriod]:
        """Left to right; what one expression says, the next may stand on."""
        found, at, search = [], 0, ANCHOR.search
        while (anchor := search(self._text, at)) is not None:
            start = anchor.start()
            self._context.reach(start)
            reading = self._read(start, at)
            if reading is None:
                at = start + 1
                continue
            found.append(self._finish(reading))
            at = reading.end
        return found

    def _read(self, at: int, floor: int) -> _Reading | None:
        point = self._points.read(at)
        if point is not None:
            return self._compose(at, floor, point)
        fixed = FIXED.match(self._text, at)
        if fixed is None:
            return None
        kind, (first, last), anchor = resolve_fixed(fixed, self._context)
        form = "quoted" if fixed["quoted"] else "fixed"
        reading = _Reading(at, fixed.end(), kind, first, last, anchor, form)
        return self._until(reading, floor) if kind in ("end", "plan", "deadline") else reading

    # -- composition ----------------------------------------------------------------------------

    def _compose(self, at: int, floor: int, point: Point) -> _Reading | None:
        """A point with what opens it, the other end of its span, and what closes it."""
        span = self._span(at, point)
        reading = span or _Reading(
            at, point.end, point.kind, point.first, point.last, point.anchor, point.form
        )
        if span is None and point.form in ("c", "my") and not self._cued(at):
            return None
        opener = self._opener(at, floor)
        suffix = SUFFIX.match(self._text, reading.end)
        if suffix is not None:
            return self._suffixed(reading, suffix, opener)
        if span is not None:
            if opener in FROM_WORDS or opener in SINCE_WORDS:
                reading = reading._replace(start=at - len(opener))
            return reading
        if opener in SINCE_WORDS and point.kind not in ("end", "start"):
            return reading._replace(start=at - len(opener), kind="since", last=None)
        return self._until(reading, floor)

    def _span(self, at: int, left: Point) -> _Reading | None:
        text, end = self._text, left.end
        if left.kind == "day":
            clock = CLOCK.match(text, end)
            end = clock.end() if clock else end
        sign = SPAN.match(text, end) or BETWEEN.match(text, end)
        if sign is None and left.form == "q" and text[end : end + 1] == "、":
            sign = re.compile("、").match(text, end)
        if sign is None or sign.end() >= len(text):
            return None
        right = self._points.read(sign.end(), left)
        if right is None or right.kind in ("same", "sameago"):
            return None
        end = right.end
        if right.kind == "day":
            clock = CLOCK.match(text, end)
            end = clock.end() if clock else end
        if sign.group() in ("和", "与"):
            between = re.compile("之?间(?![断隔接])").match(text, end)
            if between is None:
                return None
            end = between.end()
        elif text.startswith("止", end):
            end += 1
        first, last = left.first or left.last, right.last or right.first
        if first is None or last is None or first > last:
            first = last = None
        kind = _PLURAL.get(right.kind, "days" if right.kind == "week" else "years")
        if right.kind in ("end", "start", "half"):
            kind = "months"
        return _Reading(at, end, kind, first, last, right.anchor or left.anchor, "span")

    def _suffixed(self, reading: _Reading, suffix: "re.Match[str]", opener: str) -> _Reading | None:
        way = suffix.lastgroup
        first, last = reading.first or reading.last, reading.last
        start, end = reading.start, suffix.end()
        if way == "within":
            return reading._replace(end=end)
        if way in ("since", "from"):
            if opener in SINCE_WORDS or opener in FROM_WORDS:
                start -= len(opener)
            return reading._replace(start=start, end=end, kind="since", first=first, last=None)
        if way == "after":
            if last is not None and reading.kind != "day":
                last = later_day(last, 1)
            return reading._replace(end=end, kind="since", first=last, last=None)
        return reading._replace(end=end, kind="deadline", first=None)

    def _opener(self, at: int, floor: int) -> str:
        """自, 从 and their kin right before an expression."""
        text = self._text
        two, one = text[max(floor, at - 2) : at], text[max(floor, at - 1) : at]
        if two in SINCE_WORDS:
            return two
        if one in SINCE_WORDS and text[at - 2 : at - 1] not in ("来", "各", "独", "亲", "源"):
            return one
        return one if one in FROM_WORDS else ""

    def _until(self, reading: _Reading, floor: int) -> _Reading:
        """The expression with 到, 截至 and their kin before it: its start is open."""
        text, start = self._text, reading.start
        before = text[max(floor, start - 3) : start]
        word = next((word for word in UNTIL_WORDS if before.endswith(word)), None)
        if word is None or (word == "到" and before[-2:-1] in _REACHED):
            return reading
        kind = "deadline" if word in ("到", "至") else "end"
        if reading.kind in ("window", "ago", "since", "decade") or reading.form == "quoted":
            return reading
        if reading.form == "rd" and word in ("到", "至"):
            return reading  # 缩短至当天
        return reading._replace(start=start - len(word), kind=kind, first=None)

    def _cued(self, at: int) -> bool:
        """Whether a date in bare figures has a word before it that asks for one."""
        return (
            re.search(
                "(?:截至|截止|截止到|日期|时间|[于自至从到在])[:]? ?$",
                self._text[max(0, at - 6) : at],
            )
            is not None
        )

    # -- the result -----------------------------------------------------------------------------

    def _finish(self, reading: _Reading) -> RawPeriod:
        text, folded = self._text, self._folded
        start, end, kind, first, last, anchor, form = reading
        named = form == "quoted" or self._titles.hold(start)
        against = kind == "sameago" or is_base(text, start, end)
        role = role_of(text, start, end, kind, named=named, against=against)
        if not against:
            frames = kind not in _EVENTFUL
            if not named and kind not in _TIMELESS:
                self._context.remember(first, last, frames=frames)
            elif first and last and frames:
                self._context.extent = first, last
        home, home_end = folded.home(start), folded.home_end(end)
        if first is None and last is None:
            anchor = None
        return RawPeriod(
            home,
            home_end,
            self._source[home:home_end],
            first,
            last,
            kind,
            named,
            against,
            anchor,
            role,
        )
