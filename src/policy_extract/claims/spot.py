"""A value in its place: what every decision about it may look at, worked out once."""

from collections.abc import Sequence
from functools import cached_property

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
    def local(self) -> list[str]:
        """Features of the words around the value, shared by all decisions."""
        value = self.value
        before = [self.word(-n) for n in (1, 2, 3)]
        after = [self.word(n) for n in (1, 2)]
        unit = value.unit or "-"
        found = ["bias", f"k={value.kind}", f"u={unit}", f"cmp={value.comparator}"]
        for n, word in enumerate(before, 1):
            text = word.text if word else "^"
            found.append(f"w-{n}={text}")
            if n < 3:
                found.append(f"t-{n}={word.tag if word else '^'}")
                found.append(f"c-{n}={word.classes if word else '^'}")
        for n, word in enumerate(after, 1):
            text = word.text if word else "$"
            found.append(f"w+{n}={text}")
            if n == 1:
                found.append(f"t+{n}={word.tag if word else '$'}")
                found.append(f"k={value.kind}/w+1={text}")
        first, second = before[0], before[1]
        found.append(f"w-21={second.text if second else '^'}_{first.text if first else '^'}")
        found.append(f"k={value.kind}/w-1={first.text if first else '^'}")
        found.append(f"u={unit}/w-1={first.text if first else '^'}")
        found.append(f"u={unit}/w+1={after[0].text if after[0] else '$'}")
        found.append(f"shape={_shape(self.text)}")
        return found

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


def _shape(text: str) -> str:
    """How a number is written: significant digits, han numerals, a hedge."""
    digits = sum(char.isdigit() for char in text)
    if not digits:
        return f"han{min(len(text), 4)}"
    whole = text.rstrip("0123456789")
    point = "." in text or "．" in text
    return f"{'p' if point else 'i'}{min(digits, 5)}{'z' if '00' in text and whole else ''}"
