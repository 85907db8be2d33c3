"""What of a table is not read: columns, rows and numbers that nothing explains."""

import re
from collections.abc import Iterator

from policy_extract.claims.table_cells import Untold
from policy_extract.claims.table_rows import cells_of
from policy_extract.quantities.scan import scan_quantities
from policy_extract.tables.heads import read_head
from policy_extract.tables.structure import Block, plain
from policy_extract.tables.times import read_time
from policy_extract.tables.values import is_empty, read_number

LONG_CELL = 40
"""Characters of a cell that is rather prose."""
_DIGIT = re.compile("[0-9０-９]")


def untold_of(block: Block) -> Iterator[Untold]:
    """What of a block's header, columns and rows is not read."""
    if block.lost:
        message = "a table whose header has lost its merged cells was not read"
        yield Untold(message, block.header[0].start, block.header[-1].end)
    header = block.header[-1]
    for number, column in block.columns.items():
        if column.role == "lost":
            message = f"column {number + 1} of a table has no header and was not read"
            yield Untold(message, header.start, header.end)
        elsewhere = [cell for cell in cells_of(block, number) if _measures(cell.text)]
        if column.role in ("note", "category") and elsewhere:
            message = f"numbers in the words of column {number + 1} of a table were not read"
            yield Untold(message, elsewhere[0].start, elsewhere[0].end)
        elif column.role == "note" and _holds_values(block, number):
            message = f"column {number + 1} of a table was not read: its cells are no numbers"
            yield Untold(message, column.path[-1].start, column.path[-1].end)
    for row in block.odd:
        message = "a row of a table has more cells than its header and was not read"
        yield Untold(message, row.start, row.end)
    for body in block.body:
        for number, cell in body.row.cells.items():
            aside = block.columns.get(number)
            if aside is None or aside.role not in ("unit", "attribute") or is_empty(cell.text):
                continue
            if read_number(cell.text) is not None:
                message = f"a number in a column of units was not read: {cell.text}"
                yield Untold(message, cell.start, cell.end)


def _measures(text: str) -> bool:
    """Whether a cell of words tells a quantity with a unit."""
    return any(one.unit is not None and one.kind != "rank" for one in scan_quantities(text))


def _holds_values(block: Block, number: int) -> bool:
    """Whether a column that was taken for notes has a header of values, and digits."""
    path = block.columns[number].path
    if not path:
        return False
    cells = [cell.text for cell in cells_of(block, number)]
    told = read_head(path).units or read_time([plain(cell.text) for cell in path], None, None)
    digits = sum(_DIGIT.search(text) is not None and len(text) < LONG_CELL for text in cells)
    return bool(told) and digits >= 0.5 * max(1, len(cells))
