"""The named things of a document: recogniser, lexicons and patterns brought together."""

from collections.abc import Sequence
from typing import NamedTuple

from policy_extract.entities.canonical import canonical_names
from policy_extract.entities.lexicon import Lexicon, shipped_lexicon
from policy_extract.entities.lists import Cutter, find_listed, is_generic, parted
from policy_extract.entities.mention import Recognizer
from policy_extract.entities.overlap import Contender, Rank, settle
from policy_extract.entities.patterns import find_patterns
from policy_extract.entities.torn import read_sentences
from policy_extract.records import EntitySource, EntityType
from policy_extract.text.layout import Layout


class RawEntity(NamedTuple):
    """A mention before validation: the fields of :class:`policy_extract.records.Entity`.

    Attributes:
        confidence: The probability that type and borders are right; null where nobody knows it.
    """

    start: int
    end: int
    type: EntityType
    canonical: str
    source: EntitySource
    rule: str | None
    confidence: float | None = None


class EntityFinder:
    """Finds the mentions of a document; build once, share between threads.

    Args:
        recognizer: The model; null for rules and lexicons alone.
        lexicons: A user's own names; they win over everything shipped.
        words: A word segmenter; without one, lists name nothing.
    """

    def __init__(
        self,
        recognizer: Recognizer | None,
        lexicons: Sequence[Lexicon] = (),
        words: Cutter | None = None,
    ) -> None:
        self._recognizer = recognizer
        self._lexicons = tuple(lexicons)
        self._words = words

    def find(self, text: str, layout: Layout) -> list[RawEntity]:
        """The mentions in order, none overlapping another."""
        candidates = find_patterns(text)
        given: dict[str, str] = {}
        for lexicon in self._lexicons:
            candidates += _lookup(text, lexicon, Rank.USER)
            given |= {name: entry.canonical for name, entry in lexicon.entries.items()}
        if self._recognizer is not None:
            candidates += self._recognized(self._recognizer, text, layout)
        else:
            candidates += _lookup(text, shipped_lexicon(), Rank.LEXICON)
            candidates += find_listed(text, self._words) if self._words is not None else ()
        settled = settle(text, candidates)
        names = canonical_names([(text[c.start : c.end], c.type) for c in settled])
        found = []
        for c in settled:
            written = text[c.start : c.end]
            canonical = given.get(written) or names.get((written, c.type), written)
            found.append(
                RawEntity(c.start, c.end, c.type, canonical, c.source, c.rule, c.confidence)
            )
        return found

    def _recognized(self, recognizer: Recognizer, text: str, layout: Layout) -> list[Contender]:
        """What the model finds, each torn sentence read as one."""
        sentences = read_sentences(text, layout)
        output = recognizer.scored([unit.text for unit in sentences])
        found = []
        for unit, mentions in zip(sentences, output, strict=True):
            for start, end, kind, confidence in mentions:
                made = Contender(start, end, kind, "model", None, Rank.MODEL, confidence)
                placed = unit.place(text, made)
                if placed is None:
                    continue
                if not is_generic(text[placed.start : placed.end], placed.type):
                    found += parted(text, placed)
        return found


def _lookup(text: str, lexicon: Lexicon, rank: Rank) -> list[Contender]:
    if lexicon.pattern is None:
        return []
    return [
        Contender(
            match.start(), match.end(), lexicon.entries[match.group()].type, "lexicon",
            f"lexicon.{'user' if rank is Rank.USER else 'shipped'}", rank,
        )
        for match in lexicon.pattern.finditer(text)
    ]  # fmt: skip
