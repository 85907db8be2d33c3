"""A table with merged cells as lines of text: cells parted by tabs, each in its own column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_CELLS = 200_000
"""Cells of a table, merged ones counted by what they cover; a greater one is cut there."""
_MAX_SPAN = 1_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a source table.

    Attributes:
        text: What it says, on one line.
        across: Columns that it covers.
        down: Rows that it covers.
    """

    text: str
    across: int = 1
    down: int = 1


def grid_lines(rows: Iterable[Sequence[GridCell]]) -> list[str]:
    """The rows of a table as lines; what a merged cell covers beside its first place is empty."""
    taken: dict[int, int] = {}
    found: list[str] = []
    filled = 0
    for row in rows:
        cells: dict[int, str] = {}
        column = 0
        free = {number: left - 1 for number, left in taken.items() if left > 1}
        waiting = set(taken)
        for cell in row:
            while column in waiting:
                column += 1
            across = max(1, min(cell.across, _MAX_SPAN))
            cells[column] = " ".join(cell.text.split())
            if cell.down > 1:
                free |= dict.fromkeys(range(column, column + across), min(cell.down, _MAX_SPAN) - 1)
            for more in range(column + 1, column + across):
                cells.setdefault(more, "")
            column += across
            filled += across
        if filled > MAX_CELLS:
            break
        taken = free
        width = 1 + max((*cells, *waiting), default=-1)
        found.append("\t".join(cells.get(number, "") for number in range(width)))
    return found
