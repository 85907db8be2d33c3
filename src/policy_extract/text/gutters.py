"""The white between columns: strips of a region in which no row has anything."""

from dataclasses import dataclass
from statistics import median

from policy_extract.text.glyphs import Piece

Interval = tuple[float, float]

_GUTTER = 0.6
_SURE_GUTTER = 1.2
"""Least width of a gutter, in sizes, with many rows to show it and with few."""
_MANY = 4


def free_strips(row: list[Piece], span: Interval) -> list[Interval]:
    """Where nothing stands, from the left edge of the region to the right one."""
    free = []
    at = span[0]
    for piece in sorted(row, key=lambda one: one.x0):
        if piece.x0 > at:
            free.append((at, piece.x0))
        at = max(at, piece.x1)
    if at < span[1]:
        free.append((at, span[1]))
    return free


def common_strips(first: list[Interval], second: list[Interval]) -> list[Interval]:
    """Where two lists of strips, in order, are both free."""
    both = []
    a = b = 0
    while a < len(first) and b < len(second):
        low = max(first[a][0], second[b][0])
        high = min(first[a][1], second[b][1])
        if high > low:
            both.append((low, high))
        if first[a][1] < second[b][1]:
            a += 1
        else:
            b += 1
    return both


def free_in_all(rows: list[list[Piece]], span: Interval) -> list[Interval]:
    """Where nothing stands in any of some rows."""
    free = free_strips(rows[0], span)
    for row in rows[1:]:
        free = common_strips(free, free_strips(row, span))
    return free


MAX_EFFORT = 2_000_000
"""Pieces that may be looked at on one page in search of gutters; a newspaper page needs a tenth."""


@dataclass(slots=True)
class Effort:
    """What the search for gutters on a page may still cost; none are found when it is spent."""

    left: int = MAX_EFFORT

    def spend(self, cost: int) -> bool:
        """Whether so much was left."""
        self.left -= cost
        return self.left >= 0


def find_gutters(rows: list[list[Piece]], free: list[Interval], effort: Effort) -> list[Interval]:
    """Free strips with lines on both sides at the same height, wide enough to be meant."""
    pieces = [piece for row in rows for piece in row]
    if not effort.spend(len(pieces)):
        return []
    size = median(piece.size for piece in pieces)
    found = []
    for low, high in free:
        if high - low < _GUTTER * size:
            continue
        if not effort.spend(len(pieces)):
            return []
        sure = high - low >= _SURE_GUTTER * size
        left = [piece for piece in pieces if piece.x1 <= low + 0.01]
        right = [piece for piece in pieces if piece.x0 >= high - 0.01]
        shown = _side_by_side(left, right, size)
        if (
            shown >= _MANY
            or (sure and shown >= 2)
            or (sure and shown == 1 and _runs_full(left, low, size))
        ):
            found.append((low, high))
    return found


def _side_by_side(left: list[Piece], right: list[Piece], size: float) -> int:
    """Lines of the shorter side where both sides have some."""
    bases = [{round(piece.base) for piece in side} for side in (left, right)]
    if not all(bases):
        return 0
    top = max(map(min, bases)) - size
    foot = min(map(max, bases)) + size
    return min(sum(top <= base <= foot for base in side) for side in bases)


def _runs_full(column: list[Piece], edge: float, size: float) -> bool:
    """Whether pieces are the lines of a column that runs up to its edge; one line beside it is
    then the beginning of the next column.
    """
    full = sum(edge - piece.x1 <= 1.5 * size for piece in column)
    return full >= max(_MANY, 0.5 * len(column))


def split_columns(pieces: list[Piece], gutters: list[Interval]) -> list[list[Piece]]:
    """Pieces by the gutters between which they stand; empty columns left out."""
    centres = [(low + high) / 2 for low, high in gutters]
    columns: list[list[Piece]] = [[] for _ in range(len(centres) + 1)]
    for piece in pieces:
        columns[sum(piece.x0 >= centre for centre in centres)].append(piece)
    return [column for column in columns if column]
