"""Gold files: what a person says an article holds, as validated, immutable models."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from policy_extract.records import (
    Direction,
    Document,
    EntityType,
    Metric,
    Period,
    Quantity,
    Span,
    Statistic,
    Target,
)

Windows = tuple[tuple[int, int], ...]
"""Stretches of a text, ``start`` to ``end`` exclusive, in order."""


def inside(offset: int, windows: Windows | None) -> bool:
    """Whether something that begins at ``offset`` counts; without windows everything does."""
    return windows is None or any(start <= offset < end for start, end in windows)


class _Gold(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldPeriod(Period):
    """A period; ``by`` is ``genre`` where the kind of document tells the dates (a work report
    reviews the year before): they are scored although no words of the text say them.
    """

    by: Literal["genre"] | None = None

    @property
    def known(self) -> bool:
        """Whether the document tells the dates; others are not scored."""
        return bool(self.text) or self.by is not None


class GoldRecord(_Gold):
    """One metric or target, with the fields of a record that a person decides.

    Attributes:
        record: ``metric`` or ``target``.
        indicator: What the number measures.
        value: The number, grounded in the article.
        indicator_at: Where the indicator's characters stand; kept, not scored.
        statistic: ``average`` or ``cumulative``; scored where the gold says it, null included.
        direction: ``increase``, ``decrease`` or null for a level.
        baseline: What a change is measured against.
        scope: For a rank, within what it ranks.
        subject: Whose indicator it is, by its full name.
        period: When it holds or is due. Dates whose ``text`` is null are known only from outside
            the document and are not scored, unless ``by`` says that the genre tells them.
    """

    record: Literal["metric", "target"]
    indicator: str
    value: Quantity
    indicator_at: tuple[Span, ...] | None = None
    statistic: Statistic | None = None
    direction: Direction | None = None
    baseline: str | None = None
    scope: str | None = None
    subject: str | None = None
    period: GoldPeriod | None = None


class GoldEntity(Span):
    """One mention; ``canonical`` is kept where an annotator gave it and is not scored."""

    type: EntityType
    canonical: str | None = None


class GoldDocument(_Gold):
    """What an extraction has to be told about the article: date and place are not in every text.

    Attributes:
        name: A name for reports; the folder's name where absent.
        published: ``2024``, ``2024-04`` or ``2024-04-09``.
        place: Whose 全市 or 全省 the article speaks of.
    """

    name: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    place: str | None = None

    @model_validator(mode="after")
    def _a_real_date(self) -> Self:
        if self.published is not None:
            parts = [int(part) for part in self.published.split("-")]
            date(*(parts + [1, 1])[:3])
        return self


class Gold(_Gold):
    """The gold of one article.

    Attributes:
        text_chars: Length of the article in code points.
        sha256: Digest of the article's text in UTF-8; null where the annotator gave none.
        document: Date and place for the extraction.
        source: Where the article comes from, in any form; for people.
        genre: What kind of document it is; for people.
        windows: The stretches of a long document that were annotated: only records and mentions
            that begin inside one are scored. Null for the whole.
        no_records: The annotator says that the article holds no record at all.
        records: Metrics and targets; null where nobody annotated them (they are not scored then).
        entities: Mentions; null where nobody annotated them.
    """

    text_chars: int = Field(ge=0)
    sha256: str | None = None
    document: GoldDocument | None = None
    source: JsonValue = None
    genre: JsonValue = None
    windows: Windows | None = None
    no_records: bool = False
    records: tuple[GoldRecord, ...] | None = None
    entities: tuple[GoldEntity, ...] | None = None


def gold_of_document(document: Document, windows: Windows | None = None) -> Gold:
    """A gold that says what an extraction says: the draft that an annotator corrects.

    Where the fields stand in the text is left out: an annotator who mends an indicator would have
    to mend its spans. That an article holds no record at all is for a person to say, so
    ``no_records`` stays false.

    Args:
        document: The extraction.
        windows: The stretches to be annotated; ``None`` for the whole document.
    """
    info = document.document
    return Gold(
        text_chars=info.chars,
        sha256=info.sha256,
        document=GoldDocument(
            name=info.name,
            published=published_text(info.published.start, info.published.end)
            if info.published
            else None,
            place=info.place.name if info.place else None,
        ),
        windows=windows,
        records=tuple(
            gold_record(claim) for claim in document.claims if inside(claim.value.start, windows)
        ),
        entities=tuple(
            GoldEntity(
                type=entity.type,
                text=entity.text,
                start=entity.start,
                end=entity.end,
                canonical=entity.canonical if entity.canonical != entity.text else None,
            )
            for entity in document.entities
            if inside(entity.start, windows)
        ),
    )


def gold_record(claim: Metric | Target) -> GoldRecord:
    """A record as gold says it."""
    period = claim.period
    told: dict[str, Any] = {"statistic": claim.statistic} if claim.statistic else {}
    return GoldRecord(
        record=claim.record,
        indicator=claim.indicator,
        value=claim.value,
        direction=claim.direction,
        baseline=claim.baseline,
        scope=claim.scope,
        subject=claim.subject.canonical if claim.subject else None,
        period=GoldPeriod(text=period.text, start=period.start, end=period.end) if period else None,
        **told,
    )


def published_text(start: date, end: date) -> str:
    """A publication date as it was known: a day, a month or a year."""
    if start == end:
        return start.isoformat()
    return f"{start:%Y-%m}" if start.month == end.month else f"{start:%Y}"
