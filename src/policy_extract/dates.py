"""Publication dates as a caller gives them: a day, a month or a year."""

import calendar
import re
from datetime import date

from policy_extract.errors import UsageError
from policy_extract.records import Published

_PARTED = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_FIRST, _LAST = 1800, 2200
"""Years that a document may be of."""
_TIME = re.compile(r"[T ].*", re.DOTALL)
"""A time of day after the day, which says nothing here."""


def parse_date(text: str) -> Published:
    """Read a day, a month or a year; a month or year stands for the whole of it.

    >>> [str(parse_date(text).start) for text in ("2024/4/2", "20240402", "2024年4月2日 08:00")]
    ['2024-04-02', '2024-04-02', '2024-04-02']
    >>> str(parse_date("2024-04").end)
    '2024-04-30'

    Raises:
        UsageError: The text has another form, names no day of the calendar, or one of no document.
    """
    plain = _TIME.sub("", text.strip())
    found = _PLAIN.fullmatch(plain) or _PARTED.fullmatch(plain)
    if found is None:
        raise UsageError(
            f"date {text!r} is not YYYY-MM-DD", hint="Write it as 2024-03-20 or 20240320"
        )
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        start = date(year, month or 1, day or 1)
        if day:
            end = start
        elif month:
            end = date(year, month, calendar.monthrange(year, month)[1])
        else:
            end = date(year, 12, 31)
    except ValueError as error:
        raise UsageError(f"date {text!r} is no day of the calendar: {error}") from error
    return Published(start=_possible(start), end=end, found="option")


def _possible(day: date) -> date:
    """The day, when a document can be of it: periods are counted back and on from there."""
    if not _FIRST <= day.year <= _LAST:
        raise UsageError(f"date {day.isoformat()}: documents are of {_FIRST} to {_LAST}")
    return day


def as_published(value: date | str | Published | None) -> Published | None:
    """What a caller may give as a publication date, as :class:`Published`.

    Raises:
        UsageError: A string is no date, or the date is one of no document.
    """
    if value is None or isinstance(value, Published):
        return value
    if isinstance(value, str):
        return parse_date(value)
    return Published(start=_possible(value), end=value, found="option")
