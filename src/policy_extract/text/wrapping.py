"""Soft line breaks: those that a fixed line width or a link put inside a sentence.

A mail, a PDF's text or an old file has its lines broken at a width, often in the middle of a word or a
number. The reading text leaves such breaks out; the source is never edited, and every offset leads
back to it. A width is believed when the lines show it (each open line is so full that the next word
had no room) and the language does too (words and clauses run across the breaks): a list of titles or a
table has neither.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from policy_extract.text.words import Words


def soft_breaks(text: str, words: Words | None = None) -> list[tuple[int, int]]:
    """The soft breaks of a text, with the white space around them, in order.

    Args:
        text: The text.
        words: A word segmenter; without one only breaks beside punctuation are soft.
    """
    lines = _lines(text)
    soft = _beside_marks(text, lines)
    if words is not None:
        soft |= _wrapped(text, lines, words)
    return [(lines[index].end, lines[index + 1].start) for index in sorted(soft)]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: ``text[start:end]`` without surrounding white space.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        lead: Characters of white space in front of it.
        indent: The same, a wide space counting two.
        gap: Line breaks between it and the line before it.
    """

    start: int
    end: int
    lead: int
    indent: int
    gap: int


_NO_OPENING = "，。、；：！？）》」』”’】"
"""Marks that open no line: a break before one is soft."""
_NO_ENDING = "（《「『“‘【"
"""Marks that end no line."""
_CLOSED = "。！？!?；;：:…"
_CLOSERS = "”’」』》）)】"
_PAIRS = {"）": "（", "》": "《", "」": "「", "』": "『", "”": "“", "’": "‘", "】": "【"}
_PROSE = re.compile("[，。；、]")
_PROSE_LENGTH = 15
_TABLE = re.compile(r"[\t|]| {3}|[ \u3000]{4}")
_NUMBERS = re.compile(r"[^，。；\n]{1,40}(?:[ \u3000]+[-－−–]?[0-9][0-9,.]*[%％]?)+")
"""A name and numbers parted by blanks: a row of a table."""
_SUSPECT = re.compile(rf"\n[^\S\n]*[{_NO_OPENING}%％‰]|[{_NO_ENDING}][^\S\n]*\n")


def _lines(text: str) -> list[_Line]:
    found = []
    breaks = 0
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lead = len(raw) - len(raw.lstrip())
            indent = lead + raw.count("\u3000", 0, lead)
            start = at + lead
            found.append(_Line(start, start + len(stripped), lead, indent, breaks))
            breaks = 0
        breaks += 1
        at += len(raw) + 1
    return found


def _beside_marks(text: str, lines: Sequence[_Line]) -> set[int]:
    """Breaks before a mark that opens no line or after one that ends none: links cut lines so."""
    found: set[int] = set()
    if not _SUSPECT.search(text):
        return found
    begin = 0
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        if index and index - 1 not in found:
            begin = line.start
        if after.gap != 1 or text[line.end - 1] in "。！？":
            continue
        first = text[after.start]
        sentence = text[begin : line.end]
        if (
            text[line.end - 1] in _NO_ENDING
            or (first in "%％‰" and text[line.end - 1].isdigit())
            or (first in _PAIRS and sentence.count(_PAIRS[first]) > sentence.count(first))
            or (
                first in "，。、；：！？"
                and (len(sentence) >= _PROSE_LENGTH or _PROSE.search(sentence) is not None)
            )
        ):
            found.add(index)
    return found


_NARROWEST = 10
"""Characters in the narrowest column that is no list."""
_LEAST = 3
"""So many full lines at least show a width."""
_FORCED = 0.8
"""The least share of long open lines that had no room for the next word."""
_LONG = 0.7
"""Open lines shorter than this share of the width are headings and ends of lists."""
_OVER = 0.06
"""The greatest share of lines longer than the width."""
_RUNNING = 0.2
"""The least share of full lines whose break a word or a clause runs across; chance breaks of Chinese
text give some 0.45, titles under each other hardly any."""
_WIDE = re.compile(
    "[\u1100-\u115f\u2010-\u2027\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]"
)
_TOKEN = re.compile(rf"(?:[A-Za-z0-9.,%+/_-]+|[{_NO_ENDING}]*.)[{_NO_OPENING}]?")
ITEM = re.compile(
    r"[-*•●■◆#]|[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)、.．]|第[0-9一二三四五六七八九十百]+[章节条]"
)
"""How an item of a list begins: a bullet, a number, 一、, （一）, 第一条."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """Lines measured one way: in cells of a terminal, or in characters.

    Attributes:
        widths: Of each line, with its indent.
        bare: The same without the closing marks at its end, which may hang over.
        rooms: Room that each line's first word takes.
        narrowest: Narrower columns are taken for lists.
    """

    widths: tuple[int, ...]
    bare: tuple[int, ...]
    rooms: tuple[int, ...]
    narrowest: int


def _wrapped(text: str, lines: Sequence[_Line], words: Words) -> set[int]:
    """Breaks that a line width made."""
    near = _nearness(lines)
    pairs = [
        index
        for index in range(len(lines) - 1)
        if lines[index + 1].gap <= near and _may_run_on(text, lines[index], lines[index + 1])
    ]
    open_pairs = [index for index in pairs if _is_open(text, lines[index])]
    if len(open_pairs) < _LEAST:
        return set()
    measures = [_measure(text, lines, cells=cells) for cells in (True, False)]
    fitting = [(_width(measure, open_pairs), measure) for measure in measures]
    for fit, measure in sorted(fitting, key=lambda item: -item[0].share):
        if fit.share and _runs(text, lines, measure, fit.width, open_pairs, words):
            return _joined(lines, measure, fit.width, pairs) | _over_pages(
                text, lines, measure, fit.width, words
            )
    return set()


def _nearness(lines: Sequence[_Line]) -> int:
    """Line breaks between neighbours: 1, or 2 in a text with every line set off by a blank one."""
    single = sum(line.gap == 1 for line in lines[1:])
    return 2 if single <= 0.05 * len(lines) else 1


def _may_run_on(text: str, line: _Line, after: _Line) -> bool:
    """Whether two lines could be one sentence: no table rows, no items of a list."""
    return not (
        _is_row(text, line)
        or _is_row(text, after)
        or (ITEM.match(text, after.start) and not _is_open(text, line))
    )


def _is_row(text: str, line: _Line) -> bool:
    return (
        _TABLE.search(text, line.start, line.end) is not None
        or _NUMBERS.fullmatch(text, line.start, line.end) is not None
    )


def _is_open(text: str, line: _Line) -> bool:
    """Whether a line stops without a closing mark."""
    last = line.end - 1
    while last > line.start and text[last] in _CLOSERS:
        last -= 1
    return text[last] not in _CLOSED


def _measure(text: str, lines: Sequence[_Line], *, cells: bool) -> _Measure:
    each = 2 if cells else 1

    def size(piece: str) -> int:
        return len(piece) + (len(_WIDE.findall(piece)) if cells else 0)

    widths, bare, rooms = [], [], []
    for line in lines:
        content = text[line.start : line.end]
        token = _TOKEN.match(content)
        hanging = len(content) - len(content.rstrip(_NO_OPENING + "%％‰"))
        widths.append((line.indent if cells else line.lead) + size(content))
        bare.append(widths[-1] - hanging * each)
        rooms.append(size(token.group()) if token else 0)
    return _Measure(tuple(widths), tuple(bare), tuple(rooms), _NARROWEST * each)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A line width, and the share of long open lines that it explains; 0 when none is shown."""

    width: int
    share: float


def _width(measure: _Measure, open_pairs: Sequence[int]) -> _Fit:
    """The line width that explains the open lines best."""
    common = Counter(measure.widths[index] for index in open_pairs)
    candidates = {width + more for width, _ in common.most_common(3) for more in (0, 1, 2)}
    best = _Fit(0, 0.0)
    for width in sorted({*candidates, max(common)}):
        if width < measure.narrowest:
            continue
        over = sum(found > width for found in measure.bare)
        forced = sum(_is_full(measure, width, index) for index in open_pairs)
        long = sum(measure.widths[index] >= _LONG * width for index in open_pairs)
        if (
            over <= _OVER * len(measure.widths)
            and forced >= _LEAST
            and forced >= max(_FORCED, best.share + 0.001) * long
        ):
            best = _Fit(width, forced / max(long, 1))
    return best


def _is_full(measure: _Measure, width: int, index: int) -> bool:
    """Whether the next line's first word had no room on a line."""
    return measure.widths[index] + measure.rooms[index + 1] > width


def _runs(
    text: str,
    lines: Sequence[_Line],
    measure: _Measure,
    width: int,
    open_pairs: Sequence[int],
    words: Words,
) -> bool:
    """Whether words and clauses run across the breaks of the full lines."""
    full = [index for index in open_pairs if _is_full(measure, width, index)]
    running = 0
    for index in full[:60]:
        running += _runs_on(*_beside(text, lines, index), words)
    return running >= max(2, _RUNNING * min(len(full), 60))


def _runs_on(before: str, after: str, words: Words) -> bool:
    """Whether a clause or a word runs across the place where two pieces meet."""
    return before[-1] in "，、" or _crosses(before, after, words)


def _crosses(before: str, after: str, words: Words) -> bool:
    """Whether a word runs across the place where two pieces meet."""
    at = 0
    for word in words.cut(before + after):
        at += len(word)
        if at == len(before):
            return False
        if at > len(before):
            return not word.isspace()
    return False


def _joined(
    lines: Sequence[_Line], measure: _Measure, width: int, pairs: Sequence[int]
) -> set[int]:
    """The pairs of a text of a known width that go on: a full line, not followed by an indent.

    A full line that closes its sentence goes on too: that a paragraph ends where the line does is
    rarer than that a sentence does.
    """
    return {
        index
        for index in pairs
        if _is_full(measure, width, index) and lines[index + 1].indent <= lines[index].indent
    }


def _over_pages(
    text: str, lines: Sequence[_Line], measure: _Measure, width: int, words: Words
) -> set[int]:
    """Full, open lines that go on behind a blank line, as at the end of a page."""
    return {
        index
        for index in range(len(lines) - 1)
        if lines[index + 1].gap == 2
        and _is_full(measure, width, index)
        and lines[index + 1].indent <= lines[index].indent
        and _may_run_on(text, lines[index], lines[index + 1])
        and _is_open(text, lines[index])
        and _runs_on(*_beside(text, lines, index), words)
    }


def _beside(text: str, lines: Sequence[_Line], index: int) -> tuple[str, str]:
    """The last characters of a line and the first of the next."""
    line, after = lines[index], lines[index + 1]
    return text[max(line.start, line.end - 6) : line.end], text[after.start : after.start + 6]
