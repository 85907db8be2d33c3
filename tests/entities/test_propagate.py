"""Few names are looked for one by one, many by a pattern: both find the same."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.entities import propagate

NAMES = st.lists(st.text("甲乙丙", min_size=2, max_size=4), min_size=1, max_size=6, unique=True)


@given(st.text("甲乙丙", max_size=60), NAMES)
def test_both_ways_find_the_same_places(text: str, names: list[str]) -> None:
    few = list(propagate._places(text, names))
    others = [f"别名{number}" for number in range(propagate._FEW)]
    assert list(propagate._places(text, [*names, *others])) == few
