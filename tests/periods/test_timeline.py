"""What time governs a value, and what a change is measured against."""

from datetime import date

import pytest

from policy_extract.periods.baseline import find_baseline
from policy_extract.periods.published import read_published
from policy_extract.periods.scan import scan_periods
from policy_extract.periods.timeline import Timeline
from policy_extract.text.layout import read_layout


def timeline(text: str, reference: date = date(2024, 4, 1)) -> Timeline:
    return Timeline(text, read_layout(text), scan_periods(text, reference), reference)


def governing(text: str, value: str, record: str = "metric") -> tuple[str | None, str]:
    at = text.index(value)
    period, why = timeline(text).governing(at, at + len(value), record=record)  # type: ignore[arg-type]
    return (period.text if period else None), why


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("2023年，利润增长5%。", "5%", ("2023年", "clause")),
        ("2023年，产业向好。全年新增4户。", "4户", ("全年", "clause")),
        ("2023年，产业向好。新增企业4户。", "4户", ("2023年", "paragraph")),
        ("2023年，占比9%，较2022年提高5个百分点。", "5个", ("2023年", "clause")),
        ("产业向好，新增企业4户。", "4户", (None, "")),
        ("到2025年，覆盖率达80%。", "80%", ("到2025年", "clause")),
        ("现有企业81家。", "81家", ("现", "clause")),
    ],
)
def test_the_time_of_a_metric(text: str, value: str, expected: tuple[str | None, str]) -> None:
    assert governing(text, value) == expected


def test_no_target_is_due_in_the_past() -> None:
    text = "2022年，认定了首批。力争新增5个。"
    assert governing(text, "5个", "target")[0] is None
    assert governing(text, "5个", "metric")[0] == "2022年"


def test_a_work_reports_targets_belong_to_its_year() -> None:
    text = "2024年某省政府工作报告\n主要预期目标是：经济增长5%。"
    at = text.index("5%")
    period, why = timeline(text).governing(at, at + 2, record="target")
    assert period is not None
    assert (period.first, why) == (date(2024, 1, 1), "report")


def test_a_named_document_does_not_date_a_metric() -> None:
    assert governing("《2021年行动方案》涉及企业9家。", "9家")[0] is None


@pytest.mark.parametrize(
    ("text", "value", "baseline"),
    [
        ("产值同比增长5%。", "5%", "yoy"),
        ("产值比上年增长5%。", "5%", "yoy"),
        ("产值环比增长5%。", "5%", "mom"),
        ("占比较2022年提高5个百分点。", "5个", "2022"),
        ("面积比2020年末增加5亩。", "5亩", "2020-12-31"),
        ("面积比“十三五”末增加5亩。", "5亩", "2020"),
        ("产值增长5%。", "5%", None),
        ("产值同比增长5%，占比9%。", "9%", None),
    ],
)
def test_baselines(text: str, value: str, baseline: str | None) -> None:
    assert find_baseline(text, 0, text.index(value), timeline(text))[0] == baseline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布日期：2023-11-07 浏览次数：5\n正文", (date(2023, 11, 7), date(2023, 11, 7))),
        ("报告\n（2013年3月20日）\n正文很长", (date(2013, 3, 20), date(2013, 3, 20))),
        ("2024年某省政府工作报告\n正文", (date(2024, 1, 1), date(2024, 12, 31))),
        ("正文提到2023年增长5%。", None),
    ],
)
def test_publication_dates(text: str, expected: tuple[date, date] | None) -> None:
    assert read_published(text) == expected
