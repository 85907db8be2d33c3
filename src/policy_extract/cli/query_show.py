"""The rows of a query for a person: as a table where that is readable, else one under the other."""

import re
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

_TEXT = 24
"""Columns that a text needs to be readable; it may fold."""
_EXACT = re.compile(r"-?[0-9][0-9.,:\-T]*")
"""Numbers and dates, which never fold and are never cut."""


def fits(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int) -> bool:
    """Whether a table of the rows can be read in so many columns."""
    return sum(_need(name, rows, at) + 3 for at, name in enumerate(columns)) + 1 <= width


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """The rows as a table; numbers and dates stand whole, texts fold."""
    made = Table()
    for at, name in enumerate(columns):
        exact = all(_is_exact(row[at]) for row in rows)
        right = exact and any(isinstance(row[at], (int, float)) for row in rows)
        made.add_column(
            Text(name),
            overflow="fold",
            no_wrap=exact,
            min_width=_need(name, rows, at),
            justify="right" if right else "left",
        )
    for row in rows:
        made.add_row(*(Text(_shown(value)) for value in row))
    return made


def blocks(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int) -> Text:
    """The rows one under the other, a line a column."""
    room = max((cell_len(name) for name in columns), default=0)
    made = Text()
    for number, row in enumerate(rows, 1):
        made.append(f"─── {number} ".ljust(min(width, 60), "─") + "\n")
        for name, value in zip(columns, row, strict=True):
            gap = " " * (room - cell_len(name))
            made.append(f"{name}{gap}  {_shown(value)}\n")
    return made


def _need(name: str, rows: Sequence[Sequence[Any]], at: int) -> int:
    longest = max((cell_len(_shown(row[at])) for row in rows), default=0)
    exact = all(_is_exact(row[at]) for row in rows)
    return max(cell_len(name), longest if exact else min(longest, _TEXT))


def _is_exact(value: Any) -> bool:
    return value is None or not isinstance(value, str) or bool(_EXACT.fullmatch(value))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
