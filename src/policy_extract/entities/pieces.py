"""Long sentences in pieces that a model can take, cut where the text pauses."""

from collections.abc import Sequence

_BORDERS = ("。！？；\n", "，：、,;", " \t\u3000")


def split_pieces(text: str, limit: int) -> list[tuple[int, int]]:
    """Spans that cover a text, none longer than ``limit`` characters.

    A piece ends behind the last strong border of its second half, else the last weak one, else at
    the limit.
    """
    pieces: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > limit:
        cut = _cut(text, start, start + limit)
        pieces.append((start, cut))
        start = cut
    if start < len(text):
        pieces.append((start, len(text)))
    return pieces


def _cut(text: str, start: int, end: int) -> int:
    for marks in _BORDERS:
        at = max(text.rfind(mark, start + (end - start) // 2, end) for mark in marks)
        if at >= 0:
            return at + 1
    return end


def batches(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Indices of like length together, each batch at most ``tokens`` padded characters."""
    groups: list[list[int]] = []
    current: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda at: (lengths[at], at)):
        if current and lengths[index] * (len(current) + 1) > tokens:
            groups.append(current)
            current = []
        current.append(index)
    if current:
        groups.append(current)
    return groups
