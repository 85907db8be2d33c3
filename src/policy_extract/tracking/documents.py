"""Documents in memory as an archive."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from policy_extract.indicators import Catalogue
from policy_extract.records import Document, decimal_text
from policy_extract.tracking.archive import Listed, Passed, Unmatched
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.observing import Observer
from policy_extract.tracking.places import read_place


def listed(documents: Iterable[Document], catalogue: Catalogue, *, rematch: bool = False) -> Listed:
    """The archive of documents.

    Args:
        documents: Extracted documents.
        catalogue: The indicators.
        rematch: Whether records are matched with the catalogue anew, for one that is not the
            shipped one.
    """
    observer = Observer(catalogue, rematch=rematch)
    passed = Passed()
    observations: list[Observation] = []
    dates = []
    unmatched: Counter[tuple[str, str | None, str | None]] = Counter()
    examples: dict[tuple[str, str | None, str | None], str] = {}
    for document in documents:
        info = document.document
        place = read_place(info.place.name if info.place else None)
        if info.published is not None and place is not None:
            dates.append((info.published.start, place))
        for row in rows(document):
            found = observer.observe(row)
            if not found:
                key = (row["indicator"], row["unit"], row["direction"])
                unmatched[key] += 1
                examples.setdefault(key, row["evidence"])
            for one in found:
                if isinstance(one, str):
                    passed.reasons[one] += 1
                else:
                    observations.append(one)
    passed.observations = len(observations)
    return Listed(
        observations,
        catalogue,
        documents=dates,
        unmatched=[Unmatched(*key, count, examples[key]) for key, count in unmatched.items()],
        passed=passed,
    )


def rows(document: Document) -> Iterator[dict[str, Any]]:
    """The records of a document as rows for :class:`policy_extract.tracking.observing.Observer`."""
    info = document.document
    published = info.published
    for claim in document.claims:
        value, period = claim.value, claim.period
        yield {
            "document": info.name,
            "dated": published.start if published else None,
            "dated_end": published.end if published else None,
            "place": info.place.name if info.place else None,
            "record": claim.record,
            "indicator": claim.indicator,
            "indicator_id": claim.indicator_id,
            "number": None if value.number is None else decimal_text(value.number),
            "low": None if value.low is None else decimal_text(value.low),
            "high": None if value.high is None else decimal_text(value.high),
            "unit": value.unit,
            "comparator": value.comparator,
            "direction": claim.direction,
            "baseline": claim.baseline,
            "statistic": claim.statistic,
            "subject": claim.subject.canonical if claim.subject else None,
            "period": period.text if period else None,
            "period_start": period.start if period else None,
            "period_end": period.end if period else None,
            "value": value.text,
            "evidence": claim.evidence.text,
            "evidence_start": claim.evidence.spans[0].start,
            "start": value.start,
            "end": value.end,
            "confidence": claim.confidence,
        }
