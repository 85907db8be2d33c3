"""Points joined to expressions: what opens one, the other end of its span, and what closes it."""

import re
from datetime import date
from typing import NamedTuple

from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.extents import later_day
from policy_extract.periods.grammar import (
    BETWEEN,
    CLOCK,
    SPAN,
    SPAN_FIRST,
    SUFFIX,
    SUFFIX_FIRST,
)
from policy_extract.periods.point import Point
from policy_extract.periods.points import PointReader
from policy_extract.periods.raw import Anchor

_WORDS = period_rules().words
_SINCE = frozenset(_WORDS.since)
_FROM = frozenset(_WORDS.opening)
_REACHED = frozenset(_WORDS.reached)
_CHANGED = frozenset(_WORDS.changed)
_VALUE_FIRST = frozenset("的0123456789一二三四五六七八九十百两")
"""What follows the time of a value that a verb of change leads to (增加到2007年13786元)."""
_CUE = re.compile(f"(?:{'|'.join(_WORDS.cued)}):? ?$")
_OPENER_LAST = frozenset(word[-1] for word in _SINCE | _FROM)
_UNITS = frozenset("年月日号份度季旬初底末")
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
_LINE = frozenset("\n\t") | {""}
_PHRASE = frozenset("\n\t，。；、：,;:()（）的 ") | {""}
_LONGEST = 30
"""How far the other end of a span reaches, in characters."""
_UNTIL_LAST = frozenset(word[-1] for word in _WORDS.until)
_OPEN_ALREADY = frozenset({"window", "ago", "since", "decade", "consecutive"})


class Expression(NamedTuple):
    """An expression in folded text.

    Attributes:
        start: Its first character.
        end: One past its last.
        kind: As :class:`RawPeriod`'s.
        first: First day, or null.
        last: Last day, or null.
        anchor: What fixed the dates.
        form: The group of the grammar it was read by; ``span``, ``fixed``, or ``quoted`` for a plan's name.
    """

    start: int
    end: int
    kind: str
    first: date | None
    last: date | None
    anchor: Anchor | None
    form: str


class Composer:
    """Composes the expressions of one folded text.

    Args:
        text: The folded text.
        points: Reads its points.
    """

    def __init__(self, text: str, points: PointReader) -> None:
        self._text = text
        self._points = points

    def compose(self, at: int, floor: int, point: Point) -> Expression | None:
        """A point with what opens it, the other end of its span, and what closes it.

        Args:
            at: Where the point begins.
            floor: Where the expression before ended.
            point: The point.

        Returns:
            The expression; null where bare figures are no date.
        """
        span = self._span(at, point)
        reading = span or Expression(at, point.end, *point[1:5], point.form)
        figures = point.form in ("c", "my", "bare")
        if figures and not self._cued(at, floor, span) and not self._alone(at, point):
            return None
        if span is None and point.form in ("m", "q") and self._text[point.end - 1] not in _UNITS:
            return None
        if self._text[max(floor, at - 2) : at] in ("公元", "西元", "公历", "阳历"):
            at -= 2
            reading = reading._replace(start=at)
        opener = self._opener(at, floor)
        suffix = self._suffix(reading, point)
        if suffix is not None:
            reading = self._suffixed(reading, suffix, opener)
        elif span is not None and opener:
            reading = reading._replace(start=at - len(opener))
        elif opener in _SINCE and point.kind not in ("end", "start"):
            reading = reading._replace(start=at - len(opener), kind="since", last=None)
        return reading if span or reading.kind == "since" else self.until(reading, floor)

    def _suffix(self, reading: Expression, point: Point) -> "re.Match[str] | None":
        """What closes an expression, behind the time of day if it has one (5月31日24:00前)."""
        if self._text[reading.end : reading.end + 1] in SUFFIX_FIRST:
            return SUFFIX.match(self._text, reading.end)
        end = self._clock(point)
        if reading.form == "span" or end == point.end:
            return None
        return SUFFIX.match(self._text, end)

    def _span(self, at: int, left: Point) -> Expression | None:
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
            at -= text[at - 1 : at] == "在"
        elif text.startswith("止", end):
            end += 1
        first, last = left.first or left.last, right.last or right.first
        if sign.group() == "、" and not self._adjoin(left, right):
            return None
        if first is None or last is None or first > last:
            first = last = None
        kind = _PLURAL.get(right.kind, "years")
        return Expression(at, end, kind, first, last, right.anchor or left.anchor, "span")

    def _adjoin(self, left: Point, right: Point) -> bool:
        """Whether two months or quarters told in one word follow each other (3、4月份)."""
        if self._text[left.end - 1] in _UNITS or left.last is None:
            return False
        return later_day(left.last, 1) == right.first

    def _clock(self, point: Point) -> int:
        """Where a point ends, the time of day behind it included."""
        clock = CLOCK.match(self._text, point.end) if point.kind == "day" else None
        return clock.end() if clock else point.end

    def _suffixed(self, reading: Expression, suffix: "re.Match[str]", opener: str) -> Expression:
        """An expression with 以来, 之前 and their kin behind it: one end is open."""
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
        if self._text[at - 1 : at] not in _OPENER_LAST:
            return ""
        before = self._text[max(floor, at - 2) : at]
        if before in _SINCE:
            return before
        one = before[-1:]
        if one in _SINCE:
            return "" if before[:-1] in _OWN else one
        return one if one in _FROM else ""

    def closed(self, reading: Expression, floor: int) -> Expression:
        """A decade with what opens and closes it: 从九十年代开始, 80年代以后."""
        if self._text[reading.end : reading.end + 1] not in SUFFIX_FIRST:
            return reading
        suffix = SUFFIX.match(self._text, reading.end)
        opener = self._opener(reading.start, floor)
        return reading if suffix is None else self._suffixed(reading, suffix, opener)

    def until(self, reading: Expression, floor: int) -> Expression:
        """The expression with 到, 截至 and their kin before it: its start is open."""
        text, start = self._text, reading.start
        if text[start - 1 : start] not in _UNTIL_LAST:
            return reading
        before = text[max(floor, start - 3) : start]
        word = next((word for word in _WORDS.until if before.endswith(word)), None)
        if word is None or (word == "到" and before[-2:-1] in _REACHED):
            return reading
        if before[-2:-1] in _CHANGED and text[reading.end : reading.end + 1] in _VALUE_FIRST:
            return reading
        if reading.kind in _OPEN_ALREADY or reading.form == "quoted":
            return reading
        if reading.form == "rd" and word in ("到", "至"):
            return reading  # 缩短至当天
        kind = "end" if word.startswith("截") else "deadline"
        return reading._replace(start=start - len(word), kind=kind, first=None)

    def _alone(self, at: int, point: Point) -> bool:
        """Whether figures are all that their phrase has: 2024-05; or their line: 20240630."""
        written = self._text[at : point.end]
        before, after = self._text[at - 1 : at] if at else "", self._text[point.end : point.end + 1]
        if point.form == "c":
            return before in _LINE and after in _LINE
        if point.form == "my" and not before and not after:
            return True  # 2024.05, all that there is
        return (
            point.form == "my"
            and len(written) == 7
            and written[4] in "-/"
            and before in _PHRASE
            and after in _PHRASE
        )

    def _cued(self, at: int, floor: int, span: Expression | None) -> bool:
        """Whether bare figures stand where a date is asked for."""
        if span is not None and (at == 0 or self._text[at - 1] in "(（《\n"):
            return True
        return _CUE.search(self._text[max(floor, at - 6) : at]) is not None
