"""The join of everything: quantities and their clauses become metrics and targets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policy_extract.claims import change, scope
from policy_extract.claims.evidence import shown_pieces
from policy_extract.claims.indicator import Namer, Naming
from policy_extract.claims.modality import judge
from policy_extract.claims.sections import Sections
from policy_extract.claims.segments import Slot, read_slots
from policy_extract.claims.select import refuse
from policy_extract.claims.sentence import (
    TIME,
    LogicalSentence,
    Value,
    build_sentence,
    to_local,
)
from policy_extract.claims.subject import SubjectFinder
from policy_extract.claims.table_cells import Cell, Tables
from policy_extract.claims.words import Cut
from policy_extract.entities.finder import RawEntity
from policy_extract.periods.baseline import find_baseline
from policy_extract.periods.scan import RawPeriod
from policy_extract.periods.timeline import Timeline
from policy_extract.records import (
    Claim,
    Evidence,
    Metric,
    Period,
    Quantity,
    Reason,
    Span,
    Subject,
    Target,
)
from policy_extract.text.layout import Layout, Sentence

_OWNERS = frozenset({"LOCATION", "GOVERNMENT", "COMPANY", "ORGANIZATION"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the claims room knows of a document before it looks at a number.

    Attributes:
        text: The document's text.
        layout: Its paragraphs and sentences.
        quantities: Every quantity, in order.
        periods: Every time expression, in order.
        entities: Every named thing, in order.
        timeline: What time governs a place in the text.
        sections: Where goals are set and where results are told.
        subjects: Whose indicator a number is.
        tables: The records of its tables, and the lines that are theirs.
        cut: The word segmenter.
    """

    text: str
    layout: Layout
    quantities: Sequence[Value]
    periods: Sequence[RawPeriod]
    entities: Sequence[RawEntity]
    timeline: Timeline
    sections: Sections
    subjects: SubjectFinder
    tables: Tables
    cut: Cut


def build_claims(reading: Reading) -> list[Metric | Target]:
    """All metrics and targets of a document, in the order of the text."""
    rows = reading.tables.lines
    builder = _Builder(reading)
    claims = [builder.from_cell(cell) for cell in reading.tables.cells]
    namer = Namer(reading.cut)
    for pieces, lead in _sentences(reading.layout):
        if rows and (lead.start, lead.end) in rows:
            continue
        claims.extend(builder.from_sentence(pieces, lead, namer))
    claims.sort(key=lambda claim: (claim.value.start, claim.value.end))
    return claims


def _sentences(layout: Layout) -> Iterator[tuple[list[tuple[int, int]], Sentence]]:
    """Each sentence once, a torn one with its other half."""
    tails = {join.head: join.tail for join in layout.joins}
    joined = set(tails.values())
    for index, sentence in enumerate(layout.sentences):
        if index in joined:
            continue
        pieces = [(sentence.start, sentence.end)]
        while index in tails:
            index = tails[index]
            tail = layout.sentences[index]
            pieces.append((tail.start, tail.end))
        yield pieces, sentence


class _Builder:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._quantities = _Index([(value.start, value.end) for value in reading.quantities])
        self._periods = _Index([(period.start, period.end) for period in reading.periods])
        self._entities = _Index([(entity.start, entity.end) for entity in reading.entities])
        self._seen: dict[tuple[str, int, int], int] = {}

    def from_sentence(
        self, pieces: list[tuple[int, int]], lead: Sentence, namer: Namer
    ) -> list[Metric | Target]:
        reading = self._reading
        times = [span for piece in pieces for span in self._periods.spans(*piece)]
        values = [
            reading.quantities[index]
            for piece in pieces
            for index in self._quantities.inside(*piece)
        ]
        values = [value for value in values if not _overlaps(value, times)]
        if not values:
            return []
        named = [
            (to_local(pieces, entity.start), to_local(pieces, entity.end), entity.type)
            for piece in pieces
            for index in self._entities.inside(*piece)
            if (entity := reading.entities[index])
        ]
        whole = build_sentence(reading.text, pieces, values, times)
        refusals = [refuse(whole, index, named) for index in range(len(whole.items))]
        kept = tuple(
            item for item, refusal in zip(whole.items, refusals, strict=True) if refusal is None
        )
        if not kept:
            return []
        masked = whole.masked
        for item, refusal in zip(whole.items, refusals, strict=True):
            if refusal == "not_record.duration":
                masked = masked[: item.start] + TIME * (item.end - item.start) + masked[item.end :]
        sentence = LogicalSentence(whole.pieces, whole.text, masked, kept)
        slots = read_slots(sentence)
        owners = [
            (start, end)
            for start, end, kind in named
            if kind in _OWNERS and not whole.text[start:end].isascii()
        ]
        claims = []
        for slot, namings in zip(slots, namer.name(sentence, slots, owners), strict=True):
            for naming in namings:
                claims.append(self._claim(sentence, slot, naming, lead))
        return claims

    def _claim(
        self, sentence: LogicalSentence, slot: Slot, naming: Naming, lead: Sentence
    ) -> Metric | Target:
        reading = self._reading
        text, value = reading.text, slot.item.value
        home = self._home(sentence, value, lead)
        modality = judge(text, reading.layout, reading.sections, home, value.start, value.end)
        changed = change.find_direction(
            text,
            home.start,
            home.end,
            value.start,
            value.end,
            kind=value.kind,
            indicator=naming.name,
        )
        direction = changed.direction
        baseline, since = find_baseline(text, home.start, value.start, reading.timeline)
        ranked = (
            scope.find_scope(text, home.start, home.end, value.start, value.end)
            if value.kind == "rank"
            else None
        )
        period, why = self._governing(sentence, value, modality.record)
        found = self._subject(sentence, slot, naming, home)
        because = [
            Reason(rule=value.rule, cue=value.cue),
            Reason(rule=naming.rule),
            Reason(rule=modality.rule, cue=modality.cue),
        ]
        if changed.rule is not None:
            because.append(Reason(rule=changed.rule, cue=changed.cue))
        if baseline is not None:
            because.append(Reason(rule="baseline", cue=since))
        if period is not None:
            because.append(Reason(rule=f"period.{why}", cue=period.text or None))
        return self._record(
            modality.record,
            value,
            sentence.pieces,
            because,
            indicator=naming.name,
            direction=direction,
            baseline=baseline,
            scope=ranked,
            subject=Subject(text=found[0], canonical=found[1]) if found else None,
            period=_period(period),
        )

    def _governing(
        self, sentence: LogicalSentence, value: Value, record: Literal["metric", "target"]
    ) -> tuple[RawPeriod | None, str]:
        """The value's time; in the second half of a torn sentence the first half's, if it has none."""
        timeline = self._reading.timeline
        period, why = timeline.governing(value.start, value.end, record=record)
        first_end = sentence.pieces[0][1]
        if why != "clause" and len(sentence.pieces) > 1 and value.start >= sentence.pieces[1][0]:
            torn = timeline.governing(first_end - 1, first_end, record=record)
            if torn[0] is not None:
                return torn
        return period, why

    def _subject(
        self, sentence: LogicalSentence, slot: Slot, naming: Naming, home: Sentence
    ) -> tuple[str | None, str] | None:
        """Whose number it is; the member of a distribution owns its own (广东、江苏分别...)."""
        subjects, value = self._reading.subjects, slot.item.value
        if naming.owner is not None:
            at = sentence.text.rfind(naming.owner, 0, slot.item.start)
            if at >= 0:
                start = sentence.to_document(at)
                return subjects.named((start, start + len(naming.owner)))
        return subjects.find(home, value.start, value.end, naming.name)

    def from_cell(self, cell: Cell) -> Metric | Target:
        """The record of a table's cell."""
        reading = self._reading
        lead = Sentence(cell.row[0], cell.row[1], 0)
        value = cell.value
        modality = judge(
            reading.text, reading.layout, reading.sections, lead, value.start, value.end
        )
        record = cell.record or modality.record
        period = cell.period
        if period is None:
            period, _ = reading.timeline.governing(value.start, value.end, record=record)
        found = (
            reading.subjects.named(cell.owner)
            if cell.owner is not None
            else reading.subjects.find(lead, value.start, value.end, cell.indicator)
        )
        return self._record(
            record,
            value,
            (cell.row,),
            [Reason(rule="table.cell")],
            indicator=cell.indicator,
            direction=cell.direction,
            baseline=cell.baseline,
            scope=cell.scope,
            subject=Subject(text=found[0], canonical=found[1]) if found else None,
            period=_period(period),
        )

    @staticmethod
    def _home(sentence: LogicalSentence, value: Value, lead: Sentence) -> Sentence:
        """The piece of a torn sentence that the value stands in."""
        for start, end in sentence.pieces:
            if start <= value.start < end:
                return Sentence(start, end, lead.paragraph)
        return lead

    def _record(
        self,
        record: str,
        value: Value,
        pieces: Sequence[tuple[int, int]],
        because: list[Reason],
        **fields: object,
    ) -> Metric | Target:
        text = self._reading.text
        shown = shown_pieces(text, pieces, value.start, value.end)
        spans = tuple(Span(text=text[start:end], start=start, end=end) for start, end in shown)
        key = (record, value.start, value.end)
        number = self._seen[key] = self._seen.get(key, 0) + 1
        name = f"{record[0]}{value.start}-{value.end}" + (f".{number}" if number > 1 else "")
        model: type[Claim] = Target if record == "target" else Metric
        built = model(
            id=name,
            value=_quantity(text, value),
            evidence=Evidence(text="".join(span.text for span in spans), spans=spans),
            because=tuple(because),
            **fields,  # type: ignore[arg-type]
        )
        assert isinstance(built, Metric | Target)
        return built


class _Index:
    """Spans in order, with the ones inside a stretch found by bisection."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def inside(self, start: int, end: int) -> range:
        from bisect import bisect_left

        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        while last > first and self._spans[last - 1][1] > end:
            last -= 1
        return range(first, last)

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        return [self._spans[index] for index in self.inside(start, end)]


def _overlaps(value: Value, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < value.end and value.start < end for start, end in spans)


def _quantity(text: str, value: Value) -> Quantity:
    return Quantity(
        text=text[value.start : value.end],
        start=value.start,
        end=value.end,
        kind=value.kind,
        number=value.number,
        low=value.low,
        high=value.high,
        unit=value.unit,
        comparator=value.comparator,
    )


def _period(period: RawPeriod | None) -> Period | None:
    if period is None:
        return None
    return Period(text=period.text or None, start=period.first, end=period.last)
