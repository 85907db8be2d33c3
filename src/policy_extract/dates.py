"""Publication dates as a caller gives them: a day, a month or a year."""

import calendar
import re
from datetime import date

from policy_extract.errors import UsageError
from policy_extract.records import Published

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parse_date(text: str) -> Published:
    """Read ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; a month or year stands for the whole of it.

    Raises:
        UsageError: The text has another form, or names no day of the calendar.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"date {text!r} is not YYYY-MM-DD", hint="Write it as 2024-03-20")
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
    return Published(start=start, end=end, found="option")


def as_published(value: date | str | Published | None) -> Published | None:
    """What a caller may give as a publication date, as :class:`Published`.

    Raises:
        UsageError: A string is no date.
    """
    if value is None or isinstance(value, Published):
        return value
    if isinstance(value, str):
        return parse_date(value)
    return Published(start=value, end=value, found="option")
