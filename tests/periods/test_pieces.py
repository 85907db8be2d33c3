"""The pieces under the grammar: folding, numerals, the calendar, titles, what was said before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.periods import extents, scan_periods
from policy_extract.periods.calendar_rules import plan_years
from policy_extract.periods.context import Context
from policy_extract.periods.folding import fold
from policy_extract.periods.numerals import full_year, short_year, small
from policy_extract.periods.roles import Titles


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２４年", "2024年"),
        ("2024 年 5 月", "2024年5月"),
        ("2024\n年", "2024年"),
        ("截至2024\n年末", "截至2024年末"),
        ("教育\t11.0\n年末存款余额", "教育\t11.0\n年末存款余额"),
        ("1 9 9 7 年", "1997年"),
        ("1997年1 2 月3 1 日", "1997年12月31日"),
        ("「十四五」後", "“十四五”后"),
        ("二零○四", "二〇〇四"),
        ("表 2 2024年", "表 2 2024年"),
        ("2024年\t2025年", "2024年\t2025年"),
        ("增长 5 %", "增长 5 %"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(st.text(alphabet="2024 年月日\n1３至 增长", max_size=60))
def test_every_folded_character_knows_its_home(text: str) -> None:
    folded = fold(text)
    plain = fold(text.replace(" ", "").replace("\n", "")).text
    assert folded.text.replace(" ", "").replace("\n", "") == plain
    for at, char in enumerate(folded.text):
        start, end = folded.homes(at, at + 1)
        assert end == start + 1
        assert fold(text[start]).text == char


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("廿一", 21), ("卅", 30),
        ("两", 2), ("一百二十", 120), ("一百〇五", 105), ("三四十", None), ("十几", None), ("", None),
    ],
)  # fmt: skip
def test_small_numerals(text: str, number: int | None) -> None:
    assert small(text) == number


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024), ("二〇二四", 2024), ("2O24", 2024), ("两千〇八", 2008), ("两千", 2000),
        ("一千九百九十八", 1998), ("二千〇二十四", 2024), ("年", None),
    ],
)  # fmt: skip
def test_full_years(text: str, year: int | None) -> None:
    assert full_year(text) == year


@given(st.integers(0, 99), st.integers(1950, 2090))
def test_a_short_year_is_the_latest_not_far_ahead(figures: int, near: int) -> None:
    year = short_year(f"{figures:02}", near)
    assert year is not None
    assert year % 100 == figures
    assert near - 90 <= year <= near + 10


@given(st.dates(date(1, 1, 1)), st.integers(-12000, 12000))
def test_the_same_day_in_another_year(day: date, shift: int) -> None:
    found = extents.in_year(day, shift)
    if not 1 <= day.year + shift <= 9999:
        assert found is None
        return
    assert found is not None
    assert (found.year, found.month) == (day.year + shift, day.month)
    leap = day.month == 2 and day.day >= 28
    assert leap or found.day == day.day


@given(st.dates(), st.integers(-60, 60))
def test_months_later_come_back(day: date, count: int) -> None:
    year, month = extents.later_month(day, count)
    assert 12 * year + month == 12 * day.year + day.month + count


def test_what_the_calendar_has_not() -> None:
    assert extents.day(2023, 2, 29) == extents.NOWHEN
    assert extents.months(2023, 0, 3) == extents.NOWHEN
    assert extents.months(2023, 1, 13) == extents.NOWHEN
    assert extents.years(2025, 2021) == extents.NOWHEN
    assert extents.later_day(date(9999, 12, 31), 1) is None


def test_plans_come_from_one_table() -> None:
    spans = [plan_years(f"{tens}{ones}") for tens in ("", "十") for ones in "一二三四五六"]
    assert all(span is not None and span[1] - span[0] == 4 for span in spans)
    assert plan_years("二十") is None


def test_titles_stand_on_one_line() -> None:
    text = "甲《乙》丙《丁\n戊》己"
    titles = Titles(text)
    assert [char for at, char in enumerate(text) if titles.hold(at)] == ["乙", "》"]


def test_a_paragraph_forgets_the_year_of_the_one_before() -> None:
    found = scan_periods("2019年启动，6月完成。\n7月开展", date(2025, 8, 1))
    assert [one.first for one in found] == [date(2019, 1, 1), date(2019, 6, 1), date(2025, 7, 1)]
    assert [one.anchor for one in found] == ["own", "context", "reference"]


def test_a_bulletin_of_last_year_says_what_all_year_means() -> None:
    found = scan_periods("2024年统计公报\n全年增长5%，年末达到3万人", date(2025, 3, 1))
    assert [one.last for one in found] == [date(2024, 12, 31)] * 3


@pytest.mark.parametrize(
    ("today", "month", "year"),
    [(date(2025, 1, 9), 12, 2024), (date(2025, 3, 9), 9, 2025), (date(2025, 9, 9), 3, 2025)],
)
def test_the_year_of_a_bare_month(today: date, month: int, year: int) -> None:
    assert Context("", today).year(month, month) == (year, "reference")


def test_a_sum_from_the_years_beginning_is_over_when_it_is_told() -> None:
    context = Context("", date(2025, 3, 9))
    assert context.year(1, 9, flow=True) == (2024, "reference")
    assert context.year(1, 3, flow=True) == (2025, "reference")
