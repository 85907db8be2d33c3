"""Groups of pieces: every piece once, the least work, the same for the same lengths."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.entities.pieces import groups


@given(st.lists(st.integers(1, 250), max_size=80))
def test_every_piece_is_in_one_group_and_groups_are_of_like_length(lengths: list[int]) -> None:
    found = groups(lengths)
    assert sorted(at for group in found for at in group) == list(range(len(lengths)))
    ordered = [lengths[at] for group in found for at in group]
    assert ordered == sorted(ordered)
    assert all(len(group) <= 32 for group in found)


def test_a_long_piece_does_not_stretch_short_ones() -> None:
    assert groups([10, 200, 11, 10]) == [[0, 3, 2], [1]]
