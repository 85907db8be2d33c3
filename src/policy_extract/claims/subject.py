"""Subject: whose indicator a number is, by its full name.

The words of the clause decide (全市, 我国, a place or company that opens it); a subject lasts until
another takes its place within the sentence; otherwise the number is the document's own place's.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from policy_extract.claims.cues import CueFinder, trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout, Sentence


class SubjectRules(RuleModel):
    """The word lists of ``rules/subjects.toml``; each list says there what it is for."""

    here_country: frozenset[str]
    here_province: frozenset[str]
    here_city: frozenset[str]
    here_county: frozenset[str]
    here_district: frozenset[str]
    not_subject_before: frozenset[str]
    not_subject_after: frozenset[str]


class Named(Protocol):
    """What the claims room needs of an entity."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def canonical(self) -> str: ...


_OWNERS = frozenset({"LOCATION", "COMPANY", "GOVERNMENT", "ORGANIZATION", "FACILITY"})


@cache
def _patterns() -> tuple[CueFinder, re.Pattern[str], re.Pattern[str]]:
    rules = load_shipped("subjects.toml", SubjectRules)
    here = CueFinder(
        {
            "country": rules.here_country,
            "province": rules.here_province,
            "city": rules.here_city,
            "county": rules.here_county,
            "district": rules.here_district,
        }
    )
    return (
        here,
        re.compile(f"(?:{trie_pattern(rules.not_subject_before)})$"),
        re.compile(trie_pattern(rules.not_subject_after)),
    )


class SubjectFinder:
    """Finds the subject of a number; built once per document.

    Args:
        text: The document's text.
        layout: Its paragraphs and sentences.
        entities: Its named things, in order.
        place: Its own place, full name, null when unknown.
    """

    def __init__(
        self, text: str, layout: Layout, entities: Sequence[Named], place: str | None
    ) -> None:
        self._text = text
        self._layout = layout
        self._place = place
        self._entities = [entity for entity in entities if entity.type in _OWNERS]
        self._starts = [entity.start for entity in self._entities]

    def named(self, span: tuple[int, int]) -> tuple[str | None, str] | None:
        """The subject that stands at ``span``, by its canonical name."""
        return self._text[span[0] : span[1]], self._text[span[0] : span[1]]

    def find(
        self, sentence: Sentence, start: int, end: int, indicator: str | None
    ) -> tuple[str | None, str] | None:
        """The subject of the value ``text[start:end]``: its text, if any, and its full name."""
        if self._place is None:
            return None
        return None, self._place
