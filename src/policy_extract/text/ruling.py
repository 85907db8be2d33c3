"""Ruled tables of a page: cells between lines, merged where no line parts them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy_extract.text.glyphs import Glyph, pieces
from policy_extract.text.grid import GridCell
from policy_extract.text.lattice import lattice_rows
from policy_extract.text.unruled import unruled_walls

MAX_RULES = 5_000
"""Lines of a page that are looked at; a page of more is a drawing."""
_SNAP = 2.5
"""Points that parts of one line may be apart."""
_THIN = 2.5
"""Points of a rectangle that is drawn for a line."""
_SHORTEST = 4.0
_TORN = 3
_TORN_SHARE = 0.2
"""Words that lines run through, in a drawing."""
_MANY = 24
_FILLED = 0.25
"""The least share of cells of a large lattice that hold something."""
_WIDE = 0.5
"""The least share of the text's width that a table takes which the rest of the page is parted by."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line, level or upright: from ``low`` to ``high`` at ``at``."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table between lines.

    Attributes:
        rows: Its cells.
        top: Its upper edge.
        bottom: Its lower edge.
        left: Its left edge.
        right: Its right edge.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    top: float
    bottom: float
    left: float
    right: float


def box_rules(x0: float, y0: float, x1: float, y1: float) -> list[tuple[bool, Rule]]:
    """A drawn line or a thin rectangle as a rule, whether it is level; a box as its four edges."""
    x0, x1 = sorted((x0, x1))
    y0, y1 = sorted((y0, y1))
    width, height = x1 - x0, y1 - y0
    if height <= _THIN and width >= _SHORTEST:
        return [(True, Rule((y0 + y1) / 2, x0, x1))]
    if width <= _THIN and height >= _SHORTEST:
        return [(False, Rule((x0 + x1) / 2, y0, y1))]
    if width < _SHORTEST or height < _SHORTEST:
        return []
    return [
        (True, Rule(y0, x0, x1)),
        (True, Rule(y1, x0, x1)),
        (False, Rule(x0, y0, y1)),
        (False, Rule(x1, y0, y1)),
    ]


def ruled_tables(
    level: Sequence[Rule], upright: Sequence[Rule], glyphs: Sequence[Glyph]
) -> tuple[list[RuledTable], list[Glyph]]:
    """The ruled tables of a page, from the top, and the glyphs that are in none.

    A table has two columns and two rows at least and half the width of the page's text; open sides are
    where its level lines end. Smaller ones may stand beside prose and are left to the reading order.
    """
    if not level or not upright or not glyphs or len(level) + len(upright) > MAX_RULES:
        return [], list(glyphs)
    level, upright = _joined(level), _joined(upright)
    width = max(one.x1 for one in glyphs) - min(one.x0 for one in glyphs)
    tables: list[RuledTable] = []
    rest = list(glyphs)
    for flat, tall in _groups(level, upright):
        made = _table(flat, tall, rest)
        if made is not None and made[0].right - made[0].left >= _WIDE * width:
            table, inside = made
            gone = {id(glyph) for glyph in inside}
            rest = [glyph for glyph in rest if id(glyph) not in gone]
            tables.append(table)
    return sorted(tables, key=lambda one: (one.top, one.left)), rest


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Parts of one line as one."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if rows and rule.at - rows[-1][0].at <= _SNAP:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    found: list[Rule] = []
    for row in rows:
        at = row[0].at
        begin = end = None
        for rule in sorted(row, key=lambda one: one.low):
            if end is not None and begin is not None and rule.low <= end + _SNAP:
                end = max(end, rule.high)
                continue
            if begin is not None and end is not None:
                found.append(Rule(at, begin, end))
            begin, end = rule.low, rule.high
        if begin is not None and end is not None:
            found.append(Rule(at, begin, end))
    return found


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or meet each other, together."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    ordered = sorted(range(len(level)), key=lambda index: level[index].at)
    heights = [level[index].at for index in ordered]
    for number, tall in enumerate(upright):
        first = bisect_right(heights, tall.low - _SNAP)
        last = bisect_right(heights, tall.high + _SNAP)
        for index in ordered[first:last]:
            flat = level[index]
            if flat.low - _SNAP <= tall.at <= flat.high + _SNAP:
                parent[root(len(level) + number)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(level):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for number, rule in enumerate(upright):
        groups.setdefault(root(len(level) + number), ([], []))[1].append(rule)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _table(
    level: Sequence[Rule], upright: Sequence[Rule], glyphs: Sequence[Glyph]
) -> tuple[RuledTable, list[Glyph]] | None:
    left, right = min(rule.low for rule in level), max(rule.high for rule in level)
    ys = _apart(sorted({rule.at for rule in level}))
    xs = _apart(sorted({left, right, *(rule.at for rule in upright)}))
    if len(xs) < 3 or len(ys) < 3 or (len(xs) - 1) * (len(ys) - 1) > MAX_RULES:
        return None
    inside = [
        glyph
        for glyph in glyphs
        if xs[0] - _SNAP <= (glyph.x0 + glyph.x1) / 2 <= xs[-1] + _SNAP
        and ys[0] - _SNAP <= _middle(glyph) <= ys[-1] + _SNAP
    ]
    walls = unruled_walls(xs, ys, inside)
    if walls:
        upright = [*upright, *(Rule(at, top, bottom) for at, top, bottom in walls)]
        xs = _apart(sorted({*xs, *(at for at, _, _ in walls)}))
    places: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in inside:
        row = bisect_right(ys, _middle(glyph)) - 1
        column = bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1
        place = (min(max(row, 0), len(ys) - 2), min(max(column, 0), len(xs) - 2))
        places.setdefault(place, []).append(glyph)
    spans = _spans(xs, ys, level, upright)
    if len(spans) < 4 or len({column for _, column in spans}) < 2:
        return None
    covered = {
        (r, c): origin
        for origin, (down, across) in spans.items()
        for r in range(origin[0], origin[0] + down)
        for c in range(origin[1], origin[1] + across)
    }
    if _is_drawing(inside, xs, ys, covered):
        return None
    texts: dict[tuple[int, int], list[Glyph]] = {}
    for place, found in places.items():
        texts.setdefault(covered.get(place, place), []).extend(found)
    if len(spans) >= _MANY and len(texts) < _FILLED * len(spans):
        return None
    rows: list[tuple[GridCell, ...]] = []
    for row in range(len(ys) - 1):
        columns = [
            (column, spans[row, column][1], texts.get((row, column), []))
            for column in range(len(xs) - 1)
            if (row, column) in spans
        ]
        rows += lattice_rows(columns, len(xs) - 1)
    rows = _without_empty(rows, len(xs) - 1)
    return RuledTable(tuple(rows), ys[0], ys[-1], xs[0], xs[-1]), inside


def _is_drawing(
    glyphs: Sequence[Glyph],
    xs: Sequence[float],
    ys: Sequence[float],
    cells: dict[tuple[int, int], tuple[int, int]],
) -> bool:
    """Whether lines run through the words between them, as those of a chart do."""
    held = pieces(glyphs)
    torn = 0
    for piece in held:
        row = bisect_right(ys, piece.base - 0.35 * piece.size) - 1
        inset = min(0.25 * piece.size, (piece.x1 - piece.x0) / 3)
        ends = {
            cells.get((row, bisect_right(xs, at) - 1))
            for at in (piece.x0 + inset, piece.x1 - inset)
        }
        torn += len(ends) > 1
    return torn >= _TORN and torn > _TORN_SHARE * len(held)


def _without_empty(rows: list[tuple[GridCell, ...]], width: int) -> list[tuple[GridCell, ...]]:
    """Rows without the columns that hold nothing in any of them, as double lines make them."""
    filled: set[int] = set()
    for row in rows:
        at = 0
        for cell in row:
            if cell.text:
                filled.add(at)
            at += cell.across
    if len(filled) == width:
        return rows
    found = []
    for row in rows:
        kept: list[GridCell] = []
        at = 0
        for cell in row:
            covers = sum(at <= column < at + cell.across for column in filled)
            if covers:
                kept.append(GridCell(cell.text, covers))
            at += cell.across
        found.append(tuple(kept))
    return found


def _apart(places: Sequence[float]) -> list[float]:
    found: list[float] = []
    for place in places:
        if not found or place - found[-1] > _SNAP:
            found.append(place)
    return found


def _spans(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell's rows and columns: squares of the lattice are one where no line parts them."""

    walls = _walls(xs, upright)
    floors = _walls(ys, level)

    def parted_right(row: int, column: int) -> bool:
        middle = (ys[row] + ys[row + 1]) / 2
        return any(rule.low <= middle <= rule.high for rule in walls[column + 1])

    def parted_below(row: int, column: int) -> bool:
        middle = (xs[column] + xs[column + 1]) / 2
        return any(rule.low <= middle <= rule.high for rule in floors[row + 1])

    taken: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            across = down = 1
            while column + across < len(xs) - 1 and not parted_right(row, column + across - 1):
                across += 1
            while row + down < len(ys) - 1 and not any(
                parted_below(row + down - 1, c) for c in range(column, column + across)
            ):
                down += 1
            spans[row, column] = (down, across)
            taken |= {
                (r, c) for r in range(row, row + down) for c in range(column, column + across)
            }
    return spans


def _walls(places: Sequence[float], rules: Sequence[Rule]) -> list[list[Rule]]:
    """The lines at each place of a lattice."""
    found: list[list[Rule]] = [[] for _ in places]
    for rule in rules:
        index = bisect_right(places, rule.at + _SNAP) - 1
        if index >= 0 and abs(places[index] - rule.at) <= _SNAP:
            found[index].append(rule)
    return found


def _middle(glyph: Glyph) -> float:
    return glyph.base - 0.35 * glyph.size
