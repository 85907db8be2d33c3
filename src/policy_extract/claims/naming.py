"""The name of an indicator from the words that were chosen, and where they stand."""

from collections.abc import Sequence
from typing import NamedTuple

from policy_extract.claims.sentence import LogicalSentence
from policy_extract.claims.view import Place, Word
from policy_extract.claims.words import balance

_LONGEST = 24
"""Words of a name; of 8,700 marked names the longest has 21."""
_DROPPED = frozenset({"的", "了"})
_ENDS = "、，,；;：:。和与及或等（(·•—-–#*　 "


class Named(NamedTuple):
    """A name as it was read.

    Attributes:
        name: The indicator.
        spans: Document spans of its words, in reading order.
        words: The words themselves, for the value after it.
        starts: Local offsets of those that stand in the value's own sentence.
        chance: How probable it is.
    """

    name: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[tuple[Word, tuple[int, int]], ...]
    starts: frozenset[int]
    chance: float


def assemble(
    places: Sequence[Place],
    tags: Sequence[int],
    chance: float,
    sentence: LogicalSentence,
    topic: Sequence[tuple[int, int]],
) -> Named:
    """The name that the chosen words of a window make.

    Args:
        places: The window.
        tags: 1 for each word of the name.
        chance: How probable they are.
        sentence: The value's sentence.
        topic: Document spans of the window's topic words, which stand in an earlier sentence.
    """
    chosen = [index for index, tag in enumerate(tags) if tag][-_LONGEST:]
    while len(chosen) > 1 and places[chosen[0]].word.surface in _ENDS:
        chosen.pop(0)
    while len(chosen) > 1 and places[chosen[-1]].word.surface in _ENDS:
        chosen.pop()
    words: list[tuple[Word, tuple[int, int]]] = []
    for index in chosen:
        word, side = places[index]
        if side == "T":
            words.append((word, topic[index]))
        else:
            words.append((word, sentence.placed(word.start, word.end)))
    starts = frozenset(places[index].word.start for index in chosen if places[index].side != "T")
    return from_words(words, chance)._replace(starts=starts)


def from_words(words: Sequence[tuple[Word, tuple[int, int]]], chance: float) -> Named:
    """The name of words, in reading order, with where they stand."""
    spans: list[tuple[int, int]] = []
    text: list[str] = []
    for word, span in words:
        if word.surface not in _DROPPED:
            text.append("".join(word.surface.split()))
        if spans and spans[-1][1] == span[0]:
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    starts = frozenset(word.start for word, _ in words)
    return Named(balance("".join(text)), tuple(spans), tuple(words), starts, chance)
