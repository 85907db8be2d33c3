"""A record and a mention as flat rows, the same for gold and prediction, ready to be compared."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from policy_extract.evaluation.gold import Gold, GoldRecord
from policy_extract.records import Document, Metric, Target


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One record.

    Attributes:
        period_known: False for gold dates that the document cannot show.
        statistic_known: Whether the statistic is told; older gold does not tell it.
        confidence: The probability that a predicted record is strictly right, where it gives one.
        why: The ids of the rules that made a predicted record, with their cue words.
    """

    start: int
    end: int
    text: str
    kind: str
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: str
    record: str
    indicator: str
    direction: str | None
    baseline: str | None
    scope: str | None
    subject: str | None
    period: tuple[date | None, date | None]
    period_text: str | None
    period_known: bool
    statistic: str | None = None
    statistic_known: bool = True
    confidence: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity; ``why`` is the source and rule of a predicted one."""

    start: int
    end: int
    text: str
    type: str
    why: str = ""


def _row(record: Metric | Target | GoldRecord, subject: str | None, **told: Any) -> ScoreRow:
    value, period = record.value, record.period
    return ScoreRow(
        start=value.start,
        end=value.end,
        text=value.text,
        kind=value.kind,
        number=value.number,
        low=value.low,
        high=value.high,
        unit=value.unit,
        comparator=value.comparator,
        record=record.record,
        indicator=record.indicator,
        statistic=record.statistic,
        direction=record.direction,
        baseline=record.baseline,
        scope=record.scope,
        subject=subject,
        period=(period.start, period.end) if period else (None, None),
        period_text=period.text if period else None,
        **told,
    )


def _gold_row(record: GoldRecord) -> ScoreRow:
    return _row(
        record,
        record.subject,
        period_known=record.period is None or record.period.known,
        statistic_known="statistic" in record.model_fields_set,
    )


def _claim_row(claim: Metric | Target) -> ScoreRow:
    return _row(
        claim,
        claim.subject.canonical if claim.subject else None,
        period_known=True,
        confidence=claim.confidence,
        why=", ".join(
            f"{reason.rule}({reason.cue})" if reason.cue else reason.rule
            for reason in claim.because
        ),
    )


def rows_of(source: Gold | Document) -> tuple[ScoreRow, ...] | None:
    """The records of a gold or a prediction, in the order given, metrics before targets; null where
    a gold does not annotate records.
    """
    if isinstance(source, Document):
        return (*map(_claim_row, source.metrics), *map(_claim_row, source.targets))
    if source.records is None:
        return () if source.no_records else None
    return tuple(_gold_row(record) for record in source.records)


def mentions_of(source: Gold | Document) -> tuple[Mention, ...] | None:
    """The mentions of a gold or a prediction; null where a gold does not annotate entities."""
    if isinstance(source, Gold):
        if source.entities is None:
            return None
        return tuple(Mention(e.start, e.end, e.text, e.type) for e in source.entities)
    return tuple(
        Mention(e.start, e.end, e.text, e.type, f"{e.source}:{e.rule}" if e.rule else e.source)
        for e in source.entities
    )
