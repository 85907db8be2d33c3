"""What is counted, and the figures that follow from the counts."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

QUANTITY_FIELDS = ("number", "low", "high", "unit")
STRICT_FIELDS = (*QUANTITY_FIELDS, "comparator", "record", "direction", "period", "indicator")
FULL_FIELDS = (*STRICT_FIELDS, "baseline", "scope", "subject")
FIELDS = (*FULL_FIELDS, "kind", "statistic")
SURE = 0.9
"""The confidence from which a record counts as sure."""

_BINS = tuple(n / 10 for n in range(1, 10))


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts behind precision, recall and F1; a figure with nothing to measure is ``None``."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right, self.gold + other.gold, self.predicted + other.predicted
        )

    @property
    def precision(self) -> float | None:
        """The share of what was predicted that is right."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """The share of the gold that was predicted right."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both, 0.0 when only one side has anything."""
        both = self.gold + self.predicted
        return 2 * self.right / both if both else None


@dataclass(frozen=True, slots=True)
class Share:
    """How often a field is right over the paired records that score it."""

    right: int = 0
    scored: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.scored + other.scored)

    @property
    def share(self) -> float | None:
        """Right over scored, ``None`` when no pair scores the field."""
        return self.right / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Records of like confidence: how many, the sum of their confidences, how many are right."""

    records: int = 0
    confidence: float = 0.0
    right: int = 0

    def __add__(self, other: "Bin") -> "Bin":
        return Bin(
            self.records + other.records,
            self.confidence + other.confidence,
            self.right + other.right,
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether a confidence is what it says: ten bins of equal width, by their number."""

    bins: Mapping[int, Bin] = field(default_factory=dict)

    def __add__(self, other: "Calibration") -> "Calibration":
        keys = sorted({*self.bins, *other.bins})
        return Calibration(
            {key: self.bins.get(key, Bin()) + other.bins.get(key, Bin()) for key in keys}
        )

    @property
    def records(self) -> int:
        """How many predicted records give a confidence."""
        return sum(part.records for part in self.bins.values())

    @property
    def error(self) -> float | None:
        """Expected calibration error: the mean distance of a bin's confidence from its share of
        strictly right records, by the bin's size.
        """
        gaps = sum(abs(part.confidence - part.right) for part in self.bins.values())
        return gaps / self.records if self.records else None

    @property
    def sure(self) -> Bin:
        """The records of a confidence of at least :data:`SURE`."""
        return self.bins.get(len(_BINS), Bin())


def calibration_of(judged: Iterable[tuple[float, bool]]) -> Calibration:
    """Confidences with whether the record was strictly right."""
    bins: dict[int, Bin] = {}
    for confidence, right in judged:
        key = bisect_right(_BINS, confidence)
        bins[key] = bins.get(key, Bin()) + Bin(1, confidence, int(right))
    return Calibration(dict(sorted(bins.items())))


@dataclass(frozen=True)
class Tallies:
    """Everything that is counted, for one document or for many.

    ``quantity_by``, ``strict_by`` and ``full_by`` break these down by the kind of quantity and by
    metric or target, ``types`` the entities by type. A pair belongs to its gold's row.
    """

    quantity: Tally = Tally()
    strict: Tally = Tally()
    full: Tally = Tally()
    entity: Tally = Tally()
    fields: Mapping[str, Share] = field(default_factory=dict)
    quantity_by: Mapping[str, Tally] = field(default_factory=dict)
    strict_by: Mapping[str, Tally] = field(default_factory=dict)
    full_by: Mapping[str, Tally] = field(default_factory=dict)
    types: Mapping[str, Tally] = field(default_factory=dict)
    calibration: Calibration = Calibration()

    def __add__(self, other: "Tallies") -> "Tallies":
        return Tallies(
            self.quantity + other.quantity,
            self.strict + other.strict,
            self.full + other.full,
            self.entity + other.entity,
            {k: self.fields.get(k, Share()) + other.fields.get(k, Share()) for k in FIELDS},
            _merged(self.quantity_by, other.quantity_by),
            _merged(self.strict_by, other.strict_by),
            _merged(self.full_by, other.full_by),
            _merged(self.types, other.types),
            self.calibration + other.calibration,
        )


def _merged(left: Mapping[str, Tally], right: Mapping[str, Tally]) -> dict[str, Tally]:
    keys = sorted({*left, *right})
    return {key: left.get(key, Tally()) + right.get(key, Tally()) for key in keys}
