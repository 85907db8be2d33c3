"""Rows of a table and the rows above that they are parts of."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from policy_extract.claims.table_names import NOTHING, Part
from policy_extract.tables.labels import Label, is_measure, is_place, read_label
from policy_extract.tables.model import Row, Span
from policy_extract.tables.rules import table_rules
from policy_extract.tables.structure import Block, plain

_KIN = 2
"""Characters that the names of a whole and of a part end in alike: 预算支出, 卫生健康支出."""
_NO_LABEL = Label("", None, False, None, False, False)


class NamedRow(NamedTuple):
    """A row as one of the columns of names calls it.

    Attributes:
        label: Its name understood.
        name: Its words, and the cell that holds them; of the row above where its own is merged.
        parent: The name of the row above that it is a part or a change of.
        unit: The unit of that row.
        inside: Whether it is a part of it.
    """

    label: Label
    name: Part
    parent: Part
    unit: str | None
    inside: bool


UNNAMED = NamedRow(_NO_LABEL, NOTHING, NOTHING, None, False)


def name_rows(block: Block, column: int | None, topic: str) -> list[NamedRow]:
    """Every row of a block as a column of names calls it, with the row that it is a part of.

    A mark (其中) makes a row a part, and those behind it until one names another measure itself. Without
    marks a row is a part where its name is one that only divides others (公路, 第一产业), stands twice
    in the column, or follows a first row that is the table's topic. A measure that stands again under
    another row (活期存款 of 住户存款, of 企业存款) is named with that row.

    Args:
        block: The block.
        column: The column of names; null where none is.
        topic: What the table's title says that its cells measure.
    """
    if column is None:
        return [UNNAMED] * len(block.body)
    cells = [one.row.cells.get(column) for one in block.body]
    wholes = _wholes(block, column)
    labels = [read_label(cell.text) if cell is not None else None for cell in cells]
    names = [label.name for label in labels if label is not None]
    again = {name for name, count in Counter(names).items() if count > 1}
    whole = bool(names) and is_measure(names[0]) and bool(topic) and names[0].endswith(topic)
    owners = _owners(cells, labels, again)
    found: list[NamedRow] = []
    named = UNNAMED
    marked = False
    parent, unit = NOTHING, None
    base, base_unit = NOTHING, None
    kin: Part = NOTHING
    kin_unit: str | None = None
    bare = table_rules().bare_parts
    totals = [_beside(block, one.row, column) for one in block.body]
    rows = zip(cells, labels, wholes, totals, owners, strict=True)
    for cell, label, over, whole_of, owner in rows:
        if cell is None or label is None:
            found.append(named if whole_of is None else _total(whole_of))
            continue
        name = Part(label.name, (cell,))
        if over is not None and over.start != cell.start:
            group = read_label(over.text).name
            name = Part(group + label.name, (over, cell))
        elif owner is not None:
            name = Part(read_label(owner.text).name + label.name, (owner, cell))
        measure = is_measure(label.name)
        divides = not measure and bool(base) and label.unit in (None, base_unit)
        divides = divides and not base.text.endswith(table_rules().wholes)
        divides = divides and (whole or label.name in again or label.name in bare)
        closes = divides and label.name in bare and parent.text in bare
        of_kin = bool(parent) and label.name.endswith(parent.text[-_KIN:])
        if label.part and kin:
            parent, unit = kin, kin_unit
        kin, kin_unit = (name, label.unit) if of_kin and measure and marked else (NOTHING, None)
        marked = label.part or (marked and (not measure or of_kin) and not closes)
        if divides and not marked:
            found.append(NamedRow(label, name, base, base_unit, True))
            parent, unit = name, label.unit or base_unit
            named = found[-1]
            continue
        if not marked and not label.only_change:
            parent, unit = name, label.unit
            if measure:
                base, base_unit = parent, unit
        inside = marked
        named = NamedRow(label, name, parent, unit, inside)
        found.append(named)
    return found


def _owners(
    cells: Sequence[Span | None], labels: Sequence[Label | None], again: Collection[str]
) -> list[Span | None]:
    """For a measure that stands again under another row: that row, the last that stands once."""
    owners: list[Span | None] = []
    over: Span | None = None
    for cell, label in zip(cells, labels, strict=True):
        if label is not None and label.name not in again and not label.only_change:
            over = None if is_place(label.name) or not is_measure(label.name) else cell
        measure = label is not None and label.name in again and is_measure(label.name)
        owners.append(over if measure else None)
    under: dict[str, list[str | None]] = {}
    for label, owner in zip(labels, owners, strict=True):
        if label is not None:
            under.setdefault(label.name, []).append(owner.text if owner else None)
    apart = {name for name, rows in under.items() if None not in rows and len({*rows}) == len(rows)}
    return [
        owner if label is not None and label.name in apart else None
        for label, owner in zip(labels, owners, strict=True)
    ]


def _beside(block: Block, row: Row, column: int) -> Span | None:
    """The word for a total that stands before an empty name: 合计 among the serial numbers."""
    rules = table_rules()
    cells = [row.cells[at] for at in range(column) if at in row.cells]
    return next((cell for cell in cells if plain(cell.text) in rules.totals), None)


def _total(cell: Span) -> NamedRow:
    return NamedRow(read_label(cell.text), Part(plain(cell.text), (cell,)), NOTHING, None, False)


def _wholes(block: Block, column: int) -> list[Span | None]:
    """What stands beside each name under the same merged header: 粮食 of 面积 and 产量."""
    left = block.columns.get(column - 1)
    if left is None or left.role != "category" or not left.path or block.columns[column].path:
        return [None] * len(block.body)
    found: list[Span | None] = []
    over: Span | None = None
    for one in block.body:
        over = one.row.cells.get(column - 1, over)
        found.append(over)
    return found


def cells_of(block: Block, column: int) -> Sequence[Span]:
    """The cells of a column that are not empty."""
    return [one.row.cells[column] for one in block.body if column in one.row.cells]
