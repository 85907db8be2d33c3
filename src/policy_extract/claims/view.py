"""A sentence as the scorer sees it: words, values, times and names on one line, with their clauses.

Everything is worked out once a sentence and asked for by each of its values.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from policy_extract.claims.sentence import ASIDE, TIME, LogicalSentence
from policy_extract.claims.words import indicator_rules
from policy_extract.rules.loader import per_rules

VALUE = "\ue000"
WHEN = "\ue001"
_HOLES = frozenset({VALUE, WHEN})
_STOPS = frozenset("，,；;：:。！？!?…\n（）()【】[]")
_OPENING = frozenset("（([【")
_CLOSING = frozenset("）)]】")


class Word:
    """A word of the sentence, in its local coordinates.

    Attributes:
        text: The word; ``VALUE`` and ``WHEN`` stand for values and time expressions.
        start: Where it begins.
        end: Where it ends.
        tag: jieba's part of speech of the word by itself.
        classes: The word lists of the indicator rules that hold it.
        clause: Index of its clause, counted by marks.
        part: Index of the stretch between two ``、`` or marks.
        named: The entity type it stands in, empty for none.
        number: Index of the value it is, -1 for none.
        surface: Its characters as they stand.
        aside: Whether it stands in a parenthesis that holds no value.
        first: The first letter of its part of speech.
        sort: Its word lists, else that letter.
        told: What was told of it between its neighbours, by where it stands; see :mod:`name_features`.
    """

    __slots__ = (
        "aside", "classes", "clause", "end", "first", "named", "number", "part", "sort", "start",
        "surface", "tag", "text", "told",
    )  # fmt: skip

    def __init__(self, text: str, start: int, end: int, tag: str, surface: str) -> None:
        self.text, self.start, self.end, self.tag = text, start, end, tag
        self.surface, self.aside = surface, False
        self.classes = word_classes(text)
        self.clause = self.part = 0
        self.named = ""
        self.number = -1
        self.first = tag[:1]
        self.sort = self.classes or self.first
        self.told: dict[tuple[str, str, str], Any] = {}


class Place(NamedTuple):
    """A word of a window: the word, and its side: ``T`` topic carried in, ``L`` left, ``R`` right."""

    word: Word
    side: str


def word_classes(word: str) -> str:
    """The lists of ``rules/indicator.toml`` that hold a word, as one letter each."""
    return _word_classes()(word)


@per_rules
def _word_classes() -> Callable[[str], str]:
    rules = indicator_rules()
    lists = (
        ("r", rules.reach),
        ("c", rules.change),
        ("l", rules.lead),
        ("k", rules.keep),
        ("a", rules.attributes),
        ("s", rules.aspects),
        ("n", rules.nominal),
        ("R", rules.rank),
        ("g", rules.gaps),
        ("h", rules.shares),
        ("p", rules.places),
        ("o", rules.asides),
    )

    @lru_cache(maxsize=50_000)
    def classes(word: str) -> str:
        return "".join(letter for letter, words in lists if word in words)

    return classes


class View:
    """The words of a sentence.

    Args:
        sentence: The sentence with its values.
        cut: The segmenter.
        tag: The part of speech of a word.
        named: Local spans and types of the named things.
    """

    def __init__(
        self,
        sentence: LogicalSentence,
        cut: Callable[[str], Sequence[str]],
        tag: Callable[[str], str],
        named: Sequence[tuple[int, int, str]],
    ) -> None:
        self.sentence = sentence
        self.words = _words(sentence, cut, tag)
        self.left = [Place(word, "L") for word in self.words]
        self.right = [Place(word, "R") for word in self.words]
        self._starts = [word.start for word in self.words]
        self.at = [self.index(item.start) for item in sentence.items]
        self._count()
        for start, end, kind in named:
            for word in self.words[self.index(start) : self.index(end)]:
                word.named = kind

    def _count(self) -> None:
        """Number the clauses; behind a closed parenthesis the clause before it goes on."""
        clause = part = last = last_part = 0
        masked = self.sentence.masked
        opened: list[tuple[int, int]] = []
        for word in self.words:
            text = word.text
            word.aside = masked[word.start] == ASIDE
            if text in _OPENING:
                opened.append((clause, part))
                last, last_part = last + 1, last_part + 1
                clause, part = last, last_part
            elif text in _CLOSING and opened:
                word.clause, word.part = clause, part
                clause, part = opened.pop()
                continue
            elif text in _STOPS:
                last, last_part = last + 1, last_part + 1
                clause, part = last, last_part
            elif text == "、":
                last_part += 1
                part = last_part
            word.clause, word.part = clause, part

    def index(self, at: int) -> int:
        """The index of the first word that begins at or after a local offset."""
        return bisect_left(self._starts, at)


def _words(
    sentence: LogicalSentence,
    cut: Callable[[str], Sequence[str]],
    tag: Callable[[str], str],
) -> list[Word]:
    """The words of the masked sentence; each value, time and aside is one."""
    masked, text = sentence.masked, sentence.text
    line: list[str] = []
    spans: list[tuple[int, int]] = []
    at, item = 0, 0
    items = sentence.items
    length = len(masked)
    while at < length:
        while item < len(items) and items[item].start < at:
            item += 1
        if item < len(items) and items[item].start == at:
            line.append(VALUE)
            spans.append((at, items[item].end))
            at = max(at + 1, items[item].end)
            continue
        if masked[at] == TIME:
            stop = at + 1
            while stop < length and masked[stop] == TIME:
                stop += 1
            line.append(WHEN)
            spans.append((at, stop))
            at = stop
            continue
        line.append(text[at])
        spans.append((at, at + 1))
        at += 1
    found: list[Word] = []
    at = number = 0
    for piece in cut("".join(line)):
        for word in _split(piece):
            start, end = spans[at][0], spans[at + len(word) - 1][1]
            kind = "V" if word == VALUE else "T" if word == WHEN else tag(word)
            made = Word(word, start, end, kind, text[start:end])
            if word == VALUE:
                made.number = number
                number += 1
            found.append(made)
            at += len(word)
    return found


def _split(piece: str) -> list[str]:
    """A piece of the segmenter's with the holes in it as words of their own."""
    if len(piece) == 1 or _HOLES.isdisjoint(piece):
        return [piece]
    words: list[str] = []
    run = ""
    for char in piece:
        if char in _HOLES:
            if run:
                words.append(run)
            words.append(char)
            run = ""
        else:
            run += char
    if run:
        words.append(run)
    return words
