"""Whole genres: what governs a number without a time of its own, and what it is."""

from datetime import date

import pytest

from policy_extract.extractor import Extractor
from policy_extract.records import Metric, Target

REPORT = """2026年清源市政府工作报告
——2026年1月20日在清源市第五届人民代表大会第六次会议上
一、2025年工作回顾
过去一年，全市经济稳中向好。地区生产总值增长5.6%，规模以上工业增加值增长7.2%。城镇新增就业5.3万人。
（一）产业升级步伐加快。新增国家级专精特新企业12家，高新技术企业达到860家。
二、2026年主要目标和重点工作
今年经济社会发展的主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业5万人以上，居民消费价格涨幅2%左右。
"""


def claims(extractor: Extractor, text: str, published: str) -> dict[str, Metric | Target]:
    found = extractor.extract(text, published=published)
    return {claim.value.text: claim for claim in found.claims}


@pytest.fixture(scope="module")
def report(rules_only: Extractor) -> dict[str, Metric | Target]:
    return claims(rules_only, REPORT, "2026-01-20")


@pytest.mark.parametrize("value", ["5.6%", "7.2%", "5.3万人", "12家", "860家"])
def test_a_review_tells_facts_of_the_year_before(
    report: dict[str, Metric | Target], value: str
) -> None:
    claim = report[value]
    assert claim.record == "metric"
    assert claim.period is not None
    assert claim.period.end == date(2025, 12, 31)


@pytest.mark.parametrize("value", ["5.5%左右", "5万人以上", "2%左右"])
def test_a_section_of_goals_tells_targets_of_the_year(
    report: dict[str, Metric | Target], value: str
) -> None:
    claim = report[value]
    assert claim.record == "target"
    assert claim.period is not None
    assert claim.period.end == date(2026, 12, 31)


def test_names_are_read_and_stand_where_they_are_said(
    report: dict[str, Metric | Target],
) -> None:
    claim = report["7.2%"]
    assert claim.indicator == "规模以上工业增加值"
    assert claim.indicator_at is not None
    assert [span.text for span in claim.indicator_at] == ["规模以上工业增加值"]
    assert claim.direction == "increase"
    assert claim.confidence is not None


def test_no_metric_is_dated_after_the_publication(report: dict[str, Metric | Target]) -> None:
    for claim in report.values():
        if claim.record == "metric" and claim.period is not None and claim.period.start:
            assert claim.period.start <= date(2026, 1, 20)


def test_a_growth_takes_the_name_of_the_value_before_it(rules_only: Extractor) -> None:
    found = claims(rules_only, "2023年，全市社会消费品零售总额1305.2亿元，同比增长6.4%。", "2024-01-20")
    assert found["1305.2亿元"].indicator == "社会消费品零售总额"
    assert found["6.4%"].indicator == "社会消费品零售总额"
    assert found["6.4%"].baseline == "yoy"


def test_the_same_text_gives_the_same_bytes(rules_only: Extractor) -> None:
    first = rules_only.extract(REPORT, published="2026-01-20").to_json()
    assert first == rules_only.extract(REPORT, published="2026-01-20").to_json()
