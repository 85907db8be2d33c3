"""Two values for the same thing: inside one document, or in a later one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Literal, NamedTuple

from policy_extract.tracking.figures import agrees, same
from policy_extract.tracking.judging import factor_between
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.rules import tracking_rules

_SURE = 0.8
Kind = Literal["conflict", "revision", "rounding"]


class Contradiction(NamedTuple):
    """Two figures for the same place, indicator, statistic, prices and period.

    Attributes:
        kind: ``conflict`` inside a document, ``revision`` between two, ``rounding`` where one is
            the other with fewer digits or told as a bound.
        first: The figure told first.
        second: The figure told later.
        difference: Second less first, in the first's unit.
    """

    kind: Kind
    first: Observation
    second: Observation
    difference: Decimal


def contradictions(
    observations: Iterable[Observation], *, rounding: bool = False
) -> Iterator[Contradiction]:
    """Contradictions among the figures of one place and family of indicators.

    Each document's figure is held against the one told last before it, so that a figure revised
    once is told once. Figures that are farther apart than any revision are two different things
    and none.

    Args:
        observations: The figures.
        rounding: Whether rounding is told too.
    """
    groups: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in sorted(set(observations), key=attrgetter("order")):
        if not (one.official or one.share) and one.number is not None:
            key = (one.kind, one.indicator, one.statistic, one.prices, one.start, one.end)
            groups[key].append(one)
    for _, group in sorted(groups.items(), key=lambda item: str(item[0])):
        held: list[Observation] = []
        for one in group:
            if any(same(one, other) for other in held):
                continue
            last = held[-1] if held else None
            held.append(one)
            if last is None:
                continue
            found = _held_against(last, one)
            if found is not None and (rounding or found.kind != "rounding"):
                yield found


def _held_against(first: Observation, second: Observation) -> Contradiction | None:
    by = factor_between(second.unit, first.unit)
    if by is None:
        return None
    difference = second.low * by - first.low
    rules = tracking_rules()
    widest = (
        rules.revision_points
        if first.unit == "%"
        else abs(first.low) * rules.revision_per_cent / 100
    )
    if agrees(first, second):
        return Contradiction("rounding", first, second, difference)
    if abs(difference) > widest:
        return None
    if first.document == second.document:
        if first.quote == second.quote or not (_is_sure(first) and _is_sure(second)):
            return None  # 从…到…, 分别…: two things that one sentence tells apart
    elif first.kind == "target":
        return None  # a goal that was set anew
    kind: Kind = "conflict" if first.document == second.document else "revision"
    return Contradiction(kind, first, second, difference)


def _is_sure(one: Observation) -> bool:
    """Whether a record is certain enough to hold against another of its own document."""
    if one.confidence is None:
        return one.kind == "outcome"
    return one.confidence >= _SURE
