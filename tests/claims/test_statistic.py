"""Averages and sums: told by the words of the value's own clause."""

from types import SimpleNamespace

import pytest

from policy_extract.claims.statistic import statistic_of


def statistic(marked: str) -> str | None:
    """Of the value between ``[`` and ``]``."""
    start = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    spot = SimpleNamespace(
        view=SimpleNamespace(sentence=SimpleNamespace(text=text)), item=SimpleNamespace(start=start)
    )
    return statistic_of(spot)


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ("五年来，生产总值年均增长[6.1%]。", "average"),
        ("工业增加值两年平均增长[5%]。", "average"),
        ("近3年平均造林[40万亩]。", "average"),
        ("平均每年新增托位[900个]。", "average"),
        ("客流月均[12万人次]。", "average"),
        ("累计建成公租房[3万套]。", "cumulative"),
        ("五年总计减税[80亿元]。", "cumulative"),
        # of two words the average counts
        ("累计投资年均增长[7%]。", "average"),
        ("城镇新增就业（累计）达到[9万人]。", "cumulative"),
        # another clause's word says nothing of this one
        ("生产总值年均增长6.1%，人均收入达到[4万元]。", None),
        ("生产总值（年均增长6.1%）达到[4万亿元]。", None),
        ("累计建成公租房3万套；新开工[5000套]。", None),
        # nor a word too far before, nor one behind
        ("累计" + "甲" * 40 + "[3万套]。", None),
        ("完成[3万套]，累计5万套。", None),
        ("平均寿命达到[79岁]。", None),
    ],
)
def test_the_word_of_the_clause_tells(marked: str, told: str | None) -> None:
    assert statistic(marked) == told
