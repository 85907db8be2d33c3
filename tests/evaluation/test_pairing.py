"""Pairing against a brute-force reference, and on groups too large for it."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.evaluation.pairing import likeness, overlap, pair
from policy_extract.evaluation.rows import Row


def row(start: int, end: int, indicator: str) -> Row:
    fields: dict[str, Any] = dict.fromkeys(
        (
            "number",
            "low",
            "high",
            "unit",
            "direction",
            "baseline",
            "scope",
            "subject",
            "period_text",
        )
    )
    return Row(
        start=start,
        end=end,
        text="",
        kind="count",
        comparator="=",
        record="metric",
        indicator=indicator,
        period=(None, None),
        period_known=True,
        **fields,
    )


rows = st.lists(
    st.builds(
        lambda start, size, name: row(start, start + size, name),
        st.integers(0, 8),
        st.integers(1, 4),
        st.text("甲乙丙", max_size=3),
    ),
    max_size=4,
)


def weight(gold: list[Row], predicted: list[Row], pairs: list[tuple[int, int]]) -> tuple[int, int]:
    return (
        sum(round(overlap(gold[g], predicted[p]) * 1_000_000) for g, p in pairs),
        sum(
            round(likeness(gold[g].indicator, predicted[p].indicator) * 1_000_000) for g, p in pairs
        ),
    )


def brute(gold: list[Row], predicted: list[Row]) -> tuple[int, int]:
    if len(gold) > len(predicted):
        gold, predicted = predicted, gold
    best = (0, 0)
    for chosen in permutations(range(len(predicted)), len(gold)):
        pairs = [(g, p) for g, p in enumerate(chosen) if overlap(gold[g], predicted[p])]
        best = max(best, weight(gold, predicted, pairs))
    return best


@given(rows, rows)
def test_no_other_pairing_weighs_more(gold: list[Row], predicted: list[Row]) -> None:
    pairs = pair(gold, predicted)
    assert len({g for g, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)
    assert all(overlap(gold[g], predicted[p]) for g, p in pairs)
    assert weight(gold, predicted, pairs) == brute(gold, predicted)


def test_a_large_group_pairs_greedily_and_whole() -> None:
    names = [chr(0x4E00 + n) for n in range(40)]
    gold = [row(0, 3, name) for name in names]
    pairs = pair(gold, [row(0, 3, name) for name in reversed(names)])
    assert pairs == [(n, 39 - n) for n in range(40)]


def test_overlap_is_intersection_over_union() -> None:
    assert overlap(row(0, 4, ""), row(2, 6, "")) == 2 / 6
    assert overlap(row(0, 2, ""), row(2, 4, "")) == 0.0


def test_likeness_counts_repeated_characters() -> None:
    assert likeness("人人", "人") == 2 / 3
    assert likeness("", "") == 1.0
    assert likeness("甲", "") == 0.0
