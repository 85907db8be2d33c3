"""The figures of a score by name, so that gates and reports speak of the same things.

``quantity``, ``strict`` and ``entity`` have ``.precision``, ``.recall`` and ``.f1`` (which a bare
name means); each has rows: ``quantity.KIND``, ``strict.KIND``, ``quantity.metric``,
``strict.target``, ``entity.TYPE``. ``field.NAME``, or the bare name, is a field's share.
"""

from difflib import get_close_matches
from typing import get_args

from policy_extract.errors import UsageError
from policy_extract.evaluation.counts import FIELDS, Counts, Share, Tally
from policy_extract.records import EntityType, Kind

MEASURES = ("precision", "recall", "f1")
MAIN = ("quantity", "strict", "entity")
_ROWS = (*get_args(Kind), "metric", "target")
_TYPES = get_args(EntityType)


def figures(counts: Counts) -> dict[str, float | None]:
    """Every figure under its full name; ``None`` where there was nothing to measure."""
    found: dict[str, float | None] = {}
    for name, tally in (
        ("quantity", counts.quantity),
        ("strict", counts.strict),
        ("entity", counts.entity),
    ):
        found |= _measures(name, tally)
    for name in FIELDS:
        found[f"field.{name}"] = counts.fields.get(name, Share()).share
    for row in _ROWS:
        found |= _measures(f"quantity.{row}", counts.quantity_by.get(row, Tally()))
        found |= _measures(f"strict.{row}", counts.strict_by.get(row, Tally()))
    for kind in _TYPES:
        found |= _measures(f"entity.{kind}", counts.types.get(kind, Tally()))
    return found


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
        else "Known: quantity, strict, entity, a field (period), an entity type (POLICY)"
    )
    raise UsageError(f"unknown figure {name!r}", hint=hint)


def _known() -> dict[str, str]:
    names = {name: name for name in figures(Counts())}
    names |= {name.removesuffix(".f1"): name for name in names if name.endswith(".f1")}
    names |= {name: f"field.{name}" for name in FIELDS}
    return names | {kind: f"entity.{kind}.f1" for kind in _TYPES}


def _measures(name: str, tally: Tally) -> dict[str, float | None]:
    values = (tally.precision, tally.recall, tally.f1)
    return {f"{name}.{measure}": value for measure, value in zip(MEASURES, values, strict=True)}
