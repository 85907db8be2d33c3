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
