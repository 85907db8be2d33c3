"""Soft line breaks are read through, and every offset leads home."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.extractor import Extractor
from policy_extract.segmentation import Segmenter
from policy_extract.text.reading import read_through

WORDS = Segmenter()
PARAGRAPHS = (
    "过去一年，全市上下坚持稳中求进工作总基调，扎实推动高质量发展，经济运行总体平稳，主要指标好于预期，"
    "民生保障更加有力。地区生产总值达到1260亿元，比上年增长5.8%，增速高于全国平均水平。",
    "规模以上工业增加值增长7.2%，固定资产投资增长6.5%，社会消费品零售总额突破480亿元，一般公共预算收入"
    "完成96.3亿元。新建高标准农田25万亩，粮食总产量连续八年稳定在120万吨以上。",
    "今年要继续扩大有效投资，年内开工建设重点项目118个，力争完成技术改造投资150亿元以上，城镇新增就业"
    "不少于3.6万人，居民收入增长与经济增长同步，单位生产总值能耗继续下降。",
)
ORDINARY = """某市举行新闻发布会

一、工作回顾
过去一年，全市经济稳步增长
各项事业全面进步
二、主要目标
全年增长5%左右
城镇新增就业70万人以上
新建改建农村公路300公里
改造提升老旧小区120个
指标\t上年\t今年
增速\t5.2\t5.5
"""


def wrap(paragraph: str, width: int) -> str:
    return "\n".join(paragraph[at : at + width] for at in range(0, len(paragraph), width))


@pytest.mark.parametrize("width", [15, 22, 35, 40])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_text_broken_at_a_width_is_read_whole(width: int, between: str) -> None:
    source = between.join(wrap(paragraph, width) for paragraph in PARAGRAPHS)
    reading = read_through(source, WORDS)
    assert reading.source == source
    assert reading.text == between.join(PARAGRAPHS)


def test_an_indent_begins_a_paragraph_and_a_heading_stays_alone() -> None:
    title = "某市经济运行情况"
    source = "\n".join([title, *(wrap("\u3000\u3000" + p, 30) for p in PARAGRAPHS)])
    assert read_through(source, WORDS).text.split("\n")[0] == title
    assert read_through(source, WORDS).text.count("\n") == 3


def test_a_lowered_figure_on_a_line_of_its_own_is_read_through() -> None:
    source = "财政赤字控制在预算范围内，广义货币M\n2\n增长13.6%。细颗粒物（PM\n2.5\n）浓度下降"
    assert read_through(source, WORDS).text == source.replace("\n", "")
    table = "指标\nGDP\n5\n亿元"
    assert read_through(table, WORDS).text == table


def test_a_figure_parted_from_its_scale_is_read_through() -> None:
    source = "经济运行平稳，国内生产总值达到74.4\n万亿元，增长6.7%"
    assert read_through(source, WORDS).text == source.replace("\n", "")
    for other in ("经济运行平稳，2023\n万里长江", "产值 9\n亿元"):
        assert read_through(other, WORDS).text == other


def test_a_sentence_goes_on_behind_a_page_end() -> None:
    lines = wrap(PARAGRAPHS[0] + PARAGRAPHS[1], 30).split("\n")
    source = "\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:])
    assert read_through(source, WORDS).text == PARAGRAPHS[0] + PARAGRAPHS[1]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "国务院已经发布《\n关于扩大自主权的规定\n》，情况良好。",
            "国务院已经发布《关于扩大自主权的规定》，情况良好。",
        ),
        (
            "各地区各部门认真落实这项工作，取得了明显的成效\n，群众满意度达到95\n％。",
            "各地区各部门认真落实这项工作，取得了明显的成效，群众满意度达到95％。",
        ),
        ("他说，“\n今年增长5%。”", "他说，“今年增长5%。”"),
    ],
)
def test_breaks_that_links_made(source: str, text: str) -> None:
    assert read_through(source).text == text


@pytest.mark.parametrize(
    "text",
    [
        ORDINARY,
        "产业链强\n，太钢等一批项目落地。",
        "第一段。\n，第二段从中间开始，后面还有。",
        "\n".join(["城镇居民人均可支配收入稳步提升", "农村居民人均可支配收入较快增长"] * 4),
        "甲\t1\n乙\t2\n丙\t3\n" * 5,
        "",
        "\n\n",
        "一行",
    ],
)
def test_hard_breaks_stay(text: str) -> None:
    reading = read_through(text, WORDS)
    assert reading.text == text
    assert reading.cuts == ()


lines = st.lists(st.text("经济增长，。《》12%％ \n\u3000", max_size=12), max_size=12).map("\n".join)


@given(lines | st.sampled_from([wrap(p, 21) for p in PARAGRAPHS]), st.data())
@settings(max_examples=200)
def test_every_span_leads_home(source: str, data: st.DataObject) -> None:
    reading = read_through(source, WORDS)
    rest = iter(source)
    assert all(char in rest for char in reading.text if not char.isspace())
    if reading.text:
        start = data.draw(st.integers(0, len(reading.text) - 1))
        end = data.draw(st.integers(start + 1, len(reading.text)))
        home = source[slice(*reading.span(start, end))]
        assert "".join(home.split()) == "".join(reading.text[start:end].split())
        assert home[0] == reading.text[start]
        assert home[-1] == reading.text[end - 1]


@pytest.mark.parametrize("width", [21, 33])
def test_records_of_wrapped_text_are_those_of_the_whole(rules_only: Extractor, width: int) -> None:
    whole = rules_only.extract("\n".join(PARAGRAPHS), published="2024-02")
    source = "\n".join(wrap(paragraph, width) for paragraph in PARAGRAPHS)
    wrapped = rules_only.extract(source, published="2024-02")
    assert len(whole.claims) >= 10

    def said(document: object) -> list[tuple[object, ...]]:
        return [
            (c.record, c.indicator, c.value.number, c.value.unit, c.direction)
            + ((c.period.text, c.period.start, c.period.end) if c.period else ())
            for c in document.claims  # type: ignore[attr-defined]
        ]

    assert said(wrapped) == said(whole)
    assert wrapped.text == source
    assert wrapped.document.chars == len(source)
    assert [w.code for w in wrapped.warnings] == [w.code for w in whole.warnings]
    for claim in wrapped.claims:
        assert claim.id == f"{claim.record[0]}{claim.value.start}-{claim.value.end}"
        assert source[claim.value.start : claim.value.end] == claim.value.text


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("2024年，全市生产总值32\n04.5亿元，增长5%。", "2024年，全市生产总值3204.5亿元，增长5%。"),
        ("新增就业7.\n2万人，增长5%。", "新增就业7.2万人，增长5%。"),
        ("增加值120.3亿\n元，增长3.1%。", "增加值120.3亿元，增长3.1%。"),
        ("指标\t32\n04.5亿元\t5", "指标\t32\n04.5亿元\t5"),
        ("目录\n1.2\n05年规划", "目录\n1.2\n05年规划"),
    ],
)
def test_a_break_inside_a_figure_is_none(source: str, read: str) -> None:
    assert read_through(source).text == read


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("粮食产量增长，增速提高1.2个百\n分点，好于预期。", "1.2个百分点"),
        ("全市用电量稳定，达8.3亿千\n瓦时。", "8.3亿千瓦时"),
        ("建成区扩大，面积30平\n方公里。", "30平方公里"),
        ("外资到位，达3.2亿美\n元。", "3.2亿美元"),
    ],
)
def test_a_break_inside_a_unit_is_soft(text: str, whole: str) -> None:
    assert whole in read_through(text, WORDS).text
