"""A document's sentences with what stands in them, one after another."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policy_extract.claims.sentence import LogicalSentence, Value, build_sentence, to_local
from policy_extract.entities.finder import RawEntity
from policy_extract.periods.scan import RawPeriod
from policy_extract.text.layout import Layout, Sentence


class Stretch(NamedTuple):
    """A sentence that holds values.

    Attributes:
        pieces: Its document spans; two where a broken column tore it.
        lead: The sentence of the layout that it begins with.
        whole: The sentence with all its values.
        named: Local spans and types of the named things in it.
    """

    pieces: list[tuple[int, int]]
    lead: Sentence
    whole: LogicalSentence
    named: Sequence[tuple[int, int, str]]


def read_stretches(
    text: str,
    layout: Layout,
    quantities: Sequence[Value],
    periods: Sequence[RawPeriod],
    entities: Sequence[RawEntity],
    skipped: frozenset[tuple[int, int]],
) -> Iterator[Stretch]:
    """The sentences that hold values, in order; lines of tables are skipped."""
    values_at = Index([(value.start, value.end) for value in quantities])
    times_at = Index([(period.start, period.end) for period in periods])
    names_at = Index([(entity.start, entity.end) for entity in entities])
    for pieces, lead in logical_sentences(layout):
        if (lead.start, lead.end) in skipped:
            continue
        numbers = [index for piece in pieces for index in values_at.inside(*piece)]
        if not numbers:
            continue
        times = [span for piece in pieces for span in times_at.spans(*piece)]
        spans = sorted(times)
        ends = [end for _, end in spans]
        values = [
            quantities[index] for index in numbers if not _overlaps(quantities[index], spans, ends)
        ]
        values = [value for value in values if not _delimits(text, lead.start, value)]
        if not values:
            continue
        named = [
            (to_local(pieces, entity.start), to_local(pieces, entity.end), entity.type)
            for piece in pieces
            for index in names_at.inside(*piece)
            if (entity := entities[index])
        ]
        yield Stretch(pieces, lead, build_sentence(text, pieces, values, times), named)


def logical_sentences(layout: Layout) -> Iterator[tuple[list[tuple[int, int]], Sentence]]:
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


class Index:
    """Spans in order, with the ones inside a stretch found by bisection."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def inside(self, start: int, end: int) -> range:
        """Indices of the spans in ``start:end``."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        while last > first and self._spans[last - 1][1] > end:
            last -= 1
        return range(first, last)

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans in ``start:end``."""
        return [self._spans[index] for index in self.inside(start, end)]


_SCOPE = re.compile("统计(?:范围|口径)|(?:限额|规模)以[上下][^，。；]{0,20}指")
"""What is counted, as the notes of a bulletin say it: 规模以上工业统计范围为年主营业务收入2000万元及以上的企业."""


def _delimits(text: str, begin: int, value: Value) -> bool:
    """Whether a value is the bound of what is counted, and measures nothing itself."""
    bound = value.comparator in (">=", "<=")
    return bound and _SCOPE.search(text, begin, value.start) is not None


def _overlaps(value: Value, spans: Sequence[tuple[int, int]], ends: Sequence[int]) -> bool:
    """Whether a value overlaps one of some spans in order, no two of which overlap."""
    first = bisect_right(ends, value.start)
    return first < len(spans) and spans[first][0] < value.end
