"""Sentences torn by broken columns."""

from policy_extract.segmentation import Segmenter
from policy_extract.text.layout import read_layout
from policy_extract.text.torn_sentences import join_torn

WORDS = Segmenter()
TORN = """全市加快产业布局，支持龙头企业做大做强。一批重点工程相继落地，带动太阳能

本版图文由某市工信局提供

第二个标题

源产业加快发展，为全年增长打下基础。其余企业平稳运行。
"""


def test_a_word_across_the_break_joins_the_halves() -> None:
    layout = join_torn(TORN, read_layout(TORN), WORDS)
    (join,) = layout.joins
    head, tail = layout.sentences[join.head], layout.sentences[join.tail]
    assert TORN[head.start : head.end].endswith("太阳能")
    assert TORN[tail.start : tail.end].startswith("源产业")
    assert layout.fragments == ()


def test_a_half_without_its_other_is_a_fragment() -> None:
    text = "等34个项目全面开工，其余项目加快推进，按期完成建设任务。\n下一段正常开始。"
    layout = join_torn(text, read_layout(text), WORDS)
    assert [layout.sentences[index].start for index in layout.fragments] == [0]


def test_an_end_without_a_mark_after_a_full_sentence_is_a_fragment() -> None:
    text = "下一段正常开始，各项工作有序推进，成效明显。全市加快新型基础设施建设，实现城区和"
    layout = join_torn(text, read_layout(text), WORDS)
    assert len(layout.fragments) == 1


def test_ordinary_text_is_whole() -> None:
    text = """某市工作报告
来源：某市日报
一、工作回顾
过去一年，全市经济稳步增长。各项事业全面进步。
二、主要目标：
全年增长5%左右；
城镇新增就业70万人以上。
"""
    layout = join_torn(text, read_layout(text), WORDS)
    assert (layout.joins, layout.fragments) == ((), ())


def test_sentences_cover_their_paragraphs_without_white_space() -> None:
    text = "  第一句。 第二句！“第三句。”\n\n\u3000\u3000末句没有句号"
    layout = read_layout(text)
    assert [text[s.start : s.end] for s in layout.sentences] == [
        "第一句。",
        "第二句！",
        "“第三句。”",
        "末句没有句号",
    ]
