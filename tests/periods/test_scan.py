"""Time expressions and their dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.periods import find_periods

REFERENCE = date(2024, 4, 1)


@pytest.mark.parametrize(
    ("text", "mention", "start", "end"),
    [
        ("2023年增长", "2023年", "2023-01-01", "2023-12-31"),
        ("二〇二五年增长", "二〇二五年", "2025-01-01", "2025-12-31"),
        ("2021—2025年增长", "2021—2025年", "2021-01-01", "2025-12-31"),
        ("2024年1—4月增长", "2024年1—4月", "2024-01-01", "2024-04-30"),
        ("1至2月份增长", "1至2月份", "2024-01-01", "2024-02-29"),
        ("前三季度增长", "前三季度", "2023-01-01", "2023-09-30"),
        ("今年一季度增长", "今年一季度", "2024-01-01", "2024-03-31"),
        ("2022年上半年增长", "2022年上半年", "2022-01-01", "2022-06-30"),
        ("去年增长", "去年", "2023-01-01", "2023-12-31"),
        ("“十四五”期间增长", "“十四五”期间", "2021-01-01", "2025-12-31"),
        ("“一五”时期增长", "“一五”时期", "1953-01-01", "1957-12-31"),
        ("“十四五”末达到", "“十四五”末", None, "2025-12-31"),
        ("到2025年达到", "到2025年", None, "2025-12-31"),
        ("2025年底前达到", "2025年底前", None, "2025-12-31"),
        ("到本世纪中叶达到", "到本世纪中叶", None, "2050-12-31"),
        ("截至2023年7月底达到", "截至2023年7月底", None, "2023-07-31"),
        ("2023年以来增长", "2023年以来", "2023-01-01", None),
        ("党的十八大以来增长", "党的十八大以来", "2012-11-08", None),
        ("过去的一年增长", "过去的一年", "2023-01-01", "2023-12-31"),
        ("近三年增长", "近三年", None, None),
        ("两年内达到", "两年内", None, None),
        ("目前达到", "目前", None, None),
        ("2024年1月16日投产", "2024年1月16日", "2024-01-16", "2024-01-16"),
    ],
)
def test_dates(text: str, mention: str, start: str | None, end: str | None) -> None:
    found = find_periods(text, REFERENCE)
    assert [m.text for m in found] == [mention]
    assert (_iso(found[0].start), _iso(found[0].end)) == (start, end)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    "text", ["缩短3个工作日", "百年老店", "3米宽", "五星级酒店", "网上年货节", "第一产业"]
)
def test_what_is_no_time(text: str) -> None:
    assert find_periods(text, REFERENCE) == []


def test_without_a_reference_relative_words_have_no_dates() -> None:
    (found,) = find_periods("今年增长")
    assert (found.text, found.start, found.end) == ("今年", None, None)


def test_a_bare_month_takes_the_year_of_its_paragraph() -> None:
    found = find_periods("2019年启动。7月底前完成。", REFERENCE)
    assert _iso(found[1].end) == "2019-07-31"


def test_the_same_time_is_the_one_before() -> None:
    found = find_periods("2020年上半年增长5%。同期，进口下降。", REFERENCE)
    assert (found[0].start, found[0].end) == (found[1].start, found[1].end)


def test_the_same_time_a_year_ago() -> None:
    found = find_periods("2020年上半年增长5%，高于去年同期。", REFERENCE)
    assert _iso(found[1].start) == "2019-01-01"


@given(st.text(alphabet="2023年1月到—至底末前三季度今去“十四五”期间日，。 \n今", max_size=60))
def test_offsets_always_fit(text: str) -> None:
    for mention in find_periods(text, REFERENCE):
        assert text[mention.char_start : mention.char_end] == mention.text


@given(st.integers(1950, 2049), st.integers(1, 12))
def test_every_month_of_every_year(year: int, month: int) -> None:
    (found,) = find_periods(f"{year}年{month}月增长")
    assert found.start == date(year, month, 1)
    assert found.end is not None
    assert (found.end.month, found.end.year) == (month, year)
