"""A point of the calendar as read, and the year that may stand before it."""

from datetime import date
from typing import NamedTuple

from policy_extract.periods.raw import Anchor


class Head(NamedTuple):
    """The year before a form.

    Attributes:
        year: The year; null where nothing tells it.
        anchor: What fixed it.
        shift: How far a relative word lies off (去年 -1); null for a year named.
    """

    year: int | None
    anchor: Anchor
    shift: int | None


class Point(NamedTuple):
    """A point or extent of the calendar as read.

    Attributes:
        end: One past its last character, in folded text.
        kind: As :class:`RawPeriod`'s.
        first: First day, or null.
        last: Last day, or null.
        anchor: What fixed the year.
        dated: Whether it names its own year.
        form: The group of the grammar it was read by.
    """

    end: int
    kind: str
    first: date | None
    last: date | None
    anchor: Anchor | None
    dated: bool
    form: str
