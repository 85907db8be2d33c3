"""Hand-made gold and predictions, without an extractor."""

from collections.abc import Callable
from typing import Any

import pytest

from policy_extract.evaluation.gold import Gold, GoldEntity, GoldPeriod, GoldRecord
from policy_extract.records import (
    Document,
    DocumentInfo,
    Entity,
    Evidence,
    Metric,
    Provenance,
    Quantity,
    Reason,
    Span,
    Subject,
    Target,
    text_digest,
)

_VALUE = ("kind", "number", "low", "high", "unit", "comparator")


def _record(text: str, at: str | tuple[int, int], indicator: str, **fields: Any) -> GoldRecord:
    """A record whose value is ``at``: the first such words of the text, or a span."""
    start, end = at if isinstance(at, tuple) else (text.index(at), text.index(at) + len(at))
    value = {"kind": "count", "number": "1", **{k: fields.pop(k) for k in _VALUE if k in fields}}
    if "low" in value:
        del value["number"]
    period = fields.pop("period", None)
    return GoldRecord(
        record=fields.pop("record", "metric"),
        indicator=indicator,
        value=Quantity(text=text[start:end], start=start, end=end, **value),
        period=GoldPeriod.model_validate(period) if period else None,
        **fields,
    )


def _mention(text: str, words: str, kind: str) -> GoldEntity:
    start = text.index(words)
    return GoldEntity(type=kind, text=words, start=start, end=start + len(words))


def _gold(
    text: str,
    records: list[GoldRecord] | None = None,
    entities: list[GoldEntity] | None = None,
    **fields: Any,
) -> Gold:
    return Gold(
        text_chars=len(text),
        sha256=text_digest(text),
        records=None if records is None else tuple(records),
        entities=None if entities is None else tuple(entities),
        **fields,
    )


def _document(
    text: str,
    records: list[GoldRecord] | None = None,
    entities: list[GoldEntity] | None = None,
    *,
    confidences: dict[int, float] | None = None,
) -> Document:
    """A document that predicts these records and mentions, in the order given, with the
    confidences of some records by their index.
    """
    metrics, targets = [], []
    for index, record in enumerate(records or []):
        shared = {
            "id": f"{record.record[0]}{record.value.start}-{record.value.end}-{index}",
            **{name: getattr(record, name) for name in ("value", "indicator", "direction")},
            **{name: getattr(record, name) for name in ("baseline", "scope", "period")},
            "statistic": record.statistic,
            "confidence": (confidences or {}).get(index),
            "subject": Subject(canonical=record.subject) if record.subject else None,
            "evidence": Evidence(text=text, spans=(Span(text=text, start=0, end=len(text)),)),
            "because": (Reason(rule="by-hand", cue="目标"),),
        }
        if record.record == "metric":
            metrics.append(Metric(**shared))
        else:
            targets.append(Target(**shared))
    return Document(
        document=DocumentInfo(name="x", sha256=text_digest(text), chars=len(text), encoding="str"),
        entities=tuple(
            Entity(
                id=f"e{n}", canonical=e.text, source="rule", **e.model_dump(exclude={"canonical"})
            )
            for n, e in enumerate(entities or [])
        ),
        metrics=tuple(metrics),
        targets=tuple(targets),
        provenance=Provenance(tool="0", rules="0"),
        text=text,
    )


@pytest.fixture(scope="session")
def record() -> Callable[..., GoldRecord]:
    return _record


@pytest.fixture(scope="session")
def mention() -> Callable[..., GoldEntity]:
    return _mention


@pytest.fixture(scope="session")
def gold() -> Callable[..., Gold]:
    return _gold


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    return _document
