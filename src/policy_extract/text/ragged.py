"""Soft breaks of lines that are not quite of one width, as the text of a PDF has them.

Proportional type makes lines of unequal numbers of characters, and a document has several widths: its
body, its notes. A line is full beside its neighbours; whether breaks are soft at all, words and clauses that
run across them tell.
"""

from collections.abc import Sequence

from policy_extract.text.lines import WIDE, Line, beside, is_row, runs_on
from policy_extract.text.words import Words

_REACH = 5
"""Lines on either side that show the width at a place."""
_FULL = 0.84
"""The share of that width from which on a line is full; a wide character may have had no room."""
_NARROWEST = 20.0
"""Cells of the narrowest column that is no list."""
_LEAST = 6
"""So many full open lines at least show that a text is wrapped."""
_SHARE = 0.7
"""The least share of long open lines that are full."""
_LONG = 0.6
_RUNNING = 0.25
"""The least share of full lines whose break a word or a clause runs across."""
_SAMPLE = 80


def ragged_breaks(
    text: str, lines: Sequence[Line], open_pairs: Sequence[int], words: Words
) -> set[int]:
    """The indices of lines that go on in the next one.

    Args:
        text: The text.
        lines: Its lines.
        open_pairs: Lines without a closing mark that could go on in the next.
        words: The word segmenter.
    """
    if len(open_pairs) < _LEAST:
        return set()
    widths = [0.0 if is_row(text, line) else _cells(text, line) for line in lines]
    local = _local(widths)
    full = [i for i in open_pairs if _is_full(widths[i], local[i])]
    long = sum(local[i] >= _NARROWEST and widths[i] >= _LONG * local[i] for i in open_pairs)
    if len(full) < _LEAST or len(full) < _SHARE * long:
        return set()
    step = max(1, len(full) // _SAMPLE)
    sample = full[::step]
    running = sum(runs_on(*beside(text, lines, index), words) for index in sample)
    if running < max(3, _RUNNING * len(sample)):
        return set()
    return {
        index
        for index in full
        if lines[index + 1].indent <= lines[index].indent or lines[index + 1].indent == 0
    }


def _is_full(width: float, local: float) -> bool:
    return local >= _NARROWEST and width >= _FULL * local


def _cells(text: str, line: Line) -> float:
    """Width of a line in cells of a terminal; a blank is narrower in proportional type."""
    piece = text[line.start : line.end]
    return line.indent + len(piece) + len(WIDE.findall(piece)) - 0.4 * piece.count(" ")


def _local(widths: Sequence[float]) -> list[float]:
    """The width of the lines around each line: the second widest of them, against a stray one."""
    found = []
    for index in range(len(widths)):
        near = sorted(widths[max(0, index - _REACH) : index + _REACH + 1])
        found.append(near[-2] if len(near) > 1 else near[-1])
    return found
