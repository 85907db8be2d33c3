"""The scanner: every time expression of a text, resolved as far as text and reference allow."""

import re
from datetime import date
from typing import NamedTuple

from policy_extract.periods.anchors import ANCHOR
from policy_extract.periods.compose import Composer, Expression
from policy_extract.periods.context import Context
from policy_extract.periods.festivals import named_from
from policy_extract.periods.fixed import FIXED, resolve_fixed
from policy_extract.periods.folding import fold
from policy_extract.periods.points import PointReader
from policy_extract.periods.raw import Anchor, RawPeriod, Role
from policy_extract.periods.roles import Titles, is_base, leads, role_of

__all__ = ["RawPeriod", "scan_periods"]

_EVENTFUL = frozenset({"day", "days", "week"})
"""Kinds that date events more often than values: 同期 does not mean them."""
_TIMELESS = frozenset({"plan", "since", "window", "consecutive", "ago", "decade", "deadline"})
"""Kinds that tell no year for a bare month behind them."""
_BEHIND, _AHEAD = 16, 128
"""How far a reader looks back and on, in characters."""
_DENSE, _FREE, _MOST = 16, 4096, 4096
"""Where a text has an expression in every ``_DENSE`` characters, but for ``_FREE`` of them, as no
ordinary text has, what was read is kept for ``_MOST`` places, and not read again in repeats."""


def scan_periods(text: str, reference: date | None = None) -> list[RawPeriod]:
    """Every time expression of a text, in order.

    Args:
        text: Any text.
        reference: Publication date; without it 今年 and its kin have no dates.
    """
    return _Scanner(text, reference).scan()


_NEW = object()
"""Not read yet; null is read and nothing found."""


class _Done(NamedTuple):
    """An expression as read and what it does where it stands; offsets count from its anchor."""

    start: int
    end: int
    kind: str
    first: date | None
    last: date | None
    anchor: Anchor | None
    named: bool
    against: bool
    role: Role


class _Scanner:
    def __init__(self, text: str, reference: date | None) -> None:
        self._source = text
        self._folded = fold(text)
        self._text = self._folded.text
        self._context = Context(self._text, reference)
        self._points = PointReader(self._text, self._context)
        self._composer = Composer(self._text, self._points)
        self._titles = Titles(self._text)
        self._known: dict[tuple[object, ...], object] = {}
        self._against = False

    def scan(self) -> list[RawPeriod]:
        """Left to right; what one expression says, the next may stand on."""
        found: list[RawPeriod] = []
        at, count, again, search = 0, 0, False, ANCHOR.search
        while True:
            start, done = at, self._kept(at, at) if again else _NEW
            if done is _NEW:
                anchor = search(self._text, at)
                if anchor is None:
                    return found
                start = anchor.start()
                self._context.reach(start)
                done = self._again(anchor, at) if again else self._read(anchor, at)
            count += 1
            again = count * _DENSE > start + _FREE and start > _BEHIND
            if isinstance(done, _Done):
                found.append(self._finish(done, start))
                at = start + done.end
            else:
                at = start + 1

    def _key(self, start: int, floor: int) -> tuple[object, ...]:
        """What a reading depends on: what stands around and what was said before."""
        context, far = self._context, start - floor
        around = self._text[start - _BEHIND : start + _AHEAD]
        near = far if far < _BEHIND else None
        held = self._titles.hold(start)
        return around, near, context.said, context.extent, held, self._against

    def _kept(self, start: int, floor: int) -> object:
        """What was read where the same stood around and was said; ``_NEW`` where nothing was yet."""
        self._context.reach(start)
        return self._known.get(self._key(start, floor), _NEW)

    def _again(self, anchor: "re.Match[str]", floor: int) -> object:
        """As ``_read``, but read once only where the same stands around and was said before."""
        key = self._key(anchor.start(), floor)
        done = self._known.get(key, _NEW)
        if done is not _NEW:
            return done
        done = read = self._read(anchor, floor)
        whole = anchor.start() + _AHEAD <= len(self._text)
        if whole and (read is None or read.end < _AHEAD // 2):
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = done
        return done

    def _read(self, anchor: "re.Match[str]", floor: int) -> _Done | None:
        """The expression that begins at an anchor; ``floor`` is where the last one ended."""
        text = self._text
        reading = self._reading(anchor, floor)
        if reading is None:
            return None
        start, end, kind, first, last, fixed_by, form = reading
        named = form == "quoted" or self._titles.hold(start)
        joined = self._against and floor == start - 1 and text[floor] in "和与及、"
        against = (
            joined or is_base(text, start, end) or (kind == "sameago" and not leads(text, start))
        )
        role = role_of(text, start, end, kind, named=named, against=against)
        if first is None and last is None:
            fixed_by = None
        at = anchor.start()
        return _Done(start - at, end - at, kind, first, last, fixed_by, named, against, role)

    def _reading(self, anchor: "re.Match[str]", floor: int) -> Expression | None:
        at, fixed = anchor.start(), anchor
        if anchor.lastgroup in ("point", "feast"):
            begin = named_from(self._text, at)
            point = self._points.read(begin)
            if point is not None:
                return self._composer.compose(begin, floor, point)
            other = FIXED.match(self._text, at)
            if other is None:
                return None
            fixed = other
        kind, (first, last), fixed_by = resolve_fixed(fixed, self._context)
        bare = fixed["quoted"] or (fixed["nth"] and not fixed["nthtail"])
        form = "quoted" if bare else "fixed"
        reading = Expression(at, fixed.end(), kind, first, last, fixed_by, form)
        if fixed["centuries"]:
            reading = self._composer.closed(reading, floor)
        if reading.kind in ("end", "plan", "deadline"):
            return self._composer.until(reading, floor)
        return reading

    def _finish(self, done: _Done, at: int) -> RawPeriod:
        """The find; the context keeps what it says, but for where a change began (由2014年的39%)."""
        start, end, kind, first, last, anchor, named, against, role = done
        self._against = against
        origin = role == "modifier" and self._text[at + start - 1 : at + start] in ("由", "从")
        if not against and not origin and kind != "sameago":
            frames = kind not in _EVENTFUL
            if not named and kind not in _TIMELESS:
                self._context.remember(first, last, frames=frames)
            elif first and last and frames:
                self._context.extent = first, last
        start, end = start + at, end + at
        if self._folded.cuts:
            start, end = self._folded.homes(start, end)
        return RawPeriod(
            start, end, self._source[start:end], first, last, kind, named, against, anchor, role
        )
