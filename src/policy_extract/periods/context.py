"""What has been said before: the year, month and extent that an expression without its own takes."""

import re
from datetime import date

from policy_extract.periods.extents import Extent, later_day, later_month
from policy_extract.periods.grammar import FULL
from policy_extract.periods.numerals import full_year
from policy_extract.periods.raw import Anchor

_OPENING = 400
"""How far a document's opening reaches, in characters."""
_OPENING_YEAR = re.compile(f"(?<![0-9])({FULL})年(?![0-9一二三四五六七八九十]{{1,2}}月)")
_NOW = 2010
"""The earliest year that two-figure years are read near."""


class Context:
    """What the expressions before have said; one for each scan.

    Args:
        text: The folded text.
        reference: Publication date, or null.
    """

    def __init__(self, text: str, reference: date | None) -> None:
        self.reference = reference
        self.said: date | None = None
        self.extent: Extent = (None, None)
        self._text = text
        self._line_end = self._end_of_line(0)
        # A statistical report names its year in the title and then says 全年, 年末.
        found = _OPENING_YEAR.search(text[:_OPENING])
        self.opening = full_year(found[1]) if found else None

    def reach(self, at: int) -> None:
        """Move on to an offset; a new line forgets the year said."""
        if at > self._line_end:
            self.said = None
            self._line_end = self._end_of_line(at)

    def _end_of_line(self, at: int) -> int:
        found = self._text.find("\n", at)
        return found if found >= 0 else len(self._text)

    def remember(self, first: date | None, last: date | None, *, frames: bool) -> None:
        """Keep an expression's dates; ``frames`` is false for those that only date an event."""
        self.said = last or first or self.said
        if frames and first and last:
            self.extent = first, last

    @property
    def near(self) -> int:
        """A year that two-figure years are read near."""
        if self.reference is not None:
            return max(self.reference.year, _NOW)
        return max(self.opening or _NOW, _NOW)

    def year(
        self, first: int = 0, last: int = 0, *, flow: bool = False
    ) -> tuple[int | None, Anchor]:
        """The year of an expression that names none.

        Args:
            first: Its first month, or 0 for the whole year.
            last: Its last month.
            flow: Whether it counts up from the year's beginning (1-8月, 前三季度): such a sum is
                reported when it is over.
        """
        if self.said is not None:
            return self.said.year, "context"
        if self.reference is None:
            return self.opening, "context"
        year, month = self.reference.year, self.reference.month
        if self.opening == year - 1:
            return self.opening, "context"
        # At the turn of the year the months just past are meant.
        just_past = first > month and 12 + month - last <= 3 and last - first < 3
        return year - (last > month + 1 if flow else just_past), "reference"

    def base_year(self, *, said: bool) -> tuple[int | None, Anchor]:
        """What 今年, or with ``said`` 当年, counts from."""
        if said and self.said is not None:
            return self.said.year, "context"
        here = self.reference.year if self.reference else None
        if said:
            before = self.extent[1].year if self.extent[1] else self.opening
            if before is not None and (here is None or here - 1 <= before <= here):
                return before, "context"
        return here, "reference"

    def month(self, shift: int, *, said: bool) -> tuple[int | None, int, Anchor]:
        """The year and month of 本月, or with ``said`` 当月, a number of months later."""
        base, anchor = self._base(said=said)
        if base is None:
            return None, 1, anchor
        return *later_month(base, shift), anchor

    def day(self, shift: int, *, said: bool) -> tuple[date | None, Anchor]:
        """Today, or with ``said`` the day spoken of, a number of days later."""
        base, anchor = self._base(said=said)
        return (later_day(base, shift) if base else None), anchor

    def _base(self, *, said: bool) -> tuple[date | None, Anchor]:
        if said and self.said is not None:
            return self.said, "context"
        return self.reference, "reference"
