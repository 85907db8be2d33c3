"""Confidence that can be believed: lines from a mention's score to the probability that it is right."""

import math
from collections.abc import Mapping, Sequence

Line = tuple[float, float]
Judged = tuple[str, float, bool]
"""A mention's type, the logarithm of its least share, and whether type and borders were right."""
_STEPS = 400
_PULL = 4.0
"""Mentions that each type borrows from all types: a rare type is not judged by its own few alone."""


def logit(score: float) -> float:
    """The logit of a share that is given as a logarithm."""
    share = min(max(math.exp(score), 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


def fit_lines(judged: Sequence[Judged]) -> dict[str, Line]:
    """For each type the line ``(a, b)``: confidence is the logistic of ``a + b * logit``.

    The slope is that of all types together, the height each type's own, drawn towards the common one.
    """
    height, slope = _fit(judged, (0.0, 1.0), free_slope=True)
    lines: dict[str, Line] = {}
    for kind in sorted({kind for kind, _, _ in judged}):
        own = [one for one in judged if one[0] == kind]
        lines[kind] = _fit(own, (height, slope), free_slope=False)
    return {kind: (round(a, 4), round(b, 4)) for kind, (a, b) in lines.items()}


def _fit(judged: Sequence[Judged], start: Line, *, free_slope: bool) -> Line:
    """Logistic regression by Newton's steps."""
    first, second = start
    pull = 0.0 if free_slope else _PULL / 4
    for _ in range(_STEPS):
        gradient = [pull * (first - start[0]), 0.0]
        curve = [pull + 1e-9, 0.0, 1e-9]
        for _, score, right in judged:
            x = logit(score)
            p = 1 / (1 + math.exp(-(first + second * x)))
            gradient[0] += p - right
            gradient[1] += (p - right) * x
            weight = p * (1 - p)
            curve[0] += weight
            curve[1] += weight * x
            curve[2] += weight * x * x
        if free_slope:
            size = curve[0] * curve[2] - curve[1] ** 2 + 1e-12
            steps = (
                (gradient[0] * curve[2] - gradient[1] * curve[1]) / size,
                (gradient[1] * curve[0] - gradient[0] * curve[1]) / size,
            )
        else:
            steps = (gradient[0] / curve[0], 0.0)
        first, second = first - steps[0], second - steps[1]
        if max(map(abs, steps)) < 1e-6:
            break
    return first, second


def told(lines: Mapping[str, Line], kind: str, score: float) -> float:
    """The confidence of a mention."""
    first, second = lines[kind]
    return 1 / (1 + math.exp(-(first + second * logit(score))))


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: how far confidence and share right lie apart, over equal bins.

    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.0
    """
    error = 0.0
    for at in range(bins):
        inside = [one for one in pairs if min(int(one[0] * bins), bins - 1) == at]
        if inside:
            right = sum(right for _, right in inside) / len(inside)
            error += abs(sum(p for p, _ in inside) / len(inside) - right) * len(inside)
    return error / len(pairs) if pairs else 0.0
