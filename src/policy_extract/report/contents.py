"""What one page shows, and how much of it a page takes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from policy_extract.errors import InputError
from policy_extract.evaluation.gold import Gold, GoldRecord, published_text
from policy_extract.output import ROW_FIELDS
from policy_extract.records import Document, DocumentInfo
from policy_extract.report.blocks import read_blocks
from policy_extract.report.comparison import compare

MOST_RECORDS = 20_000
MOST_CHARS = 20_000_000
"""What a browser still shows without making a reader wait."""

_WAY_OUT = (
    "Choose with --only-indicator, --only-place or --only-year, or ask the batch output with "
    "policy-extract query"
)

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a page shows: each given word must stand in the field; all where none is."""

    indicator: str | None = None
    place: str | None = None
    year: str | None = None

    @property
    def chooses(self) -> bool:
        """Whether anything was asked for at all."""
        return any((self.indicator, self.place, self.year))

    def keeps(self, indicator: str, places: tuple[str | None, ...], dates: tuple[Any, ...]) -> bool:
        """Whether a record is shown."""
        return (
            (self.indicator is None or self.indicator in indicator)
            and (self.place is None or any(self.place in place for place in places if place))
            and (self.year is None or any(str(day).startswith(self.year) for day in dates if day))
        )

    def keeps_claim(self, claim: Entry, place: str | None) -> bool:
        """Whether a claim (as JSON) of a document of this place is shown."""
        period = claim["period"] or {}
        owner = (claim["subject"] or {}).get("canonical")
        return self.keeps(
            claim["indicator"],
            (owner or place,),
            (period.get("start"), period.get("end")),
        )


@dataclass(slots=True)
class Contents:
    """What a page shows. Filled by :mod:`policy_extract.report.sources`.

    Attributes:
        wanted: Which records are shown.
        documents: One entry a document, as the page's script reads it.
        errors: ``name``, ``code`` and ``message`` of each document that failed.
        track: Rows of a track output.
    """

    wanted: Selection = field(default_factory=Selection)
    documents: list[Entry] = field(default_factory=list)
    errors: list[Entry] = field(default_factory=list)
    track: list[Entry] = field(default_factory=list)
    records: int = 0
    chars: int = 0

    def add_document(self, document: Document, gold: Gold | None = None) -> None:
        """Add a document with its text, and gold to hold it against.

        Raises:
            InputError: The page grows beyond its limits.
        """
        info = document.document
        place = info.place.name if info.place else None
        against = compare(gold, document) if gold else None
        claims = [claim.model_dump(mode="json") for claim in document.claims]
        kept = [self.wanted.keeps_claim(claim, place) for claim in claims]
        entry = _head(info) | {
            "text": document.text,
            "astral": [at for at, char in enumerate(document.text) if char > "\uffff"],
            "blocks": read_blocks(document.text, info.title),
            "claims": [claim for claim, keep in zip(claims, kept, strict=True) if keep],
            "entities": [entity.model_dump(mode="json") for entity in document.entities],
            "warnings": [warning.model_dump(mode="json") for warning in document.warnings],
            "whole": all(kept),
        }
        if against is not None:
            checks = zip(against["checks"], kept, strict=True)
            entry["checks"] = [check for check, keep in checks if keep]
            entry["windows"] = gold.windows if gold else None
            missed = [_as_claim(record) for record in against["missed"]]
            entry["missed"] = [m for m in missed if self.wanted.keeps_claim(m, place)]
        self._count(len(entry["claims"]), len(document.text))
        self.documents.append(entry)

    def add_entry(self, entry: Entry) -> None:
        """Add a document without its text: a head and claims, as JSON.

        Raises:
            InputError: The page grows beyond its limits.
        """
        place = entry.get("place")
        claims = [claim for claim in entry["claims"] if self.wanted.keeps_claim(claim, place)]
        if claims or not self.wanted.chooses:
            self._count(max(1, len(claims)), 0)
            whole = len(claims) == len(entry["claims"])
            self.documents.append({**entry, "claims": claims, "whole": whole})

    def add_rows(self, rows: Iterator[Entry]) -> None:
        """Add rows of a track output.

        Raises:
            InputError: The page grows beyond its limits.
        """
        for row in rows:
            dates = (row.get("period_start"), row.get("period_end"))
            name = f"{row.get('indicator_id') or ''} {row.get('indicator') or ''}"
            if self.wanted.keeps(name, (row.get("place"),), dates):
                self._count(1, 0)
                self.track.append(row)

    def data(self) -> Entry:
        """All of it, as the page's script reads it."""
        return {
            "documents": self.documents,
            "errors": self.errors,
            "track": self.track,
            "row_fields": ROW_FIELDS,
            "gold_fields": [name for name in GoldRecord.model_fields if name != "indicator_at"],
        }

    def _count(self, records: int, chars: int) -> None:
        self.records += records
        self.chars += chars
        if self.records > MOST_RECORDS:
            raise InputError(
                f"a page holds at most {MOST_RECORDS:,} records and documents", hint=_WAY_OUT
            )
        if self.chars > MOST_CHARS:
            raise InputError(
                f"a page holds at most {MOST_CHARS:,} characters of text",
                hint="Give fewer documents at a time, or a batch output, which carries quotes only",
            )


def _head(info: DocumentInfo) -> Entry:
    published = info.published
    return {
        "name": info.name,
        "title": info.title,
        "place": info.place.name if info.place else None,
        "place_found": info.place.found if info.place else None,
        "published": published_text(published.start, published.end) if published else None,
        "published_found": published.found if published else None,
        "chars": info.chars,
        "encoding": info.encoding,
        "sha256": info.sha256,
    }


def _as_claim(record: Entry) -> Entry:
    """A gold record in the shape of a claim, so that one table shows both."""
    subject = record.get("subject")
    return {
        **record,
        "subject": {"text": None, "canonical": subject, "at": None} if subject else None,
        "evidence": None,
        "because": [],
    }
