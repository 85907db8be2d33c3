"""A place's target beside the one of the level above it, and where it stands among its peers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from policy_extract.tracking.judging import factor_between
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.places import above
from policy_extract.tracking.rules import conversions


class Layer(NamedTuple):
    """A target beside the one of the level above.

    Attributes:
        target: The place's own.
        over: The target of the nearest place above that has one; null where none has.
        gap: Own less the one above, middle to middle of ranges.
        rank: Place among those under the same one above, the highest target first.
        of: How many those are.
    """

    target: Observation
    over: Observation | None
    gap: Decimal | None
    rank: int
    of: int


def layers(targets: Iterable[Observation]) -> Iterator[Layer]:
    """Layers of the targets that opened their periods, one for a place, indicator and period."""
    groups: dict[tuple[object, ...], dict[str, Observation]] = defaultdict(dict)
    for one in targets:
        key = (one.indicator, one.start, one.end, one.statistic or "")
        groups[key].setdefault(one.place, one)
    for _, places in sorted(groups.items(), key=lambda item: str(item[0])):
        peers: dict[str | None, list[Observation]] = defaultdict(list)
        over: dict[str, Observation | None] = {}
        for name, one in places.items():
            higher = [place for place in above(name, one.parent) if place in places]
            over[name] = places[higher[0]] if higher else None
            peers[next(iter(above(name, one.parent)), None)].append(one)
        for group in sorted(peers, key=str):
            ranked = sorted(peers[group], key=lambda one: (-_middle(one), one.place))
            for one in ranked:
                rank = 1 + sum(_middle(other) > _middle(one) for other in ranked)
                yield Layer(one, over[one.place], _gap(one, over[one.place]), rank, len(ranked))


def _middle(one: Observation) -> Decimal:
    _, by = conversions().get(one.unit or "", (one.unit, Decimal(1)))
    return (one.low + one.high) / 2 * by


def _gap(one: Observation, over: Observation | None) -> Decimal | None:
    if over is None:
        return None
    by = factor_between(over.unit, one.unit)
    return None if by is None else (one.low + one.high) / 2 - (over.low + over.high) / 2 * by
