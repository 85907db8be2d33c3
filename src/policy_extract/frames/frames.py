"""What governs a place in a document: genre, own year, sections with their headings, times and moods."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from policy_extract.frames.headings import Block, read_blocks, walk
from policy_extract.periods.scan import RawPeriod
from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout


class FrameRules(RuleModel):
    """The lists of ``rules/frames.toml``; each says there what it is for."""

    genres: dict[str, list[str]]
    goal: list[str]
    review: list[str]
    opening: str
    opening_kinds: list[tuple[str, str]]
    opened: str
    assembly: str
    giving: list[str]
    giving_often: int
    year_ahead: str
    year_behind: str


@cache
def _rules() -> FrameRules:
    return load_shipped("frames.toml", FrameRules)


@cache
def _patterns() -> tuple[list[tuple[str, re.Pattern[str]]], re.Pattern[str], re.Pattern[str]]:
    rules = _rules()
    genres = [(name, re.compile(trie_pattern(words))) for name, words in rules.genres.items()]
    return genres, re.compile(trie_pattern(rules.goal)), re.compile(trie_pattern(rules.review))


_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=[年-])")
_HEAD_LINES = 8
_LONGEST_TITLE = 80
_SENTENCE = re.compile("[，。；！？,;!?]")
"""Marks of sentences, which no title has."""
_OPENING = 1500
"""Characters in which a report says what it reports on."""
_BODY = 4000
"""Characters that are asked for words of giving."""
_ASIDE = re.compile("[（(][^（()）]{0,40}[)）]")


class Frame(NamedTuple):
    """What a block inherits.

    Attributes:
        path: Indices of the headings and leads over it, the outermost first.
        mood: ``goal``, ``review`` or empty: what the nearest heading that tells says.
        cue: The words that say so.
        top: The mood of the outermost heading that tells.
        lead: The mood of the lead over it, empty for none.
    """

    path: tuple[int, ...]
    mood: str
    cue: str
    top: str
    lead: str


class Frames:
    """The tree of a document. Built once; everything else asks it.

    Args:
        text: The document's text.
        layout: Its paragraphs and sentences.
        periods: Its time expressions, in order.
        reference: First day of its publication, null when unknown.

    Attributes:
        blocks: Its lines.
        frames: What each of them inherits.
        genre: ``work_report``, ``bulletin``, ``plan``, ``measure``, ``budget``, ``digest`` (items of news, each
            for itself) or ``news``.
        year: The year it speaks from; null when nothing says.
        dated: Whether its day of publication is known.
        reviews: Whether it is a government's report to an assembly with a year of its own: then every
            value of it has a time, that of the year under review where nothing nearer tells.
    """

    def __init__(
        self,
        text: str,
        layout: Layout,
        periods: Sequence[RawPeriod],
        reference: date | None,
    ) -> None:
        self._text = text
        self.blocks: list[Block] = read_blocks(text, layout)
        self._starts = [block.start for block in self.blocks]
        self.genre = _genre(text, self.blocks)
        self.dated = reference is not None
        self.year = reference.year if reference else _own_year(text, self.blocks)
        self.reviews = (
            self.genre == "work_report"
            and self.year is not None
            and re.search(_rules().assembly, text[:_OPENING]) is not None
        )
        self.frames = self._inherit()
        starts = [period.start for period in periods]
        self.headed: list[list[RawPeriod]] = [
            list(periods[bisect_left(starts, block.start) : bisect_left(starts, block.head)])
            if block.head > block.start
            else []
            for block in self.blocks
        ]

    def at(self, offset: int) -> int:
        """The index of the block that an offset lies in."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def _inherit(self) -> list[Frame]:
        _, goal, review = _patterns()
        own: list[tuple[str, str]] = []
        for block in self.blocks:
            mood, cue = "", ""
            if block.head > block.start:
                forward = goal.search(self._text, block.start, block.head)
                back = review.search(self._text, block.start, block.head)
                if forward and not (back and back.end() >= forward.end()):
                    mood, cue = "goal", forward.group()
                elif back:
                    mood, cue = "review", back.group()
            own.append((mood, cue))
        frames: list[Frame] = []
        last_top = ""
        for index, path in walk(self.blocks):
            block = self.blocks[index]
            if not path and block.kind == "heading" and own[index][0]:
                last_top = own[index][0]
            over = [*path, index] if block.head > block.start else list(path)
            telling = [at for at in over if own[at][0]]
            nearest = telling[-1] if telling else -1
            leads = [at for at in path if self.blocks[at].kind == "lead"]
            frames.append(
                Frame(
                    path,
                    own[nearest][0] if telling else "",
                    own[nearest][1] if telling else "",
                    own[telling[0]][0] if telling else last_top,
                    own[leads[-1]][0] if leads else "",
                )
            )
        return frames


def _titles(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The lines of the head that may be titles."""
    return [
        block
        for block in blocks[:_HEAD_LINES]
        if block.end - block.start <= _LONGEST_TITLE
        and not _SENTENCE.search(_ASIDE.sub("", text[block.start : block.end])[:-1])
    ]


def _genre(text: str, blocks: Sequence[Block]) -> str:
    genres, _, _ = _patterns()
    for block in _titles(text, blocks):
        found = [
            (match.end(), name)
            for name, pattern in genres
            for match in pattern.finditer(text, block.start, block.end)
        ]
        if found:
            return max(found)[1]
    rules = _rules()
    opened = re.search(rules.opening, text[:_OPENING])
    if opened is not None:
        return next(kind for word, kind in rules.opening_kinds if word in opened.group())
    if any(re.search(rules.opened, text[block.start : block.end]) for block in blocks[:3]):
        return "work_report"
    body = text[:_BODY]
    given = sum(body.count(word) for word in rules.giving)
    if given * 1000 > rules.giving_often * len(body) and given >= rules.giving_often:
        return "measure"
    return "news"


def _own_year(text: str, blocks: Sequence[Block]) -> int | None:
    """The year of the head or, failing that, of the work that a report's opening sets."""
    head = [
        int(match.group())
        for block in _titles(text, blocks)
        for match in _YEAR.finditer(text, block.start, block.end)
        if not re.match(_rules().year_behind, text[match.start() : block.end])
    ]
    if head:
        return max(head)
    opening = text[:_OPENING]
    ahead = re.search(_rules().year_ahead, opening)
    if ahead is not None:
        return int(ahead.group(1))
    behind = re.search(_rules().year_behind, opening)
    return int(behind.group(1)) + 1 if behind is not None else None
