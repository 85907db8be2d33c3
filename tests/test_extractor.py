"""The one road from text to records."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policy_extract
from policy_extract import extract
from policy_extract.errors import InputError, UsageError
from policy_extract.evaluation.pairing import likeness
from policy_extract.evaluation.scoring import INDICATOR_FLOOR
from policy_extract.extractor import Extractor
from policy_extract.output import ROW_FIELDS
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
    found = rows(rules_only.extract(text, published="2024-04-01", place="太原市"))
    assert [(kind, value) for kind, _, value in found] == [
        (kind, value) for kind, _, value in expected
    ]
    for (_, name, _), (_, wanted, _) in zip(found, expected, strict=True):
        assert likeness(name, wanted) >= INDICATOR_FLOOR, (name, wanted)


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
    assert {"mood.target", "when.own.as"} <= {reason.rule for reason in target.because}


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


def test_what_can_be_read(tmp_path: Path) -> None:
    text = "2023年，全市粮食产量650万吨。"
    file = tmp_path / "a.txt"
    file.write_text(text, "gb18030")
    first, second, third = extract([text, file, text.encode()], ner="none", place="太原市")
    assert extract(text, ner="none", place="太原市") == first
    assert (first.document.name, second.document.name) == ("-", str(file))
    assert first.targets == second.targets == third.targets
    assert first.metrics == second.metrics == third.metrics
    assert extract(text.encode(), ner="none", name="b.txt").document.name == "b.txt"
    with pytest.raises(InputError, match="no such file"):
        extract(tmp_path / "none.txt", ner="none")


def test_an_extractor_travels_and_pipes(rules_only: Extractor) -> None:
    texts = [f"2023年，全市新增企业{number}家。" for number in range(1, 20)]
    there = pickle.loads(pickle.dumps(rules_only))
    want = [rules_only.extract(text, place="太原市") for text in texts]
    assert [there.extract(text, place="太原市") for text in texts] == want
    for workers in (1, 2):
        assert list(rules_only.pipe(iter(texts), workers=workers, place="太原市")) == want
    begun = rules_only.pipe(iter(texts), workers=2)
    assert next(begun).metrics
    begun.close()


def test_rows_and_short_forms(rules_only: Extractor) -> None:
    document = rules_only.extract("2023年，全市粮食产量650万吨。" * 50, name="a.txt")
    rows = document.rows()
    assert [row["number"] for row in rows] == ["6500000"] * 50
    assert set(rows[0]) == set(ROW_FIELDS)
    assert (
        repr(document) == str(document) == ("<Document 'a.txt': 0 targets, 50 metrics, 0 entities>")
    )
    assert len(repr(document.metrics[0])) < 80
    assert "650万吨" in repr(document.metrics[0])


def test_a_frame_is_the_rows(rules_only: Extractor) -> None:
    pytest.importorskip("pandas")
    document = rules_only.extract("2023年，全市粮食产量650万吨。")
    assert list(document.frame()["number"]) == ["6500000"]


def test_the_public_names_are_all_there_is() -> None:
    assert dir(policy_extract) == sorted(policy_extract.__all__)
    assert all(hasattr(policy_extract, name) for name in dir(policy_extract))


def test_digits_without_words_are_told(rules_only: Extractor) -> None:
    def codes(text: str) -> list[str]:
        return [warning.code for warning in rules_only.extract(text).warnings]

    assert "wordless" in codes("12.5 30.4 7.7%\n" * 20)
    assert "wordless" not in codes("2024年，全市生产总值120.5亿元，增长5.5%。\n" * 20)
    assert "wordless" not in codes("12.5")
