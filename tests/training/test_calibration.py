"""Confidence: lines fitted to judged mentions, and how far they are to be believed."""

import math
import random

from policy_extract.training.calibration import calibration_error, fit_lines, told


def test_overconfident_scores_are_put_right() -> None:
    rng = random.Random(1)
    judged = []
    for _ in range(4000):
        share = rng.uniform(0.3, 0.999)
        kind = rng.choice(["POLICY", "PERSON"])
        truth = share**3 if kind == "POLICY" else share**1.5
        judged.append((kind, math.log(share), rng.random() < truth))
    lines = fit_lines(judged)
    pairs = [(told(lines, kind, score), right) for kind, score, right in judged]
    raw = [(math.exp(score), right) for _, score, right in judged]
    assert calibration_error(pairs) < 0.04 < calibration_error(raw)
    assert told(lines, "PERSON", math.log(0.6)) > told(lines, "POLICY", math.log(0.6))


def test_a_rare_type_leans_on_all_types() -> None:
    many = [("LOCATION", math.log(0.9), at % 10 != 0) for at in range(400)]
    lines = fit_lines([*many, ("EVENT", math.log(0.9), False)])
    assert 0.5 < told(lines, "EVENT", math.log(0.9)) < told(lines, "LOCATION", math.log(0.9))
