"""The named things of a document: recogniser, lexicons and patterns brought together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policy_extract.entities.canonical import canonical_names
from policy_extract.entities.context import find_provinces, find_virtues, is_excluded
from policy_extract.entities.counted import find_counted, find_repeated
from policy_extract.entities.lexicon import Lexicon, shipped_lexicon
from policy_extract.entities.lists import (
    Words,
    extended,
    find_endings,
    find_listed,
    is_generic,
    snapped,
)
from policy_extract.entities.overlap import Candidate, Rank, settle
from policy_extract.entities.patterns import find_patterns
from policy_extract.entities.propagate import propagate
from policy_extract.entities.recognizer import Recognizer
from policy_extract.entities.torn import Unit, in_torn, units
from policy_extract.records import EntitySource, EntityType
from policy_extract.text.layout import Layout


class RawEntity(NamedTuple):
    """A mention before validation: the fields of :class:`policy_extract.records.Entity`."""

    start: int
    end: int
    type: EntityType
    canonical: str
    source: EntitySource
    rule: str | None


class EntityFinder:
    """Finds the mentions of a document; build once, share between threads.

    Args:
        recognizer: The model; null for rules and lexicons alone.
        lexicons: A user's own names; they win over everything shipped.
        words: A word segmenter; without one, lists and endings name nothing.
    """

    def __init__(
        self,
        recognizer: Recognizer | None,
        lexicons: Sequence[Lexicon] = (),
        words: Words | None = None,
    ) -> None:
        self._recognizer = recognizer
        self._lexicons = tuple(lexicons)
        self._words = words

    def find(self, text: str, layout: Layout) -> list[RawEntity]:
        """The mentions in order, none overlapping another."""
        candidates: list[Candidate] = []
        given: dict[str, str] = {}
        for lexicon in self._lexicons:
            candidates += _lookup(text, lexicon, Rank.USER)
            given |= {name: entry.canonical for name, entry in lexicon.entries.items()}
        candidates += [
            Candidate(
                found.start, found.end, found.type, "rule", found.rule,
                Rank.STRONG if found.strong else Rank.WEAK,
            )
            for found in find_patterns(text)
        ]  # fmt: skip
        candidates += find_provinces(text)
        candidates += find_virtues(text)
        sentences = units(text, layout)
        if self._words is not None:
            candidates += self._shown(text)
            candidates += in_torn(text, sentences, self._shown)
        for candidate in self._recognized(text, sentences):
            if self._words is not None:
                candidate = extended(text, snapped(text, candidate, self._words))
            generic = is_generic(text[candidate.start : candidate.end], candidate.type)
            if not generic and not is_excluded(text, candidate):
                candidates.append(candidate)
        candidates += _standing(text, _lookup(text, shipped_lexicon(), Rank.LEXICON))
        settled = settle(text, candidates)
        settled = settle(text, [*settled, *_standing(text, propagate(text, settled))])
        names = canonical_names([(text[c.start : c.end], c.type) for c in settled])
        found = []
        for c in settled:
            written = text[c.start : c.end]
            canonical = given.get(written) or names.get((written, c.type), written)
            found.append(RawEntity(c.start, c.end, c.type, canonical, c.source, c.rule))
        return found

    def _shown(self, text: str) -> list[Candidate]:
        """Names that lists and endings show."""
        if self._words is None:
            return []
        finders = (find_listed, find_counted, find_repeated, find_endings)
        return [found for find in finders for found in find(text, self._words)]

    def _recognized(self, text: str, sentences: Sequence[Unit]) -> list[Candidate]:
        """What the model finds, each torn sentence read as one."""
        if self._recognizer is None:
            return []
        output = self._recognizer([unit.text for unit in sentences])
        found = []
        for unit, mentions in zip(sentences, output, strict=True):
            for start, end, kind in mentions:
                made = Candidate(start, end, kind, "model", None, Rank.MODEL)  # type: ignore[arg-type]
                placed = unit.place(text, made)
                if placed is not None:
                    found.append(placed)
        return found


def _standing(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that their surroundings do not rule out."""
    return [candidate for candidate in candidates if not is_excluded(text, candidate)]


def _lookup(text: str, lexicon: Lexicon, rank: Rank) -> list[Candidate]:
    if lexicon.pattern is None:
        return []
    return [
        Candidate(
            match.start(), match.end(), lexicon.entries[match.group()].type, "lexicon",
            f"lexicon.{'user' if rank is Rank.USER else 'shipped'}", rank,
        )
        for match in lexicon.pattern.finditer(text)
    ]  # fmt: skip
