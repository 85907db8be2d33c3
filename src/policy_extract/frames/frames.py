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


@cache
def _patterns() -> tuple[list[tuple[str, re.Pattern[str]]], re.Pattern[str], re.Pattern[str]]:
    rules = load_shipped("frames.toml", FrameRules)
    genres = [(name, re.compile(trie_pattern(words))) for name, words in rules.genres.items()]
    return genres, re.compile(trie_pattern(rules.goal)), re.compile(trie_pattern(rules.review))


_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=[年-])")
_HEAD_LINES = 8
_LONGEST_TITLE = 80


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
        genre: ``work_report``, ``bulletin``, ``plan``, ``measure``, ``budget`` or ``news``.
        year: The year it speaks from; null when nothing says.
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
        self.year = reference.year if reference else _own_year(text, self.blocks)
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


def _genre(text: str, blocks: Sequence[Block]) -> str:
    genres, _, _ = _patterns()
    for block in blocks[:_HEAD_LINES]:
        if block.end - block.start > _LONGEST_TITLE:
            continue
        found = [
            (match.end(), name)
            for name, pattern in genres
            for match in pattern.finditer(text, block.start, block.end)
        ]
        if found:
            return max(found)[1]
    return "news"


def _own_year(text: str, blocks: Sequence[Block]) -> int | None:
    """The year of the head or, failing that, the latest year that the document names."""
    head = [
        int(match.group())
        for block in blocks[:_HEAD_LINES]
        if block.end - block.start <= _LONGEST_TITLE
        for match in _YEAR.finditer(text, block.start, block.end)
    ]
    return max(head) if head else None
