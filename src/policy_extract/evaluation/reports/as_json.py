"""A check's outcome as JSON, for programs."""

import json
from typing import Any

from policy_extract.evaluation.agreement import Agreement, named_kappas
from policy_extract.evaluation.counts import Tallies, Tally
from policy_extract.evaluation.difference import Contexts, Difference
from policy_extract.evaluation.figures import MAIN, figures, main_of, rounded
from policy_extract.evaluation.gates import GateResult
from policy_extract.evaluation.reports.outcome import Outcome, Places


def render(outcome: Outcome) -> str:
    """Total, documents, gates and differences in one object."""
    data: dict[str, Any] = {"passed": not outcome.failed}
    if outcome.score is not None:
        data["total"] = _counts(outcome.score.total)
        data["documents"] = [
            {"name": document.name, **_counts(document.counts)}
            for document in outcome.score.documents
        ]
    data["gates"] = [_gate(gate) for gate in outcome.gates]
    data["differences"] = _differences(outcome)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def agreement_text(agreement: Agreement) -> str:
    """Two annotators' agreement in one object."""
    data = {
        "total": _counts(agreement.score.total),
        "documents": [
            {"name": document.name, **_counts(document.counts)}
            for document in agreement.score.documents
        ],
        "kappa": {
            name: {
                "kappa": rounded(kappa.kappa),
                "observed": rounded(kappa.observed),
                "items": kappa.items,
            }
            for name, kappa in named_kappas(agreement).items()
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _counts(counts: Tallies) -> dict[str, Any]:
    shown = {name: rounded(value) for name, value in figures(counts).items()}
    return {
        "figures": {name: value for name, value in shown.items() if value is not None},
        "counts": {name: _tally(tally) for name, tally in zip(MAIN, main_of(counts), strict=True)},
        "confidence": _confidence(counts),
    }


def _confidence(counts: Tallies) -> dict[str, Any] | None:
    """How far the confidences are to be believed; null where none is given."""
    found = counts.calibration
    if found.error is None:
        return None
    return {
        "records": found.records,
        "expected_calibration_error": rounded(found.error),
        "sure": {"records": found.sure.records, "right": found.sure.right},
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {"right": tally.right, "gold": tally.gold, "predicted": tally.predicted}


def _gate(gate: GateResult) -> dict[str, Any]:
    return {
        "gate": gate.gate,
        "where": gate.where,
        "figure": gate.figure,
        "value": gate.value,
        "floor": gate.floor,
        "recorded": gate.recorded,
        "passed": gate.passed,
        "line": gate.line,
    }


def _differences(outcome: Outcome) -> list[dict[str, Any]]:
    places = {name: Places(text) for name, text in outcome.texts.items()}
    contexts = {name: Contexts(text) for name, text in outcome.texts.items()}
    return [
        _difference(item, places[item.document], contexts[item.document])
        for item in outcome.differences
    ]


def _difference(item: Difference, places: Places, contexts: Contexts) -> dict[str, Any]:
    line, column = places.at(item.start)
    return {
        "document": item.document,
        "sort": item.sort,
        "what": item.what,
        "field": item.field or None,
        "label": list(item.label),
        "start": item.start,
        "end": item.end,
        "line": line,
        "column": column,
        "gold": item.gold or None,
        "predicted": item.predicted or None,
        "because": item.why or None,
        "sentence": "".join(contexts.around(item.start, item.end)),
    }
