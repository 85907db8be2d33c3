"""Headings of every style, leads and items: what a line is, and what stands over what."""

import pytest

from policy_extract.frames.headings import read_blocks, walk
from policy_extract.text.layout import read_layout


@pytest.mark.parametrize(
    ("line", "kind", "style"),
    [
        ("第一章 总则", "heading", "chapter"),
        ("第三部分 重点任务", "heading", "part"),
        ("一、2025年工作回顾", "heading", "han"),
        ("（二）产业发展", "heading", "han_paren"),
        ("3．扩大投资", "heading", "digit"),
        ("（4）培育企业", "heading", "digit_paren"),
        ("【主要目标】", "heading", "bracket"),
        ("主要任务", "heading", "plain"),
        ("（一）经济平稳增长。全年实现生产总值100亿元，比上年增长5%。", "run_in", "han_paren"),
        ("今年发展主要预期目标是：", "lead", ""),
        ("——城镇新增就业5万人以上；", "item", "dash"),
        ("●新建学校3所", "item", "bullet"),
        ("粮食\t650\t17.3", "table", ""),
        ("全年实现生产总值100亿元，比上年增长5%。", "body", ""),
        ("地区生产总值增长5.5%", "body", ""),
    ],
)
def test_what_a_line_is(line: str, kind: str, style: str) -> None:
    (block,) = read_blocks(line, read_layout(line))
    assert (block.kind, block.style) == (kind, style)


def test_a_heading_in_front_of_its_text_ends_where_the_text_begins() -> None:
    text = "（一）经济平稳增长。全年实现生产总值100亿元。"
    (block,) = read_blocks(text, read_layout(text))
    assert text[block.start : block.head] == "（一）经济平稳增长"


def over(text: str) -> list[list[str]]:
    blocks = read_blocks(text, read_layout(text))
    return [[text[blocks[at].start : blocks[at].end] for at in path] for _, path in walk(blocks)]


def test_marks_nest_in_the_order_in_which_they_open() -> None:
    text = "一、回顾\n（一）工业\n产值增长。\n（二）农业\n产量增长。\n二、安排\n加快发展。"
    assert over(text) == [
        [],
        ["一、回顾"],
        ["一、回顾", "（一）工业"],
        ["一、回顾"],
        ["一、回顾", "（二）农业"],
        [],
        ["二、安排"],
    ]


def test_a_lead_governs_its_items_until_the_next_heading() -> None:
    text = "一、安排\n主要目标是：\n——增长5%；\n——就业5万人。\n二、保障\n加强领导。"
    assert over(text)[2] == ["一、安排", "主要目标是："]
    assert over(text)[3] == ["一、安排", "主要目标是："]
    assert over(text)[5] == ["二、保障"]


ITEMS = (
    "某台简讯\n某口岸一季度货运量超300万吨\n记者从海关了解到，一季度某口岸进出口货运量301万吨，同比增长5%。\n"
    "某景区假期接待游客12万人次\n今年春节期间，某景区七天共接待游客12.3万人次，收入也有增长。\n"
    "某地开通3条新航线\n今天，某地机场开通三条国际航线，每周往返航班增加到二十班。"
)


def test_lines_with_numbers_over_paragraphs_are_headlines_each_over_its_own() -> None:
    blocks = read_blocks(ITEMS, read_layout(ITEMS))
    assert [block.kind for block in blocks] == ["heading", *["heading", "body"] * 3]
    assert over(ITEMS)[4] == ["某景区假期接待游客12万人次"]


def test_lines_torn_from_sentences_are_no_headlines() -> None:
    text = "粮食总产量133.77万吨比上年下降2.3%\n其中夏粮产量20万吨。\n" * 3
    torn = text.replace("。\n粮", "\n粮").replace("下降2.3%\n", "下降，2.3%\n")
    assert {block.kind for block in read_blocks(torn, read_layout(torn))} == {"body"}
