"""The one place where overlapping mentions are settled and their borders mended.

Precedence, the higher first: a user's lexicon; patterns (《...》, titles on lines of their own); the
model. Without a model, members of lists and the shipped lexicon follow. Within one rank the longer
wins, then the earlier. A mention that holds another of a lower rank keeps it out: no nesting, the
outermost name wins.
"""

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from policy_extract.records import EntitySource, EntityType


class Rank(IntEnum):
    """Who is believed, the lowest number first."""

    USER = 0
    PATTERN = 1
    LISTED = 2
    MODEL = 3
    LEXICON = 4


class Contender(NamedTuple):
    """A possible mention."""

    start: int
    end: int
    type: EntityType
    source: EntitySource
    rule: str | None
    rank: Rank
    confidence: float | None = None


_TORN = re.compile("\\S+\\n\\s*\\S+")
"""A name torn by a column break: one break, nothing blank but it."""
_SPACE = " \t\n\u3000"
_OPEN, _CLOSE = "“《（(", "”》）)"
_BLEMISH = re.compile(f"[{_SPACE}的、，。；{_OPEN}{_CLOSE}]")
"""Without any of these a mention has nothing to mend."""


def settle(text: str, candidates: Iterable[Contender]) -> list[Contender]:
    """The mentions that stand, in order, none overlapping another."""
    mended = [made for candidate in candidates if (made := mend(text, candidate)) is not None]
    mended.sort(key=lambda c: (c.rank, c.start - c.end, c.start, c.type))
    taken = bytearray(len(text))
    kept: list[Contender] = []
    for candidate in mended:
        if taken.find(1, candidate.start, candidate.end) >= 0:
            continue
        taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
        kept.append(candidate)
    kept.sort(key=lambda c: c.start)
    return kept


def mend(text: str, candidate: Contender) -> Contender | None:
    """Mend a mention's borders; null when nothing is left.

    White space and 的 at the ends go; a quotation mark that lost its partner is taken in where the
    partner stands next to the mention and the type is POLICY, else left out; outside POLICY quotes
    around the whole mention are left out.
    """
    start, end = candidate.start, candidate.end
    if not _BLEMISH.search(text, start, end):
        return candidate if start < end else None
    while start < end and text[start] in _SPACE + "的、，。；":
        start += 1
    while end > start and text[end - 1] in _SPACE + "的、，。；":
        end -= 1
    broken = text.find("\n", start, end)
    if broken >= 0 and not _TORN.fullmatch(text, start, end):
        end = broken
        while end > start and text[end - 1] in _SPACE:
            end -= 1
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        piece = text[start:end]
        opened, closed = piece.count(opening), piece.count(closing)
        if opened > closed:
            if text[end : end + 1] == closing:
                end += 1
            elif piece.startswith(opening):
                start += 1
            else:
                end = start + piece.rindex(opening)
        elif closed > opened:
            if text[start - 1 : start] == opening:
                start -= 1
            elif piece.endswith(closing):
                end -= 1
            else:
                start += piece.index(closing) + 1
    quoted = end - start > 2 and text[start] == "“" and text[end - 1] == "”"
    if quoted and candidate.type != "POLICY":
        start, end = start + 1, end - 1
    if start >= end:
        return None
    if (start, end) == (candidate.start, candidate.end):
        return candidate
    return candidate._replace(start=start, end=end)
