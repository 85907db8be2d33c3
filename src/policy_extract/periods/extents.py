"""First and last day of the pieces of the calendar; null where the calendar has no such piece."""

import calendar
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

Extent = tuple[date | None, date | None]
"""First and last day, either null where it is open or not known."""

NOWHEN: Extent = (None, None)


@lru_cache(maxsize=1024)
def months(year: int | None, first: int, last: int) -> Extent:
    """From the first day of one month to the last of another of a year."""
    if year is None or not MINYEAR <= year <= MAXYEAR or not 1 <= first <= last <= 12:
        return NOWHEN
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


@lru_cache(maxsize=1024)
def years(first: int | None, last: int | None) -> Extent:
    """From one year to another."""
    if first is None or last is None or not MINYEAR <= first <= last <= MAXYEAR:
        return NOWHEN
    return date(first, 1, 1), date(last, 12, 31)


def days(year: int | None, month: int, first: int, last: int) -> Extent:
    """From one day of a month to another; days past the month's end are its end."""
    _, end = months(year, month, month)
    if end is None or not 1 <= first <= last:
        return NOWHEN
    if first > end.day:
        return NOWHEN
    return end.replace(day=first), end.replace(day=min(last, end.day))


def day(year: int | None, month: int, number: int) -> Extent:
    """One day."""
    found, end = days(year, month, number, number)
    return (found, found) if found is not None and found == end else NOWHEN


def later_month(when: date, count: int) -> tuple[int, int]:
    """Year and month, a number of months later or, if negative, earlier."""
    index = 12 * when.year + when.month - 1 + count
    return index // 12, index % 12 + 1


def later_day(when: date, count: int) -> date | None:
    """A number of days later or earlier; null beyond the calendar."""
    try:
        return when + timedelta(days=count)
    except OverflowError:
        return None


def week(when: date | None, shift: int) -> Extent:
    """Monday to Sunday of the week of a day, a number of weeks later."""
    if when is None:
        return NOWHEN
    monday = later_day(when, 7 * shift - when.weekday())
    return (monday, later_day(monday, 6)) if monday else NOWHEN


def in_year(when: date, shift: int) -> date | None:
    """The same day some years later or earlier; a month's end stays its end."""
    year = when.year + shift
    if not MINYEAR <= year <= MAXYEAR:
        return None
    ends = when.day == calendar.monthrange(when.year, when.month)[1]
    last = calendar.monthrange(year, when.month)[1]
    return when.replace(year=year, day=last if ends else min(when.day, last))


def nearest(when: date, other: date) -> date:
    """A day of the calendar in the year that brings it nearest to another (2月3日, told on one in 2023)."""
    shift = other.year - when.year
    near = [in_year(when, shift + apart) for apart in (-1, 0, 1)]
    return min((day for day in near if day is not None), key=lambda day: abs(day - other))
