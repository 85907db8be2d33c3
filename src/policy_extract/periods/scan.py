"""The scanner: every time expression of a text, resolved as far as text and reference allow."""

import re
from datetime import date

from policy_extract.periods.anchors import ANCHOR
from policy_extract.periods.compose import Composer, Reading
from policy_extract.periods.context import Context
from policy_extract.periods.fixed import FIXED, resolve_fixed
from policy_extract.periods.folding import fold
from policy_extract.periods.points import PointReader
from policy_extract.periods.raw import RawPeriod
from policy_extract.periods.roles import Titles, is_base, leads, role_of

__all__ = ["RawPeriod", "scan_periods"]

_EVENTFUL = frozenset({"day", "days", "week"})
"""Kinds that date events more often than values: 同期 does not mean them."""
_TIMELESS = frozenset({"plan", "since", "window", "consecutive", "ago", "decade", "deadline"})
"""Kinds that tell no year for a bare month behind them."""


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
        self._composer = Composer(self._text, self._points)
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

    def _read(self, anchor: "re.Match[str]", floor: int) -> Reading | None:
        """The expression that begins at an anchor; ``floor`` is where the last one ended."""
        at, fixed = anchor.start(), anchor
        if anchor.lastgroup == "point":
            point = self._points.read(at)
            if point is not None:
                return self._composer.compose(at, floor, point)
            other = FIXED.match(self._text, at)
            if other is None:
                return None
            fixed = other
        kind, (first, last), fixed_by = resolve_fixed(fixed, self._context)
        bare = fixed["quoted"] or (fixed["nth"] and not fixed["nthtail"])
        form = "quoted" if bare else "fixed"
        reading = Reading(at, fixed.end(), kind, first, last, fixed_by, form)
        return (
            self._composer.until(reading, floor) if kind in ("end", "plan", "deadline") else reading
        )

    def _finish(self, reading: Reading) -> RawPeriod:
        """The find, with what it does where it stands; the context keeps what it says."""
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
