"""The figures of a score by name, so that gates and reports speak of the same things.

``quantity``, ``strict``, ``full`` and ``entity`` have ``.precision``, ``.recall`` and ``.f1``
(which a bare name means); each has rows: ``quantity.KIND``, ``strict.KIND``, ``full.metric``,
``strict.target``, ``entity.TYPE``. ``field.NAME``, or the bare name, is a field's share.
``calibration`` is one less the expected calibration error, ``sure.share`` the part of the
predicted records whose confidence is at least 0.9, ``sure.precision`` how many of these are right.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import get_args

from policy_extract.errors import UsageError
from policy_extract.evaluation.counts import FIELDS, Share, Tallies, Tally
from policy_extract.records import EntityType, Kind

MEASURES = ("precision", "recall", "f1")
RECORDS = ("quantity", "strict", "full")
MAIN = (*RECORDS, "entity")
_ROWS = (*get_args(Kind), "metric", "target")
_TYPES = get_args(EntityType)
DIGITS = 6
"""Decimals with which figures are compared and written."""


def rounded(value: float | None) -> float | None:
    """A figure as it is written."""
    return None if value is None else round(value, DIGITS)


def figures(counts: Tallies) -> dict[str, float | None]:
    """Every figure under its full name; ``None`` where there was nothing to measure."""
    found: dict[str, float | None] = {}
    for name in MAIN:
        found |= _measures(name, getattr(counts, name))
    for name in FIELDS:
        found[f"field.{name}"] = counts.fields.get(name, Share()).share
    for row in _ROWS:
        for name in RECORDS:
            by: Mapping[str, Tally] = getattr(counts, f"{name}_by")
            found |= _measures(f"{name}.{row}", by.get(row, Tally()))
    for kind in _TYPES:
        found |= _measures(f"entity.{kind}", counts.types.get(kind, Tally()))
    return found | _confidence(counts)


def _confidence(counts: Tallies) -> dict[str, float | None]:
    error, sure = counts.calibration.error, counts.calibration.sure
    known = error is not None
    return {
        "calibration": None if error is None else 1 - error,
        "sure.share": sure.records / counts.strict.predicted if known else None,
        "sure.precision": sure.right / sure.records if sure.records else None,
    }


def main_of(counts: Tallies) -> tuple[Tally, ...]:
    """The counts behind the figures of :data:`MAIN`, in their order."""
    return tuple(getattr(counts, name) for name in MAIN)


def records_by(counts: Tallies) -> dict[str, tuple[Tally, ...]]:
    """The counts behind the figures of :data:`RECORDS`, by kind and by metric or target."""
    return {
        row: tuple(getattr(counts, f"{name}_by").get(row, Tally()) for name in RECORDS)
        for row in counts.quantity_by
    }


def full_name(name: str) -> str:
    """The full name of a figure: ``strict`` → ``strict.f1``, ``POLICY`` → ``entity.POLICY.f1``.

    Raises:
        UsageError: There is no such figure; the nearest names are offered.
    """
    known = _known()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = (
        f"Did you mean {', '.join(near)}"
        if near
        else "Known: quantity, strict, full, entity, a field (period), an entity type (POLICY)"
    )
    raise UsageError(f"unknown figure {name!r}", hint=hint)


def _known() -> dict[str, str]:
    names = {name: name for name in figures(Tallies())}
    names |= {name.removesuffix(".f1"): name for name in names if name.endswith(".f1")}
    names |= {name: f"field.{name}" for name in FIELDS}
    return names | {kind: f"entity.{kind}.f1" for kind in _TYPES}


def _measures(name: str, tally: Tally) -> dict[str, float | None]:
    values = (tally.precision, tally.recall, tally.f1)
    return {f"{name}.{measure}": value for measure, value in zip(MEASURES, values, strict=True)}
