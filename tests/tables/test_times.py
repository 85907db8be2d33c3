"""The times that headers, rows and captions of tables name."""

from datetime import date

import pytest

from policy_extract.tables.times import Time, context_time, read_time, row_time, without_time

EIGHT = Time("2024年1—8月", date(2024, 1, 1), date(2024, 8, 31), "months")
LEAP = Time("2024年2月", date(2024, 2, 1), date(2024, 2, 29), "month")
SEPTEMBER = date(2024, 9, 15)


def shown(time: Time | None) -> str | None:
    return (
        None if time is None else f"{time.text} {time.first or '-'} {time.last or '-'} {time.kind}"
    )


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("2023年", "2023年 2023-01-01 2023-12-31 year"),
        ("2021—2025年", "2021—2025年 2021-01-01 2025-12-31 years"),
        ("2023年|3月", "3月 2023-03-01 2023-03-31 months"),
        ("2023年|下半年", "下半年 2023-07-01 2023-12-31 months"),
        ("2023年|前三季度", "前三季度 2023-01-01 2023-09-30 months"),
        ("2023年|三季度", "三季度 2023-07-01 2023-09-30 months"),
        ("2023年|第四季度末", "第四季度末 - 2023-12-31 end"),
        ("2023年|年末", "年末 - 2023-12-31 end"),
        ("2023年3月末", "2023年3月末 - 2023-03-31 end"),
        # with nothing beside them these have no dates, or are no times at all
        ("1—8月", "1—8月 - - months"),
        ("去年", "去年 - - year"),
        ("本月", None),
        ("8—1月", None),
        ("比上年增长", None),
        ("指标", None),
    ],
)
def test_a_header_by_itself(header: str, told: str | None) -> None:
    assert shown(read_time(header.split("|"), None, None)) == told


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("上年同期", "上年同期 2023-01-01 2023-08-31 year"),
        ("上年末", "上年末 - 2023-12-31 end"),
        ("本月", "本月 2024-08-01 2024-08-31 month"),
        ("本月止累计", "本月止累计 2024-01-01 2024-08-31 months"),
        ("本年累计", "本年累计 2024-01-01 2024-08-31 months"),
        ("本期", "本期 2024-01-01 2024-08-31 months"),
        ("期末", "期末 - 2024-08-31 end"),
        ("全年", "全年 2024-01-01 2024-12-31 year"),
    ],
)
def test_a_header_under_the_time_of_its_table(header: str, told: str) -> None:
    assert shown(read_time([header], EIGHT, None)) == told


def test_a_year_back_from_the_end_of_february_is_its_end() -> None:
    assert shown(read_time(["上年同期"], LEAP, None)) == "上年同期 2023-02-01 2023-02-28 year"


@pytest.mark.parametrize(
    ("header", "day", "told"),
    [
        ("1—8月", SEPTEMBER, "1—8月 2024-01-01 2024-08-31 months"),
        ("1—8月", date(2024, 8, 20), "1—8月 2023-01-01 2023-08-31 months"),
        ("上半年", SEPTEMBER, "上半年 2024-01-01 2024-06-30 months"),
        ("去年", SEPTEMBER, "去年 2023-01-01 2023-12-31 year"),
    ],
)
def test_a_month_without_a_year_is_the_last_that_was_over(
    header: str, day: date, told: str
) -> None:
    assert shown(read_time([header], None, day)) == told


@pytest.mark.parametrize(
    ("name", "context", "told"),
    [
        ("2020", None, "2020 2020-01-01 2020-12-31 year"),
        ("2020年", None, "2020年 2020-01-01 2020-12-31 year"),
        ("2024-12", None, "2024-12 2024-12-01 2024-12-31 month"),
        ("2024-12-31", None, "2024-12-31 2024-12-31 2024-12-31 day"),
        ("2023-02-30", None, None),
        ("2023年一季度", None, "2023年一季度 2023-01-01 2023-03-31 months"),
        ("3月", EIGHT, "3月 2024-03-01 2024-03-31 months"),
        ("3月", None, None),
        ("粮食", EIGHT, None),
        ("", EIGHT, None),
    ],
)
def test_a_row_that_is_a_time(name: str, context: Time | None, told: str | None) -> None:
    assert shown(row_time(name, context)) == told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["表1 2023年末人口", "单位：万人"], "2023年末 - 2023-12-31 end"),
        (["年末", "2023年人口"], "2023年 - 2023-12-31 end"),
        (["2023年人口", "2022年人口"], "2023年 2023-01-01 2023-12-31 year"),
        (["人口"], None),
    ],
)
def test_the_time_of_a_table_is_that_of_its_nearest_line(
    lines: list[str], told: str | None
) -> None:
    assert shown(context_time(lines, date(2024, 3, 1))) == told


def test_a_name_without_its_time() -> None:
    assert without_time("2023年1—8月产量") == "产量"
    assert without_time("产量比上年增长") == "产量同比增长"
