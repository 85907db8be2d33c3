"""A text with its time characters made plain: half width, simplified, no white space inside."""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from policy_extract.periods.calendar_rules import period_rules

_BLANKS = re.compile("[ \u3000\xa0\n]+")
_TIMELY = frozenset(
    "0123456789〇一二三四五六七八九十两年月日号季度旬周半底末初前后上中下至到起止"
    "第期间以来之内个今去明本当同次—-－–~～从自近“”‘’（）()"
)
_UNITS = frozenset("年月日号季旬")
_FIGURES = frozenset("0123456789")
_OPENING = re.compile("年[末底初]")
_YEAR = re.compile("[^0-9.]?(?:19|20)[0-9]{2}")
"""What 年末 on the next line may belong to; any other figure ends its own line (11.0 | 年末存款余额)."""
_SPELT = re.compile("[0-9] [0-9](?: [0-9] [0-9](?= ?年)|(?= ?[月日]))")
"""Single figures set apart: 1 9 9 7 年, 1 2 月 3 1 日."""


class Folded(NamedTuple):
    """A folded text and the way back.

    Attributes:
        text: The folded text.
        cuts: Where, in the folded text, white space was taken out, in order.
        lost: How many characters were taken out up to and with each cut.
    """

    text: str
    cuts: tuple[int, ...]
    lost: tuple[int, ...]

    def homes(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source of ``text[start:end]``."""
        if not self.cuts:
            return start, end
        return self._home(start), self._home(end - 1) + 1

    def _home(self, at: int) -> int:
        index = bisect_right(self.cuts, at)
        return at + self.lost[index - 1] if index else at


@cache
def _same() -> tuple[dict[str, str], re.Pattern[str]]:
    same = period_rules().same
    return same, re.compile(f"[{''.join(map(re.escape, same))}]")


def fold(text: str) -> Folded:
    """Fold a text: character by character, except that white space inside times falls away.

    White space stands inside a time between two characters of time expressions that are not both
    figures, or between the single figures of a year spelt out (1 9 9 7 年). A line break does so
    only between a figure and its unit.
    """
    same, rare = _same()
    text = rare.sub(lambda found: same[found.group()], text)
    gaps = _gaps(text)
    pieces, cuts, lost, size, at, gone = [], [], [], 0, 0, 0
    for start, end in gaps:
        pieces.append(text[at:start])
        size += start - at
        gone += end - start
        cuts.append(size)
        lost.append(gone)
        at = end
    pieces.append(text[at:])
    plain = "".join(pieces) if gaps else text
    return Folded(plain, tuple(cuts), tuple(lost))


def _gaps(text: str) -> list[tuple[int, int]]:
    spelt = {
        at
        for found in _SPELT.finditer(text)
        if _apart(text, found.start(), found.end())
        for at in range(found.start() + 1, found.end(), 2)
    }
    gaps, last = [], len(text) - 1
    for found in _BLANKS.finditer(text):
        start, end = found.span()
        if not start or end > last:
            continue
        before, after = text[start - 1], text[end]
        if before not in _TIMELY or after not in _TIMELY:
            continue
        if text.find("\n", start, end) >= 0:
            inside = before in _FIGURES and after in _UNITS
            inside = inside and not (
                _OPENING.match(text, end) and not _YEAR.fullmatch(text, max(0, start - 5), start)
            )
        elif before in _FIGURES and after in _FIGURES:
            inside = start in spelt
        else:
            inside = True
        if inside:
            gaps.append((start, end))
    return gaps


def _apart(text: str, start: int, end: int) -> bool:
    """Whether figures set apart begin where they seem to (not inside 5 1 9 9 7 年)."""
    if end - start < 7:  # a month or day: only behind the unit before it
        return text[max(0, start - 2) : start].strip().endswith(("年", "月"))
    return not text[max(0, start - 2) : start].strip()[-1:].isdigit()
