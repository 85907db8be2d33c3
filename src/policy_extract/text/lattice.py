"""Between two level lines of a table: one row, or several that no line parts."""

import re
from collections.abc import Sequence
from statistics import median

from policy_extract.text.furniture import rows_of
from policy_extract.text.glyphs import Glyph, Piece, pieces
from policy_extract.text.grid import GridCell

_VALUE = re.compile(
    r"[\[［〔(（<>＜＞≤≥约]?[-－−–—+]?[0-9][0-9,，. ]*[%％‰]?[\]］〕)）]?|[-—–…]{1,3}"
)
_DIGIT = re.compile("[0-9]")
_NEAR = 0.6
"""Part of the distance of rows within which a line of a name belongs to a row."""

Cell = tuple[int, int, Sequence[Glyph]]
"""Column, columns that it covers, glyphs."""
_Line = tuple[float, str]


def lattice_rows(cells: Sequence[Cell], width: int) -> list[tuple[GridCell, ...]]:
    """The rows between two level lines: as many as the values of a column that stand below each
    other, else one.
    """
    lines = {column: _lines(glyphs) for column, _, glyphs in cells}
    across = {column: covers for column, covers, _ in cells}
    stacked = [found for found in lines.values() if _is_stack(found)]
    if not stacked:
        return [_row({column: _joined(found) for column, found in lines.items()}, across, width)]
    anchors = [base for base, _ in max(stacked, key=len)]
    step = median(b - a for a, b in zip(anchors, anchors[1:], strict=False))
    texts: dict[float, dict[int, str]] = {anchor: {} for anchor in anchors}
    for column, found in lines.items():
        for base, text in found:
            anchor = min(texts, key=lambda one: abs(one - base))
            if abs(anchor - base) > _NEAR * step:
                anchor = base
                texts[anchor] = {}
            texts[anchor][column] = _glued(texts[anchor].get(column, ""), text)
    return [_row(texts[anchor], across, width) for anchor in sorted(texts)]


def _row(texts: dict[int, str], across: dict[int, int], width: int) -> tuple[GridCell, ...]:
    row: list[GridCell] = []
    at = 0
    for column in sorted(across):
        row += [GridCell("")] * (column - at)
        row.append(GridCell(texts.get(column, ""), across[column]))
        at = column + across[column]
    row += [GridCell("")] * (width - at)
    return tuple(row)


def _lines(glyphs: Sequence[Glyph]) -> list[_Line]:
    if not glyphs:
        return []
    found: list[_Line] = []
    for row in rows_of(pieces(glyphs)):
        text = ""
        for piece in sorted(row, key=_left):
            text = _glued(text, piece.text)
        found.append((row[0].base, text))
    return found


def _left(piece: Piece) -> float:
    return piece.x0


def _is_stack(lines: Sequence[_Line]) -> bool:
    """Whether the lines of a cell are values of several rows: numbers below each other."""
    return (
        len(lines) >= 2
        and all(_VALUE.fullmatch(text) for _, text in lines)
        and sum(_DIGIT.search(text) is not None for _, text in lines) >= 2
    )


def _joined(lines: Sequence[_Line]) -> str:
    text = ""
    for _, line in lines:
        text = _glued(text, line)
    return text


def _glued(before: str, after: str) -> str:
    """Two pieces of a cell: a blank only between words of Latin."""
    words = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum()
    return before + (" " if words and after else "") + after
