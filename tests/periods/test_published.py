"""The day a document states of itself, and what no day fixes."""

from datetime import date

import pytest

from policy_extract.periods.published import first_undated, read_published
from policy_extract.periods.scan import scan_periods


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("发布日期：2024-02-20 09:31\n今年增长5%。", date(2024, 2, 20)),
        (
            "政府工作报告\n——2021年2月27日在某某市第四届人民代表大会第七次会议上某某市人民政府市长某某某\n今年",
            date(2021, 2, 27),
        ),
        ("二〇二一年政府工作报告\n今年", date(2021, 1, 1)),
    ],
)
def test_the_head_tells_the_day(text: str, start: date) -> None:
    found = read_published(text)
    assert found is not None
    assert found[0] == start


def test_a_title_told_beside_the_text_tells_the_year() -> None:
    assert read_published("今年增长5%。", "2025年太原市政府工作报告") == (
        date(2025, 1, 1),
        date(2025, 12, 31),
    )


def test_the_first_relative_year_without_a_date_is_found() -> None:
    undated = first_undated(scan_periods("2023年增长5%。今年增长6%。"))
    assert undated is not None
    assert undated.text == "今年"
    assert first_undated(scan_periods("今年增长6%。", date(2024, 2, 1))) is None
