"""Lines as rows of a table: cells parted by tabs, bars, commas or blanks."""

import re
from collections.abc import Iterator

from policy_extract.tables.model import Row, Span
from policy_extract.tables.rules import is_unit
from policy_extract.tables.values import is_empty, read_number

_BARS = "|｜│┃║"
_BAR = re.compile(rf"(?:[^{_BARS}\\]|\\.)+")
_TAB = re.compile(r"[^\t]+")
_COMMA = re.compile(r'"(?:[^"]|"")*"|[^,]+')
_GAP = re.compile(r"[ \u3000\xa0]{2,}")
_TOKEN = re.compile(r"\S+")
_RULE = re.compile(rf"[\s{_BARS}:：+=—\-─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╟╢╪╫]+")
_DRAWN = re.compile(r"\s*[+┌├└┏┣┗╔╠╚╟][-=+─━═┬┼┴┳╋┻╦╬╩╪╫]{3,}[+┐┤┘┓┫┛╗╣╝╢]\s*")
"""A rule of a table that is drawn with characters."""
_PROSE = re.compile("[。；！？]")
_CLAUSE = re.compile("[，。；！？]")


def tab_row(line: str, start: int) -> Row | None:
    """A row whose cells are parted by tabs; null for a line without one."""
    return _row(line, start, _TAB, "\t") if "\t" in line else None


def bar_row(line: str, start: int) -> Row | None:
    """A row of Markdown or of drawn bars; a rule between rows is one without cells."""
    begin, end = _bare(line, start)
    if _DRAWN.fullmatch(line):
        return Row(begin, end, {})
    bars = sum(line.count(bar) for bar in _BARS)
    if bars < 2 and not (bars and _RULE.fullmatch(line)):
        return None
    if _RULE.fullmatch(line):
        return Row(begin, end, {})
    line, start = line.strip(), begin
    if line[0] in _BARS:
        line, start = line[1:], start + 1
    return Row(begin, end, _row(line, start, _BAR, _BARS).cells)


def comma_row(line: str, start: int) -> Row | None:
    """A line of CSV that was pasted as text: two cells or more and no prose."""
    if "," not in line or _PROSE.search(line):
        return None
    return _row(line, start, _COMMA, ",")


def wide_row(line: str, start: int) -> Row | None:
    """A row whose cells are set apart by two blanks or more."""
    begin, end = _bare(line, start)
    line = line.strip()
    if not _GAP.search(line) or _PROSE.search(line):
        return None
    cells: dict[int, Span] = {}
    at = 0
    for gap in (*_GAP.finditer(line), None):
        until = gap.start() if gap else len(line)
        cells[len(cells)] = Span(line[at:until], begin + at, begin + until)
        at = gap.end() if gap else until
    return Row(begin, end, cells)


def number_row(line: str, start: int) -> Row | None:
    """A name, perhaps a unit, and then nothing but numbers, parted by single blanks."""
    tokens = list(_TOKEN.finditer(line))
    first = len(tokens)
    while first > 1 and _is_value(tokens[first - 1].group()):
        first -= 1
    if first == len(tokens) or _CLAUSE.search(line) or _is_value(tokens[0].group()):
        return None
    if all(is_empty(token.group()) for token in tokens[first:]):
        return None
    if first > 1 and is_unit(tokens[first - 1].group()):
        first -= 1
    name = line[tokens[0].start() : tokens[first - 1].end()]
    cells = {0: Span(name, start + tokens[0].start(), start + tokens[first - 1].end())}
    for column, token in enumerate(tokens[first:], 1):
        cells[column] = Span(token.group(), start + token.start(), start + token.end())
    return Row(*_bare(line, start), cells)


def token_row(line: str, start: int) -> Row:
    """Every word between blanks as a cell: the header above rows of :func:`number_row`."""
    cells = [
        Span(found.group(), start + found.start(), start + found.end())
        for found in _TOKEN.finditer(line)
    ]
    return Row(*_bare(line, start), dict(enumerate(cells)))


def _is_value(text: str) -> bool:
    return is_empty(text) or read_number(text) is not None


def _bare(line: str, start: int) -> tuple[int, int]:
    lead = len(line) - len(line.lstrip())
    return start + lead, start + len(line.rstrip())


def _row(line: str, start: int, cell: "re.Pattern[str]", marks: str) -> Row:
    cells: dict[int, Span] = {}
    column = at = 0
    for found in _pieces(line, cell):
        column += sum(line.count(mark, at, found[0]) for mark in marks)
        at = found[1]
        content = line[found[0] : found[1]]
        stripped = content.strip().strip('"').strip()
        if stripped:
            begin = start + found[0] + content.index(stripped)
            cells[column] = Span(stripped, begin, begin + len(stripped))
    return Row(*_bare(line, start), cells)


def _pieces(line: str, cell: "re.Pattern[str]") -> Iterator[tuple[int, int]]:
    for found in cell.finditer(line):
        yield found.span()
