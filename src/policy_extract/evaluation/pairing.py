"""Pairing gold records with predicted ones, one to one, where their value spans overlap."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from policy_extract.evaluation.rows import ScoreRow


def likeness(left: str, right: str) -> float:
    """The F1 of two names' characters, counted with their multiplicity; 1.0 for two empty names."""
    if left == right:
        return 1.0
    if not left or not right:
        return 0.0
    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right))


def overlap(left: ScoreRow, right: ScoreRow) -> float:
    """The shared part of two value spans: intersection over union, 0.0 to 1.0."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    if shared <= 0:
        return 0.0
    return shared / (max(left.end, right.end) - min(left.start, right.start))


def pair(gold: Sequence[ScoreRow], predicted: Sequence[ScoreRow]) -> list[tuple[int, int]]:
    """Pairs of indices, gold first, in the order of the gold.

    Only overlapping values pair, one to one: the greatest overlap first, among equals the likest
    indicators, among these the earlier gold record and then the earlier predicted one.
    """
    left: set[int] = set()
    right: set[int] = set()
    found: list[tuple[int, int]] = []
    for _, _, g, p in sorted(_candidates(gold, predicted)):
        if g not in left and p not in right:
            left.add(g)
            right.add(p)
            found.append((g, p))
    return sorted(found)


def _candidates(
    gold: Sequence[ScoreRow], predicted: Sequence[ScoreRow]
) -> Iterator[tuple[float, float, int, int]]:
    """Overlapping rows: overlap and likeness, negative so that the best sorts first, and indices."""
    order = sorted(range(len(predicted)), key=lambda index: predicted[index].start)
    longest = max((row.end - row.start for row in predicted), default=0)
    starts = [predicted[index].start for index in order]
    for g, row in enumerate(gold):
        for p in order[bisect_left(starts, row.start - longest) : bisect_left(starts, row.end)]:
            shared = overlap(row, predicted[p])
            if shared:
                yield -shared, -likeness(row.indicator, predicted[p].indicator), g, p
