"""Sentences as they are read: those that a broken column tore are joined, and what is found led home."""

from typing import NamedTuple

from policy_extract.entities.overlap import Contender
from policy_extract.text.layout import Layout


class TornPiece(NamedTuple):
    """A stretch of the document and where it lies in the joined text."""

    local: int
    start: int
    end: int


class ReadSentence(NamedTuple):
    """A sentence as the finders read it: its text, and where its pieces stand in the document."""

    text: str
    pieces: tuple[TornPiece, ...]

    def place(self, text: str, candidate: Contender) -> Contender | None:
        """The candidate in the document's coordinates.

        A name across a break is one mention when only white space lies between the halves; else its
        first half stands for it.
        """
        spans = []
        for local, start, end in self.pieces:
            low = max(candidate.start, local)
            high = min(candidate.end, local + end - start)
            if low < high:
                spans.append((start + low - local, start + high - local))
        if not spans:
            return None
        first, last = spans[0], spans[-1]
        if len(spans) > 1 and first[1] <= last[0] and not text[first[1] : last[0]].strip():
            return candidate._replace(start=first[0], end=last[1])
        return candidate._replace(start=first[0], end=first[1])


def read_sentences(text: str, layout: Layout) -> list[ReadSentence]:
    """Every sentence of a layout, the torn ones joined."""
    tails = {join.head: join.tail for join in layout.joins}
    followers = set(tails.values())
    found = []
    for index in range(len(layout.sentences)):
        if index in followers:
            continue
        pieces: list[TornPiece] = []
        local = 0
        at: int | None = index
        while at is not None:
            sentence = layout.sentences[at]
            pieces.append(TornPiece(local, sentence.start, sentence.end))
            local += sentence.end - sentence.start
            at = tails.get(at)
        joined = "".join(text[start:end] for _, start, end in pieces)
        found.append(ReadSentence(joined, tuple(pieces)))
    return found
