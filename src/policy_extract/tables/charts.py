"""Numbers of a chart that came without it: axes and marks as lines of nothing but numbers."""

import re
from collections.abc import Sequence

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
    runs: list[list[tuple[int, int]]] = []
    run: list[tuple[int, int]] = []
    for line in (*lines, None):
        if line is not None and line not in taken and _NUMBERS.fullmatch(text, *line):
            run.append(line)
            continue
        if len(run) >= _RUN:
            runs.append(run)
        run = []
    return runs


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
    runs: list[list[tuple[int, int]]] = []
    run: list[tuple[int, int]] = []
    for line in (*lines, None):
        if (
            line is not None
            and line not in taken
            and line[1] - line[0] <= _CELL
            and (_WORDS.fullmatch(text, *line) or _NUMBERS.fullmatch(text, *line))
        ):
            run.append(line)
            continue
        numbers = sum(_NUMBERS.fullmatch(text, *one) is not None for one in run)
        if len(run) >= _LINES and _LEAST <= numbers < len(run) and numbers >= _PART * len(run):
            runs.append(run)
        run = []
    return runs
