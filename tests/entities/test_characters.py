"""Texts as rows of the vocabulary."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.entities.characters import UNK, Rows, build_table

VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "中", "a", ",", "1"]


@given(st.text(max_size=20))
def test_an_array_says_what_the_table_says(text: str) -> None:
    rows, table = Rows(build_table(VOCAB)), build_table(VOCAB)
    assert rows(text).tolist() == [table[ord(char)] for char in text]


def test_relatives_and_unknown_characters() -> None:
    rows = Rows(build_table(VOCAB))
    assert rows("中A，１\U0010ffff").tolist() == [4, 5, 6, 7, UNK]
    assert rows("\ud800").tolist() == [UNK]
