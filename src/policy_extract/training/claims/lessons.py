"""Gold documents walked by the teacher: everything that the scorer learns from."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from policy_extract.claims.attribution import Attribution
from policy_extract.claims.build import stretches_of
from policy_extract.claims.scorer import Scorer
from policy_extract.extractor import Extractor, Prepared
from policy_extract.text.reading import ReadingText
from policy_extract.text.source import from_text
from policy_extract.training.claims.teacher import Marked, Teacher
from policy_extract.training.loglinear import Decision
from policy_extract.training.tagging import Chain


@dataclass(frozen=True)
class GoldText:
    """A document with its gold.

    Attributes:
        name: What it is called.
        group: What is left out together with it.
        text: Its text.
        gold: The gold's JSON: ``records``, ``windows``, ``document``.
        published: Its publication date, as for ``--date``.
        place: Its place.
    """

    name: str
    group: str
    text: str = field(repr=False)
    gold: dict[str, Any] = field(repr=False)
    published: str | None = None
    place: str | None = None


@dataclass
class Lessons:
    """Everything that is learned from.

    Attributes:
        decisions: Choices by task.
        chains: Windows with their names.
        unfound: Gold records whose value no quantity of the finder meets.
    """

    decisions: dict[str, list[Decision]] = field(default_factory=dict)
    chains: list[Chain] = field(default_factory=list)
    unfound: int = 0


def prepare_all(extractor: Extractor, documents: Iterable[GoldText]) -> list[Prepared]:
    """The documents read up to their numbers."""
    return [
        extractor.prepare(from_text(one.text), published=one.published, place=one.place)
        for one in documents
    ]


def collect(
    documents: Sequence[GoldText],
    prepared: Sequence[Prepared],
    guides: Mapping[str, Scorer] | None = None,
) -> Lessons:
    """Walk all documents with their gold.

    Args:
        documents: The documents.
        prepared: What is known of each.
        guides: For each group, a scorer that has not seen it; see :class:`Teacher`.
    """
    lessons = Lessons()
    for one, ready in zip(documents, prepared, strict=True):
        gold: dict[int, list[Marked]] = {}
        for record in one.gold["records"] or ():
            at = inward(ready.through, record["value"]["start"])
            gold.setdefault(at, []).append(record)
        windows = one.gold.get("windows")
        inside = windows and [
            (inward(ready.through, start), inward(ready.through, end)) for start, end in windows
        ]
        teacher = Teacher(
            one.group,
            gold,
            inside,
            lessons.decisions,
            lessons.chains,
            guides[one.group] if guides else None,
        )
        attribution = Attribution(ready.reading, teacher)
        for stretch in stretches_of(ready.reading):
            for _ in attribution.read(stretch):
                pass
    return lessons


def inward(through: ReadingText, at: int) -> int:
    """The place in the reading text of an offset of the source."""
    low, high = 0, len(through.text)
    starts = _Home(through)
    return bisect_left(starts, at, low, high)


class _Home(Sequence[int]):
    """The source offsets of a reading text's characters, as a sorted sequence."""

    def __init__(self, through: ReadingText) -> None:
        self._through = through

    def __len__(self) -> int:
        return len(self._through.text)

    def __getitem__(self, at: Any) -> Any:
        return self._through.span(at, at + 1)[0]
