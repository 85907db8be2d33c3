"""Gates: floors that a score must reach, and baselines that it must not fall below."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from policy_extract.errors import UsageError
from policy_extract.evaluation.baseline import Baseline
from policy_extract.evaluation.figures import DIGITS, figures, full_name, rounded
from policy_extract.evaluation.scoring import Score, aggregate

TOTAL = "total"
_FLOOR = re.compile(r"(?:(?P<where>[^=]+):)?(?P<name>[^:=]+)=(?P<value>[0-9.]+)(?P<percent>%?)")


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a figure may be, in one document or in ``total``."""

    figure: str
    value: float
    where: str = TOTAL


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate's verdict.

    Attributes:
        gate: ``fail-under``, ``baseline`` or ``exact``.
        where: The document, or ``total``.
        figure: The figure's full name.
        value: What was measured; ``None`` where there was nothing to measure.
        floor: The least it may be (a baseline's tolerance is already taken off).
        recorded: What the baseline records; ``None`` for a plain floor.
        note: A reason that is no number: a document that is gone, an output that changed.
    """

    gate: Literal["fail-under", "baseline", "exact"]
    where: str
    figure: str
    value: float | None
    floor: float
    recorded: float | None = None
    note: str = ""

    @property
    def passed(self) -> bool:
        """Nothing to measure is no pass: a gate that checks nothing guards nothing."""
        return not self.note and self.value is not None and self.value >= self.floor

    @property
    def line(self) -> str:
        """The verdict in one line: which figure, where, from what to what."""
        if self.note:
            return f"{self.where}: {self.note}"
        now = "nothing to measure" if self.value is None else f"{self.value:.4f}"
        if self.recorded is None:
            return f"{self.where}: {self.figure} is {now}, floor {self.floor:.4f}"
        return f"{self.where}: {self.figure} fell from {self.recorded:.4f} to {now}" + (
            f" (tolerance {self.recorded - self.floor:.4f})" if self.recorded > self.floor else ""
        )


def parse_floor(text: str) -> Floor:
    """Read ``strict=0.85``, ``entity.POLICY.recall=80%`` or ``DOCUMENT:period=0.9``.

    Raises:
        UsageError: Not of that form, an unknown figure, or a floor outside 0 to 1.
    """
    match = _FLOOR.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            f"--fail-under {text}: not a floor", hint="Write FIGURE=FLOOR, such as strict=0.85"
        )
    try:
        value = float(match["value"]) / (100 if match["percent"] else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(
            f"--fail-under {text}: the floor is not between 0 and 1", hint="Write 0.85 or 85%"
        )
    try:
        name = full_name(match["name"].strip())
    except UsageError as error:
        raise UsageError(f"--fail-under {text}: {error.message}", hint=error.hint) from error
    return Floor(name, value, match["where"] or TOTAL)


def check_floors(score: Score, floors: Iterable[Floor]) -> tuple[GateResult, ...]:
    """Hold a score against floors.

    Raises:
        UsageError: A floor names a document that was not scored.
    """
    places = {TOTAL: score.total} | {d.name: d.counts for d in score.documents}
    results = []
    for floor in floors:
        if floor.where not in places:
            raise UsageError(
                f"--fail-under {floor.where}:{floor.figure}: no document of that name",
                hint=f"Scored: {', '.join(d.name for d in score.documents)}",
            )
        value = figures(places[floor.where])[floor.figure]
        results.append(
            GateResult("fail-under", floor.where, floor.figure, rounded(value), floor.value)
        )
    return tuple(results)


def check_baseline(
    score: Score, baseline: Baseline, *, tolerance: float = 0.0
) -> tuple[GateResult, ...]:
    """Hold a score against what a baseline records.

    A document that the baseline knows and the score does not is a failure. Documents that the
    baseline does not know are left out of the total that is compared.
    """
    results: list[GateResult] = []
    scored = {document.name: document for document in score.documents}
    for name, recorded in baseline.documents.items():
        if name not in scored:
            note = "in the baseline, but not among the documents scored"
            results.append(GateResult("baseline", name, "document", None, 0.0, note=note))
            continue
        now = figures(scored[name].counts)
        results += _compare(name, recorded, now, tolerance)
    if all(name in scored for name in baseline.documents):
        known = aggregate(d for d in score.documents if d.name in baseline.documents)
        results += _compare(TOTAL, baseline.total, figures(known.total), tolerance)
    return tuple(results)


def _compare(
    where: str,
    recorded: dict[str, float | None],
    now: dict[str, float | None],
    tolerance: float,
) -> list[GateResult]:
    return [
        GateResult("baseline", where, name, rounded(now[name]), _floor(value, tolerance), value)
        for name, value in recorded.items()
        if value is not None
    ]


def _floor(value: float, tolerance: float) -> float:
    return round(value - tolerance, DIGITS)
