"""A record and a mention as flat rows, the same for gold and prediction, ready to be compared."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy_extract.evaluation.gold import Gold, GoldRecord
from policy_extract.records import Document, Metric, Period, Target


@dataclass(frozen=True, slots=True)
class Row:
    """One record. ``period_known`` is false for gold dates that the document cannot show;
    ``why`` is the ids of the rules that made a predicted record, with their cue words.
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
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity; ``why`` is the source and rule of a predicted one."""

    start: int
    end: int
    text: str
    type: str
    why: str = ""


def _row(
    record: Metric | Target | GoldRecord, subject: str | None, period: Period | None, why: str
) -> Row:
    value = record.value
    return Row(
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
        direction=record.direction,
        baseline=record.baseline,
        scope=record.scope,
        subject=subject,
        period=(period.start, period.end) if period else (None, None),
        period_text=period.text if period else None,
        period_known=period is None
        or period.text is not None
        or (period.start is None and period.end is None),
        why=why,
    )


def rows_of(source: Gold | Document) -> tuple[Row, ...] | None:
    """The records of a gold or a prediction; null where a gold does not annotate records."""
    if isinstance(source, Gold):
        if source.records is None:
            return () if source.no_records else None
        return tuple(_row(record, record.subject, record.period, "") for record in source.records)
    return tuple(
        _row(
            claim,
            claim.subject.canonical if claim.subject else None,
            claim.period,
            ", ".join(
                f"{reason.rule}({reason.cue})" if reason.cue else reason.rule
                for reason in claim.because
            ),
        )
        for claim in source.claims
    )


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
