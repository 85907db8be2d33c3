"""How sure a record is: the probability that all its strict fields are right, calibrated.

The probability of each decision goes through a logistic fitted on documents that the scorer had not
seen (``policy-extract model train claims``).
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_extract.claims.attribution import Attributed

_FLOOR = 1e-4
_STRICT = ("record", "mood", "name", "tags", "direction", "when")


def confidence_features(one: "Attributed") -> dict[str, float]:
    """What the confidence is worked out from."""
    found = {"bias": 1.0}
    total = 0.0
    for task, chance in one.chances.items():
        if task not in _STRICT:
            continue
        odds = math.log(max(chance, _FLOOR) / max(1.0 - chance, _FLOOR))
        found[task] = min(max(odds, -4.0), 6.0)
        total += math.log(max(chance, _FLOOR))
    found["all"] = max(total, -6.0)
    found[f"kind={one.spot.value.kind}"] = 1.0
    found[f"source={one.when.source}"] = 1.0
    return found


def confidence(weights: Mapping[str, float], one: "Attributed") -> float | None:
    """The probability that a record is strictly right; null where nothing was fitted."""
    if not weights:
        return None
    score = sum(weights.get(name, 0.0) * value for name, value in confidence_features(one).items())
    return round(1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0))), 3)
