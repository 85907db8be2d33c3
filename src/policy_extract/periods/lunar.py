"""The lunar calendar: the day of a lunar date, and the days of the solar terms."""

from datetime import MAXYEAR, date
from functools import cache

from policy_extract.periods.extents import NOWHEN, Extent, day, later_day
from policy_extract.rules.loader import RuleModel, load_shipped

_TROPICAL = 0.2422
"""How much of a day the year of the seasons is longer than 365 days."""


class DaysOff(RuleModel):
    """How many days a festival has been off, since a year."""

    days: int
    since: int


class LunarYears(RuleModel):
    """The first year, the day it opens on, and the lengths of the months of it and of those that follow."""

    first: int
    opens: date
    codes: str


class FestivalRules(RuleModel):
    """``rules/festivals.toml``."""

    solar: dict[str, tuple[int, int]]
    lunar: dict[str, tuple[int, int]]
    weekdays: dict[str, tuple[int, int, int]]
    off: dict[str, DaysOff]
    short: tuple[str, ...]
    closed: tuple[str, ...]
    led: tuple[str, ...]
    bare: tuple[str, ...]
    terms: dict[str, tuple[int, float]]
    years: LunarYears


@cache
def festival_rules() -> FestivalRules:
    """The shipped rules, loaded once."""
    return load_shipped("festivals.toml", FestivalRules)


@cache
def _months(year: int) -> tuple[date, tuple[tuple[int, int], ...]] | None:
    """The first day of a lunar year and its months: the number, negative of a leap month, and the days."""
    years = festival_rules().years
    codes = years.codes.split()
    at = year - years.first
    if not 0 <= at < len(codes):
        return None
    code = int(codes[at], 16)
    months = [(number, 29 + (code >> (16 - number) & 1)) for number in range(1, 13)]
    if code & 15:
        months.insert(code & 15, (-(code & 15), 29 + (code >> 16)))
    if not at:
        return years.opens, tuple(months)
    before = _months(year - 1)
    opens = later_day(before[0], sum(days for _, days in before[1])) if before else None
    return (opens, tuple(months)) if opens else None


def lunar_month(year: int | None, month: int) -> Extent:
    """First and last day of a month of a lunar year; a negative number is the leap month behind it."""
    found = _months(year) if year is not None else None
    if found is None:
        return NOWHEN
    opens, passed = found[0], 0
    for number, days in found[1]:
        if number == month:
            return later_day(opens, passed), later_day(opens, passed + days - 1)
        passed += days
    return NOWHEN


def lunar_day(year: int | None, month: int, number: int) -> Extent:
    """One day of a lunar year; number 0 is the day before the month."""
    first, last = lunar_month(year, month)
    found = later_day(first, number - 1) if first else None
    return (found, found) if found and last and found <= last else NOWHEN


def solar_term(year: int | None, month: int, when: float) -> Extent:
    """The day of a solar term, told by the day and its fraction at which it falls in the year 2000."""
    if year is None or not 1 < year <= MAXYEAR:
        return NOWHEN
    leaps = (year - 2000 - (month < 3)) // 4
    return day(year, month, int(when + _TROPICAL * (year - 2000) - leaps))
