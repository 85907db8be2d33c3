"""A sentence as the claims room sees it: its own coordinates, its values, its masked twin.

A sentence that a broken column cut in two is one :class:`Piece` list; everything below works in
local coordinates of the joined text and maps back at the end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from policy_extract.records import Comparator, Kind

TIME = "\x01"
"""Stands in the masked text for each character of a time expression."""
ASIDE = "\x02"
"""Stands in the masked text for each character of a parenthesis that holds no value."""

_OPEN, _CLOSE = "（(【[", "）)】]"


class Value(Protocol):
    """What the claims room needs of a quantity; see :class:`policy_extract.records.Quantity`."""

    @property
    def start(self) -> int:
        """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset after its last character."""

    @property
    def kind(self) -> Kind:
        """What is measured, as in the contract."""

    @property
    def number(self) -> Decimal | None:
        """The exact value; null for a range."""

    @property
    def low(self) -> Decimal | None:
        """The low end of a range."""

    @property
    def high(self) -> Decimal | None:
        """The high end of a range."""

    @property
    def unit(self) -> str | None:
        """The canonical unit."""

    @property
    def comparator(self) -> Comparator:
        """How the number is meant."""

    @property
    def rule(self) -> str:
        """Id of the rule that found it."""

    @property
    def cue(self) -> str | None:
        """The words that set its comparator."""


@dataclass(frozen=True, slots=True)
class Item:
    """A value in local coordinates: ``text[start:end]`` of the logical sentence."""

    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LogicalSentence:
    """One sentence, joined across a break where there is one.

    Attributes:
        pieces: Document spans, in reading order.
        text: The pieces' texts joined.
        masked: ``text`` with times and empty asides blanked out, same length.
        items: The values, in order.
    """

    pieces: tuple[tuple[int, int], ...]
    text: str
    masked: str
    items: tuple[Item, ...]

    def to_document(self, at: int) -> int:
        """The document offset of local offset ``at``."""
        for start, end in self.pieces:
            if at < end - start:
                return start + at
            at -= end - start
        return self.pieces[-1][1]

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """Where a word of local offsets stands in the document: from its first character on, as long as it is."""
        begin = self.to_document(start)
        return begin, begin + end - start


def to_local(pieces: Sequence[tuple[int, int]], at: int) -> int:
    """The local offset of document offset ``at``; -1 when it lies outside the pieces."""
    base = 0
    for start, end in pieces:
        if start <= at <= end:
            return base + at - start
        base += end - start
    return -1


def build_sentence(
    text: str,
    pieces: Sequence[tuple[int, int]],
    values: Sequence[Value],
    times: Sequence[tuple[int, int]],
) -> LogicalSentence:
    """Join the pieces and mask what is no part of any name.

    Args:
        text: The document's text.
        pieces: Document spans of the sentence, in reading order.
        values: The quantities inside the pieces, in order.
        times: Document spans of the time expressions inside the pieces.
    """
    joined = "".join(text[start:end] for start, end in pieces)
    items = []
    for value in values:
        start = to_local(pieces, value.start)
        items.append(Item(value, start, start + value.end - value.start))
    masked = list(joined)
    for start, end in times:
        local = to_local(pieces, start)
        for index in range(local, min(local + end - start, len(masked))):
            masked[index] = TIME
    _mask_asides(joined, masked, items)
    return LogicalSentence(tuple(pieces), joined, "".join(masked), tuple(items))


def _mask_asides(joined: str, masked: list[str], items: Sequence[Item]) -> None:
    depth: list[int] = []
    asides: list[tuple[int, int]] = []
    starts = [item.start for item in items]
    for index, char in enumerate(joined):
        if char in _OPEN:
            depth.append(index)
        elif char in _CLOSE and depth:
            start = depth.pop()
            if bisect_right(starts, start) >= bisect_left(starts, index):
                while asides and asides[-1][0] > start:  # those inside it
                    asides.pop()
                asides.append((start, index + 1))
    for start, end in asides:
        masked[start:end] = ASIDE * (end - start)
