"""Lines of a page's blocks as paragraphs: a line that only ran out of room goes on in the next."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from policy_extract.text.glyphs import NO_OPENING, Piece
from policy_extract.text.grid import GridCell, grid_lines
from policy_extract.text.lines import ITEM
from policy_extract.text.reading_order import Block
from policy_extract.text.tabular import aligned_rows


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a page.

    Attributes:
        text: Its lines without the breaks of the column.
        size: The size of its font.
        runs_on: Whether its last line is full and open, so that it may go on elsewhere.
        may_follow: Whether its first line may go on one from elsewhere.
        turned: Whether it stands at the head of a further column.
        alone: Whether it is a line set apart, as a page number is.
    """

    text: str
    size: float
    runs_on: bool = False
    may_follow: bool = False
    turned: bool = False
    alone: bool = False


_CLOSED = "。！？!?；;：:…"
_CLOSERS = '”’」』》）)】"'
_SHORTEST = 4
"""Characters of a line that is believed to be full."""
_SLACK, _SLACK_CLOSED = 1.2, 0.3
"""Room, in sizes, that a full line may leave over: more where it stops inside a sentence."""
_HANG = 0.9
"""Part of a size by which a line may stand in from the left edge without opening a paragraph."""
_WIDE_STEP = 1.35
_APART = 4.0
"""Distance of baselines, in sizes, over which lines have nothing to do with each other."""
_SIZES = 0.07
_FIT = 0.15
_LONG = 12
"""Characters of a line inside a sentence whose neighbour may be set a little smaller."""
_PAGE_NUMBER = re.compile(
    r"[\s·.—–―-]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/共]\s*\d{1,4}\s*页?)?[\s·.—–―-]*"
)


def paragraphs(blocks: Iterable[Block]) -> list[Paragraph]:
    """The paragraphs of a page."""
    found: list[Paragraph] = []
    for block in blocks:
        made = _table(block) if block.table else _prose(block)
        if made and block.turned:
            made[0] = replace(made[0], turned=True)
        found += made
    return found


def document_text(pages: Sequence[list[Paragraph]]) -> str:
    """All pages as one text: a paragraph a line, an empty line between pages.

    A paragraph that runs on over the foot of a column or of a page is one. Page numbers are left
    out where every page has its own and they count up with the pages.
    """
    text = ""
    last: Paragraph | None = None
    for page in _without_numbers(pages):
        for index, paragraph in enumerate(page):
            elsewhere = index == 0 or paragraph.turned
            if last is None:
                text = paragraph.text
            elif elsewhere and _goes_on(last, paragraph):
                text += _glue(text, paragraph.text) + paragraph.text
            else:
                text += ("\n\n" if index == 0 else "\n") + paragraph.text
            last = paragraph
    return text


def _goes_on(paragraph: Paragraph, after: Paragraph) -> bool:
    return paragraph.runs_on and after.may_follow and _same_size(paragraph.size, after.size)


def _same_size(first: float, second: float) -> bool:
    return abs(first - second) <= _SIZES * max(first, second)


def _glue(before: str, after: str) -> str:
    """What joins two lines: a space between Latin words."""
    return " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() else ""


def _table(block: Block) -> list[Paragraph]:
    return table_paragraphs(aligned_rows(block.lines), block.lines[0][0].size)


def table_paragraphs(rows: Iterable[Sequence[GridCell]], size: float) -> list[Paragraph]:
    """The rows of a table, a paragraph each."""
    return [Paragraph(line, size) for line in grid_lines(rows) if line.strip()]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a column.

    Attributes:
        text: The line.
        x0: Its left edge.
        x1: Its right edge.
        base: Its baseline.
        size: The size of its font.
        first: Room that its first word takes.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    first: float

    @property
    def is_open(self) -> bool:
        bare = self.text.rstrip(_CLOSERS)
        return bool(bare) and bare[-1] not in _CLOSED


def _line(pieces: tuple[Piece, ...]) -> _Line:
    widest = max(pieces, key=lambda piece: piece.x1 - piece.x0)
    text = " ".join(piece.text for piece in pieces)
    right = max(piece.end for piece in pieces)
    return _Line(text, pieces[0].x0, right, widest.base, widest.size, pieces[0].first)


def _prose(block: Block) -> list[Paragraph]:
    lines = [_line(pieces) for pieces in block.lines]
    found: list[Paragraph] = []
    for group in _groups(lines):
        found += _group(group, block)
    if len(lines) == 1:
        found = [replace(one, alone=True) for one in found]
    return found


def _groups(lines: list[_Line]) -> list[list[_Line]]:
    """Lines of one size without white between them."""
    groups: list[list[_Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and (_same_size(last.size, line.size) or _squeezed(last, line))
            and line.base - last.base <= _APART * line.size
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _squeezed(before: _Line, line: _Line) -> bool:
    """Whether one of two lines inside a sentence is set a little smaller, so that it fits its place."""
    apart = abs(before.size - line.size) <= _FIT * max(before.size, line.size)
    return apart and before.is_open and len(before.text) >= _LONG


def _group(lines: list[_Line], block: Block) -> list[Paragraph]:
    """Lines of one size in one column as paragraphs."""
    size = lines[0].size
    edge = _edge(lines, block, size)
    left = min(line.x0 for line in lines)
    step = median(b.base - a.base for a, b in pairwise(lines)) if len(lines) > 1 else 0.0
    found: list[Paragraph] = []
    text = lines[0].text
    opening = lines[0]

    def close(last: _Line) -> None:
        runs_on = last.is_open and _full(last, edge, size)
        flush = opening.x0 <= left + _HANG * size
        prose = len(text) > len(opening.text) or not opening.is_open or _full(opening, edge, size)
        found.append(Paragraph(text, size, runs_on, flush and prose))

    for before, line in pairwise(lines):
        slack = _SLACK if before.is_open else _SLACK_CLOSED
        wrapped = line.text[0] in NO_OPENING or (
            len(before.text) >= _SHORTEST
            and edge - before.x1 < line.first + slack * size
            and line.x0 <= before.x0 + 0.5 * size
            and (before.is_open or line.x0 <= left + 0.5 * size)
            and line.base - before.base <= _WIDE_STEP * step
            and (before.is_open or not ITEM.match(line.text))
        )
        if wrapped:
            text += _glue(text, line.text) + line.text
        else:
            close(before)
            text, opening = line.text, line
    close(lines[-1])
    return found


def _full(line: _Line, edge: float, size: float) -> bool:
    return len(line.text) >= _SHORTEST and edge - line.x1 < 1.5 * size


def _edge(lines: list[_Line], block: Block, size: float) -> float:
    """The right edge that lines run up to: their own if two of them reach it, else the column's."""
    # A closing mark may hang over the edge: what stands before it does not.
    bare = [line.x1 - size * (line.text[-1] in NO_OPENING) for line in lines]
    own = max(bare)
    reached = sum(own - x1 <= 1.1 * size for x1 in bare)
    return own if reached >= 2 else block.right


def _without_numbers(pages: Sequence[list[Paragraph]]) -> list[list[Paragraph]]:
    """Pages without their numbers, if all of them are numbered at the same end, counting up."""
    filled = [(index, page) for index, page in enumerate(pages) if page]
    for end in (-1, 0):
        matches = [_PAGE_NUMBER.fullmatch(page[end].text) for _, page in filled]
        first = [
            int(one[1]) - index for (index, _), one in zip(filled, matches, strict=True) if one
        ]
        if len(filled) > 1 and len(first) == len(filled) and len(set(first)) == 1:
            cut = slice(None, -1) if end else slice(1, None)
            return [page[cut] for _, page in filled]
    return [page for _, page in filled]
