"""Pairing against a brute-force reference, and on a large group."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.evaluation.pairing import likeness, overlap, pair
from policy_extract.evaluation.rows import ScoreRow


def row(start: int, end: int, indicator: str) -> ScoreRow:
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
    return ScoreRow(
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


def brute(gold: list[ScoreRow], predicted: list[ScoreRow]) -> list[tuple[int, int]]:
    """The rule as the corpora's README words it, over all pairs."""
    left, right = list(range(len(gold))), list(range(len(predicted)))
    found = []
    while True:
        open_ = [(g, p) for g in left for p in right if overlap(gold[g], predicted[p])]
        if not open_:
            return sorted(found)
        g, p = max(
            open_,
            key=lambda e: (
                overlap(gold[e[0]], predicted[e[1]]),
                likeness(gold[e[0]].indicator, predicted[e[1]].indicator),
                -e[0],
                -e[1],
            ),
        )
        found.append((g, p))
        left.remove(g)
        right.remove(p)


@given(rows, rows)
def test_the_best_of_what_is_left_pairs_next(
    gold: list[ScoreRow], predicted: list[ScoreRow]
) -> None:
    assert pair(gold, predicted) == brute(gold, predicted)


def test_a_large_group_pairs_whole() -> None:
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
