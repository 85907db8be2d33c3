"""A value in its place: what every decision about it may look at, worked out once."""

from collections.abc import Sequence
from functools import cached_property

from policy_extract.claims.memo import Group
from policy_extract.claims.sentence import ASIDE, Value
from policy_extract.claims.view import VALUE, WHEN, View, Word
from policy_extract.frames.frames import Frame, Frames

_REACH = 24
"""Words before a value that features look at."""


class Spot:
    """A value of a sentence.

    Args:
        view: The sentence's words.
        number: Index of the value in the sentence.
        frames: What governs in the document.
    """

    def __init__(self, view: View, number: int, frames: Frames) -> None:
        self.view, self.number, self.frames = view, number, frames
        self.item = view.sentence.items[number]
        self.at = view.at[number]
        self.value: Value = self.item.value
        self.block = frames.at(self.value.start)
        self.text = view.sentence.text[self.item.start : self.item.end]

    @property
    def frame(self) -> Frame:
        """What the value's block inherits."""
        return self.frames.frames[self.block]

    def word(self, offset: int) -> Word | None:
        """The word so many words before (negative) or behind the value."""
        at = self.at + offset
        words = self.view.words
        return words[at] if 0 <= at < len(words) else None

    def placed(self, start: int, end: int) -> list[tuple[Word, tuple[int, int]]]:
        """The words between two places of the sentence, each with where it stands in the document."""
        sentence = self.view.sentence
        return [
            (word, sentence.placed(word.start, word.end))
            for word in self.view.words
            if start <= word.start and word.end <= end
        ]

    @cached_property
    def clause(self) -> Sequence[Word]:
        """The words of the value's clause before it."""
        words = self.view.words
        own = words[self.at].clause
        begin = self.at
        while begin > 0 and words[begin - 1].clause == own and self.at - begin < _REACH:
            begin -= 1
        found = words[begin : self.at]
        return found[1:] if found and found[0].text in "，,；;：:。！？（(" else found

    @cached_property
    def rest(self) -> Sequence[Word]:
        """The words of the value's clause behind it."""
        words = self.view.words
        own = words[self.at].clause
        end = self.at + 1
        while end < len(words) and words[end].clause == own and end - self.at < _REACH:
            end += 1
        return words[self.at + 1 : end]

    @cached_property
    def local(self) -> list[Group]:
        """Features of the words around the value, shared by all decisions."""
        value, kind = self.value, self.value.kind
        unit = value.unit or "-"
        first, second, third = (_told(self.word(-n), "^") for n in (1, 2, 3))
        after, further = (_told(self.word(n), "$") for n in (1, 2))
        return [
            (_valued, kind, unit, value.comparator, _shape(self.text)),
            (_first_before, *first, kind, unit),
            (_second_before, *second),
            f"w-3={third[0]}",
            f"w-21={second[0]}_{first[0]}",
            (_first_after, after[0], after[1], kind, unit),
            f"w+2={further[0]}",
        ]

    @cached_property
    def verbs(self) -> list[str]:
        """The verbs of the clause before the value, the nearest first."""
        return [
            word.text
            for word in reversed(self.clause)
            if word.tag[:1] in ("v", "d", "p") and word.text not in (VALUE, WHEN, ASIDE)
        ][:6]

    @cached_property
    def opening(self) -> str:
        """The word that opens the clause."""
        for word in self.clause:
            if word.text not in (WHEN, ASIDE) and not word.text.isspace():
                return word.text
        return "^"

    @property
    def before(self) -> int:
        """How many values precede it in its clause."""
        return sum(word.number >= 0 for word in self.clause)


def _told(word: Word | None, edge: str) -> tuple[str, str, str]:
    return (edge, edge, edge) if word is None else (word.text, word.tag, word.classes)


def _valued(kind: str, unit: str, comparator: str, shape: str) -> tuple[str, ...]:
    return ("bias", f"k={kind}", f"u={unit}", f"cmp={comparator}", f"shape={shape}")


def _first_before(text: str, tag: str, classes: str, kind: str, unit: str) -> tuple[str, ...]:
    return (
        f"w-1={text}",
        f"t-1={tag}",
        f"c-1={classes}",
        f"k={kind}/w-1={text}",
        f"u={unit}/w-1={text}",
    )


def _second_before(text: str, tag: str, classes: str) -> tuple[str, ...]:
    return (f"w-2={text}", f"t-2={tag}", f"c-2={classes}")


def _first_after(text: str, tag: str, kind: str, unit: str) -> tuple[str, ...]:
    return (f"w+1={text}", f"t+1={tag}", f"k={kind}/w+1={text}", f"u={unit}/w+1={text}")


def _shape(text: str) -> str:
    """How a number is written: significant digits, han numerals, a hedge."""
    digits = sum(char.isdigit() for char in text)
    if not digits:
        return f"han{min(len(text), 4)}"
    whole = text.rstrip("0123456789")
    point = "." in text or "．" in text
    return f"{'p' if point else 'i'}{min(digits, 5)}{'z' if '00' in text and whole else ''}"
