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
    return [
        [text[blocks[at].start : blocks[at].end] for at in path] for _, path in walk(blocks)
    ]


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
