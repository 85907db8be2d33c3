"""The lunar calendar and the solar terms, against the almanac."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.periods.extents import NOWHEN
from policy_extract.periods.lunar import festival_rules, lunar_day, lunar_month, solar_term

_RULES = festival_rules()
_YEARS = st.integers(_RULES.years.first, _RULES.years.first + len(_RULES.years.codes.split()) - 2)


@pytest.mark.parametrize(
    ("year", "month", "number", "day"),
    [
        (1949, 8, 15, date(1949, 10, 6)),
        (1976, 1, 1, date(1976, 1, 31)),
        (2000, 1, 1, date(2000, 2, 5)),
        (2008, 5, 5, date(2008, 6, 8)),
        (2020, 8, 15, date(2020, 10, 1)),
        (2023, -2, 1, date(2023, 3, 22)),
        (2024, 1, 0, date(2024, 2, 9)),
        (2025, 9, 9, date(2025, 10, 29)),
        (2033, 1, 1, date(2033, 1, 31)),
        (2050, 1, 1, date(2050, 1, 23)),
    ],
)
def test_days_of_the_almanac(year: int, month: int, number: int, day: date) -> None:
    assert lunar_day(year, month, number) == (day, day)


@given(_YEARS)
def test_the_months_of_a_year_reach_to_the_next(year: int) -> None:
    months = [lunar_month(year, sign * month) for month in range(1, 13) for sign in (1, -1)]
    there = [(first, last) for first, last in months if first and last]
    assert len(there) in (12, 13)
    for (_, end), (begin, _) in zip(there, [*there[1:], lunar_month(year + 1, 1)], strict=True):
        assert begin == end + timedelta(days=1)
    assert date(year, 1, 20) < there[0][0] < date(year, 2, 22)


def test_what_the_lunar_calendar_has_not() -> None:
    assert lunar_month(2024, -2) == NOWHEN
    assert lunar_day(2024, 1, 30) == NOWHEN
    assert lunar_day(1900, 1, 1) == lunar_day(None, 1, 1) == NOWHEN


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("清明", date(2024, 4, 4)),
        ("清明", date(2023, 4, 5)),
        ("冬至", date(2024, 12, 21)),
        ("立春", date(2025, 2, 3)),
        ("立春", date(1980, 2, 5)),
        ("秋分", date(2018, 9, 23)),
    ],
)
def test_solar_terms(name: str, day: date) -> None:
    assert solar_term(day.year, *_RULES.terms[name]) == (day, day)


@given(_YEARS)
def test_the_solar_terms_are_a_fortnight_apart(year: int) -> None:
    found = [solar_term(year, *rule)[0] for rule in set(_RULES.terms.values())]
    days = sorted(day for day in found if day is not None)
    assert len(days) == 24
    assert all(14 <= (b - a).days <= 16 for a, b in zip(days, days[1:], strict=False))
