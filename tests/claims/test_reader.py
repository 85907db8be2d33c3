"""The neural reader: its windows, and what it says."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract import Extractor, ModelError
from policy_extract.claims.reader import LEFT, LONGEST, Reader, front, windows
from policy_extract.claims.readers import READER, reader_folder


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and the spans of values in it."""
    at, found = 0, []
    for gap, length in draw(
        st.lists(st.tuples(st.integers(1, 300), st.integers(1, 9)), max_size=30)
    ):
        found.append((at + gap, at + gap + length))
        at += gap + length
    return "文" * (at + draw(st.integers(0, 50))), found


@given(spans())
def test_each_value_stands_in_one_window_with_what_is_before_it(
    drawn: tuple[str, list[tuple[int, int]]],
) -> None:
    text, values = drawn
    seen = []
    for window in windows(text, values, lambda at: front("2026年1月", "标题", "一、回顾")):
        assert 0 <= window.start < window.end <= min(len(text), window.start + LONGEST)
        shown = window.shown(text)
        for number in window.values:
            start, end = values[number]
            assert window.start <= start
            assert end <= window.end
            assert start - window.start >= min(LEFT, start)
            low, high = window.place(start) - 1, window.place(end) - 1
            assert shown[low:high] == text[start:end]
        seen += window.values
    assert seen == list(range(len(values)))


def test_a_hint_says_what_and_where() -> None:
    text = "2026年，全市生产总值增长5.5%，粮食产量稳定在120万吨以上。"
    values = [
        (text.index("5.5%"), text.index("5.5%") + 4),
        (text.index("120"), text.index("120") + 5),
    ]
    hints = Reader(reader_folder(READER)).read(
        text, values, lambda at: front("2026年1月", "政府工作报告", "")
    )
    first, second = hints[values[0][0]], hints[values[1][0]]
    at = text.index("生产总值")
    assert (first.named(at, at + 4) or 0) > 0 > (second.named(at, at + 4) or 0)
    assert first.ways[0] > max(first.ways[1:])
    assert max(second.ways) == second.ways[2]
    for hint in (first, second):
        assert np.isclose(np.logaddexp.reduce([*hint.times, hint.nowhere]), 0.0, atol=0.2)


def test_the_same_hints_alone_and_among_others(article: str) -> None:
    one = Extractor(ner="none")
    assert one.extract(article).model_dump() == Extractor(ner="none").extract(article).model_dump()


def test_a_damaged_folder_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(reader_folder(READER), tmp_path / "reader"))
    (folder / "vocab.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match=r"vocab\.txt: is damaged"):
        Extractor(ner="none", reader=folder)
    with pytest.raises(ModelError, match="no readable manifest"):
        Extractor(ner="none", reader=tmp_path)
