"""Glyphs of a page, and the pieces of lines that they make: geometry without any PDF in it.

``x`` grows to the right, ``y`` downwards; sizes are those of the page, whatever its unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character where it stands.

    Attributes:
        text: The character.
        x0: Its left edge.
        x1: Its right edge.
        base: Its baseline.
        size: The size of its font.
        spaced: Whether the page sets a space before it.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs side by side without a wide gap: a line of a column, or a cell of a table.

    Attributes:
        text: The characters.
        x0: Left edge.
        x1: Right edge, without the white half of a closing mark.
        end: Right edge with it.
        base: Baseline.
        size: Size of the font.
        first: Room that must be left on a line for this piece to begin there: a character, a word.
    """

    text: str
    x0: float
    x1: float
    end: float
    base: float
    size: float
    first: float

    @property
    def top(self) -> float:
        """Upper edge of the body; a little inside, so that tight lines do not touch."""
        return self.base - 0.7 * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of the body."""
        return self.base


GAP = 0.4
"""White space, in sizes, that parts two pieces of a line."""
_SAME_LINE = 0.2
_WORD_GAP = 0.12
_WIDE_GAP = 0.18
"""White space, in sizes, over that between other neighbours of a line, that is a space."""
_TWICE = 0.3
"""Distance, in widths, of a glyph and its copy in bold by overprinting."""
NO_OPENING = "，。、；：！？）》」』”’】%％‰"
"""Marks that open no line. Wide ones are white on the right and may hang over the edge."""


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Glyphs as pieces of lines; the order in which they come does not matter."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.base):
        if rows and glyph.base - rows[-1][0].base <= _SAME_LINE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found = []
    for drawn in rows:
        row = _once(sorted(drawn, key=lambda one: one.x0))
        start = 0
        right = row[0].x1
        for index in range(1, len(row)):
            if row[index].x0 - right >= GAP * min(row[index].size, row[index - 1].size):
                found.append(_piece(row[start:index]))
                start = index
            right = max(right, row[index].x1)
        found.append(_piece(row[start:]))
    return found


def _once(row: list[Glyph]) -> list[Glyph]:
    """A row without the glyphs that are drawn twice, a little aside, to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        if not any(
            glyph.text == other.text and glyph.x0 - other.x0 < _TWICE * (other.x1 - other.x0)
            for other in kept[-2:]
        ):
            kept.append(glyph)
    return kept


def _piece(row: list[Glyph]) -> Piece:
    text = row[0].text
    usual = median(max(b.x0 - a.x1, 0.0) for a, b in pairwise(row)) if len(row) > 1 else 0.0
    for before, glyph in pairwise(row):
        if spaced(before, glyph) or glyph.x0 - before.x1 - usual > _WIDE_GAP * glyph.size:
            text += " "
        text += glyph.text
    sizes = sorted(glyph.size for glyph in row)
    size = sizes[len(sizes) // 2]
    last = row[-1]
    right = end = max(glyph.x1 for glyph in row)
    if last.text in NO_OPENING and not last.text.isascii():
        right = (last.x0 + last.x1) / 2
    return Piece(text, row[0].x0, right, end, row[0].base, size, _first(row))


def spaced(before: Glyph, after: Glyph) -> bool:
    """Whether a space belongs between two neighbours: one is set there, or words stand apart."""
    if after.spaced:
        return True
    return (
        before.text.isascii()
        and after.text.isascii()
        and after.x0 - before.x1 > _WORD_GAP * after.size
    )


def _first(row: list[Glyph]) -> float:
    """Room for the first character, or for a whole word or number, with the mark behind it."""
    end = 1
    if row[0].text.isascii():
        while end < len(row) and row[end].text.isascii() and not spaced(row[end - 1], row[end]):
            end += 1
    while end < len(row) and row[end].text in NO_OPENING:
        end += 1
    return row[end - 1].x1 - row[0].x0
