"""From the reading text back to the source: every span of a document's records led home."""

from collections.abc import Iterable
from typing import TypeVar

from policy_extract.records import (
    DocumentWarning,
    Entity,
    Evidence,
    Metric,
    Period,
    Span,
    Subject,
    Target,
)
from policy_extract.text.reading import ReadingText

_Claim = TypeVar("_Claim", Metric, Target)
_Placed = TypeVar("_Placed", Subject, Period)


def reground_claims(claims: Iterable[_Claim], reading: ReadingText) -> tuple[_Claim, ...]:
    """Claims of a reading text as claims of its source, ids included."""
    if reading.as_written:
        return tuple(claims)
    return tuple(_claim(claim, reading) for claim in claims)


def reground_entities(entities: Iterable[Entity], reading: ReadingText) -> tuple[Entity, ...]:
    """Entities of a reading text as entities of its source, ids included."""
    if reading.as_written:
        return tuple(entities)
    found = []
    for entity in entities:
        start, end = reading.span(entity.start, entity.end)
        fields = {
            **dict(entity),
            "id": f"e{start}-{end}",
            "start": start,
            "end": end,
            "text": reading.source[start:end],
            "canonical": reading.spelled(entity.canonical),
        }
        found.append(Entity(**fields))
    return tuple(found)


def reground_warnings(
    warnings: Iterable[DocumentWarning], reading: ReadingText
) -> tuple[DocumentWarning, ...]:
    """Warnings of a reading text, their places in its source."""
    if reading.as_written:
        return tuple(warnings)
    found = []
    for warning in warnings:
        if warning.start is None or warning.end is None:
            found.append(warning)
            continue
        start, end = reading.span(warning.start, warning.end)
        found.append(warning.model_copy(update={"start": start, "end": end}))
    return tuple(found)


def _claim(claim: _Claim, reading: ReadingText) -> _Claim:
    value = claim.value
    start, end = reading.span(value.start, value.end)
    spans = tuple(_span(span, reading) for span in claim.evidence.spans)
    fields = {
        **dict(claim),
        "id": claim.id.replace(f"{value.start}-{value.end}", f"{start}-{end}"),
        "value": value.model_copy(
            update={"start": start, "end": end, "text": reading.source[start:end]}
        ),
        "evidence": Evidence(text="".join(span.text for span in spans), spans=spans),
        "indicator": reading.spelled(
            claim.indicator, [(span.start, span.end) for span in claim.indicator_at or ()]
        ),
        "scope": claim.scope and reading.spelled(claim.scope),
        "indicator_at": claim.indicator_at
        and tuple(_span(span, reading) for span in claim.indicator_at),
        "subject": claim.subject and _placed(_owner(claim.subject, reading), reading),
        "period": claim.period and _placed(_time(claim.period, reading), reading),
    }
    return type(claim)(**fields)


def _owner(subject: Subject, reading: ReadingText) -> Subject:
    if not reading.respelled:
        return subject
    words = {
        "text": reading.spelled(subject.text or "") or None,
        "canonical": reading.spelled(subject.canonical),
    }
    return subject.model_copy(update=words)


def _time(period: Period, reading: ReadingText) -> Period:
    if not reading.respelled or period.text is None:
        return period
    return period.model_copy(update={"text": reading.spelled(period.text)})


def _placed(field: _Placed, reading: ReadingText) -> _Placed:
    if field.at is None:
        return field
    return field.model_copy(update={"at": _span(field.at, reading)})


def _span(span: Span, reading: ReadingText) -> Span:
    start, end = reading.span(span.start, span.end)
    return Span(text=reading.source[start:end], start=start, end=end)
