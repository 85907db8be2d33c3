"""Everything the claims room knows of a document before it looks at a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from policy_extract.claims.hints import Hints
from policy_extract.claims.sections import Sections
from policy_extract.claims.sentence import Value
from policy_extract.claims.subject import SubjectFinder
from policy_extract.claims.table_cells import ReadTables
from policy_extract.claims.when import Times
from policy_extract.claims.words import Cut
from policy_extract.entities.finder import RawEntity
from policy_extract.frames.frames import Frames
from policy_extract.periods.scan import RawPeriod
from policy_extract.periods.timeline import Timeline
from policy_extract.text.layout import Layout


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a document.

    Attributes:
        text: Its text.
        layout: Its paragraphs and sentences.
        quantities: Every quantity, in order.
        periods: Every time expression, in order.
        entities: Every named thing, in order.
        reference: First day of its publication, null when unknown.
        frames: What governs each of its places.
        times: The time candidates of its values.
        timeline: What time governs a cell of a table.
        sections: Where goals are set and where results are told.
        subjects: Whose indicator a number is.
        tables: The records of its tables, and the lines that are theirs.
        cut: The word segmenter.
        tag: The part of speech of a word by itself.
        hints: What the neural reader says of its values; empty without one.
    """

    text: str
    layout: Layout
    quantities: Sequence[Value]
    periods: Sequence[RawPeriod]
    entities: Sequence[RawEntity]
    reference: date | None
    frames: Frames
    times: Times
    timeline: Timeline
    sections: Sections
    subjects: SubjectFinder
    tables: ReadTables
    cut: Cut
    tag: Callable[[str], str]
    hints: Hints = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The document's own year: that of its frame, else of its publication."""
        return self.frames.year or (self.reference.year if self.reference else None)
