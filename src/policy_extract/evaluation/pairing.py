"""Pairing gold records with predicted ones, one to one, where their value spans overlap."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter, eq

from policy_extract.evaluation.rows import Row

_EXACT_LIMIT = 8
_SCALE = 1_000_000
_tie_fields = attrgetter(
    *("number", "low", "high", "unit", "kind", "comparator", "record", "direction", "baseline"),
    *("scope", "subject", "period", "period_text"),
)

Weight = tuple[int, int, int]


def likeness(left: str, right: str) -> float:
    """The F1 of two names' characters, counted with their multiplicity; 1.0 for two empty names."""
    if left == right:
        return 1.0
    if not left or not right:
        return 0.0
    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right))


def overlap(left: Row, right: Row) -> float:
    """The shared part of two value spans: intersection over union, 0.0 to 1.0."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    if shared <= 0:
        return 0.0
    return shared / (max(left.end, right.end) - min(left.start, right.start))


def pair(gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of indices, gold first, in the order of the gold.

    Only overlapping values pair. Of all one-to-one pairings of a group of overlapping values the
    one with the most overlap is taken, then with the likest indicators, then with the most equal
    fields; the order of the records plays no part except between records equal in all three.
    """
    weights = _weights(gold, predicted)
    found: list[tuple[int, int]] = []
    for group in _groups(weights):
        if len(group) == 1:
            found.append(group[0])
            continue
        rows = sorted({g for g, _ in group})
        columns = sorted({p for _, p in group})
        edges = {edge: weights[edge] for edge in group}
        small = len(rows) == 1 or len(columns) <= _EXACT_LIMIT
        found += _best(rows, edges) if small else _greedy(edges)
    return sorted(found)


def _weights(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[tuple[int, int], Weight]:
    order = sorted(range(len(predicted)), key=lambda index: predicted[index].start)
    longest = max((row.end - row.start for row in predicted), default=0)
    starts = [predicted[index].start for index in order]
    weights: dict[tuple[int, int], Weight] = {}
    for g, row in enumerate(gold):
        at = bisect_left(starts, row.start - longest)
        while at < len(order) and starts[at] < row.end:
            p = order[at]
            at += 1
            shared = overlap(row, predicted[p])
            if shared:
                like = likeness(row.indicator, predicted[p].indicator)
                same = sum(map(eq, _tie_fields(row), _tie_fields(predicted[p])))
                weights[g, p] = (round(shared * _SCALE), round(like * _SCALE), same)
    return weights


def _groups(edges: dict[tuple[int, int], Weight]) -> list[list[tuple[int, int]]]:
    """The connected parts of the overlap graph."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for g, p in edges:
        parent[root(("g", g))] = root(("p", p))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for edge in edges:
        groups.setdefault(root(("g", edge[0])), []).append(edge)
    return list(groups.values())


def _best(rows: list[int], edges: dict[tuple[int, int], Weight]) -> list[tuple[int, int]]:
    """The heaviest one-to-one pairing of a small group, by dynamic programming."""
    states: dict[frozenset[int], tuple[Weight, list[tuple[int, int]]]] = {
        frozenset(): ((0, 0, 0), [])
    }
    for g in rows:
        own = [(p, weight) for (other, p), weight in edges.items() if other == g]
        after = dict(states)
        for used, (total, pairs) in states.items():
            for p, weight in own:
                if p in used:
                    continue
                summed = (total[0] + weight[0], total[1] + weight[1], total[2] + weight[2])
                key = used | {p}
                if key not in after or summed > after[key][0]:
                    after[key] = (summed, [*pairs, (g, p)])
        states = after
    return max(states.values(), key=lambda state: state[0])[1]


def _greedy(edges: dict[tuple[int, int], Weight]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    left: set[int] = set()
    right: set[int] = set()
    for (g, p), _ in sorted(edges.items(), key=lambda item: (*(-w for w in item[1]), *item[0])):
        if g not in left and p not in right:
            left.add(g)
            right.add(p)
            pairs.append((g, p))
    return pairs
