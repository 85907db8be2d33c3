"""What the lines and columns of a table are: header rows, stub, units, values, notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policy_extract.tables.model import Row, Span, Table
from policy_extract.tables.rules import is_unit, table_rules
from policy_extract.tables.times import row_time
from policy_extract.tables.values import is_empty, read_number

Role = Literal[
    "name", "category", "serial", "unit", "attribute", "note", "rank", "time", "value", "lost"
]

_YEAR = re.compile(r"(?:19|20)\d\d年?")
_BLANKS = re.compile(r"[\s\u3000]+")
_NUMBER_OF_TABLE = re.compile(r"(?:续|附)?表\s*[0-9一二三四五六七八九十]+|专栏\s*[0-9]+")
_HAN_YEAR = re.compile("[一二][〇○零Ｏ一二三四五六七八九]{3}(?=年)")
_HAN_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_ASIDE = re.compile("[（(][^（）()]*[）)]")
_UNIT = re.compile(r"[（(]?(?:计量)?单位\s*[：:]")
_HAN = re.compile("[\u4e00-\u9fff]")
_HEADS = 5
_MANY = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        role: What its cells are; ``lost`` when nothing says what its numbers are.
        path: The header cells over it, from the top.
        names: The column that names its rows; for a value column.
    """

    role: Role
    path: tuple[Span, ...]
    names: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A row below the header.

    Attributes:
        row: The row.
        section: The line of one cell that stands over it, if any.
    """

    row: Row
    section: Span | None


@dataclass(frozen=True, slots=True)
class Block:
    """A header and the rows below it, until the next header.

    Attributes:
        columns: The columns, by number.
        body: The rows below the header.
        header: The header's rows.
        above: Lines over the table: title, unit.
        odd: Rows that have more cells than the header has columns; nothing says which is which.
        lost: Whether a header has fewer columns than the rows below it, and nothing says what stands
            under which: merged cells of several rows are lost, or the cell over the names.
    """

    columns: dict[int, Column]
    body: tuple[Body, ...]
    header: tuple[Row, ...]
    above: tuple[Span, ...]
    odd: tuple[Row, ...] = ()
    lost: bool = False


def plain(text: str) -> str:
    """A header or a name without blanks, years in Chinese characters as digits.

    >>> plain("二○二五年 预算数")
    '2025年预算数'
    """
    text = _BLANKS.sub("", text)
    return _HAN_YEAR.sub(lambda found: found.group().translate(_HAN_DIGITS), text)


def read_blocks(table: Table) -> list[Block]:
    """The blocks of a table; none when it holds no numbers under a header."""
    rows = [row for row in table.rows if row.cells and not _numbering(row)]
    above = list(table.above)
    above += _captions(rows)
    if len(rows) > 1 and _NUMBER_OF_TABLE.fullmatch(next(iter(rows[0].cells.values())).text):
        above += rows.pop(0).cells.values()
    found: list[Block] = []
    while rows:
        depth = _header_depth(rows)
        header, rest = rows[:depth], rows[depth:]
        end = next((i for i, row in enumerate(rest) if i and _is_header(row, header)), len(rest))
        after = rest[end:]
        captions: list[Span] = []
        while after and end > 1 and _is_caption(rest[end - 1]):
            end -= 1
            captions.insert(0, next(iter(rest[end].cells.values())))
        body, rows = _sectioned(rest[:end]), after
        if header and body:
            header, body = _aligned(header, body)
            body, odd = _fitting(header, body)
            second = len(header) > 1 or (not _is_data(body[0].row) and len(body[0].row.cells) > 2)
            lost = _overflows(header, body) and (second or _unsure(header, body))
            columns = {} if lost else _columns(header, [one.row for one in body])
            found.append(Block(columns, tuple(body), tuple(header), tuple(above), tuple(odd), lost))
        above = captions or above
    return found


def _captions(rows: list[Row]) -> list[Span]:
    """Takes the lines of one cell from the top of a table: its title, its unit."""
    found: list[Span] = []
    while len(rows) > 1 and (
        (_is_caption(rows[0]) and 0 in rows[0].cells) or _is_unit_line(rows[0])
    ):
        found += rows.pop(0).cells.values()
    return found


def _is_caption(row: Row) -> bool:
    return len(row.cells) == 1 and read_number(next(iter(row.cells.values())).text) is None


def _is_unit_line(row: Row) -> bool:
    texts = [cell.text for cell in row.cells.values()]
    return len(texts) < 3 and _UNIT.match(texts[-1]) is not None


def _numbers(row: Row) -> list[Span]:
    """Cells behind the first column that hold values."""
    return [
        cell
        for column, cell in row.cells.items()
        if column > min(row.cells) or column > 0
        if read_number(cell.text) is not None and not is_empty(cell.text)
    ]


def _is_data(row: Row) -> bool:
    numbers = _numbers(row)
    if numbers:
        return not all(_YEAR.fullmatch(cell.text) for cell in numbers)
    others = [cell for column, cell in row.cells.items() if column > min(row.cells)]
    return bool(others) and all(is_empty(cell.text) for cell in others)


def _numbering(row: Row) -> bool:
    """Whether a row only counts the columns: 甲 乙 1 2 3."""
    texts = [cell.text for cell in row.cells.values()]
    digits = [text for text in texts if text.isdigit()]
    return (
        len(digits) >= 2
        and [int(text) for text in digits if len(text) < 3] == [*range(1, len(digits) + 1)]
        and all(text in "甲乙丙丁" for text in texts if not text.isdigit())
    )


def _header_depth(rows: Sequence[Row]) -> int:
    """How many rows from the first on are header."""
    if not rows or _is_data(rows[0]):
        return 0
    depth = 1
    first = rows[0]
    for row in rows[1:_HEADS]:
        if _is_data(row) or len(row.cells) < 2 and 0 in row.cells:
            break
        stub = row.cells.get(0)
        above = first.cells.get(0)
        under = set(first.cells) < set(row.cells)
        same = stub is None or above is None or plain(stub.text) == plain(above.text)
        if not same and not under:
            break
        depth += 1
    return depth


def _is_header(row: Row, header: Sequence[Row]) -> bool:
    """Whether a row in the middle of a table opens a new header."""
    if not header or len(row.cells) < 2 or _is_data(row):
        return False
    stub, first = row.cells.get(0), header[0].cells.get(0)
    if stub is None or first is None:
        return False
    return plain(stub.text) == plain(first.text) or plain(stub.text) in table_rules().name_heads


def _sectioned(rows: Sequence[Row]) -> list[Body]:
    found: list[Body] = []
    section: Span | None = None
    for row in rows:
        only = next(iter(row.cells.values())) if len(row.cells) == 1 else None
        if only is not None and read_number(only.text) is None:
            section = only
        else:
            found.append(Body(row, section))
    return found


def _aligned(header: Sequence[Row], body: Sequence[Body]) -> tuple[list[Row], list[Body]]:
    """Header and rows in the same columns, where stray tabs set one of them apart."""
    if _cornerless(header, body):
        return [_moved(row) for row in header], list(body)
    over = sorted({column for row in header for column in row.cells})
    if all(set(one.row.cells) <= set(over) for one in body):
        return list(header), list(body)
    if max(len(one.row.cells) for one in body) > len(over):
        return list(header), list(body)
    found = []
    for one in body:
        row = one.row
        if len(row.cells) == len(over):
            cells = dict(zip(over, (row.cells[at] for at in sorted(row.cells)), strict=True))
            found.append(Body(Row(row.start, row.end, cells), one.section))
        else:
            found.append(one)
    return list(header), found


def _cornerless(header: Sequence[Row], body: Sequence[Body]) -> bool:
    """Whether a header lacks the cell over the names: it begins with that of values, one short."""
    first = header[0].cells.get(0)
    if first is None or not _overflows(header, body):
        return False
    width = max(column for row in header for column in row.cells)
    if any(max(one.row.cells) > width + 1 for one in body):
        return False
    rules = table_rules()
    text = _ASIDE.sub("", plain(first.text))
    if text in rules.name_heads or text in rules.place_heads:
        return False
    told = _YEAR.fullmatch(text) is not None or text in rules.generic
    return told or any(word in text for word in rules.change)


def _unsure(header: Sequence[Row], body: Sequence[Body]) -> bool:
    """Whether nothing says which cell a header lacks: the one over the names, or a last one."""
    first = header[0].cells.get(0)
    if first is None or all(0 not in one.row.cells for one in body):
        return False
    rules = table_rules()
    text = _ASIDE.sub("", plain(first.text))
    known = (*rules.name_heads, *rules.place_heads, *rules.category_heads, *rules.time_heads)
    return text not in rules.serial and not text.endswith(known)


def _moved(row: Row) -> Row:
    return Row(row.start, row.end, {column + 1: cell for column, cell in row.cells.items()})


def _fitting(header: Sequence[Row], body: Sequence[Body]) -> tuple[list[Body], list[Row]]:
    """Rows that fit their header, and those that have a cell too many; a name that is spread over
    two cells (林, 业) is one.
    """
    width = max(column for row in header for column in row.cells)
    if _overflows(header, body):
        return list(body), []  # a column without a header, which is told as such
    kept: list[Body] = []
    odd: list[Row] = []
    for one in body:
        row = one.row
        if max(row.cells) <= width:
            kept.append(one)
            continue
        first, second = row.cells.get(0), row.cells.get(1)
        spread = first and second and _HAN.fullmatch(first.text) and _HAN.fullmatch(second.text)
        if first is None or second is None or not spread or max(row.cells) > width + 1:
            odd.append(row)
            continue
        name = Span(first.text + second.text, first.start, second.end)
        cells = {column - 1: cell for column, cell in row.cells.items() if column > 1}
        kept.append(Body(Row(row.start, row.end, {0: name, **cells}), one.section))
    return kept, odd


def _overflows(header: Sequence[Row], body: Sequence[Body]) -> bool:
    """Whether most rows have more columns than their header."""
    width = max(column for row in header for column in row.cells)
    return sum(max(one.row.cells) > width for one in body) > _MANY * len(body)


def _columns(header: Sequence[Row], body: Sequence[Row]) -> dict[int, Column]:
    count = 1 + max(column for row in (*header, *body) for column in row.cells)
    paths = _paths(header, count)
    roles: dict[int, Role] = {
        column: _role(paths.get(column, ()), _cells(body, column), column)
        for column in range(count)
    }
    for column in range(count):
        others = any(role == "category" for at, role in roles.items() if at != column)
        if others and _is_timed(paths.get(column, ()), _cells(body, column)):
            roles[column] = "time"
    _settle(roles, paths)
    found: dict[int, Column] = {}
    names: int | None = None
    for column in range(count):
        if roles[column] == "name":
            names = column
        found[column] = Column(roles[column], paths.get(column, ()), names)
    return found


def _cells(body: Sequence[Row], column: int) -> list[str]:
    return [row.cells[column].text for row in body if column in row.cells]


def _paths(header: Sequence[Row], count: int) -> dict[int, tuple[Span, ...]]:
    """The header cells over each column; a merged cell holds for all columns below it.

    A column without a word of its own in any row has no path: nothing says where a merged cell ends.
    """
    paths: dict[int, list[Span]] = {column: [] for column in range(count)}
    own: set[int] = set()
    for depth, row in enumerate(header):
        before = {column: tuple(path) for column, path in paths.items()}
        last: tuple[int, Span] | None = None
        for column in range(count):
            cell = row.cells.get(column)
            if cell is not None:
                last = (column, cell)
                own.add(column)
                if not paths[column] or plain(paths[column][-1].text) != plain(cell.text):
                    paths[column].append(cell)
            elif any(column in above.cells for above in header[:depth]):
                last = None  # merged with the cell above it
            elif last is not None and before[column] == before[last[0]]:
                paths[column].append(last[1])
    return {column: tuple(path) for column, path in paths.items() if column in own}


def _role(path: Sequence[Span], cells: Sequence[str], column: int) -> Role:
    """What a column is, by its header and its cells."""
    rules = table_rules()
    heads = [plain(cell.text).strip("：:") for cell in path]
    filled = [text for text in cells if not is_empty(text)]
    numbers = [text for text in filled if read_number(text) is not None]
    if not filled and not path:
        return "note"
    last = heads[-1] if heads else ""
    if last in rules.serial:
        return "serial"
    units = sum(map(is_unit, filled))
    if filled and units >= 0.7 * len(filled) or last in rules.unit_heads and units:
        return "unit"
    if filled and all(text.strip("。 ") in rules.attributes for text in filled):
        return "attribute"
    if any(word in head for head in heads for word in rules.rank_heads) and numbers:
        return "rank"
    if any(head in rules.note_heads for head in heads):
        return "note"
    if not numbers or (column == 0 and len(numbers) < len(filled)):
        return "category"
    if _counts_up(filled) and (not heads or column == 0) and column < 2:
        return "serial"
    if column == 0 and all(_YEAR.fullmatch(plain(text)) for text in filled):
        return "category"
    return "value" if path else "lost"


def _is_timed(path: Sequence[Span], cells: Sequence[str]) -> bool:
    """Whether a column is headed as one of times, and holds nothing else."""
    filled = [plain(text) for text in cells if not is_empty(text)]
    headed = bool(path) and plain(path[-1].text) in table_rules().time_heads
    return headed and bool(filled) and all(map(row_time, filled))


def _counts_up(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and [*texts] == [str(n) for n in range(1, len(texts) + 1)]


def _settle(roles: dict[int, Role], paths: dict[int, tuple[Span, ...]]) -> None:
    """Which of the columns of words name the rows: the last before the first values, or one whose
    header says so; words behind the values are notes.
    """
    rules = table_rules()
    valued = [column for column, role in roles.items() if role in ("value", "rank", "lost")]
    if not valued:
        return
    words = [column for column, role in roles.items() if role == "category"]
    before = [column for column in words if column < valued[0]]
    named = [column for column in before if _headed(paths.get(column, ()), rules.name_heads)]
    while named and named[-1] + 1 in before and not paths.get(named[-1] + 1):
        named.append(named[-1] + 1)  # under the same merged header
    if before:
        roles[(named or before)[-1]] = "name"
    for column in words:
        if column < valued[0]:
            continue
        path = paths.get(column, ())
        again = (
            _headed(path, rules.name_heads)
            or _opens_again(column, valued, paths)
            or (before and path and _said(path) == _said(paths.get(before[-1], ())))
        )
        roles[column] = "name" if again else "note"


def _opens_again(column: int, valued: Sequence[int], paths: dict[int, tuple[Span, ...]]) -> bool:
    """Whether values behind a column of words are headed as those before it: two tables side by side."""
    before = {_said(paths.get(other, ())) for other in valued if other < column}
    after = next((other for other in valued if other > column), None)
    return after is not None and _said(paths.get(after, ())) in before - {()}


def _said(path: Sequence[Span]) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in path)


def _headed(path: Sequence[Span], words: Sequence[str]) -> bool:
    return any(plain(cell.text) in words for cell in path)
