"""Where a text has tables: runs of lines that part into cells in one way."""

import re
from collections.abc import Callable, Sequence

from policy_extract.tables.model import Row, Span, Table
from policy_extract.tables.rows import (
    bar_row,
    comma_row,
    number_row,
    tab_row,
    token_row,
    wide_row,
)
from policy_extract.tables.values import is_empty, read_number
from policy_extract.text.layout import Layout

_Line = tuple[int, int]
_BLANK = re.compile("[ \u3000]")
_PAGE = re.compile(r"[\s·.—–―-]*\d{0,4}[\s·.—–―-]*")
_PROSE = re.compile("[。；！？]")
_FIGURE = re.compile(r"图\s*[0-9一二三四五六七八九十]")
_CAPTIONED = re.compile(r"[附续]?表\s*[0-9]|单位\s*[：:]|(?:19|20)[0-9]{2}")
_SECTION = 24
_ABOVE = 3
_CAPTION = 60
_HEADS = 3
"""Lines of a header, at most, above rows that are parted by single blanks."""


def find_tables(text: str, layout: Layout) -> list[Table]:
    """The tables of a text, in order; a line is in one at most.

    Lines with tabs or bars are rows wherever two of them follow each other; lines with commas or
    blanks only where they hold numbers in the same columns.
    """
    lines = [_whole(text, one.start, one.end) for one in layout.paragraphs]
    found: list[Table] = []
    at = last = 0
    unnamed = 0
    refused = dict.fromkeys(_FORMS, 0)
    while at < len(lines):
        for form in _FORMS:
            if at < refused[form]:
                continue
            reader, accept = form
            rows, end = _run(text, lines, at, reader)
            if accept(rows):
                break
            refused[form] = end
        else:
            rows, end = _numbers(text, lines, at) if at >= unnamed else ([], at)
            if not rows:
                unnamed = max(unnamed, end)
        if not rows:
            at += 1
            continue
        first = next(i for i in range(last, end) if lines[i][1] >= rows[0].start)
        found.append(Table(tuple(rows), _above(text, lines[max(last, first - _ABOVE) : first])))
        at = last = end
    return found


def _whole(text: str, start: int, end: int) -> _Line:
    """A line with the white space at its ends, which may hold empty cells."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    return begin, len(text) if stop < 0 else stop


def _run(
    text: str, lines: Sequence[_Line], at: int, reader: Callable[[str, int], Row | None]
) -> tuple[list[Row], int]:
    """Rows from a line on, over page numbers between them, and the line behind the last."""
    rows: list[Row] = []
    end = at
    for index in range(at, len(lines)):
        start, stop = lines[index]
        row = reader(text[start:stop], start)
        if row is None and reader is tab_row and rows:
            row = _section(text, lines, index)
        if row is not None:
            rows.append(row)
            end = index + 1
        elif not rows or not _PAGE.fullmatch(text, start, stop) or index - end > 1:
            break
    return rows, end


def _section(text: str, lines: Sequence[_Line], index: int) -> Row | None:
    """A line of one cell between rows of values: it opens a section of the table."""
    line = text[slice(*lines[index])]
    name = line.strip()
    if len(name) > _SECTION or _PROSE.search(name) or _CAPTIONED.search(name) or not name:
        return None
    if _PAGE.fullmatch(name) or _FIGURE.match(name) or index + 1 >= len(lines):
        return None
    below = tab_row(text[slice(*lines[index + 1])], lines[index + 1][0])
    if below is None or not any(_valued(cell.text) for cell in [*below.cells.values()][1:]):
        return None
    begin = lines[index][0] + line.index(name)
    return Row(begin, begin + len(name), {0: Span(name, begin, begin + len(name))})


def _several(rows: Sequence[Row]) -> bool:
    return sum(len(row.cells) > 1 for row in rows) >= 2


def _measured(rows: Sequence[Row]) -> bool:
    """Whether most rows have as many cells and two hold numbers behind their first cell."""
    full = [row for row in rows if len(row.cells) > 1]
    if len(full) < 2:
        return False
    counts = [len(row.cells) for row in full]
    usual = max(set(counts), key=counts.count)
    data = [row for row in full if any(_valued(cell.text) for cell in [*row.cells.values()][1:])]
    return counts.count(usual) >= 0.7 * len(full) and len(data) >= min(2, len(full) - 1)


def _valued(text: str) -> bool:
    return read_number(text) is not None and not is_empty(text)


_FORMS: tuple[tuple[Callable[[str, int], Row | None], Callable[[Sequence[Row]], bool]], ...] = (
    (tab_row, _several),
    (bar_row, _several),
    (wide_row, _measured),
    (comma_row, _measured),
)


def _numbers(text: str, lines: Sequence[_Line], at: int) -> tuple[list[Row], int]:
    """Rows of a name and numbers parted by single blanks, with the header line above them.

    Without rows the second value is the line up to which none need be looked for.
    """
    if not _BLANK.search(text, *lines[at]):
        return [], at + 1
    head: list[Row] = []
    begin = at
    while begin < len(lines) and begin - at < _HEADS:
        line = text[lines[begin][0] : lines[begin][1]]
        if number_row(line, 0) is not None or _PROSE.search(line) or len(line) > _CAPTION:
            break
        head.append(token_row(line, lines[begin][0]))
        begin += 1
    rows, end = _run(text, lines, begin, number_row)
    if not rows:
        return [], at + 1
    counts = [len(row.cells) for row in rows]
    width = max(set(counts), key=counts.count)
    named = bool(head) and len(head) == 1 and len(head[0].cells) == width
    if not named or counts.count(width) < 0.7 * len(rows) or len(rows) < 2:
        return [], at + 1 if head else end
    return [*head, *rows], end


def _above(text: str, lines: Sequence[_Line]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, stop in reversed(lines):
        line = text[start:stop].strip()
        if len(line) > _CAPTION or _PROSE.search(line):
            break
        if _FIGURE.match(line):
            continue
        begin = start + text[start:stop].index(line)
        found.append(Span(line, begin, begin + len(line)))
    return tuple(reversed(found))
