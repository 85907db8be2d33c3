"""The join of everything: quantities and what was decided of them become metrics and targets."""

from collections.abc import Sequence

from policy_extract.claims import scope
from policy_extract.claims.about import About
from policy_extract.claims.attribution import Attributed, Attribution, home_of
from policy_extract.claims.confidence import confidence
from policy_extract.claims.context import Reading
from policy_extract.claims.evidence import shown_pieces
from policy_extract.claims.grounding import locate
from policy_extract.claims.modality import judge
from policy_extract.claims.scorer import Scorer
from policy_extract.claims.sentence import Value
from policy_extract.claims.sentences import Stretch, read_stretches
from policy_extract.claims.statistic import statistic_of
from policy_extract.claims.subject import Owner
from policy_extract.claims.table_cells import Cell
from policy_extract.claims.when import When
from policy_extract.periods.scan import RawPeriod
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
from policy_extract.tables.labels import is_place
from policy_extract.text.layout import Sentence

_SHORT = 4
"""Characters of a name in a table's row that may be any thing; longer ones are of organisations."""


def build_claims(reading: Reading, scorer: Scorer) -> list[Metric | Target]:
    """All metrics and targets of a document, in the order of the text."""
    attribution = Attribution(reading, scorer)
    builder = _Builder(reading, scorer, attribution.about)
    claims = [builder.from_cell(cell) for cell in reading.tables.cells]
    names = {at for cell in reading.tables.cells for at in cell.name_at}
    for stretch in stretches_of(reading):
        for one in attribution.read(stretch):
            value = one.spot.value
            if any(first <= value.start and value.end <= last for first, last in names):
                continue  # a number in the caption that names the cells: 70个大中城市房价指数
            claims.append(builder.from_value(stretch, one))
    claims.sort(key=lambda claim: (claim.value.start, claim.value.end))
    return claims


def stretches_of(reading: Reading) -> list[Stretch]:
    """The sentences of a document that hold values; lines of tables are no sentences."""
    return list(
        read_stretches(
            reading.text,
            reading.layout,
            reading.quantities,
            reading.periods,
            reading.entities,
            reading.tables.lines,
        )
    )


class _Builder:
    def __init__(self, reading: Reading, scorer: Scorer, about: About | None) -> None:
        self._reading, self._scorer, self._about = reading, scorer, about
        self._seen: dict[tuple[str, int, int], int] = {}

    def from_value(self, stretch: Stretch, one: Attributed) -> Metric | Target:
        """The record of a value of a sentence."""
        reading = self._reading
        text, value = reading.text, one.spot.value
        home = home_of(stretch, value.start)
        ranked = (
            scope.find_scope(text, home.start, home.end, value.start, value.end)
            if value.kind == "rank"
            else None
        )
        name = one.named.name
        spans = one.named.spans or locate(text, name, stretch.pieces[0][0], value.start)
        because = [
            Reason(rule=value.rule, cue=value.cue),
            Reason(rule=f"mood.{one.record}", cue=one.why.get("mood") or None),
            Reason(rule=f"when.{one.why['when']}", cue=_cue(one.when)),
        ]
        if one.direction is not None:
            because.append(
                Reason(rule=f"direction.{one.direction}", cue=one.why.get("direction") or None)
            )
        if one.baseline is not None:
            because.append(Reason(rule="baseline", cue=one.since))
        return self._record(
            one.record,
            value,
            stretch.pieces,
            because,
            indicator=name,
            indicator_at=_spans(text, spans),
            statistic=statistic_of(one.spot),
            direction=one.direction,
            baseline=one.baseline,
            scope=ranked,
            subject=_subject(text, one.owner),
            period=_period(text, one.when),
            confidence=confidence(self._scorer.weights.confidence, one),
        )

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
            else self._cell_owner(cell, lead)
        )
        return self._record(
            record,
            value,
            (cell.row,),
            [Reason(rule="table.cell")],
            indicator=cell.indicator,
            indicator_at=_spans(reading.text, cell.name_at),
            statistic=cell.statistic,
            direction=cell.direction,
            baseline=cell.baseline,
            scope=cell.scope,
            subject=_subject(reading.text, found),
            period=_period(reading.text, period),
            confidence=cell.confidence,
        )

    def _cell_owner(self, cell: Cell, lead: Sentence) -> Owner | None:
        """Whose a cell is where no column of places tells it: a short name in its row that is no place is a
        thing (松脂), not an owner; where nothing tells it, it is whom the document is about.
        """
        found = self._row_owner(cell, lead)
        about = self._about
        if found is not None and found.text is None and about is not None and about.likely:
            return about.owner(self._reading.text, cell.value.start)
        return found

    def _row_owner(self, cell: Cell, lead: Sentence) -> Owner | None:
        find = self._reading.subjects.find
        found = find(lead, cell.value.start, cell.value.end, cell.indicator)
        inside = found is not None and found.at is not None and found.at[0] >= lead.start
        if (
            found is None
            or not inside
            or is_place(found.text or "")
            or len(found.text or "") > _SHORT
        ):
            return found
        return find(lead, lead.start, lead.start, cell.indicator)

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
        key = (record, value.start, value.end)
        number = self._seen[key] = self._seen.get(key, 0) + 1
        name = f"{record[0]}{value.start}-{value.end}" + (f".{number}" if number > 1 else "")
        spans = _spans(text, shown) or ()
        evidence = Evidence(text="".join(span.text for span in spans), spans=spans)
        model: type[Claim] = Target if record == "target" else Metric
        built = model(
            id=name,
            value=_quantity(text, value),
            evidence=evidence,
            because=tuple(because),
            **fields,  # type: ignore[arg-type]
        )
        assert isinstance(built, Metric | Target)
        return built


def _spans(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Span, ...] | None:
    found = tuple(Span(text=text[start:end], start=start, end=end) for start, end in spans)
    return found or None


def _subject(text: str, owner: Owner | None) -> Subject | None:
    if owner is None:
        return None
    at = None
    if owner.at is not None:
        start, end = owner.at
        at = Span(text=text[start:end], start=start, end=end)
    return Subject(text=owner.text, canonical=owner.canonical, at=at)


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


def _cue(when: When) -> str | None:
    return when.period.text or None if when.period is not None else None


def _period(text: str, found: When | RawPeriod | None) -> Period | None:
    """A time as a record's period; the words of a time expression stand where they stand."""
    if found is None or (isinstance(found, When) and found.source == "none"):
        return None
    raw = found.period if isinstance(found, When) else found
    at = None
    if raw is not None and raw.text and text[raw.start : raw.end] == raw.text:
        at = Span(text=raw.text, start=raw.start, end=raw.end)
    words = raw.text or None if raw is not None else None
    return Period(text=words, start=found.first, end=found.last, at=at)
