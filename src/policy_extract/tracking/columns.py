"""The rows that tracking gives: their columns, and how a link, a contradiction or a layer fills them."""

from typing import Any

from policy_extract.indicators import Catalogue
from policy_extract.records import decimal_text
from policy_extract.tracking.figures import shown
from policy_extract.tracking.linking import Link
from policy_extract.tracking.observation import Observation

Row = dict[str, Any]

_WHAT = {
    "place": "string", "indicator_id": "string", "indicator": "string", "form": "string",
    "statistic": "string", "prices": "string", "period_start": "date", "period_end": "date",
}  # fmt: skip
_FIGURE = {
    "number": "decimal", "low": "decimal", "high": "decimal", "unit": "string",
    "comparator": "string", "wording": "string", "quote": "string", "document": "string",
    "start": "int64", "end": "int64",
}  # fmt: skip


def _figure(prefix: str) -> dict[str, str]:
    return {f"{prefix}_{name}": kind for name, kind in _FIGURE.items()}


PAIRS: dict[str, str] = {
    **_WHAT,
    "status": "string",
    "gap": "decimal",
    "gap_unit": "string",
    "stated": "string",
    "confidence": "float",
    "because": "string",
    **_figure("target"),
    **_figure("outcome"),
    "revisions": "list",
}
"""Columns of a row of targets against outcomes, with their types; numbers are exact."""

CONTRADICTIONS: dict[str, str] = {
    **_WHAT,
    "kind": "string",
    "record": "string",
    "difference": "decimal",
    **_figure("first"),
    **_figure("second"),
}
"""Columns of a contradiction."""

LAYERS: dict[str, str] = {
    **_WHAT,
    "above": "string",
    "gap": "decimal",
    "gap_unit": "string",
    "rank": "int64",
    "of": "int64",
    **_figure("target"),
    **_figure("above_target"),
}
"""Columns of a target beside that of the level above."""

UNMATCHED: dict[str, str] = {
    "indicator": "string",
    "unit": "string",
    "direction": "string",
    "records": "int64",
    "example": "string",
}
"""Columns of the indicators that the catalogue does not know."""


def what(one: Observation, catalogue: Catalogue) -> Row:
    """The columns that say of what a row speaks."""
    entry = catalogue[one.indicator]
    return {
        "place": one.place,
        "indicator_id": entry.id,
        "indicator": entry.zh,
        "form": entry.form,
        "statistic": one.statistic,
        "prices": one.prices,
        "period_start": one.start.isoformat(),
        "period_end": one.end.isoformat(),
    }


def figure(prefix: str, one: Observation | None) -> Row:
    """The columns of one figure; all null where there is none."""
    if one is None:
        return dict.fromkeys(_figure(prefix))
    single = one.number is not None
    values: Row = {
        "number": decimal_text(one.low) if single else None,
        "low": None if single else decimal_text(one.low),
        "high": None if single else decimal_text(one.high),
        "unit": one.unit,
        "comparator": one.comparator,
        "wording": one.wording,
        "quote": one.quote,
        "document": one.document,
        "start": one.at,
        "end": one.until,
    }
    return {f"{prefix}_{name}": value for name, value in values.items()}


def pair_row(link: Link, catalogue: Catalogue) -> Row:
    """A link as a flat row of :data:`PAIRS`."""
    target, outcome = link.target, link.outcome
    head = target or outcome
    assert head is not None
    row = what(head, catalogue)
    if row["prices"] is None and outcome is not None:
        row["prices"] = outcome.prices
    return {
        **row,
        "status": link.status,
        "gap": None if link.gap is None else decimal_text(link.gap),
        "gap_unit": link.gap_unit,
        "stated": outcome.stated if outcome else None,
        "confidence": _confidence(target, outcome),
        "because": "; ".join(link.because) or None,
        **figure("target", target),
        **figure("outcome", outcome),
        "revisions": [f"{shown(one)} ({one.document})" for one in link.revisions],
    }


def _confidence(*parts: Observation | None) -> float | None:
    """The probability that both records are right; null where one has none."""
    product = 1.0
    for one in parts:
        if one is not None:
            if one.confidence is None:
                return None
            product *= one.confidence
    return round(product, 4)
