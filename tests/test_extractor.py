"""The one road from text to records."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract import extract
from policy_extract.errors import UsageError
from policy_extract.extractor import Extractor
from policy_extract.records import Document


def rows(document: Document) -> list[tuple[str, str, str]]:
    return [(c.record, c.indicator, c.value.text) for c in document.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2023年，全市粮食产量650万吨，同比增长17.3%，居全省第二。",
            [
                ("metric", "粮食产量", "650万吨"),
                ("metric", "粮食产量", "17.3%"),
                ("metric", "粮食产量", "第二"),
            ],
        ),
        (
            "今年力争建设5条铁路、26条公路。",
            [("target", "建设铁路", "5条"), ("target", "建设公路", "26条")],
        ),
        (
            "城镇和农村居民人均可支配收入分别增长4%和6%。",
            [
                ("metric", "城镇居民人均可支配收入", "4%"),
                ("metric", "农村居民人均可支配收入", "6%"),
            ],
        ),
        (
            "2023年，新增国家级工厂4户、全国质量标杆企业和服务型示范企业各1户。",
            [
                ("metric", "国家级工厂", "4户"),
                ("metric", "质量标杆企业", "1户"),
                ("metric", "服务型示范企业", "1户"),
            ],
        ),
        ("企业从214家增至521家。", [("metric", "企业", "214家"), ("metric", "企业", "521家")]),
        (
            "一般贸易进出口18727.3亿元，增长24.3%，占外贸总值的57%，同比提高3.3个百分点。",
            [
                ("metric", "一般贸易进出口", "18727.3亿元"),
                ("metric", "一般贸易进出口", "24.3%"),
                ("metric", "一般贸易进出口占外贸总值", "57%"),
                ("metric", "一般贸易进出口占外贸总值", "3.3个百分点"),
            ],
        ),
        (
            "办理时限由7天压缩至3天。",
            [("metric", "办理时限", "7天"), ("metric", "办理时限", "3天")],
        ),
    ],
)
def test_numbers_find_their_names(
    rules_only: Extractor, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert rows(rules_only.extract(text, published="2024-04-01", place="太原市")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "从细化责任、企业培育等7个方面明确12项重点任务。",
        "围绕一条产业链、一名链长、三个方向推进。",
        "5G网络和“1233”产业链建设加快，3月20日召开第十四届四次会议。",
        "发挥7米以上大机焦装备优势，两年内完成。",
        "落实《某市2024年10项重点工作方案》。",
        "每万人中65岁以上老人持续增加，把就业放在首位。",
        "第一产业和第三产业稳步发展，千帆竞发。",
    ],
)
def test_what_measures_nothing_is_no_record(rules_only: Extractor, text: str) -> None:
    assert rows(rules_only.extract(text, published="2024-04-01")) == []


def test_the_fields_of_a_target(rules_only: Extractor) -> None:
    document = rules_only.extract(
        "到2025年，全市高新技术企业达到500家以上。", published="2024-04-01", place="太原市"
    )
    (target,) = document.targets
    assert target.value.comparator == ">="
    assert str(target.value.number) == "500"
    assert target.subject is not None
    assert target.subject.canonical == "太原市"
    assert target.period is not None
    assert (target.period.start, target.period.end) == (None, date(2025, 12, 31))
    assert target.evidence.text == "到2025年，全市高新技术企业达到500家以上。"
    assert {reason.rule for reason in target.because} >= {"indicator.left"}


def test_ids_are_stable_and_one_each(full: Extractor, article: str) -> None:
    first = full.extract(article, published="2024-04")
    second = Extractor().extract(article, published="2024-04")
    assert first.to_json() == second.to_json()
    ids = [claim.id for claim in first.claims] + [entity.id for entity in first.entities]
    assert len(ids) == len(set(ids))


def test_a_torn_sentence_is_evidence_in_two_spans(full: Extractor, article: str) -> None:
    document = full.extract(article, published="2024-04")
    torn = [claim for claim in document.claims if len(claim.evidence.spans) == 2]
    assert torn
    assert all(claim.evidence.text.endswith("。") for claim in torn)
    assert [warning.code for warning in document.warnings] == ["fragment", "fragment"]


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n\n", "empty"), ("only English 5%", "not_chinese")]
)
def test_nothing_to_read_is_a_warning(rules_only: Extractor, text: str, code: str) -> None:
    document = rules_only.extract(text)
    assert [warning.code for warning in document.warnings] == [code]


def test_a_bad_date_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="2024-13-01"):
        extract("经济增长5%。", published="2024-13-01", ner="none")


def test_threads_may_share_an_extractor(full: Extractor, article: str) -> None:
    piece = article[:1500]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: full.extract(piece).to_json(), range(6)))
    assert len(set(made)) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="全市增长新5%亿元2023年，。、和分别各比上年同期至3个项目第二位“”（）\n\t以上超近到其中：；",
        max_size=120,
    )
)
def test_any_text_gives_a_valid_document(text: str) -> None:
    document = extract(text, ner="none")
    assert document.document.chars == len(text)
    for claim in document.claims:
        assert text[claim.value.start : claim.value.end] == claim.value.text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_give_a_valid_document(text: str) -> None:
    extract(text.replace("\r", ""), ner="none")
