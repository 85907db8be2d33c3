"""Whole words as a model sees them: for each character its word, and where in the word it stands.

A model that reads single characters learns borders from few examples; the segmenter's dictionary knows
350,000 words. The words are cut from what the model reads, its own rows of characters, so that every engine
gives a model the same.
"""

import zlib
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from policy_extract.entities.characters import UNK

BUCKETS = 32768
"""Rows of words; a word's row is a hash of it."""
SPEECH = (
    "", "a", "ad", "an", "b", "c", "d", "df", "dg", "e", "eng", "f", "g", "h", "i", "j", "k", "l", "m",
    "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r", "rg", "rr", "rz",
    "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg", "vi", "vn", "vq", "x", "y",
    "z", "zg",
)  # fmt: skip
"""jieba's parts of speech; the first stands for any other."""
PARTS = 4 * len(SPEECH)
"""Rows of places: first, middle, last and only character of a word, for each part of speech."""
_FIRST, _MIDDLE, _LAST, _ONLY = range(4)
_KEPT = 1 << 17
"""Words whose rows are remembered."""
_UNREADABLE = "▲"


class Tagger(Protocol):
    """What is needed of a segmenter."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text; joined they are the text."""

    def tag(self, word: str) -> str:
        """The part of speech of a word."""


class WordFeatures:
    """Rows of characters in, rows of words and of places in words out.

    Args:
        vocab: The model's vocabulary.
        segmenter: Cuts the words; the shipped one when null.
    """

    def __init__(self, vocab: Sequence[str], segmenter: Tagger | None = None) -> None:
        if segmenter is None:
            from policy_extract.segmentation import Segmenter

            segmenter = Segmenter()
        self._segmenter = segmenter
        read = [
            entry if len(entry) == 1 and row != UNK else _UNREADABLE
            for row, entry in enumerate(vocab)
        ]
        self._codes = np.array([ord(char) for char in read], dtype="<u4")
        self._places = {speech: 4 * row for row, speech in enumerate(SPEECH)}
        self._words: dict[str, tuple[int, int]] = {}

    def __call__(
        self, rows: "np.ndarray[Any, np.dtype[Any]]", lengths: Sequence[int]
    ) -> "np.ndarray[Any, np.dtype[np.int64]]":
        """For each character the row of its word and the row of its place in it, ``(2, characters)``.

        Args:
            rows: Rows of characters of texts, one behind the other.
            lengths: Characters of each text; no word crosses from one to the next.
        """
        text = self._codes[rows].tobytes().decode("utf-32-le")
        words: list[str] = []
        at = 0
        for length in lengths:
            words += self._segmenter.cut(text[at : at + length])
            at += length
        sizes = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        known = np.array([self._row(word) for word in words], dtype=np.int64).reshape(-1, 2)
        found = np.repeat(known, sizes, axis=0).T
        ends = sizes.cumsum()
        places = found[1]
        places += _MIDDLE
        places[ends - sizes] = known[:, 1] + _FIRST
        places[ends - 1] = known[:, 1] + np.where(sizes == 1, _ONLY, _LAST)
        return found

    def _row(self, word: str) -> tuple[int, int]:
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _KEPT:
                self._words.clear()
            place = self._places.get(self._segmenter.tag(word), 0)
            known = self._words[word] = (zlib.crc32(word.encode("utf-8")) % BUCKETS, place)
        return known
