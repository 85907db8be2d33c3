"""Gold files: what a person says an article holds, as validated, immutable models."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from policy_extract.records import Direction, Document, EntityType, Period, Quantity, Span


class _Gold(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldRecord(_Gold):
    """One metric or target, with the fields of a record that a person decides.

    Attributes:
        record: ``metric`` or ``target``.
        indicator: What the number measures.
        value: The number, grounded in the article.
        direction: ``increase``, ``decrease`` or null for a level.
        baseline: What a change is measured against.
        scope: For a rank, within what it ranks.
        subject: Whose indicator it is, by its full name.
        period: When it holds or is due. Dates whose ``text`` is null are known only from outside
            the document and are not scored.
    """

    record: Literal["metric", "target"]
    indicator: str
    value: Quantity
    direction: Direction | None = None
    baseline: str | None = None
    scope: str | None = None
    subject: str | None = None
    period: Period | None = None


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
        no_records: The annotator says that the article holds no record at all.
        records: Metrics and targets; null where nobody annotated them (they are not scored then).
        entities: Mentions; null where nobody annotated them.
    """

    text_chars: int = Field(ge=0)
    sha256: str | None = None
    document: GoldDocument | None = None
    no_records: bool = False
    records: tuple[GoldRecord, ...] | None = None
    entities: tuple[GoldEntity, ...] | None = None


def gold_of_document(document: Document) -> Gold:
    """A gold that says what an extraction says: the draft that an annotator corrects.

    That an article holds no record at all is for a person to say, so ``no_records`` stays false.
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
        records=tuple(
            GoldRecord(
                record=claim.record,
                indicator=claim.indicator,
                value=claim.value,
                direction=claim.direction,
                baseline=claim.baseline,
                scope=claim.scope,
                subject=claim.subject.canonical if claim.subject else None,
                period=claim.period,
            )
            for claim in document.claims
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
        ),
    )


def published_text(start: date, end: date) -> str:
    """A publication date as it was known: a day, a month or a year."""
    if start == end:
        return start.isoformat()
    return f"{start:%Y-%m}" if start.month == end.month else f"{start:%Y}"
