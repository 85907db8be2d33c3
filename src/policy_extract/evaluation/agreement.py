"""How far two annotators agree: F1 of what they found, Cohen's kappa of how they labelled it.

Kappa is agreement beyond chance, ``(observed - expected) / (1 - expected)`` with the expectation
from each annotator's own use of the labels. It is computed for

* characters: what each character of the article is labelled (metric, target, an entity's type, or
  nothing), which is where missing and extra spans show;
* fields: each field over the records that both found (paired as in scoring), a field's value being
  its label;
* entity types: over the spans that both marked.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from policy_extract.errors import GoldError
from policy_extract.evaluation.counts import FIELDS
from policy_extract.evaluation.gold import Gold, inside
from policy_extract.evaluation.rows import ScoreRow
from policy_extract.evaluation.scoring import Score, aggregate, is_scored, score_document

Labels = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement on labels.

    Attributes:
        items: How many things both labelled.
        observed: The share with equal labels; ``None`` without items.
        kappa: Cohen's kappa; ``None`` without items, or where both used one and the same label
            throughout, so that chance alone explains all agreement.
    """

    items: int
    observed: float | None
    kappa: float | None


@dataclass(frozen=True)
class Agreement:
    """The agreement of two annotators over all documents.

    ``score`` takes the first annotator for gold; its F1s do not depend on which is first, as long
    as both date what the text dates.
    """

    score: Score
    record_characters: Kappa
    entity_characters: Kappa
    entity_types: Kappa
    fields: dict[str, Kappa]


def named_kappas(agreement: Agreement) -> dict[str, Kappa]:
    """Every kappa under its name in reports."""
    return {
        "record characters": agreement.record_characters,
        "entity characters": agreement.entity_characters,
        "entity types": agreement.entity_types,
    } | {f"field {name}": kappa for name, kappa in agreement.fields.items()}


def cohen(pairs: Iterable[Labels]) -> Kappa:
    """Cohen's kappa of paired labels, first annotator's first."""
    counted = Counter(pairs)
    items = counted.total()
    if not items:
        return Kappa(0, None, None)
    agreed = sum(n for (left, right), n in counted.items() if left == right)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (left, right), n in counted.items():
        first[left] += n
        second[right] += n
    chance = sum(n * second[label] for label, n in first.items())
    if chance == items * items:
        return Kappa(items, agreed / items, None)
    return Kappa(items, agreed / items, (agreed * items - chance) / (items * items - chance))


def agree(pairs: Sequence[tuple[str, Gold, Gold]]) -> Agreement:
    """Compare two annotators over documents: name, first gold, second gold.

    Raises:
        GoldError: Two golds of one document were made for different texts.
    """
    scores = []
    records: list[Labels] = []
    entities: list[Labels] = []
    for name, first, second in pairs:
        if first.text_chars != second.text_chars or (
            first.sha256 and second.sha256 and first.sha256 != second.sha256
        ):
            raise GoldError(
                f"{name}: the two golds were made for different versions of the article"
            )
        scores.append(score_document(first, second, name=name))
        if first.records is not None and second.records is not None:
            records += _both(_record_labels(first), _record_labels(second), first, second)
        if first.entities is not None and second.entities is not None:
            entities += _both(_entity_labels(first), _entity_labels(second), first, second)
    score = aggregate(scores)
    return Agreement(
        score,
        cohen(records),
        cohen(entities),
        cohen(pair for _, first, second in pairs for pair in _shared_types(first, second)),
        {name: cohen(_field_labels(score, name)) for name in FIELDS},
    )


def _both(
    left: list[str], right: list[str], first: Gold, second: Gold
) -> Iterable[tuple[str, str]]:
    """Both labels of each character that both annotated."""
    for at, labels in enumerate(zip(left, right, strict=True)):
        if inside(at, first.windows) and inside(at, second.windows):
            yield labels


def _record_labels(gold: Gold) -> list[str]:
    labels = [""] * gold.text_chars
    for record in gold.records or ():
        _fill(labels, record.value.start, record.value.end, record.record)
    return labels


def _entity_labels(gold: Gold) -> list[str]:
    labels = [""] * gold.text_chars
    for entity in gold.entities or ():
        _fill(labels, entity.start, entity.end, entity.type)
    return labels


def _fill(labels: list[str], start: int, end: int, label: str) -> None:
    stop = min(end, len(labels))
    labels[start:stop] = [label] * max(stop - start, 0)


def _shared_types(first: Gold, second: Gold) -> Iterable[Labels]:
    types = {(entity.start, entity.end): entity.type for entity in second.entities or ()}
    for entity in first.entities or ():
        other = types.get((entity.start, entity.end))
        if other is not None:
            yield entity.type, other


def _field_labels(score: Score, name: str) -> Iterable[Labels]:
    for document in score.documents:
        for pair in document.pairs:
            if is_scored(name, pair.gold):
                yield _label(pair.gold, name), _label(pair.predicted, name)


def _label(row: ScoreRow, name: str) -> Hashable:
    value: Hashable = getattr(row, name)
    return value
