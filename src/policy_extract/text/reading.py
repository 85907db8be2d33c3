"""The text as it is read, and the way back to its source."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy_extract.text.cleaning import Stretch, fold, merged, unread
from policy_extract.text.traditional import is_traditional, simplified
from policy_extract.text.words import Words
from policy_extract.text.wrapping import soft_breaks


@dataclass(frozen=True, slots=True)
class ReadingText:
    """A text as it is read, and the way back to its source.

    Attributes:
        text: The source without its soft breaks and what else no reader reads.
        source: The source.
        cuts: Where each stretch that is left out lies in ``text``, ascending.
        removed: How many characters are left out before the first of them, the second, …, and
            after the last.
        respelled: Whether it is in simplified characters and the source in traditional ones.
    """

    text: str
    source: str
    cuts: tuple[int, ...] = ()
    removed: tuple[int, ...] = (0,)
    respelled: bool = False

    @property
    def as_written(self) -> bool:
        """Whether it is the source, character by character."""
        return self.text is self.source

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of reading span ``start``–``end``; what is left out inside is part of it."""
        return self._home(start), self._home(end - 1) + 1

    def spelled(self, name: str, spans: Sequence[Stretch] = ()) -> str:
        """A name as the source spells it; as it is where that is not to be found.

        Args:
            name: Characters of the reading text, in its order.
            spans: Where in it they stand; where the name stands first when empty.
        """
        if not self.respelled or not name:
            return name
        if not spans:
            at = self.text.find(name)
            if at < 0:
                return name
            spans = [(at, at + len(name))]
        places = iter([at for start, end in spans for at in range(start, end)])
        found: list[str] = []
        for char in name:
            at = next((place for place in places if self.text[place] == char), -1)
            if at < 0:
                return name
            found.append(self.source[self._home(at)])
        return "".join(found)

    def _home(self, at: int) -> int:
        return at + self.removed[bisect_right(self.cuts, at)]


def read_through(text: str, words: Words | None = None) -> ReadingText:
    """The reading text of a source: characters as they are meant, soft breaks left out.

    Args:
        text: The source.
        words: A word segmenter; without one only breaks beside punctuation are soft.
    """
    folded = fold(text)
    respelled = is_traditional(folded)
    if respelled:
        folded = simplified(folded)
    clean = _without(folded, text, unread(folded, words))
    breaks = soft_breaks(clean.text, words)
    if breaks:
        home = [clean.span(start, end) for start, end in breaks]
        clean = _without(folded, text, merged([*_stretches(clean), *home]))
    return replace(clean, respelled=True) if respelled else clean


def _stretches(reading: ReadingText) -> list[Stretch]:
    """What a reading leaves out, as spans of the source."""
    return [
        (cut + before, cut + after)
        for cut, before, after in zip(
            reading.cuts, reading.removed, reading.removed[1:], strict=False
        )
    ]


def _without(folded: str, source: str, stretches: list[Stretch]) -> ReadingText:
    if not stretches:
        return ReadingText(folded, source)
    kept: list[str] = []
    cuts: list[int] = []
    removed = [0]
    at = 0
    for start, end in stretches:
        kept.append(folded[at:start])
        cuts.append(start - removed[-1])
        removed.append(removed[-1] + end - start)
        at = end
    kept.append(folded[at:])
    return ReadingText("".join(kept), source, tuple(cuts), tuple(removed))
