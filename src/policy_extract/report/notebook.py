"""Records and tracked rows in a notebook: a small table each; the page is the place for more."""

from collections.abc import Mapping, Sequence
from typing import Any

from policy_extract.records import Document, Metric, Target, decimal_text

SHOWN = 20
"""How many rows a notebook is shown."""

_SIGNS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ "}


def document_html(document: Document) -> str | None:
    """A document's first records as a table, targets before metrics.

    Null where Jinja2 is missing, so that a notebook falls back on the short ``repr``.
    """
    claims: list[Metric | Target] = [*document.targets, *document.metrics]
    return _render(
        heading=document.document.title or document.document.name,
        facts=f"{len(document.targets)} targets, {len(document.metrics)} metrics, "
        f"{len(document.entities)} entities",
        columns=("record", "value", "exactly", "indicator", "whose", "when"),
        rows=[_cells(claim) for claim in claims[:SHOWN]],
        rest=len(claims) - SHOWN,
    )


def track_html(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The first rows of a track output as a table; null where Jinja2 is missing.

    Args:
        rows: All rows, with the columns of a track output.
    """
    counts: dict[str, int] = {}
    for row in rows:
        status = str(row.get("status") or "no target")
        counts[status] = counts.get(status, 0) + 1
    return _render(
        heading="Promise against result",
        facts=", ".join(f"{number} {status}" for status, number in counts.items()),
        columns=("place", "indicator", "period", "target", "outcome", "gap", "status"),
        rows=[
            [
                row.get("place"),
                row.get("indicator"),
                "–".join(str(row.get(f"period_{end}") or "") for end in ("start", "end")),
                row.get("target_wording"),
                row.get("outcome_wording"),
                " ".join(str(row[key]) for key in ("gap", "gap_unit") if row.get(key) is not None),
                row.get("status"),
            ]
            for row in rows[:SHOWN]
        ],
        rest=len(rows) - SHOWN,
    )


def _cells(claim: Metric | Target) -> list[str | None]:
    value, subject, period = claim.value, claim.subject, claim.period
    numbers = (value.number,) if value.number is not None else (value.low, value.high)
    exact = "–".join(decimal_text(number) for number in numbers if number is not None)
    return [
        "◎ target" if claim.record == "target" else "● metric",
        value.text,
        f"{_SIGNS[value.comparator]}{exact} {value.unit or ''}".strip(),
        claim.indicator,
        subject.canonical if subject else None,
        period.text if period else None,
    ]


def _render(**shown: Any) -> str | None:
    from policy_extract.errors import UsageError
    from policy_extract.report.page import environment

    try:
        made = environment()
    except UsageError:
        return None
    return made.get_template("notebook.html").render(**shown)
