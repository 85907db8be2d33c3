"""Numbers of a chart that came without it: axes and marks as lines of nothing but numbers."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

_NUMBERS = re.compile(
    r"[\s0-9０-９.．,，%％‰年\-－−–—~～]*[0-9０-９][\s0-9０-９.．,，%％‰年\-－−–—~～]*"
)
_RUN = 3
"""Lines of a chart, at least."""


def chart_runs(
    text: str, lines: Sequence[tuple[int, int]], taken: frozenset[tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    """Runs of lines that hold numbers and no words, outside tables.

    Args:
        text: The text.
        lines: Its lines that are not empty.
        taken: Those that belong to tables.
    """
    runs = _runs(lines, taken, lambda line: _NUMBERS.fullmatch(text, *line) is not None)
    return [run for run in runs if len(run) >= _RUN]


_CELL = 20
_WORDS = re.compile(r"[^，。；、：！？\t]+")
_LEAST, _LINES, _PART = 4, 8, 0.25


def stacked_runs(
    text: str, lines: Sequence[tuple[int, int]], taken: frozenset[tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    """Runs of short lines, words and numbers by turns: the cells of a table that was pasted without it.

    Args:
        text: The text.
        lines: Its lines that are not empty.
        taken: Those that belong to tables.
    """

    def numeric(line: tuple[int, int]) -> bool:
        return _NUMBERS.fullmatch(text, *line) is not None

    def is_cell(line: tuple[int, int]) -> bool:
        short = line[1] - line[0] <= _CELL
        return short and (_WORDS.fullmatch(text, *line) is not None or numeric(line))

    found = []
    for run in _runs(lines, taken, is_cell):
        numbers = sum(map(numeric, run))
        if len(run) >= _LINES and _LEAST <= numbers < len(run) and numbers >= _PART * len(run):
            found.append(run)
    return found


def _runs(
    lines: Sequence[tuple[int, int]],
    taken: frozenset[tuple[int, int]],
    holds: Callable[[tuple[int, int]], bool],
) -> list[list[tuple[int, int]]]:
    """Lines one after another, outside tables, of which something holds."""
    grouped = groupby(lines, lambda line: line not in taken and holds(line))
    return [list(run) for held, run in grouped if held]
