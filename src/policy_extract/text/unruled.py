"""Columns of a ruled table that no line parts: values that stand side by side between two lines."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from policy_extract.text.furniture import rows_of
from policy_extract.text.glyphs import Glyph, Piece, pieces

_VALUE = re.compile(r"[\[（(<＞＜≤≥约]?[-－−–—+]?[0-9][0-9,，.]*[%％‰]?[\]）)]?|[-—–…]{1,3}")
_HAIR = 0.1
_LINES = 2
"""Lines that must hold several values."""


def unruled_walls(
    xs: Sequence[float], ys: Sequence[float], glyphs: Sequence[Glyph]
) -> list[tuple[float, float, float]]:
    """Where a lattice lacks upright lines: ``(x, top, bottom)`` for each row that a line would part.

    Between two neighbours of ``xs`` the values of several lines make columns; a name or a header that
    runs over the white between them stays whole.
    """
    columns: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        at = bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1
        columns.setdefault(min(max(at, 0), len(xs) - 2), []).append(glyph)
    found: list[tuple[float, float, float]] = []
    for some in columns.values():
        held = pieces(some)
        places = _between(held)
        for low, high in pairwise(ys) if places else ():
            row = [piece for piece in held if low <= piece.base - 0.35 * piece.size <= high]
            found += [
                (place, low, high)
                for place in places
                if not any(piece.x0 < place < piece.x1 for piece in row)
            ]
    return found


def _between(held: Sequence[Piece]) -> list[float]:
    """The middles of the white between columns of values."""
    values: list[Piece] = []
    lines = 0
    for row in rows_of(held):
        some = [piece for piece in row if _VALUE.fullmatch(piece.text)]
        if len(some) >= 2:
            lines += 1
            values += some
    if lines < _LINES:
        return []
    edges: list[tuple[float, float]] = []
    for piece in sorted(values, key=lambda one: one.x0):
        if edges and piece.x0 <= edges[-1][1]:
            edges[-1] = (edges[-1][0], max(edges[-1][1], piece.x1))
        else:
            edges.append((piece.x0, piece.x1))
    return [_clear(before[1], after[0], held) for before, after in pairwise(edges)]


def _clear(left: float, right: float, held: Sequence[Piece]) -> float:
    """A place between two columns that runs through the fewest pieces: headers stand off the middle."""
    middle = (left + right) / 2
    edges = [edge for piece in held for edge in (piece.x0 - _HAIR, piece.x1 + _HAIR)]
    places = [middle, *(edge for edge in edges if left < edge < right)]
    return min(
        places,
        key=lambda at: (sum(one.x0 < at < one.x1 for one in held), abs(at - middle), at),
    )
