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


_ROWS = 32
_STEP = 2.0
"""What one more character in a group's longest piece costs beside its padded characters, in characters."""


def groups(lengths: Sequence[int]) -> list[list[int]]:
    """Indices of like length together, so that a recurrent net has the least to do.

    A net that reads character by character pays for each step, and in each step for each row, padding
    included. The groups of the sorted pieces that cost the least are found exactly; the result depends on
    the lengths alone.
    """
    order = sorted(range(len(lengths)), key=lambda at: (lengths[at], at))
    cost = [0.0]
    first: list[int] = []
    for stop in range(1, len(order) + 1):
        longest = lengths[order[stop - 1]]
        best, begin = min(
            (cost[start] + longest * (_STEP + stop - start), start)
            for start in range(max(0, stop - _ROWS), stop)
        )
        cost.append(best)
        first.append(begin)
    found = []
    stop = len(order)
    while stop:
        found.append(order[first[stop - 1] : stop])
        stop = first[stop - 1]
    return found[::-1]
