"""Gold beside a prediction, record by record: right, wrong in which fields, extra, missed."""

from typing import Any

from policy_extract.evaluation.gold import Gold, inside
from policy_extract.evaluation.pairing import pair
from policy_extract.evaluation.rows import rows_of
from policy_extract.evaluation.scoring import wrong_fields
from policy_extract.records import Document


def compare(gold: Gold, document: Document) -> dict[str, Any] | None:
    """What a page shows of gold beside a document's claims; null where gold has no records.

    ``checks`` has an entry for each of ``document.claims``, in their order: ``status`` (``right``,
    ``wrong``, ``extra``), the ``wrong`` fields as ``policy-extract check`` names them, and the
    ``gold`` record; null for a claim outside the windows that the gold annotates. ``missed`` are
    the gold records without a counterpart.
    """
    wanted, found = rows_of(gold), rows_of(document)
    if wanted is None or found is None:
        return None
    records = [record.model_dump(mode="json") for record in gold.records or ()]
    mine = [at for at, row in enumerate(wanted) if inside(row.start, gold.windows)]
    theirs = [at for at, row in enumerate(found) if inside(row.start, gold.windows)]
    checks: list[dict[str, Any] | None] = [None] * len(found)
    for at in theirs:
        checks[at] = {"status": "extra"}
    missed = set(mine)
    for left, right in pair([wanted[at] for at in mine], [found[at] for at in theirs]):
        wrong = wrong_fields(wanted[mine[left]], found[theirs[right]])
        checks[theirs[right]] = {
            "status": "wrong" if wrong else "right",
            "wrong": list(wrong),
            "gold": records[mine[left]],
        }
        missed.discard(mine[left])
    return {"checks": checks, "missed": [records[at] for at in sorted(missed)]}
