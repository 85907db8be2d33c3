"""The differences between gold and prediction, one by one, each with the sentence it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, get_args

from policy_extract.errors import UsageError
from policy_extract.evaluation.counts import FIELDS
from policy_extract.evaluation.rows import Mention, ScoreRow
from policy_extract.evaluation.scoring import DocumentScore
from policy_extract.records import EntityType, Kind, decimal_text
from policy_extract.text.layout import read_layout

Sort = Literal["miss", "extra", "wrong"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that gold and prediction do not agree on.

    Attributes:
        sort: ``miss`` (only in the gold), ``extra`` (only predicted) or ``wrong`` (one field).
        what: ``record`` or ``entity``; ``document`` for what is about the whole output.
        field: The wrong field; for an entity ``type`` or ``span``; empty for a miss or an extra.
        label: The kind of the quantity and metric or target, or the entity's type.
        document: The document's name.
        start: Where the span begins that the difference is about.
        end: Where it ends.
        gold: The gold's side, to read; empty for an extra.
        predicted: The prediction's side, to read; empty for a miss.
        why: The rule or model that made the prediction; empty for a miss.
    """

    sort: Sort
    what: Literal["record", "entity", "document"]
    field: str
    label: tuple[str, ...]
    document: str
    start: int
    end: int
    gold: str
    predicted: str
    why: str = ""


def differences(score: DocumentScore) -> tuple[Difference, ...]:
    """Every miss, extra and wrong field of a document, in the order of the text."""
    found = [*_records(score), *_entities(score)]
    return tuple(sorted(found, key=lambda d: (d.start, d.end, d.what, d.sort, d.field)))


_GROUPS = {"misses": "miss", "extras": "extra", "records": "record", "entities": "entity"}
_NAMES = (
    *_GROUPS,
    "wrong",
    *FIELDS,
    *get_args(Kind),
    *("metric", "target", "type", "span"),
    *get_args(EntityType),
)


def check_selection(only: str) -> None:
    """Refuse a name that selects nothing ever.

    Raises:
        UsageError: The name is neither a sort, nor a field, a kind or a type.
    """
    if only not in _NAMES:
        near = get_close_matches(only, _NAMES, n=3, cutoff=0.5)
        raise UsageError(
            f"--only {only}: unknown",
            hint=f"Did you mean {', '.join(near)}"
            if near
            else "Known: misses, extras, wrong, records, entities, a field, a kind, a type",
        )


def select(found: Iterable[Difference], only: str) -> tuple[Difference, ...]:
    """Keep ``misses``, ``extras``, ``wrong``, ``records``, ``entities``, a field or a type."""
    name = _GROUPS.get(only, only)
    return tuple(d for d in found if name in (d.sort, d.what, *d.field.split("."), *d.label))


def describe(row: ScoreRow) -> str:
    """A record in one line, as far as it says anything."""
    parts = [row.record, row.indicator, f"{row.comparator}{value_text(row)}", row.kind]
    parts += [
        f"{name}={shown}"
        for name in ("direction", "baseline", "scope", "subject", "period")
        if (shown := field_text(row, name)) != "∅"
    ]
    return " · ".join(parts)


def value_text(row: ScoreRow) -> str:
    """Number or range with its unit."""
    unit = row.unit or ""
    if row.number is not None:
        return decimal_text(row.number) + unit
    low, high = (decimal_text(x) if x is not None else "?" for x in (row.low, row.high))
    return f"{low}…{high}{unit}"


def field_text(row: ScoreRow, name: str) -> str:
    """A field's value to read, ``∅`` for null."""
    if name == "period":
        start, end = row.period
        if row.period_text is None and start is None and end is None:
            return "∅"
        return f"{row.period_text or ''}[{start or ''}..{end or ''}]"
    value = getattr(row, name)
    if value is None:
        return "∅"
    return decimal_text(value) if name in ("number", "low", "high") else str(value)


class Contexts:
    """The sentences around spans of one text; its layout is read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = read_layout(text).sentences

    def around(self, start: int, end: int) -> tuple[str, str, str]:
        """The sentence of a span in three parts: before it, the span itself, after it."""
        inside = [s for s in self._sentences if s.start < end and start < s.end]
        begin = min((s.start for s in inside), default=start)
        stop = max((s.end for s in inside), default=end)
        return (
            self._text[min(begin, start) : start],
            self._text[start:end],
            self._text[end : max(stop, end)],
        )


def _records(score: DocumentScore) -> Iterable[Difference]:
    for row in score.missed:
        label = (row.kind, row.record)
        yield Difference(
            "miss", "record", "", label, score.name, row.start, row.end, describe(row), ""
        )
    for row in score.extra:
        label = (row.kind, row.record)
        yield Difference(
            "extra", "record", "", label, score.name, row.start, row.end, "", describe(row), row.why
        )
    for pair in score.pairs:
        gold, predicted = pair.gold, pair.predicted
        for name in pair.wrong:
            yield Difference(
                "wrong",
                "record",
                name,
                (gold.kind, gold.record),
                score.name,
                gold.start,
                gold.end,
                field_text(gold, name),
                field_text(predicted, name),
                predicted.why,
            )


def _entities(score: DocumentScore) -> Iterable[Difference]:
    extra = list(score.entities_extra)
    for mention in score.entities_missed:
        near = _nearest(mention, extra)
        if near is None:
            yield _entity("miss", "", score.name, mention, None)
            continue
        extra.remove(near)
        same = (mention.start, mention.end) == (near.start, near.end)
        yield _entity("wrong", "type" if same else "span", score.name, mention, near)
    for mention in extra:
        yield _entity("extra", "", score.name, None, mention)


def _nearest(mention: Mention, others: list[Mention]) -> Mention | None:
    near = [m for m in others if m.start < mention.end and mention.start < m.end]
    return max(
        near,
        key=lambda m: min(m.end, mention.end) - max(m.start, mention.start),
        default=None,
    )


def _entity(
    sort: Sort, field: str, name: str, gold: Mention | None, predicted: Mention | None
) -> Difference:
    place = gold or predicted
    assert place is not None
    labels = tuple(dict.fromkeys(m.type for m in (gold, predicted) if m))
    return Difference(
        sort,
        "entity",
        field,
        labels,
        name,
        place.start,
        place.end,
        f"{gold.type} {gold.text}" if gold else "",
        f"{predicted.type} {predicted.text}" if predicted else "",
        predicted.why if predicted else "",
    )
