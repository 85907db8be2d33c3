"""Pieces of a table without rules as rows: each cell in the column that it stands under."""

from collections.abc import Sequence

from policy_extract.text.glyphs import Piece
from policy_extract.text.grid import GridCell

_TOUCH = 1.0


def aligned_rows(lines: Sequence[Sequence[Piece]]) -> list[list[GridCell]]:
    """Lines of pieces as rows of cells; a piece over several columns is a merged cell."""
    columns = _columns(lines)
    rows = []
    for line in lines:
        cells: dict[int, tuple[str, int]] = {}
        for piece in _together(line):
            under = [
                index
                for index, (low, high) in enumerate(columns)
                if piece.x0 < high and piece.x1 > low
            ]
            first = under[0] if under else _nearest(columns, piece)
            while first in cells:
                first += 1
            cells[first] = (piece.text, max(1, len(under)))
        row: list[GridCell] = []
        at = 0
        for column in sorted(cells):
            text, across = cells[column]
            row += [GridCell("")] * (column - at)
            row.append(GridCell(text, across))
            at = max(at, column) + across
        rows.append(row)
    return rows


def _columns(lines: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """Left and right edges of the columns: of the lines with most cells, and what fits beside."""
    together = [_together(line) for line in lines]
    most = max(map(len, together))
    columns: list[tuple[float, float]] = []
    for line in sorted(together, key=len, reverse=True):
        for piece in line:
            hit = [i for i, (low, high) in enumerate(columns) if piece.x0 < high and piece.x1 > low]
            if not hit:
                if len(line) >= max(2, most - 1):
                    columns.append((piece.x0, piece.x1))
            elif len(hit) == 1:
                low, high = columns[hit[0]]
                columns[hit[0]] = (min(low, piece.x0), max(high, piece.x1))
    return sorted(columns)


def _nearest(columns: Sequence[tuple[float, float]], piece: Piece) -> int:
    middle = (piece.x0 + piece.x1) / 2
    return min(
        range(len(columns)),
        key=lambda index: abs((columns[index][0] + columns[index][1]) / 2 - middle),
        default=0,
    )


def _together(line: Sequence[Piece]) -> list[Piece]:
    """A line with the characters of a word that is spread over its cell put together."""
    found: list[Piece] = []
    for piece in line:
        last = found[-1] if found else None
        if (
            last is not None
            and len(piece.text) == 1
            and _is_han(piece.text)
            and _is_han(last.text[-1])
            and len(last.text) <= 3
            and piece.x0 - last.x1 <= 4 * piece.size
            and (len(last.text) == 1 or last.text.count("\u3000"))
        ):
            found[-1] = Piece(
                last.text + "\u3000" + piece.text,
                last.x0,
                piece.x1,
                piece.end,
                last.base,
                last.size,
                last.first,
            )
        else:
            found.append(piece)
    return [
        Piece(
            piece.text.replace("\u3000", ""),
            piece.x0,
            piece.x1,
            piece.end,
            piece.base,
            piece.size,
            piece.first,
        )
        if "\u3000" in piece.text
        else piece
        for piece in found
    ]


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
