"""What a page has beside its text: running heads and feet, page numbers, notes at the foot."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from policy_extract.text.glyphs import Piece

_EDGE = 2
"""Rows at either end of a page that may be its head or foot."""
_DIGITS = re.compile("[0-9]+")
_WORDS = re.compile("[A-Za-z\u4e00-\u9fff]")
_SENTENCE = re.compile("[。；！？]")
"""What closes a sentence: a note at the foot, no running line."""
_SHARE = 0.4
"""The least share of pages that have a running head; left and right pages may have their own."""
_LONGEST = 60
_STEP = 6.0
"""Points by which a running head may move from page to page."""
_NOTE = re.compile(
    r"(?:注\s*[：:释]?|[\[［〔(（]\s*[0-9]{1,2}\s*[\]］〕)）]|[①-⑳]|[*＊※]|[0-9]{1,2}\s*[.．、]?\s*(?=[\u4e00-\u9fff]))"
)
_NOTE_SIZE = 0.93
_LOW = 0.5

Row = list[Piece]


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces by baselines, from top to bottom."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda one: one.base):
        if rows and piece.base - rows[-1][0].base <= 0.4 * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def without_furniture(pages: Sequence[list[Piece]]) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """Pages without running heads, feet and page numbers, and the notes at the foot of each.

    A running head with words stays on the first page that has it.
    """
    bodies = _without_heads(pages)
    sizes = [piece.size for page in bodies for piece in page for _ in range(len(piece.text))]
    usual = median(sizes) if sizes else 0.0
    kept: list[list[Piece]] = []
    notes: list[list[Piece]] = []
    for page in bodies:
        foot = _notes(rows_of(page), usual)
        gone = {id(piece) for piece in foot}
        kept.append([piece for piece in page if id(piece) not in gone])
        notes.append(foot)
    return kept, notes


def _without_heads(pages: Sequence[list[Piece]]) -> list[list[Piece]]:
    if len(pages) < 2:
        return [list(page) for page in pages]
    seen: Counter[tuple[bool, str, int]] = Counter()
    edges: list[list[tuple[Row, tuple[bool, str, int]]]] = []
    for page in pages:
        rows = rows_of(page)
        found = []
        for top, some in ((True, rows[:_EDGE]), (False, rows[-_EDGE:])):
            for row in some:
                text = _DIGITS.sub("#", "".join(piece.text for piece in row)).replace(" ", "")
                if len(text) <= _LONGEST and not _SENTENCE.search(text):
                    found.append((row, (top, text, round(row[0].base / _STEP))))
        edges.append(found)
        for key in {key for _, key in found}:
            seen[key] += 1
    least = max(2, _SHARE * len(pages))
    told: set[str] = set()
    kept = []
    for page, found in zip(pages, edges, strict=True):
        gone: set[int] = set()
        for row, key in found:
            top, text, place = key
            count = sum(seen[top, text, near] for near in (place - 1, place, place + 1))
            if count < least or len(page) == len(row):
                continue
            if _WORDS.search(text) and text not in told and "#" in text and "页" not in text:
                told.add(text)  # the first time it may be the only place that names the year
                if top:
                    continue
            gone |= {id(piece) for piece in row}
        kept.append([piece for piece in page if id(piece) not in gone])
    return kept


def _notes(rows: Sequence[Row], usual: float) -> list[Piece]:
    """The rows of small type at the foot of a page, from one that opens as a note does."""
    start = len(rows)
    while start and max(piece.size for piece in rows[start - 1]) < _NOTE_SIZE * usual:
        start -= 1
    top, bottom = (rows[0][0].base, rows[-1][0].base) if rows else (0.0, 0.0)
    for index in range(start, len(rows)):
        first = min(rows[index], key=lambda piece: piece.x0)
        if first.base < top + _LOW * (bottom - top):
            continue
        if _NOTE.match(first.text) and index:
            return [piece for row in rows[index:] for piece in row]
    return []
