"""Fitting log-linear choices: a softmax over the candidates of each decision, with L2.

The fitted weights are what :mod:`policy_extract.claims.choice` reads. Fitting needs scipy (extra
``[train]``); it is deterministic: no shuffling, no random start.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

Features = Sequence[str]
"""Names of the features that hold for a candidate; each counts 1."""


class Decision(NamedTuple):
    """One choice to learn from.

    Attributes:
        candidates: The features of each candidate.
        right: Indices of the candidates that are right; several where they come to the same; none
            where it is only to be predicted.
        group: The document it stands in, so that whole documents can be left out.
        weight: How much it counts.
    """

    candidates: Sequence[Features]
    right: frozenset[int]
    group: str = ""
    weight: float = 1.0


class Problem:
    """Decisions as one sparse matrix, to fit on some groups and to score others.

    Args:
        decisions: All of them.
        least: Decisions that a feature must occur in.
    """

    def __init__(self, decisions: Sequence[Decision], *, least: int = 2) -> None:
        from scipy import sparse

        self._decisions = decisions
        seen: Counter[str] = Counter()
        for one in decisions:
            seen.update({name for features in one.candidates for name in features})
        self.names = sorted(name for name, count in seen.items() if count >= least)
        index = {name: at for at, name in enumerate(self.names)}
        columns: list[int] = []
        rows, starts = [0], [0]
        for one in decisions:
            for features in one.candidates:
                columns += [at for name in features if (at := index.get(name)) is not None]
                rows.append(len(columns))
            starts.append(len(rows) - 1)
        shape = (len(rows) - 1, len(self.names))
        self._matrix = sparse.csr_matrix((np.ones(len(columns)), columns, rows), shape=shape)
        self._starts = np.array(starts)
        self._good = np.array(
            [at in one.right for one in decisions for at in range(len(one.candidates))], dtype=bool
        )

    def fit(
        self, groups: Iterable[str] | None = None, *, l2: float = 1.0, iterations: int = 80
    ) -> "np.ndarray[Any, Any]":
        """Weights that make the right candidates of these groups (of all) most probable."""
        from scipy.optimize import minimize

        chosen = None if groups is None else frozenset(groups)
        picked = [
            at
            for at, one in enumerate(self._decisions)
            if 0 < len(one.right) < len(one.candidates) and (chosen is None or one.group in chosen)
        ]
        if not picked:  # every decision is settled: nothing to learn
            return np.zeros(len(self.names))
        lines = np.concatenate([np.arange(self._starts[at], self._starts[at + 1]) for at in picked])
        matrix = self._matrix[lines]
        turned = matrix.T.tocsr()
        sizes = np.array([self._starts[at + 1] - self._starts[at] for at in picked])
        first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
        good = self._good[lines]
        weights = np.array([self._decisions[at].weight for at in picked])
        each = np.repeat(weights, sizes)

        def loss(parameters: "np.ndarray[Any, Any]") -> tuple[float, "np.ndarray[Any, Any]"]:
            scores = matrix @ parameters
            top = np.maximum.reduceat(scores, first)
            powers = np.exp(scores - np.repeat(top, sizes))
            whole = np.add.reduceat(powers, first)
            held = np.where(good, powers, 0.0)
            kept = np.maximum(np.add.reduceat(held, first), 1e-300)
            share = powers / np.repeat(whole, sizes) - held / np.repeat(kept, sizes)
            value = float(np.sum(weights * (np.log(whole) - np.log(kept))))
            value += 0.5 * l2 * float(parameters @ parameters)
            return value, turned @ (share * each) + l2 * parameters

        found = minimize(
            loss,
            np.zeros(len(self.names)),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": iterations, "maxcor": 6},
        )
        return np.asarray(found.x)

    def scores(self, weights: "np.ndarray[Any, Any]") -> list["np.ndarray[Any, Any]"]:
        """The score of every candidate of every decision."""
        flat = self._matrix @ weights
        return [
            flat[begin:end] for begin, end in zip(self._starts[:-1], self._starts[1:], strict=True)
        ]

    def named(self, weights: "np.ndarray[Any, Any]", *, least: float = 0.005) -> dict[str, float]:
        """Weights by the names of their features, without those that tell next to nothing."""
        return {
            name: round(float(value), 3)
            for name, value in zip(self.names, weights, strict=True)
            if abs(value) >= least
        }

    def left_out(
        self, *, folds: int = 10, l2: float = 1.0, iterations: int = 80
    ) -> list["np.ndarray[Any, Any]"]:
        """The scores of every decision from weights fitted without its group.

        Groups are parted into folds in their sorted order, one to each in turn; as many folds as
        groups leaves out one group at a time.
        """
        groups = sorted({one.group for one in self._decisions})
        fold = {group: at % folds for at, group in enumerate(groups)}
        found: list[np.ndarray[Any, Any]] = [np.zeros(0)] * len(self._decisions)
        for part in range(min(folds, len(groups))):
            kept = [group for group in groups if fold[group] != part]
            weights = self.fit(kept, l2=l2, iterations=iterations)
            for at, (one, scores) in enumerate(
                zip(self._decisions, self.scores(weights), strict=True)
            ):
                if fold[one.group] == part:
                    found[at] = scores
        return found
