"""Groups of features: their names, and the sums of their weights."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.claims import memo
from policy_extract.claims.memo import FeatureNames, Sums


def _pair(first: str, second: int) -> tuple[str, ...]:
    return (f"a={first}", f"b={second}/{first}")


GROUPS = st.lists(
    st.one_of(
        st.sampled_from(["x", "y", "z"]),
        st.tuples(st.just(_pair), st.sampled_from("pq"), st.integers(0, 2)),
    ),
    max_size=9,
)
WEIGHTS = {"x": 1.0, "y": -0.25, "a=p": 2.0, "b=1/p": 0.5, "+x": 8.0, "+a=q": 4.0}


@given(GROUPS, st.sampled_from(["", "+"]))
def test_a_sum_is_that_of_the_names_when_it_comes_again_too(
    groups: list[object], prefix: str
) -> None:
    names = FeatureNames(prefix).all(groups)
    wanted = sum(WEIGHTS.get(name, 0.0) for name in names)
    told = Sums(WEIGHTS, prefix)
    assert told.all(groups) == told.all(groups) == wanted


def test_what_is_remembered_is_bounded_and_changes_no_answer() -> None:
    room = memo._ROOM
    try:
        memo._ROOM = 3
        told = Sums(WEIGHTS)
        groups = [(_pair, first, second) for first in "pq" for second in range(3)]
        first = [told[group] for group in groups]
        assert len(told) <= 3
        assert [told[group] for group in groups] == first == [2.0, 2.5, 2.0, 0.0, 0.0, 0.0]
    finally:
        memo._ROOM = room


def test_only_features_with_a_weight_speak() -> None:
    told = Sums(WEIGHTS)
    assert told.speaking((_pair, "p", 1)) == ((2.0, "a=p"), (0.5, "b=1/p"))
    assert told.speaking("unknown") == ()
