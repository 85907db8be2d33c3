"""What holds of every text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.quantities import find_quantities, scan_quantities

_WORDS = (
    "几 数 负 零下 兆 折 又 人民币 $ 港币 角 分 公斤 之间 间 与 每 m² km/h （不含） （元） ～ 〜 − – "
    "0 1 5 12 2023 3.5 1,200 ５ 一 二 两 三 五 十 百 千 万 亿 半 第 前 首 之首 翻 番 成 分之 百分之 "
    "% ％ ‰ 个 家 元 亿元 万吨 千瓦 米 年 月 日 个月 至 — - ~ 、 和 余 多 以上 左右 约 超 不低于 突破 / "
    "： : 点 . ， 。 （ ） “ ” 增长 企业 同比 G A 位 强 级 比 号 届 次 倍 × +"
)
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\t", "\u3000", " ", "²", "\u200b"])
_TEXTS = st.lists(_PIECES, max_size=25).map("".join)


@settings(max_examples=600)
@given(_TEXTS)
def test_spans_are_true_sorted_and_apart(text: str) -> None:
    last = 0
    for found in scan_quantities(text):
        assert found.start >= last
        assert found.end > found.start
        assert text[found.start : found.end] == found.text
        last = found.end


@settings(max_examples=300)
@given(st.one_of(_TEXTS, st.text(max_size=60)))
def test_every_find_is_a_valid_quantity(text: str) -> None:
    raw = scan_quantities(text)
    made = find_quantities(text)  # the model refuses a number beside a range, and the like
    assert [(q.start, q.end, q.number, q.unit) for q in made] == [
        (q.start, q.end, q.number, q.unit) for q in raw
    ]


@given(_TEXTS)
def test_a_range_rises(text: str) -> None:
    for found in scan_quantities(text):
        if found.low is not None:
            assert found.high is not None
            assert found.number is None
            assert found.low < found.high
        else:
            assert found.number is not None


@given(_TEXTS)
def test_a_comparator_has_a_cue(text: str) -> None:
    for found in scan_quantities(text):
        if found.rule not in ("quantity.rank", "quantity.level"):
            assert (found.comparator == "=") == (found.cue is None)


@given(_TEXTS, st.sampled_from(["，", "。", "\n"]))
def test_what_stands_behind_a_boundary_changes_nothing(text: str, boundary: str) -> None:
    alone = [(q.start, q.end, q.number, q.unit) for q in scan_quantities(text + boundary)]
    joined = scan_quantities(text + boundary + "企业发展")
    assert [(q.start, q.end, q.number, q.unit) for q in joined] == alone


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1，111，",
        "2001、",
        "1,111,",
        "一",
        "九百",
        "第",
        "一次、",
        "1.1.",
        "1:1:",
        "百分之",
        "至5",
        "半",
        "（一",
        "1个",
        "5%、",
        "第一",
        "1-",
        "1~",
        "几",
        "几十",
        "1又",
        "1/2",
        "负",
        "零下",
        "1元1角",
        "1年1个月",
        "一、二",
        "$1",
        "1.",
        "1 111 ",
        "（元）1",
        "不低于的1",
        "增 长 ",
        "\u200b1",
    ],
)
def test_a_long_row_ends(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert all(text[q.start : q.end] == q.text for q in scan_quantities(text))
