"""Documents as JSON, JSON Lines and flat rows."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from policy_extract.cells import guarded
from policy_extract.errors import InputError, UsageError
from policy_extract.records import Document, DocumentWarning, Entity, Metric, Target
from policy_extract.surrogates import whole

ROW_FIELDS = (
    "document", "id", "record", "indicator", "value", "number", "low", "high", "unit", "kind",
    "comparator", "direction", "baseline", "scope", "subject", "subject_text", "period",
    "period_start", "period_end", "start", "end", "evidence", "evidence_start", "indicator_id",
    "statistic", "confidence",
)  # fmt: skip
"""The columns of a flat row, in order."""


def claim_row(name: str, claim: Metric | Target) -> dict[str, Any]:
    """One metric or target as a flat row of :data:`ROW_FIELDS`; numbers are exact strings."""
    return flat_row(name, claim.model_dump(mode="json", exclude={"because", "indicator_at"}))


def flat_row(name: str, claim: Mapping[str, Any]) -> dict[str, Any]:
    """The same of the data of a claim's JSON.

    Args:
        name: Of the document.
        claim: The data; one of an older schema may lack what came later.
    """
    value, subject, period = claim["value"], claim["subject"] or {}, claim["period"] or {}
    row = {
        "document": name,
        **claim,
        "value": value["text"],
        **{key: value[key] for key in ("number", "low", "high", "unit", "kind", "comparator")},
        "subject": subject.get("canonical"),
        "subject_text": subject.get("text"),
        "period": period.get("text"),
        "period_start": period.get("start"),
        "period_end": period.get("end"),
        "start": value["start"],
        "end": value["end"],
        "evidence": claim["evidence"]["text"],
        "evidence_start": claim["evidence"]["spans"][0]["start"],
    }
    return {field: row.get(field) for field in ROW_FIELDS}


def check_confidence(least: float | None) -> None:
    """See that a least confidence is a probability.

    Raises:
        UsageError: It is none.
    """
    if least is not None and not 0 <= least <= 1:
        raise UsageError(f"--min-confidence {least:g}: is no probability", hint="Give 0 to 1")


def confident(document: Document, least: float | None) -> Document:
    """The document without what is less sure than ``least``, and with a warning that says so.

    Records and entities for which nobody worked out a confidence stay: nothing speaks against them.

    Args:
        document: What was read.
        least: A probability; null leaves all.
    """
    if least is None:
        return document

    kept: dict[str, tuple[Metric | Target | Entity, ...]] = {
        name: tuple(one for one in found if one.confidence is None or one.confidence >= least)
        for name, found in (
            ("metrics", document.metrics),
            ("targets", document.targets),
            ("entities", document.entities),
        )
    }
    gone = {name: len(getattr(document, name)) - len(some) for name, some in kept.items()}
    if not any(gone.values()):
        return document
    told = ", ".join(f"{count} {name}" for name, count in gone.items() if count)
    warning = DocumentWarning(
        code="below_confidence", message=f"{told} of a confidence below {least:g} are left out"
    )
    return document.model_copy(update={**kept, "warnings": (*document.warnings, warning)})


def json_parts(documents: Iterable[Document], *, many: bool) -> Iterator[str]:
    """One indented object, or an array of them when ``many``; each part is ready to write."""
    if not many:
        for document in documents:
            yield document.to_json() + "\n"
        return
    opened = False
    for document in documents:
        yield ("," if opened else "[") + "\n" + document.to_json()
        opened = True
    yield "\n]\n" if opened else "[]\n"


def jsonl_parts(documents: Iterable[Document]) -> Iterator[str]:
    """One compact object a line."""
    for document in documents:
        yield document.to_json(indent=None) + "\n"


def csv_parts(documents: Iterable[Document], *, guard: bool = True) -> Iterator[str]:
    """A header and one row for each metric and target.

    Args:
        documents: What to write.
        guard: Mark texts that a spreadsheet would run as formulas, see :mod:`policy_extract.cells`.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, ROW_FIELDS, lineterminator="\r\n")
    writer.writeheader()
    yield buffer.getvalue()
    for document in documents:
        buffer.seek(0)
        buffer.truncate()
        for claim in document.claims:
            row = claim_row(document.document.name, claim)
            writer.writerow({k: guarded(v) for k, v in row.items()} if guard else row)
        yield buffer.getvalue()


def load_document(data: str | bytes, text: str) -> Document:
    """Read a document's JSON back, checked against the text it was made from.

    Args:
        data: One JSON object as :meth:`Document.to_json` writes it.
        text: The document's decoded text; it is not in the JSON.

    Raises:
        InputError: The JSON is malformed, of another schema version, or does not stand on ``text``.
    """
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a JSON document: {error}") from error
    if not isinstance(fields, dict):
        raise InputError("not a JSON document: the top level is no object")
    try:
        return Document.model_validate({**fields, "text": whole(text)})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "document"
        raise InputError(
            f"{place}: {first['msg']}", hint="Give the text that the records were made from"
        ) from error
