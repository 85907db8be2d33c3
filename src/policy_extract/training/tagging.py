"""Fitting the reader of names: a linear chain of two tags over the words of a window."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

Array = "np.ndarray[Any, Any]"
BORDERS = 4


class Chain(NamedTuple):
    """One window to learn from.

    Attributes:
        features: The features of each word.
        borders: The class of the border before each word.
        tags: 1 for words of the name, 0 for others.
        group: The document it stands in.
    """

    features: Sequence[Sequence[str]]
    borders: Sequence[int]
    tags: Sequence[int]
    group: str = ""


class Chains:
    """Windows as one sparse matrix, to fit on some groups."""

    def __init__(self, chains: Sequence[Chain], *, least: int = 2) -> None:
        from scipy import sparse

        self.chains = chains
        seen: Counter[str] = Counter()
        for chain in chains:
            for features in chain.features:
                seen.update(features)
        self.names = sorted(name for name, count in seen.items() if count >= least)
        index = {name: at for at, name in enumerate(self.names)}
        columns: list[int] = []
        rows, starts = [0], [0]
        for chain in chains:
            for features in chain.features:
                columns += [at for name in features if (at := index.get(name)) is not None]
                rows.append(len(columns))
            starts.append(len(rows) - 1)
        self._matrix = sparse.csr_matrix(
            (np.ones(len(columns), dtype=np.float32), columns, rows),
            shape=(len(rows) - 1, len(self.names)),
        )
        self._starts = np.array(starts)

    def fit(
        self, groups: Iterable[str] | None = None, *, l2: float = 1.0, iterations: int = 60
    ) -> tuple[Any, Any]:
        """Weights of features and of borders (border, tag before, tag), fitted on these groups."""
        from scipy.optimize import minimize

        chosen = None if groups is None else frozenset(groups)
        picked = [
            at
            for at, chain in enumerate(self.chains)
            if chain.tags and (chosen is None or chain.group in chosen)
        ]
        picked.sort(key=lambda at: (-len(self.chains[at].tags), at))
        lines = np.concatenate([np.arange(self._starts[at], self._starts[at + 1]) for at in picked])
        matrix = self._matrix[lines]
        turned = matrix.T.tocsr()
        lengths = np.array([len(self.chains[at].tags) for at in picked])
        longest, count = int(lengths.max()), len(picked)
        begin = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        flat = np.full((longest, count), -1)
        for column, (first, length) in enumerate(zip(begin, lengths, strict=True)):
            flat[:length, column] = np.arange(first, first + length)
        tags = np.concatenate([np.array(self.chains[at].tags) for at in picked])
        border = np.concatenate([np.array(self.chains[at].borders) for at in picked])
        alive = [int((lengths > step).sum()) for step in range(longest)]
        size = len(self.names)

        def loss(parameters: Any) -> tuple[float, Any]:
            weights, table = parameters[:size], parameters[size:].reshape(BORDERS, 2, 2)
            emit = matrix @ weights
            alpha = np.zeros((longest, count, 2))
            first = flat[0]
            alpha[0, :, 1] = emit[first]
            for step in range(1, longest):
                n = alive[step]
                rows = flat[step, :n]
                moves = alpha[step - 1, :n, :, None] + table[border[rows]]
                alpha[step, :n] = np.logaddexp(moves[:, 0], moves[:, 1])
                alpha[step, :n, 1] += emit[rows]
            beta = np.zeros((longest, count, 2))
            gradient_table = np.zeros((BORDERS, 2, 2))
            last = lengths - 1
            ends = alpha[last, np.arange(count)]
            total = np.logaddexp(ends[:, 0], ends[:, 1])
            chance = np.zeros(len(emit))
            for step in range(longest - 1, -1, -1):
                n = alive[step]
                rows = flat[step, :n]
                both = alpha[step, :n] + beta[step, :n]
                chance[rows] = np.exp(both[:, 1] - total[:n])
                if not step:
                    break
                onward = beta[step, :n].copy()
                onward[:, 1] += emit[rows]
                kinds = border[rows]
                moves = table[kinds] + onward[:, None, :]
                beta[step - 1, :n] = np.logaddexp(moves[:, :, 0], moves[:, :, 1])
                pairs = np.exp(alpha[step - 1, :n, :, None] + moves - total[:n, None, None])
                np.add.at(gradient_table, kinds, pairs)
            gold = float(emit[tags == 1].sum())
            for step in range(1, longest):
                n = alive[step]
                rows, earlier = flat[step, :n], flat[step - 1, :n]
                kinds = border[rows]
                gold += float(table[kinds, tags[earlier], tags[rows]].sum())
                np.add.at(gradient_table, (kinds, tags[earlier], tags[rows]), -1.0)
            value = float(total.sum()) - gold + 0.5 * l2 * float(parameters @ parameters)
            gradient = np.concatenate([turned @ (chance - tags), gradient_table.ravel()])
            return value, gradient + l2 * parameters

        start = np.zeros(size + BORDERS * 4)
        found = minimize(
            loss,
            start,
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": iterations, "maxcor": 6},
        )
        return found.x[:size], found.x[size:].reshape(BORDERS, 2, 2)
