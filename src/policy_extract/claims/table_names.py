"""The name of a table's cell, made of its row's, its column's and its title's, and where they stand."""

from collections.abc import Sequence
from typing import NamedTuple

from policy_extract.claims.grounding import locate
from policy_extract.tables.heads import Head
from policy_extract.tables.labels import is_measure
from policy_extract.tables.model import Span
from policy_extract.tables.rules import table_rules


class Part(NamedTuple):
    """A part of a name, and the cells or lines whose words it is made of."""

    text: str
    cells: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Part("")


class Names(NamedTuple):
    """What may name a cell.

    Attributes:
        row: Its row's name; empty where that is a time or a place.
        parent: The name of the row above that its row is a part of, or a change of.
        column: Its column's name.
        measured: The name of the column before that its column ranks, or is a change of.
        topic: What the table's title says that its cells measure.
        section: The line over its rows, where that only divides what they measure.
        per: What the table's title says that its cells are counted for: 每百户.
        own: Whether every row has a unit of its own, so that the title measures none of them.
    """

    row: Part
    parent: Part
    column: Part
    measured: Part
    topic: Part
    section: Part = NOTHING
    per: Part = NOTHING
    own: bool = False


def cell_name(
    names: Names, head: Head, *, rank: bool, only_change: bool, inside: bool
) -> tuple[Part, ...]:
    """The parts of a cell's name, in the order in which they are read; none where nothing names it.

    Args:
        names: What may name it.
        head: Its column's header.
        rank: Whether its column holds ranks.
        only_change: Whether its row names a change and nothing else.
        inside: Whether its row is a part of the row above.
    """
    rules = table_rules()
    row, parent, column = names.row, names.parent, names.column
    if rank:
        column = _ranked(column) or names.measured
    elif head.change:
        column = column or names.measured
    found: tuple[Part, ...]
    if parent.text in rules.totals:
        parent = NOTHING
    divides = bool(row) and not is_measure(row.text) and not column
    topic = names.topic if _single(names.topic.text) else NOTHING
    if topic.text.endswith(rules.wholes):
        topic = NOTHING
    if names.own:
        whole = next((word for word in rules.implied if topic.text.endswith(word)), "")
        topic = topic._replace(text=whole)
    if only_change:
        found = (names.topic if parent.text in rules.generic else parent, column)
    elif row.text in rules.totals or row.text in rules.generic:
        alone = is_measure(column.text) and not head.share
        found = (column,) if alone else (names.topic or row, column)
        if not column:
            named = row.text not in rules.totals and bool(names.topic)
            found = (names.topic,) if named else (names.topic, row)
    elif inside and divides and parent:
        found = (parent, row)
    elif divides and row.text not in topic.text and is_measure(topic.text):
        found = (row, topic._replace(text=topic.text[_shared(row.text, topic.text) :]))
    elif row and column.text in rules.indices and topic.text.endswith(column.text):
        found = (row,) if is_measure(row.text) else (row, topic)
    elif not row:
        found = (column or names.topic,)
    elif (
        inside
        and column.text in rules.headcounts
        and is_measure(parent.text)
        and not is_measure(row.text)
    ):
        found = (parent, row)
    elif inside and column.text in rules.shares and parent and not is_measure(row.text):
        found = (parent, row, column)
    elif (column.text in rules.implied and is_measure(row.text)) or row.text.endswith(column.text):
        found = (row,)
    else:
        found = (row, column._replace(text=column.text[_shared(row.text, column.text) :]))
    found = tuple(part for part in (names.section, *found) if part)
    counted = not found or any("每" in part.text or "人均" in part.text for part in found)
    return found if counted or not names.per else (names.per, *found)


def _single(topic: str) -> bool:
    """Whether a title names one measure, no list of them."""
    return not any(mark in topic for mark in table_rules().lists)


def _shared(row: str, column: str) -> int:
    """How many characters close the one and open the other: 居民消费价格, 价格指数."""
    return next(
        (n for n in range(min(len(row), len(column)), 1, -1) if row.endswith(column[:n])), 0
    )


def _ranked(column: Part) -> Part:
    """What a column of ranks ranks, without the words for ranks."""
    name = column.text
    for word in (*table_rules().rank_heads, "全省", "全国", "全市", "在", "居"):
        name = name.replace(word, "")
    return column._replace(text=name)


def places_of(text: str, parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    """Where in the text the words of a name stand, part by part; nothing where not all of it does."""
    found: list[tuple[int, int]] = []
    for part in parts:
        rest = part.text
        for cell in part.cells:
            for length in range(len(rest), 0, -1):
                spans = locate(text, rest[:length], cell.start, cell.end)
                if spans:
                    found += spans
                    rest = rest[length:]
                    break
        if rest:
            return ()
    return tuple(found)
