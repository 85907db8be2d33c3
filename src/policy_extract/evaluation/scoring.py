"""Scoring a prediction against gold: plain functions that return data.

Records pair one to one by overlap of the value span, then by likeness of the indicator. A quantity
is *found* when ``number``, ``low``, ``high`` and ``unit`` are right; a record is *strictly right*
when also ``comparator``, ``record``, ``direction`` and ``period`` (start and end) are right and the
indicator's character F1 is at least 0.6, *fully right* when ``subject``, ``baseline`` and ``scope``
are as well. An entity is right when type, start and end are. Where the gold annotates stretches of
the text only, what begins outside them is left out of both sides.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from policy_extract.evaluation.counts import (
    FIELDS,
    FULL_FIELDS,
    QUANTITY_FIELDS,
    STRICT_FIELDS,
    Share,
    Tallies,
    Tally,
    calibration_of,
)
from policy_extract.evaluation.gold import Gold, Windows, inside
from policy_extract.evaluation.pairing import likeness, pair
from policy_extract.evaluation.rows import Mention, ScoreRow, mentions_of, rows_of
from policy_extract.records import Document

INDICATOR_FLOOR = 0.6
_values = attrgetter(*FIELDS)
_Item = TypeVar("_Item", ScoreRow, Mention)


@dataclass(frozen=True)
class Pair:
    """A gold record, the predicted one it was paired with, and the fields that are wrong."""

    gold: ScoreRow
    predicted: ScoreRow
    likeness: float
    wrong: tuple[str, ...]

    @property
    def found(self) -> bool:
        """Number, bounds and unit are right."""
        return not any(name in QUANTITY_FIELDS for name in self.wrong)

    @property
    def strict(self) -> bool:
        """Every field that a strict record asks for is right."""
        return not any(name in STRICT_FIELDS for name in self.wrong)

    @property
    def full(self) -> bool:
        """Subject, baseline and scope are right too."""
        return not any(name in FULL_FIELDS for name in self.wrong)


@dataclass(frozen=True)
class DocumentScore:
    """The score of one document, with what stands behind it.

    ``records_scored`` and ``entities_scored`` are false where the gold does not annotate them.
    """

    name: str
    counts: Tallies
    pairs: tuple[Pair, ...] = ()
    missed: tuple[ScoreRow, ...] = ()
    extra: tuple[ScoreRow, ...] = ()
    entities_right: tuple[Mention, ...] = ()
    entities_missed: tuple[Mention, ...] = ()
    entities_extra: tuple[Mention, ...] = ()
    records_scored: bool = True
    entities_scored: bool = True


@dataclass(frozen=True)
class Score:
    """The documents' scores and the counts over all of them (not a mean of shares)."""

    documents: tuple[DocumentScore, ...]
    total: Tallies


def score_document(
    gold: Gold | None, predicted: Gold | Document | None, *, name: str = "-"
) -> DocumentScore:
    """Score one document.

    What one side does not annotate (null records or entities of a gold, or what begins outside its
    windows) is not scored.

    Args:
        gold: What is right; ``None`` for a document that only the prediction has.
        predicted: What was extracted (or a second annotator's gold); ``None`` for a document that
            was not extracted, which misses everything.
        name: The document's name in reports.
    """
    limits = [s.windows for s in (gold, predicted) if isinstance(s, Gold)]
    gold_rows = _within(rows_of(gold) if gold else (), limits)
    gold_mentions = _within(mentions_of(gold) if gold else (), limits)
    rows = _within(rows_of(predicted) if predicted else (), limits)
    mentions = _within(mentions_of(predicted) if predicted else (), limits)
    pairs, missed, extra = _compare_rows(gold_rows, rows)
    right, lost, added = _compare_mentions(gold_mentions, mentions)
    return DocumentScore(
        name,
        _count(pairs, missed, extra) + _count_entities(right, lost, added),
        pairs,
        missed,
        extra,
        right,
        lost,
        added,
        records_scored=gold_rows is not None and rows is not None,
        entities_scored=gold_mentions is not None and mentions is not None,
    )


def _within(
    items: tuple[_Item, ...] | None, limits: Sequence[Windows | None]
) -> tuple[_Item, ...] | None:
    """What begins inside the windows of each side."""
    if items is None:
        return None
    return tuple(i for i in items if all(inside(i.start, windows) for windows in limits))


def aggregate(documents: Iterable[DocumentScore]) -> Score:
    """Sum the counts of several documents."""
    scores = tuple(documents)
    return Score(scores, sum((score.counts for score in scores), Tallies()))


def wrong_fields(gold: ScoreRow, predicted: ScoreRow) -> tuple[str, ...]:
    """The names of the fields that differ; what the gold does not score never does."""
    return tuple(
        name
        for name, wanted, seen in zip(FIELDS, _values(gold), _values(predicted), strict=True)
        if wanted != seen and not _forgiven(name, gold, predicted)
    )


def _forgiven(name: str, gold: ScoreRow, predicted: ScoreRow) -> bool:
    if name == "indicator":
        return likeness(gold.indicator, predicted.indicator) >= INDICATOR_FLOOR
    return not is_scored(name, gold)


def is_scored(name: str, gold: ScoreRow) -> bool:
    """Whether the gold tells the field."""
    if name == "period":
        return gold.period_known
    return name != "statistic" or gold.statistic_known


def _compare_rows(
    gold: tuple[ScoreRow, ...] | None, predicted: tuple[ScoreRow, ...] | None
) -> tuple[tuple[Pair, ...], tuple[ScoreRow, ...], tuple[ScoreRow, ...]]:
    if gold is None or predicted is None:
        return (), (), ()
    indices = pair(gold, predicted)
    left = {g for g, _ in indices}
    right = {p for _, p in indices}
    pairs = tuple(
        Pair(
            gold[g],
            predicted[p],
            likeness(gold[g].indicator, predicted[p].indicator),
            wrong_fields(gold[g], predicted[p]),
        )
        for g, p in indices
    )
    missed = tuple(row for index, row in enumerate(gold) if index not in left)
    extra = tuple(row for index, row in enumerate(predicted) if index not in right)
    return pairs, missed, extra


def _compare_mentions(
    gold: tuple[Mention, ...] | None, predicted: tuple[Mention, ...] | None
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Mention, ...]]:
    if gold is None or predicted is None:
        return (), (), ()
    open_ = Counter(_key(m) for m in predicted)
    right: list[Mention] = []
    missed: list[Mention] = []
    for mention in gold:
        found = open_[_key(mention)] > 0
        open_[_key(mention)] -= found
        (right if found else missed).append(mention)
    extra: list[Mention] = []
    for mention in reversed(predicted):
        if open_[_key(mention)] > 0:
            open_[_key(mention)] -= 1
            extra.append(mention)
    return tuple(right), tuple(missed), tuple(reversed(extra))


def _key(mention: Mention) -> tuple[int, int, str]:
    return (mention.start, mention.end, mention.type)


def _count(
    pairs: tuple[Pair, ...], missed: tuple[ScoreRow, ...], extra: tuple[ScoreRow, ...]
) -> Tallies:
    gold = Counter(_labels([*(p.gold for p in pairs), *missed]))
    predicted = Counter(_labels([*(p.gold for p in pairs), *extra]))
    labels = [label for label in dict.fromkeys([*gold, *predicted]) if label]
    wrong = Counter(name for p in pairs for name in p.wrong)
    shares = {}
    for name in FIELDS:
        scored = sum(is_scored(name, p.gold) for p in pairs)
        shares[name] = Share(scored - wrong[name], scored)

    def tallies(right: Iterable[Pair]) -> tuple[Tally, dict[str, Tally]]:
        found = Counter(_labels(p.gold for p in right))
        by = {name: Tally(found[name], gold[name], predicted[name]) for name in ("", *labels)}
        return by.pop(""), by

    quantity, quantity_by = tallies(p for p in pairs if p.found)
    strict, strict_by = tallies(p for p in pairs if p.strict)
    full, full_by = tallies(p for p in pairs if p.full)
    judged = [(p.predicted.confidence, p.strict) for p in pairs]
    judged += [(row.confidence, False) for row in extra]
    return Tallies(
        quantity=quantity,
        strict=strict,
        full=full,
        fields=shares,
        quantity_by=quantity_by,
        strict_by=strict_by,
        full_by=full_by,
        calibration=calibration_of((told, ok) for told, ok in judged if told is not None),
    )


def _labels(rows: Iterable[ScoreRow]) -> Iterator[str]:
    """The rows of the tables that each record counts in; the empty name is the total."""
    for row in rows:
        yield ""
        yield row.kind
        yield row.record


def _count_entities(
    right: tuple[Mention, ...], missed: tuple[Mention, ...], extra: tuple[Mention, ...]
) -> Tallies:
    found = Counter(m.type for m in right)
    gold = found + Counter(m.type for m in missed)
    predicted = found + Counter(m.type for m in extra)
    return Tallies(
        entity=Tally(found.total(), gold.total(), predicted.total()),
        types={
            name: Tally(found[name], gold[name], predicted[name])
            for name in dict.fromkeys([*gold, *predicted])
        },
    )
