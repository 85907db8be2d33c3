"""Whether an outcome meets a target, and by how much."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policy_extract.indicators import Indicator
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.rules import conversions, tracking_rules

Status = Literal[
    "met",
    "missed",
    "within",
    "undecidable",
    "not reported",
    "report missing",
    "not yet due",
    "not comparable",
]
Sense = Literal["floor", "ceiling", "range"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much a value of 左右 may be short and still be ``within``.

    Attributes:
        points: For percentages, in points.
        per_cent: For all else, in per cent of the target.
    """

    points: Decimal
    per_cent: Decimal

    @classmethod
    def default(cls) -> "Tolerance":
        """0.2 points, 2 per cent."""
        return cls(tracking_rules().points, tracking_rules().per_cent)

    def of(self, target: Decimal, unit: str | None) -> Decimal:
        """The band of a target, in its own unit."""
        return self.points if unit == "%" else abs(target) * self.per_cent / 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of holding an outcome against a target.

    Attributes:
        status: ``met``, ``missed``, ``within``, ``undecidable``, or ``not comparable``.
        gap: Outcome less target, in the target's unit; from the nearer end of a range, 0 inside it.
        gap_unit: ``百分点`` for percentages, else the target's unit.
        because: The rule, in words.
    """

    status: Status
    gap: Decimal | None
    gap_unit: str | None
    because: str


def sense(target: Observation, entry: Indicator) -> Sense:
    """How a target is meant: as a floor, a ceiling, or a range."""
    if target.number is None:
        return "range"
    if target.comparator in (">", ">="):
        return "floor"
    if target.comparator in ("<", "<="):
        return "ceiling"
    return "floor" if entry.good == "up" else "ceiling"


def judge(
    target: Observation, outcome: Observation, entry: Indicator, tolerance: Tolerance
) -> Verdict:
    """Hold an outcome against a target of the same place, indicator, form and period."""
    unit, factor = target.unit, factor_between(outcome.unit, target.unit)
    if factor is None:
        return Verdict("not comparable", None, None, f"{outcome.unit} against {unit}")
    low, high = outcome.low * factor, outcome.high * factor
    if not _near(target, low, high):
        return Verdict("undecidable", None, None, "too far apart to be figures of the same thing")
    gap_unit = "百分点" if unit == "%" else unit
    meant = sense(target, entry)
    if meant == "range":
        return _in_range(target, outcome, low, high, entry, gap_unit)
    goal = target.low
    gap = (low if low == high else (low + high) / 2) - goal
    reached = _reaches(
        low, high, outcome.comparator, goal, meant, strict=target.comparator in ("<", ">")
    )
    if reached is None:
        return Verdict("undecidable", gap, gap_unit, f"{meant}; the outcome is a bound")
    if reached:
        return Verdict("met", gap, gap_unit, meant)
    if "~" in (target.comparator, outcome.comparator):
        band = tolerance.of(goal, unit)
        if abs(gap) <= band:
            return Verdict(
                "within", gap, gap_unit, f"{meant}, 左右: short by {abs(gap).normalize():f}"
            )
    return Verdict("missed", gap, gap_unit, meant)


def _near(target: Observation, low: Decimal, high: Decimal) -> bool:
    """Whether an outcome is of the target's size."""
    rules = tracking_rules()
    if target.unit == "%":
        return low - target.high <= rules.far_points and target.low - high <= rules.far_points
    times = rules.far_times
    return low <= target.high * times and high * times >= target.low


def factor_between(unit: str | None, wanted: str | None) -> Decimal | None:
    """By what a value in one unit is multiplied to be in another; null where it cannot be."""
    if unit == wanted:
        return Decimal(1)
    base, by = conversions().get(unit or "", (unit, Decimal(1)))
    wanted_base, wanted_by = conversions().get(wanted or "", (wanted, Decimal(1)))
    return by / wanted_by if base == wanted_base else None


def _reaches(
    low: Decimal, high: Decimal, comparator: str, goal: Decimal, meant: Sense, *, strict: bool
) -> bool | None:
    """Whether a floor or ceiling is kept; null where the outcome's own bounds leave it open."""
    if meant == "ceiling":
        low, high, goal = -high, -low, -goal
        comparator = comparator.translate(str.maketrans("<>", "><"))
    if low > goal or (low == goal and not strict):
        # 超过, 以上 and exact values are at least that; 以下 may be anything below it.
        return None if comparator in ("<", "<=") else True
    if comparator in (">", ">="):
        return True if low == goal else None
    if low < goal <= high and low != high:
        return None
    return False


def _in_range(
    target: Observation,
    outcome: Observation,
    low: Decimal,
    high: Decimal,
    entry: Indicator,
    gap_unit: str | None,
) -> Verdict:
    bound = outcome.comparator in ("<", "<=", ">", ">=")
    if high < target.low:
        status: Status = "missed" if entry.good == "up" else "met"
        if outcome.comparator in (">", ">="):
            status = "undecidable"
        return Verdict(status, high - target.low, gap_unit, "below the range")
    if low > target.high:
        status = "met" if entry.good == "up" else "missed"
        if outcome.comparator in ("<", "<="):
            status = "undecidable"
        return Verdict(status, low - target.high, gap_unit, "above the range")
    if bound or low < target.low or high > target.high:
        return Verdict("undecidable", Decimal(0), gap_unit, "the outcome is a bound or a range")
    return Verdict("met", Decimal(0), gap_unit, "in the range")
