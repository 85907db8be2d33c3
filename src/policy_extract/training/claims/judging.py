"""How good weights are on documents they have not seen, and how sure they may be."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from policy_extract.claims.attribution import Attribution
from policy_extract.claims.build import build_claims, stretches_of
from policy_extract.claims.confidence import confidence_features
from policy_extract.claims.scorer import Scorer
from policy_extract.evaluation.gold import Gold, gold_record
from policy_extract.evaluation.scoring import DocumentScore, score_document
from policy_extract.extractor import Prepared
from policy_extract.records import Metric, Target
from policy_extract.regrounding import reground_claims
from policy_extract.training.claims.fitting import Fold
from policy_extract.training.claims.lessons import GoldText

_L2 = 1.0
_STEPS = 60


def judge(
    documents: Sequence[GoldText], prepared: Sequence[Prepared], folds: Sequence[Fold]
) -> tuple[list[DocumentScore], dict[str, float]]:
    """The score of each document by weights that have not seen it, and the weights of the confidence."""
    scores: list[DocumentScore] = []
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for fold in folds:
        scorer = Scorer(fold.weights)
        for one, ready in zip(documents, prepared, strict=True):
            if one.group not in fold.groups:
                continue
            score = _score(one, ready, scorer)
            scores.append(score)
            told = _told(ready, scorer)
            for pair in score.pairs:
                features = told.get((pair.predicted.start, pair.predicted.indicator))
                if features is not None:
                    rows.append(features)
                    right.append(pair.strict)
            for extra in score.extra:
                features = told.get((extra.start, extra.indicator))
                if features is not None:
                    rows.append(features)
                    right.append(False)
    scores.sort(key=lambda score: score.name)
    return scores, fit_confidence(rows, right)


def _score(one: GoldText, ready: Prepared, scorer: Scorer) -> DocumentScore:
    claims = build_claims(ready.reading, scorer)
    metrics = reground_claims([c for c in claims if isinstance(c, Metric)], ready.through)
    targets = reground_claims([c for c in claims if isinstance(c, Target)], ready.through)
    found: list[Metric | Target] = [*metrics, *targets]
    gold = Gold.model_validate({**one.gold, "entities": None})
    predicted = Gold(
        text_chars=len(one.text),
        records=tuple(gold_record(claim) for claim in found),
        entities=None,
    )
    return score_document(gold, predicted, name=one.name)


def _told(ready: Prepared, scorer: Scorer) -> Mapping[tuple[int, str], dict[str, float]]:
    """What the confidence of each record is worked out from, by its value's place and its name."""
    attribution = Attribution(ready.reading, scorer)
    return {
        (
            ready.through.span(one.spot.value.start, one.spot.value.end)[0],
            one.named.name,
        ): confidence_features(one)
        for stretch in stretches_of(ready.reading)
        for one in attribution.read(stretch)
    }


def fit_confidence(rows: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """A logistic over the features of the confidence, by Newton's method with a small penalty."""
    if not rows:
        return {}
    names = sorted({name for row in rows for name in row})
    index = {name: at for at, name in enumerate(names)}
    matrix: np.ndarray[Any, Any] = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row.items():
            matrix[at, index[name]] = value
    wanted = np.array(right, dtype=float)
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (chance - wanted) + _L2 * weights
        curve = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + _L2 * np.eye(len(names))
        step = np.linalg.solve(curve, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {name: round(float(value), 4) for name, value in zip(names, weights, strict=True)}
