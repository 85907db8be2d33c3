"""The white between columns."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.text.glyphs import Piece
from policy_extract.text.gutters import (
    Effort,
    common_strips,
    find_gutters,
    free_in_all,
    free_strips,
    split_columns,
)

SPANS = st.lists(
    st.tuples(st.integers(0, 29), st.integers(1, 8)).map(lambda one: (one[0], min(30, sum(one)))),
    max_size=6,
)


def piece(x0: float, x1: float, base: float = 0.0) -> Piece:
    return Piece("字", x0, x1, x1, base, 10.0, 10.0)


def covered(spans: list[tuple[float, float]]) -> set[int]:
    return {at for low, high in spans for at in range(int(low), int(high))}


@given(SPANS)
def test_free_is_where_nothing_stands(spans: list[tuple[int, int]]) -> None:
    free = free_strips([piece(low, high) for low, high in spans], (0, 30))
    assert covered(free) == set(range(30)) - covered(spans)
    assert free == sorted(free)


@given(SPANS, SPANS)
def test_common_is_where_both_are_free(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    rows = [[piece(low, high) for low, high in spans] for spans in (first, second)]
    one, other = (free_strips(row, (0, 30)) for row in rows)
    assert covered(common_strips(one, other)) == covered(one) & covered(other)
    assert free_in_all(rows, (0, 30)) == common_strips(one, other)


def page(gap: float, lines: int, right_from: int = 0) -> list[list[Piece]]:
    """Two columns of lines with a gap between them; the right one begins at a line."""
    return [
        [piece(0, 100, 20.0 * n), *([piece(100 + gap, 200, 20.0 * n)] if n >= right_from else [])]
        for n in range(lines)
    ]


def gutters(rows: list[list[Piece]], effort: int = 10_000) -> list[tuple[float, float]]:
    return find_gutters(rows, free_in_all(rows, (0, 200)), Effort(effort))


def test_a_gutter_is_wide_and_has_lines_beside_each_other() -> None:
    assert gutters(page(7, 4)) == [(100, 107)]
    assert gutters(page(7, 3)) == []  # narrow: four lines have to show it
    assert gutters(page(12, 2)) == [(100, 112)]
    assert gutters(page(5, 9)) == []
    # one line beside a column that runs up to its edge begins the next column
    assert gutters(page(12, 5, right_from=4)) == [(100, 112)]
    assert gutters(page(12, 2, right_from=1)) == []


def test_none_is_found_when_the_search_has_cost_too_much() -> None:
    assert gutters(page(12, 9), effort=5) == []
    spent = Effort(3)
    assert (spent.spend(3), spent.spend(1)) == (True, False)


def test_pieces_go_to_the_columns_where_they_begin() -> None:
    pieces = [piece(0, 40), piece(60, 90), piece(61, 99), piece(160, 190)]
    assert split_columns(pieces, [(45, 55), (100, 110), (120, 150)]) == [
        [pieces[0]], [pieces[1], pieces[2]], [pieces[3]],
    ]  # fmt: skip
