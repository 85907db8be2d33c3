"""Words as a model sees them: each character in its word, whatever stands beside the text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.entities.characters import Rows, build_table
from policy_extract.entities.recognizer import model_folder
from policy_extract.entities.word_features import BUCKETS, PARTS, WordFeatures
from policy_extract.segmentation import Segmenter

VOCAB = (model_folder("policy-ner-fast") / "vocab.txt").read_text(encoding="utf-8").split("\n")
ROWS = Rows(build_table(VOCAB))
SEGMENTER = Segmenter()
FEATURES = WordFeatures(VOCAB, SEGMENTER)
FIRST, MIDDLE, LAST, ONLY = range(4)


def read(*texts: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    return FEATURES(ROWS("".join(texts)), [len(text) for text in texts])


def test_each_character_knows_its_word_and_where_it_stands_in_it() -> None:
    assert SEGMENTER.cut("太原市在发展") == ["太原市", "在", "发展"]
    words, places = read("太原市在发展")
    assert words[0] == words[1] == words[2] != words[3]
    assert (places % 4).tolist() == [FIRST, MIDDLE, LAST, ONLY, FIRST, LAST]
    assert places[0] // 4 == places[2] // 4 != places[3] // 4


@pytest.mark.parametrize("name", ["rjieba", "jieba"])
def test_both_segmenters_give_the_same(name: str) -> None:
    text = "2023年，太原市工信局王国栋说ＡＢ项目e\u0301在𠀀发展。"
    other = WordFeatures(VOCAB, Segmenter(name=name))  # type: ignore[arg-type]
    assert np.array_equal(other(ROWS(text), [len(text)]), read(text))


@settings(deadline=None)
@given(st.lists(st.text("太原市工信局在发展的2０aＡ，。 \ud800𠀀", max_size=12), max_size=5))
def test_what_stands_beside_a_text_changes_nothing(texts: list[str]) -> None:
    together = read(*texts)
    assert together.shape == (2, sum(map(len, texts)))
    assert np.array_equal(together, np.concatenate([read(text) for text in texts] or [together], 1))
    assert ((together[0] >= 0) & (together[0] < BUCKETS)).all()
    assert ((together[1] >= 0) & (together[1] < PARTS)).all()
