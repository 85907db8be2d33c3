"""Where a value finds its name: segments, slots, groups."""

from dataclasses import dataclass

import pytest

from policy_extract.claims.segments import read_slots
from policy_extract.claims.sentence import ASIDE, TIME, build_sentence, to_local


@dataclass(frozen=True)
class Value:
    start: int
    end: int
    kind: str = "percent"
    unit: str | None = "%"


def sentence(marked: str, times: tuple[str, ...] = ()):
    """A sentence whose values are marked with braces."""
    text, values, open_at = "", [], 0
    for char in marked:
        if char == "{":
            open_at = len(text)
        elif char == "}":
            values.append(Value(open_at, len(text)))
        else:
            text += char
    spans = [(text.index(time), text.index(time) + len(time)) for time in times]
    return build_sentence(text, [(0, len(text))], values, spans)


def lefts(marked: str) -> list[str]:
    built = sentence(marked)
    return [built.masked[slot.left : slot.item.start] for slot in read_slots(built)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("粮食产量{650万吨}，增长{17.3%}。", ["粮食产量", "增长"]),
        ("食品价格上涨{7.7%}、烟酒价格上涨{2.7%}。", ["食品价格上涨", "烟酒价格上涨"]),
        ("建设{100个}养老中心和{300个}幸福院。", ["建设", ""]),
        ("从{214家}增至{521家}。", ["从", "增至"]),
        ("广东（{59518亿元}）、江苏（{56909亿元}）。", ["", ""]),
        ("价格与去年持平、居住价格上涨{0.5%}。", ["价格与去年持平、居住价格上涨"]),
    ],
)
def test_left_text(marked: str, expected: list[str]) -> None:
    assert lefts(marked) == expected


def test_values_in_a_row_are_one_group() -> None:
    slots = read_slots(sentence("甲、乙、丙分别增长{1%}、{2%}和{3%}，比上年高{4%}。"))
    assert [slot.group for slot in slots] == [0, 0, 0, 3]


def test_an_empty_aside_is_masked_and_a_telling_one_is_not() -> None:
    built = sentence("占比（下同）为{5%}（上年{4%}）。")
    assert ASIDE * 4 in built.masked
    assert "上年" in built.masked


def test_times_are_masked() -> None:
    built = sentence("2023年，利润增长{5%}。", ("2023年",))
    assert built.masked.startswith(TIME * 5 + "，")


def test_local_offsets_cross_a_break() -> None:
    pieces = [(10, 14), (30, 36)]
    assert to_local(pieces, 12) == 2
    assert to_local(pieces, 31) == 5
    assert to_local(pieces, 20) == -1


def test_a_joined_sentence_maps_back() -> None:
    text = "甲乙丙丁" + "x" * 6 + "戊己庚{"
    built = build_sentence(text, [(0, 4), (10, 13)], [Value(11, 12)], [])
    assert built.text == "甲乙丙丁戊己庚"
    assert built.items[0].start == 5
    assert built.to_document(5) == 11
