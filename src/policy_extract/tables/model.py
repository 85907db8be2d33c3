"""The model of a table: rows of cells that know their column and where in the text they stand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the document: ``text`` stands at ``start``–``end``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table.

    Attributes:
        start: Offset of the line, without white space around it.
        end: Offset after it.
        cells: Its cells that are not empty, by column.
    """

    start: int
    end: int
    cells: dict[int, Span]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in the text, before anything is understood of it.

    Attributes:
        rows: Its lines, in order.
        above: The short lines in front of it, nearest last: its title, its unit.
    """

    rows: tuple[Row, ...]
    above: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Offset of the first row."""
        return self.rows[0].start

    @property
    def end(self) -> int:
        """Offset after the last row."""
        return self.rows[-1].end
