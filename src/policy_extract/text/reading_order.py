"""The order in which a page is read: columns found by the white between them.

A recursive cut. The pieces of a region fall into rows, parted by white that runs across. Rows that
share a vertical gutter make a band of columns, each of which is cut in the same way; a row without
one (a headline over all columns, a line of a single column) stands by itself. So headlines come
before the columns under them, and columns from left to right. A band of short cells on common
baselines is a table and is read row by row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from policy_extract.text.glyphs import Piece
from policy_extract.text.gutters import (
    Effort,
    Interval,
    common_strips,
    find_gutters,
    free_in_all,
    free_strips,
    split_columns,
)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one column, or rows of a table, in reading order.

    Attributes:
        lines: From top to bottom; the pieces of each from left to right.
        left: Left edge of the column.
        right: Right edge of the column.
        table: Whether the lines are rows of cells.
        turned: Whether the reader comes to it from the foot of another column.
    """

    lines: tuple[tuple[Piece, ...], ...]
    left: float
    right: float
    table: bool = False
    turned: bool = False


_APART = 1.7
"""Distance of rows, in distances that are usual here, that sets a row on one side apart."""
_HEADLINE = 1.3
"""A line in type so much larger than that beside it is a headline over all columns."""
_INDENT = 3.5
"""A row that begins so many sizes inside a column is no first line of it."""
_BREAK = 2.5
"""The same, for white that ends all columns at once."""
_NARROW = 5.0
"""Characters in the lines of a column that is one of a table: labels, numbers, bullets."""
_CELL = 12.0
_PROSE = frozenset("，。；")
_DEPTH = 12
_NEAR = 60
"""Pieces among which the next line below one is looked for."""


def read_order(pieces: Sequence[Piece]) -> list[Block]:
    """The blocks of a page, or of a part of one, in reading order."""
    return _region(list(pieces), 0, Effort(), turned=False) if pieces else []


def _region(pieces: list[Piece], depth: int, effort: Effort, *, turned: bool) -> list[Block]:
    left = min(piece.x0 for piece in pieces)
    right = max(piece.x1 for piece in pieces)
    rows = _rows(pieces)
    pitch = _pitch(pieces)
    tables = _tables(rows, (left, right), pitch, effort)
    found: list[Block] = []
    solid: list[Piece] = []

    def close() -> None:
        if solid:
            first = turned and not found
            found.append(Block(_lines(solid), left, right, turned=first))
            solid.clear()

    at = 0
    while at < len(rows):
        end, gutters = _band(rows, at, (left, right), pitch, tables, effort)
        if not gutters or depth == _DEPTH:
            solid += rows[at]
            at += 1
            continue
        columns = split_columns(_flat(rows[at:end]), gutters)
        table = _is_table(columns)
        if table:
            # Lines of one piece above a table and below it are prose.
            while len(rows[at]) == 1:
                solid += rows[at]
                at += 1
            while len(rows[end - 1]) == 1:
                end -= 1
        close()
        if table:
            found.append(Block(_lines(_flat(rows[at:end])), left, right, table=True))
        else:
            for index, column in enumerate(columns):
                after = index > 0 or (turned and not found)
                found += _region(column, depth + 1, effort, turned=after)
        at = end
    close()
    return found


def _tables(rows: list[list[Piece]], span: Interval, pitch: float, effort: Effort) -> list[bool]:
    """For each row, whether it is in a stretch, set apart by white, that is a table by itself."""
    kinds: list[bool] = []
    while len(kinds) < len(rows):
        at = end = len(kinds)
        end += 1
        while end < len(rows) and _distance(rows[end - 1], rows[end]) <= _APART * pitch:
            end += 1
        stretch = rows[at:end]
        gutters = find_gutters(stretch, free_in_all(stretch, span), effort)
        table = bool(gutters) and _is_table(split_columns(_flat(stretch), gutters))
        kinds += [table] * len(stretch)
    return kinds


def _flat(rows: list[list[Piece]]) -> list[Piece]:
    return [piece for row in rows for piece in row]


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces parted by white that runs across the whole region."""
    rows: list[list[Piece]] = []
    bottom = float("-inf")
    for piece in sorted(pieces, key=lambda one: one.top):
        if piece.top >= bottom or not rows:
            rows.append([])
        rows[-1].append(piece)
        bottom = max(bottom, piece.bottom)
    return rows


def _pitch(pieces: list[Piece]) -> float:
    """The usual distance of one line to the next below it."""
    size = median(piece.size for piece in pieces)
    ordered = sorted(pieces, key=lambda one: one.base)
    steps = []
    for index, piece in enumerate(ordered):
        for below in ordered[index + 1 : index + _NEAR]:
            step = below.base - piece.base
            if step > 0.8 * size and below.x0 < piece.x1 and below.x1 > piece.x0:
                steps.append(step)
                break
    return max(median(steps) if steps else 0.0, 1.2 * size)


def _band(
    rows: list[list[Piece]],
    at: int,
    span: Interval,
    pitch: float,
    tables: list[bool],
    effort: Effort,
) -> tuple[int, list[Interval]]:
    """The longest run of rows from ``at`` on that share gutters; no gutters if there is none."""
    free = free_strips(rows[at], span)
    best: tuple[int, list[Interval]] = (at + 1, [])
    end = at + 1
    while True:
        gutters = find_gutters(rows[at:end], free, effort)
        if gutters:
            best = (end, gutters)
        elif best[1]:
            break
        if end == len(rows) or not free or tables[end] != tables[at]:
            break
        if _distance(rows[end - 1], rows[end]) > _BREAK * pitch:
            break
        free = common_strips(free, free_strips(rows[end], span))
        end += 1
    end, gutters = best
    if not gutters or (at + 1 < end and _stands_apart(rows[at], rows[at + 1], gutters, pitch)):
        return at + 1, []
    while end - at > 1 and _stands_apart(rows[end - 1], rows[end - 2], gutters, pitch):
        end -= 1
    return end, find_gutters(rows[at:end], free_in_all(rows[at:end], span), effort)


def _stands_apart(
    row: list[Piece], beside: list[Piece], gutters: list[Interval], pitch: float
) -> bool:
    """Whether a row on one side of the gutters belongs to none of the columns beside it: it is
    far from them, in larger type, or begins where no column does (a byline on the right).
    """
    if len(split_columns(row, gutters)) > 1:
        return False
    far = max(_distance(row, beside), _distance(beside, row))
    if far > _APART * pitch or row[0].size > _HEADLINE * median(one.size for one in beside):
        return True
    centre = (row[0].x0 + row[0].x1) / 2
    edges = [high for _, high in gutters if high < centre]
    return bool(edges) and row[0].x0 > edges[-1] + _INDENT * row[0].size


def _distance(row: list[Piece], after: list[Piece]) -> float:
    """From the last baseline of a row to the first baseline of the next."""
    return min(piece.base for piece in after) - max(piece.base for piece in row)


def _is_table(columns: list[list[Piece]]) -> bool:
    """Whether columns are those of a table: cells on common baselines, short or without prose."""
    aligned = total = 0
    for column in columns:
        others = [piece.base for other in columns if other is not column for piece in other]
        low, high = min(others) - 1, max(others) + 1
        within = [piece for piece in column if low <= piece.base <= high]
        total += len(within)
        aligned += sum(
            any(abs(piece.base - base) <= 0.3 * piece.size for base in others) for piece in within
        )
    if not total or aligned < 0.8 * total:
        return False
    cells = [piece for column in columns for piece in column]
    lengths = [sum(len(piece.text) for piece in column) / len(column) for column in columns]
    if min(lengths) < _NARROW:
        return True
    prose = sum(any(char in _PROSE for char in piece.text) for piece in cells)
    return median(lengths) < _CELL and prose < 0.25 * len(cells)


def _lines(pieces: list[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Pieces of one column by baselines, from top to bottom and left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.base):
        last = lines[-1] if lines else []
        if last and piece.base - last[0].base <= 0.4 * max(piece.size, last[0].size):
            last.append(piece)
        else:
            lines.append([piece])
    return tuple(tuple(sorted(line, key=lambda one: one.x0)) for line in lines)
