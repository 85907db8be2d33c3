"""The best path of a chain against trying all tags."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.claims.tagger import best_path

_SCORE = st.floats(-4, 4, allow_nan=False).map(lambda x: round(x, 2))
_TABLE = st.lists(
    st.lists(st.lists(_SCORE, min_size=2, max_size=2), min_size=2, max_size=2),
    min_size=2,
    max_size=2,
)


@given(st.lists(_SCORE, min_size=1, max_size=7), _TABLE, st.data())
def test_best_path_is_the_best_of_all_that_name_something(
    emits: list[float], table: list[list[list[float]]], data: st.DataObject
) -> None:
    borders = [data.draw(st.integers(0, 1)) for _ in emits]

    def score(tags: tuple[int, ...]) -> float:
        total = sum(emit for emit, tag in zip(emits, tags, strict=True) if tag)
        for at in range(1, len(tags)):
            total += table[borders[at]][tags[at - 1]][tags[at]]
        return total

    every = [tags for tags in itertools.product((0, 1), repeat=len(emits)) if any(tags)]
    best = max(score(tags) for tags in every)
    whole = sum(math.exp(score(tags)) for tags in every)
    tags, chance = best_path(emits, borders, table)
    assert any(tags)
    assert math.isclose(score(tuple(tags)), best, abs_tol=1e-9)
    assert math.isclose(chance, math.exp(best) / whole, rel_tol=1e-6)


def test_an_empty_window_names_nothing() -> None:
    assert best_path([], [], [[[0.0, 0.0], [0.0, 0.0]]]) == ([], 0.0)
