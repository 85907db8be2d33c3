"""A text as a page shows it: title, headings, running text and rows of tables, by offsets."""

import re
from typing import Any

from policy_extract.tables.find import find_tables
from policy_extract.text.layout import Layout, read_layout

PIECE = 2_000
"""The longest stretch that a page lays out at once; a longer line goes on in the next block."""

_HEADING = 60
_LEVELS = (
    re.compile(r"第[一二三四五六七八九十百0-9]+[编章]"),
    re.compile(r"第[一二三四五六七八九十百0-9]+节|[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
)
_CLOSED = "。；，！？!?;,"
_CUT = re.compile(r"[。；，！？\s](?=[^。；，！？\s]*\Z)")

Block = dict[str, Any]


def read_blocks(text: str, title: str | None) -> list[Block]:
    """The blocks of a text, in order; together they hold every character that is no white space.

    A block has ``start`` and ``end`` (code points) and ``kind``: ``title``, ``h2`` to ``h4``,
    ``row`` (with ``cells``, pairs of offsets), ``body``, or ``more`` where a line goes on.

    >>> [(block["kind"], block["start"]) for block in read_blocks("一、目标\\n增长5%。", None)]
    [('h2', 0), ('body', 5)]
    """
    layout = read_layout(text)
    rows = _rows(text, layout)
    blocks: list[Block] = []
    for paragraph in layout.paragraphs:
        start, end = paragraph.start, paragraph.end
        line = text[start:end] if end - start <= PIECE else ""
        if title is not None and line == title:
            title = None
            blocks.append({"start": start, "end": end, "kind": "title"})
        elif start in rows and line:
            blocks.append({"start": start, "end": end, "kind": "row", "cells": rows[start]})
        else:
            blocks += _pieces(text, start, end, _level(line))
    return _levelled(blocks)


def _levelled(blocks: list[Block]) -> list[Block]:
    """Headings as they nest in this text: its highest level is ``h2``, no level is left out."""
    levels = sorted({block["kind"] for block in blocks if block["kind"].startswith("h")})
    names = {level: f"h{rank + 2}" for rank, level in enumerate(levels)}
    return [{**block, "kind": names.get(block["kind"], block["kind"])} for block in blocks]


def _rows(text: str, layout: Layout) -> dict[int, list[tuple[int, int]]]:
    """The cells of each line of a table, empty ones too, by the offset of the line."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for table in find_tables(text, layout):
        columns = 1 + max(column for row in table.rows for column in row.cells)
        for row in table.rows:
            cells: list[tuple[int, int]] = []
            for column in range(columns):
                at = cells[-1][1] if cells else row.start
                cell = row.cells.get(column)
                cells.append((cell.start, cell.end) if cell else (at, at))
            rows[row.start] = cells
    return rows


def _level(line: str) -> str:
    if line and len(line) <= _HEADING and line[-1] not in _CLOSED:
        for level, pattern in enumerate(_LEVELS):
            if pattern.match(line):
                return f"h{level + 2}"
    return "body"


def _pieces(text: str, start: int, end: int, kind: str) -> list[Block]:
    pieces: list[Block] = []
    while end - start > PIECE:
        cut = _CUT.search(text, start + PIECE // 2, start + PIECE)
        stop = cut.end() if cut else start + PIECE
        pieces.append({"start": start, "end": stop, "kind": "more" if pieces else kind})
        start = stop
    return [*pieces, {"start": start, "end": end, "kind": "more" if pieces else kind}]
