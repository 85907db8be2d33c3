"""Lessons to weights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policy_extract.claims.scorer import Weights
from policy_extract.training.claims.lessons import Lessons
from policy_extract.training.loglinear import Problem
from policy_extract.training.tagging import Chains

L2: Mapping[str, float] = {"record": 2.0, "mood": 3.0, "direction": 2.0, "when": 3.0, "name": 2.0}
"""Penalties, the best of 1, 2, 3 and 5 on documents left out (``benchmarks/claims.py``)."""
_LEAST = 0.01


@dataclass(frozen=True)
class Problems:
    """Lessons as matrices: made once, fitted on any documents."""

    tasks: dict[str, Problem]
    names: Chains

    @classmethod
    def of(cls, lessons: Lessons, *, least: int = 2) -> "Problems":
        """The matrices of all lessons; features that occur in fewer decisions are left out."""
        tasks = {
            task: Problem(decisions, least=least)
            for task, decisions in sorted(lessons.decisions.items())
        }
        return cls(tasks, Chains(lessons.chains, least=least))

    def fit(
        self,
        groups: Iterable[str] | None = None,
        *,
        confidence: Mapping[str, float] | None = None,
        iterations: int = 80,
    ) -> Weights:
        """Weights fitted on these groups of documents, on all when null."""
        chosen = None if groups is None else list(groups)
        tasks = {}
        for task, problem in self.tasks.items():
            fitted = problem.fit(chosen, l2=L2[task], iterations=iterations)
            tasks[task] = problem.named(fitted, least=_LEAST)
        words, table = self.names.fit(chosen, l2=L2["name"], iterations=iterations)
        return Weights(
            tasks,
            {
                name: round(float(value), 3)
                for name, value in zip(self.names.names, words, strict=True)
                if abs(value) >= _LEAST
            },
            _rounded(table),
            confidence or {},
            "unsaved",
        )


def _rounded(table: Any) -> list[list[list[float]]]:
    return [[[round(float(x), 3) for x in row] for row in one] for one in table]
