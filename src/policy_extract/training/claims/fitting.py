"""Lessons to weights: everything fitted with documents left out, then on all.

Twice: first from what the gold says of the values before, then from what a scorer that has not seen the
document decides of them, for that is what is there when reading. The same folds give the predictions
that the figures and the confidence are worked out from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from policy_extract.claims.scorer import Scorer, Weights
from policy_extract.extractor import Prepared
from policy_extract.training.claims.lessons import GoldText, Lessons, collect
from policy_extract.training.loglinear import Problem
from policy_extract.training.tagging import Chains

L2: Mapping[str, float] = {
    "record": 2.0,
    "mood": 3.0,
    "direction": 2.0,
    "when": 3.0,
    "name": 2.0,
    "compose": 2.0,
    "owner": 3.0,
    "about": 3.0,
}
"""Penalties, the best of 1, 2, 3 and 5 on documents left out."""
_LEAST = 0.05
Log = Callable[[str], None]


class Fold(NamedTuple):
    """Weights that have not seen some documents.

    Attributes:
        groups: What was left out.
        weights: Fitted on the rest.
    """

    groups: frozenset[str]
    weights: Weights


def parted(groups: Iterable[str], folds: int) -> list[frozenset[str]]:
    """Groups of documents in folds, each in turn, in their sorted order."""
    ordered = sorted(set(groups))
    count = min(folds, len(ordered))
    return [frozenset(ordered[part::count]) for part in range(count)]


def fit_folds(
    documents: Sequence[GoldText],
    prepared: Sequence[Prepared],
    *,
    folds: int,
    iterations: int = 100,
    log: Log = lambda line: None,
) -> tuple[list[Fold], Weights]:
    """Weights of each fold, and those fitted on all documents (without a confidence)."""
    parts = parted((one.group for one in documents), folds)
    guides: dict[str, Scorer] | None = None
    fitted: list[Fold] = []
    for step in (1, 2):
        lessons = collect(documents, prepared, guides)
        log(f"pass {step}: {len(lessons.chains)} names")
        fitted = _fit_all(lessons, parts, iterations, log, whole=step == 2)
        guides = {group: Scorer(fold.weights) for fold in fitted for group in fold.groups}
    return fitted[:-1], fitted[-1].weights


def _fit_all(
    lessons: Lessons, parts: Sequence[frozenset[str]], iterations: int, log: Log, *, whole: bool
) -> list[Fold]:
    """Weights without each part; with ``whole``, at the end those of all, with nothing left out."""
    names = Chains(lessons.chains)
    problems = {task: Problem(lessons.decisions[task]) for task in sorted(lessons.decisions)}
    everyone = frozenset().union(*parts)
    fitted = []
    for part in [*parts, frozenset[str]()] if whole else parts:
        kept = everyone - part
        found, table = _words(names, kept, iterations)
        tasks = {
            task: problem.named(problem.fit(kept, l2=L2[task], iterations=iterations), least=_LEAST)
            for task, problem in problems.items()
        }
        fitted.append(Fold(part, Weights(tasks, found, table, {}, "unsaved")))
        log(f"fitted without {len(part)} of {len(everyone)} documents")
    return fitted


def _words(
    names: Chains, groups: frozenset[str], iterations: int
) -> tuple[dict[str, float], list[list[list[float]]]]:
    """The weights of the words of names, and of the borders between them."""
    found, table = names.fit(groups, l2=L2["name"], iterations=iterations)
    kept = {
        name: round(float(value), 2)
        for name, value in zip(names.names, found, strict=True)
        if abs(value) >= _LEAST
    }
    return kept, [[[round(float(x), 3) for x in row] for row in one] for one in table]
