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

from policy_extract.text.lines import (
    NO_ENDING,
    NO_OPENING,
    WIDE,
    Line,
    beside,
    is_open,
    may_run_on,
    runs_on,
    text_lines,
)
from policy_extract.text.ragged import ragged_breaks
from policy_extract.text.words import Words


def soft_breaks(text: str, words: Words | None = None) -> list[tuple[int, int]]:
    """The soft breaks of a text, with the white space around them, in order.

    Args:
        text: The text.
        words: A word segmenter; without one only breaks beside punctuation are soft.
    """
    lines = text_lines(text)
    soft = _beside_marks(text, lines) | _lowered(text, lines) | _torn_numbers(text, lines)
    if words is not None:
        soft |= _wrapped(text, lines, words)
    return [(lines[index].end, lines[index + 1].start) for index in sorted(soft)]


_PAIRS = {"）": "（", "》": "《", "」": "「", "』": "『", "”": "“", "’": "‘", "】": "【"}
_PROSE = re.compile("[，。；、]")
_PROSE_LENGTH = 15
_SCALED = re.compile("[万亿]{1,2}[元吨人斤亩户个]")
_SUSPECT = re.compile(rf"\n[^\S\n]*[{NO_OPENING}%％‰万亿]|[{NO_ENDING}][^\S\n]*\n")


def _beside_marks(text: str, lines: Sequence[Line]) -> set[int]:
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
            text[line.end - 1] in NO_ENDING
            or (first in "%％‰" and text[line.end - 1].isdigit())
            or (first in "万亿" and _cut_number(text, line, after, sentence))
            or (first in _PAIRS and sentence.count(_PAIRS[first]) > sentence.count(first))
            or (
                first in "，。、；：！？"
                and (len(sentence) >= _PROSE_LENGTH or _PROSE.search(sentence) is not None)
            )
        ):
            found.add(index)
    return found


def _cut_number(text: str, line: Line, after: Line, sentence: str) -> bool:
    """Whether a break parts a figure from its scale and unit, in prose (74.4 万亿元)."""
    return (
        text[line.end - 1].isdigit()
        and _PROSE.search(sentence) is not None
        and _SCALED.match(text, after.start) is not None
    )


_TORN = re.compile(
    r"(?<=[0-9])\n(?=0[0-9]*[.．]?[0-9]*[%％‰亿万元吨人户家个])|(?<=[0-9][.．])\n(?=[0-9]+[%％‰亿万元吨人户家个])"
    r"|(?<=[0-9])\n(?=[.．][0-9])|(?<=[0-9][亿万])\n(?=[元吨人户家个亩千平立公斤台辆])"
    r"|(?<=[0-9]个)\n(?=百分点)|(?<=[0-9]个百)\n(?=分点)|(?<=[0-9]个百分)\n(?=点)"
    r"|(?<=[0-9亿万][千平立公])\n(?=[瓦方里斤米])|(?<=[0-9亿万][美欧日港])\n(?=元)"
)
"""A break inside a figure that nothing else explains: 32 | 04.5亿元, 7. | 2万人, 120.3亿 | 元, 0.8个百 | 分点, 30平 | 方公里."""


def _torn_numbers(text: str, lines: Sequence[Line]) -> set[int]:
    """Breaks inside a figure, in prose."""
    torn = [match.start() for match in _TORN.finditer(text)]
    if not torn:
        return set()
    ends = {line.end: index for index, line in enumerate(lines)}
    return {
        ends[at]
        for at in torn
        if at in ends
        and "\t" not in text[lines[ends[at]].start : lines[ends[at] + 1].end]
        and _PROSE.search(text, lines[ends[at]].start, lines[ends[at] + 1].end)
    }


_LOWERED = re.compile(
    r"(?:(?<=[A-Z])|(?<=[A-Z][a-z]))[^\S\n]*\n[^\S\n]*[0-9][0-9.]{0,3}[^\S\n]*\n[^\S\n]*(?=[^\s0-9A-Za-z])"
)


def _lowered(text: str, lines: Sequence[Line]) -> set[int]:
    """Breaks around a lowered figure on a line of its own, amid prose (M2, CO2, PM2.5)."""
    ends: dict[int, int] = {}
    found: set[int] = set()
    for match in _LOWERED.finditer(text):
        ends = ends or {line.end: index for index, line in enumerate(lines)}
        index = ends[match.start()]
        beside_it = (lines[index], lines[index + 2])
        if any(_PROSE.search(text, line.start, line.end) for line in beside_it):
            found |= {index, index + 1}
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
_TOKEN = re.compile(rf"(?:[A-Za-z0-9.,%+/_-]+|[{NO_ENDING}]*.)[{NO_OPENING}]?")


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


def _wrapped(text: str, lines: Sequence[Line], words: Words) -> set[int]:
    """Breaks that a line width made."""
    near = _nearness(lines)
    pairs = [
        index
        for index in range(len(lines) - 1)
        if lines[index + 1].gap <= near and may_run_on(text, lines[index], lines[index + 1])
    ]
    open_pairs = [index for index in pairs if is_open(text, lines[index])]
    if len(open_pairs) < _LEAST:
        return set()
    measures = [_measure(text, lines, cells=cells) for cells in (True, False)]
    fitting = [(_width(measure, open_pairs), measure) for measure in measures]
    for fit, measure in sorted(fitting, key=lambda item: -item[0].share):
        if fit.share and _runs(text, lines, measure, fit.width, open_pairs, words):
            return _joined(lines, measure, fit.width, pairs) | _over_pages(
                text, lines, measure, fit.width, words
            )
    return ragged_breaks(text, lines, open_pairs, words)


def _nearness(lines: Sequence[Line]) -> int:
    """Line breaks between neighbours: 1, or 2 in a text with every line set off by a blank one."""
    single = sum(line.gap == 1 for line in lines[1:])
    return 2 if single <= 0.05 * len(lines) else 1


def _measure(text: str, lines: Sequence[Line], *, cells: bool) -> _Measure:
    each = 2 if cells else 1

    def size(piece: str) -> int:
        return len(piece) + (len(WIDE.findall(piece)) if cells else 0)

    widths, bare, rooms = [], [], []
    for line in lines:
        content = text[line.start : line.end]
        token = _TOKEN.match(content)
        hanging = len(content) - len(content.rstrip(NO_OPENING + "%％‰"))
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
    lines: Sequence[Line],
    measure: _Measure,
    width: int,
    open_pairs: Sequence[int],
    words: Words,
) -> bool:
    """Whether words and clauses run across the breaks of the full lines."""
    full = [index for index in open_pairs if _is_full(measure, width, index)]
    running = 0
    for index in full[:60]:
        running += runs_on(*beside(text, lines, index), words)
    return running >= max(2, _RUNNING * min(len(full), 60))


def _joined(lines: Sequence[Line], measure: _Measure, width: int, pairs: Sequence[int]) -> set[int]:
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
    text: str, lines: Sequence[Line], measure: _Measure, width: int, words: Words
) -> set[int]:
    """Full, open lines that go on behind a blank line, as at the end of a page."""
    return {
        index
        for index in range(len(lines) - 1)
        if lines[index + 1].gap == 2
        and _is_full(measure, width, index)
        and lines[index + 1].indent <= lines[index].indent
        and may_run_on(text, lines[index], lines[index + 1])
        and is_open(text, lines[index])
        and runs_on(*beside(text, lines, index), words)
    }
