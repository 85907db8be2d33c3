"""Words of a lexicon in a text: what one pass over a trie finds, and what trying every word would."""

import re

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.rules.cues import Cue, CueFinder, trie_pattern

_CHARS = "增长降低至到[]^-.*\\ab（0"
_WORDS = st.lists(st.text(_CHARS, min_size=1, max_size=4), min_size=1, max_size=60)


def naive(words: list[str], text: str) -> list[tuple[int, str]]:
    """The longest word at each place, from the left, none overlapping another."""
    found, at = [], 0
    while at < len(text):
        word = max((one for one in words if text.startswith(one, at)), key=len, default="")
        if word:
            found.append((at, word))
        at += len(word) or 1
    return found


@given(_WORDS, st.text(_CHARS, max_size=40))
def test_one_pass_finds_what_trying_every_word_finds(words: list[str], text: str) -> None:
    found = CueFinder({"all": words}).find(text, 0, len(text))
    assert [(cue.start, cue.word) for cue in found] == naive(words, text)


@given(_WORDS)
def test_a_pattern_matches_its_words_and_nothing_else(words: list[str]) -> None:
    pattern = re.compile(trie_pattern(words))
    assert all(pattern.fullmatch(word) for word in words)
    known = set(words)
    for word in words:
        for other in (word[:-1], word + "甲", "甲" + word):
            assert (pattern.fullmatch(other) is not None) is (other in known)


def test_a_word_of_two_groups_belongs_to_the_first() -> None:
    finder = CueFinder({"pseudo": ["增长点"], "rise": ["增长", "增长点"]})
    text = "新的增长点，增长5%"
    assert list(finder.find(text, 0, len(text))) == [
        Cue(2, 5, "增长点", "pseudo"),
        Cue(6, 8, "增长", "rise"),
    ]


def test_only_the_stretch_is_looked_at() -> None:
    finder = CueFinder({"rise": ["增长"]})
    assert [cue.start for cue in finder.find("增长增长增长", 1, 5)] == [2]


def test_no_words_match_nothing_but_the_empty_text() -> None:
    assert trie_pattern([]) == ""
