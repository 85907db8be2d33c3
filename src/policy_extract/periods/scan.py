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
    SPAN_FIRST,
    SUFFIX,
    SUFFIX_FIRST,
    UNTIL_WORDS,
)
from policy_extract.periods.point import Point
from policy_extract.periods.points import PointReader
from policy_extract.periods.raw import Anchor, RawPeriod
from policy_extract.periods.roles import Titles, is_base, leads, role_of

__all__ = ["RawPeriod", "scan_periods"]

_REACHED = frozenset(period_rules().words.reached)
_CHANGED = frozenset(period_rules().words.changed)
_CUE = re.compile("(?:截至|截止|截止到|日期|时间|期限|周期|期间|[于自至从到在])[:]? ?$")
_OWN = frozenset("来各独亲源")
"""Characters behind which 自 is no 自 of time (来自2024年, 各自)."""
_PLURAL = {
    "month": "months",
    "quarter": "months",
    "end": "months",
    "start": "months",
    "half": "months",
    "day": "days",
    "days": "days",
    "week": "days",
}
_LONGEST = 30
"""How far the other end of a span reaches, in characters."""
_OPEN_ALREADY = frozenset({"window", "ago", "since", "decade", "consecutive"})
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
            reading = self._read(anchor, at)
            if reading is None:
                at = start + 1
                continue
            found.append(self._finish(reading))
            at = reading.end
        return found

    def _read(self, anchor: "re.Match[str]", floor: int) -> _Reading | None:
        """The expression that begins at an anchor; ``floor`` is where the last one ended."""
        at, fixed = anchor.start(), anchor
        if anchor.lastgroup == "point":
            point = self._points.read(at)
            if point is not None:
                return self._compose(at, floor, point)
            other = FIXED.match(self._text, at)
            if other is None:
                return None
            fixed = other
        kind, (first, last), fixed_by = resolve_fixed(fixed, self._context)
        bare = fixed["quoted"] or (fixed["nth"] and not fixed["nthtail"])
        form = "quoted" if bare else "fixed"
        reading = _Reading(at, fixed.end(), kind, first, last, fixed_by, form)
        return self._until(reading, floor) if kind in ("end", "plan", "deadline") else reading

    # -- composition ----------------------------------------------------------------------------

    def _compose(self, at: int, floor: int, point: Point) -> _Reading | None:
        """A point with what opens it, the other end of its span, and what closes it."""
        span = self._span(at, point)
        reading = span or _Reading(at, point.end, *point[1:5], point.form)
        if point.form in ("c", "my", "bare") and not self._cued(at, floor, span):
            return None
        opener = self._opener(at, floor)
        suffix = None
        if self._text[reading.end : reading.end + 1] in SUFFIX_FIRST:
            suffix = SUFFIX.match(self._text, reading.end)
        if suffix is not None:
            reading = self._suffixed(reading, suffix, opener)
        elif span is not None and opener:
            reading = reading._replace(start=at - len(opener))
        elif opener in SINCE_WORDS and point.kind not in ("end", "start"):
            reading = reading._replace(start=at - len(opener), kind="since", last=None)
        return reading if span or reading.kind == "since" else self._until(reading, floor)

    def _span(self, at: int, left: Point) -> _Reading | None:
        """The span that a point opens, or null."""
        text = self._text
        end = self._clock(left)
        if text[end : end + 1] not in SPAN_FIRST:
            return None
        sign = SPAN.match(text, end)
        if sign is None or sign.end() >= len(text):
            return None
        if sign["and"] and text.find("间", end, end + _LONGEST) < 0:
            return None
        right = self._points.read(sign.end(), left)
        if right is None or right.kind == "same":
            return None
        if right.kind == "sameago" and left.kind != "year":
            return None
        end = self._clock(right)
        if sign["and"]:
            between = BETWEEN.match(text, end)
            if between is None:
                return None
            end = between.end()
            at -= text.startswith("在", at - 1)
        elif text.startswith("止", end):
            end += 1
        first, last = left.first or left.last, right.last or right.first
        if first is None or last is None or first > last:
            first = last = None
        kind = _PLURAL.get(right.kind, "years")
        return _Reading(at, end, kind, first, last, right.anchor or left.anchor, "span")

    def _clock(self, point: Point) -> int:
        """Where a point ends, the time of day behind it included."""
        clock = CLOCK.match(self._text, point.end) if point.kind == "day" else None
        return clock.end() if clock else point.end

    def _suffixed(self, reading: _Reading, suffix: "re.Match[str]", opener: str) -> _Reading:
        way, end = suffix.lastgroup, suffix.end()
        if way == "within":
            return reading._replace(end=end)
        if way == "before":
            first = reading.first if reading.form == "span" else None
            kind = reading.kind if first else "deadline"
            return reading._replace(end=end, kind=kind, first=first)
        first = reading.first or reading.last
        if way == "after":
            first = reading.last
            if first is not None and reading.kind != "day":
                first = later_day(first, 1)
        else:
            reading = reading._replace(start=reading.start - len(opener))
        return reading._replace(end=end, kind="since", first=first, last=None)

    def _opener(self, at: int, floor: int) -> str:
        """自, 从 and their kin right before an expression."""
        before = self._text[max(floor, at - 2) : at]
        if before in SINCE_WORDS:
            return before
        one = before[-1:]
        if one in SINCE_WORDS:
            return "" if before[:-1] in _OWN else one
        return one if one in FROM_WORDS else ""

    def _until(self, reading: _Reading, floor: int) -> _Reading:
        """The expression with 到, 截至 and their kin before it: its start is open."""
        text, start = self._text, reading.start
        if text[start - 1 : start] not in ("到", "至", "止"):
            return reading
        before = text[max(floor, start - 3) : start]
        word = next((word for word in UNTIL_WORDS if before.endswith(word)), None)
        if word is None or (word == "到" and before[-2:-1] in _REACHED):
            return reading
        if before[-2:-1] in _CHANGED and text.startswith("的", reading.end):
            return reading
        if reading.kind in _OPEN_ALREADY or reading.form == "quoted":
            return reading
        if reading.form == "rd" and word in ("到", "至"):
            return reading  # 缩短至当天
        kind = "deadline" if word in ("到", "至") else "end"
        return reading._replace(start=start - len(word), kind=kind, first=None)

    def _cued(self, at: int, floor: int, span: _Reading | None) -> bool:
        """Whether bare figures stand where a date is asked for."""
        if span is not None and (at == 0 or self._text[at - 1] in "(（《\n"):
            return True
        return _CUE.search(self._text[max(floor, at - 6) : at]) is not None

    # -- the result -----------------------------------------------------------------------------

    def _finish(self, reading: _Reading) -> RawPeriod:
        text, folded = self._text, self._folded
        start, end, kind, first, last, anchor, form = reading
        named = form == "quoted" or self._titles.hold(start)
        against = is_base(text, start, end) or (kind == "sameago" and not leads(text, start))
        role = role_of(text, start, end, kind, named=named, against=against)
        if not against and kind != "sameago":
            frames = kind not in _EVENTFUL
            if not named and kind not in _TIMELESS:
                self._context.remember(first, last, frames=frames)
            elif first and last and frames:
                self._context.extent = first, last
        home, home_end = folded.homes(start, end)
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
