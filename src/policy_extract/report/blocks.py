"""A text as a page shows it: title, headings, running text and rows of tables, by offsets."""

import re
from typing import Any

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
_BAR = re.compile(r"\t|[|｜]")

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
            blocks.append({"start": start, "end": end, "kind": "row", "cells": _cells(line, start)})
        else:
            blocks += _pieces(text, start, end, _level(line))
    return _levelled(blocks)


def _levelled(blocks: list[Block]) -> list[Block]:
    """Headings as they nest in this text: its highest level is ``h2``, no level is left out."""
    levels = sorted({block["kind"] for block in blocks if block["kind"].startswith("h")})
    names = {level: f"h{rank + 2}" for rank, level in enumerate(levels)}
    return [{**block, "kind": names.get(block["kind"], block["kind"])} for block in blocks]


def _rows(text: str, layout: Layout) -> set[int]:
    """Where the lines of tables begin: two or more lines with cells, one after the other."""
    with_cells = [
        "\t" in line or line.count("|") >= 2
        for line in (text[one.start : one.end] for one in layout.paragraphs)
    ]
    return {
        one.start
        for index, one in enumerate(layout.paragraphs)
        if with_cells[index]
        and any(with_cells[max(0, index - 1) : index] + with_cells[index + 1 : index + 2])
    }


def _cells(line: str, start: int) -> list[tuple[int, int]]:
    inner = line.strip("|｜") if "\t" not in line else line
    begin = start + line.index(inner) if inner else start
    cells = []
    at = begin
    for bar in _BAR.finditer(inner):
        cells.append((at, begin + bar.start()))
        at = begin + bar.end()
    return [*cells, (at, begin + len(inner))]


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
