"""What is counted, and the figures that follow from the counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

QUANTITY_FIELDS = ("number", "low", "high", "unit")
STRICT_FIELDS = (*QUANTITY_FIELDS, "comparator", "record", "direction", "period", "indicator")
FIELDS = (*STRICT_FIELDS, "kind", "baseline", "scope", "subject")


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


@dataclass(frozen=True)
class Counts:
    """Everything that is counted, for one document or for many.

    ``kinds`` and ``records`` break quantities and strict records down by the kind of quantity and
    by metric or target, ``types`` the entities by type. A pair belongs to its gold's row.
    """

    quantity: Tally = Tally()
    strict: Tally = Tally()
    entity: Tally = Tally()
    fields: Mapping[str, Share] = field(default_factory=dict)
    quantity_by: Mapping[str, Tally] = field(default_factory=dict)
    strict_by: Mapping[str, Tally] = field(default_factory=dict)
    types: Mapping[str, Tally] = field(default_factory=dict)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.quantity + other.quantity,
            self.strict + other.strict,
            self.entity + other.entity,
            {k: self.fields.get(k, Share()) + other.fields.get(k, Share()) for k in FIELDS},
            _merged(self.quantity_by, other.quantity_by),
            _merged(self.strict_by, other.strict_by),
            _merged(self.types, other.types),
        )


def _merged(left: Mapping[str, Tally], right: Mapping[str, Tally]) -> dict[str, Tally]:
    keys = sorted({*left, *right})
    return {key: left.get(key, Tally()) + right.get(key, Tally()) for key in keys}
