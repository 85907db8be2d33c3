"""Gold beside a prediction, record by record: right, wrong in which fields, extra, missed."""

from typing import Any

from policy_extract.evaluation.gold import Gold
from policy_extract.evaluation.pairing import pair
from policy_extract.evaluation.rows import rows_of
from policy_extract.evaluation.scoring import wrong_fields
from policy_extract.records import Document


def compare(gold: Gold, document: Document) -> dict[str, Any] | None:
    """What a page shows of gold beside a document's claims; null where gold has no records.

    ``checks`` has an entry for each of ``document.claims``, in their order: ``status`` (``right``,
    ``wrong``, ``extra``), the ``wrong`` fields as ``policy-extract check`` names them, and the
    ``gold`` record. ``missed`` are the gold records without a counterpart.
    """
    wanted, found = rows_of(gold), rows_of(document)
    if wanted is None or found is None:
        return None
    records = [record.model_dump(mode="json") for record in gold.records or ()]
    checks: list[dict[str, Any]] = [{"status": "extra"} for _ in found]
    paired = pair(wanted, found)
    for mine, theirs in paired:
        wrong = wrong_fields(wanted[mine], found[theirs])
        checks[theirs] = {
            "status": "wrong" if wrong else "right",
            "wrong": list(wrong),
            "gold": records[mine],
        }
    matched = {mine for mine, _ in paired}
    missed = [record for index, record in enumerate(records) if index not in matched]
    return {"checks": checks, "missed": missed}
