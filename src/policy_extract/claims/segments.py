"""Cutting a sentence into segments: the stretch in which a value finds its name."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from policy_extract.claims.sentence import Item, LogicalSentence

_HARD = "，,；;：:。！？!?…\n（）()【】"
_SOFT = "、"
_LEVEL = "持平"
_CONNECTOR = re.compile(r"以及|并且|和|及|与|并|或")
_BETWEEN = re.compile(r"[\s、]*(?:以及|和|及|与|或)?[\s]*")
_QUOTE = re.compile("“[^”]*”")


@dataclass(frozen=True, slots=True)
class Slot:
    """A value and the text on both sides of it inside its segment, in local coordinates.

    Attributes:
        item: The value.
        left: Start of the text before the value.
        right: End of the text after the value.
        opener: The character that opened the segment; empty at the sentence's start.
        group: Index of the first slot of the run of values this one belongs to (5%、6%和7%).
        after: Whether another value precedes it in the same segment.
        text: The value's own characters.
    """

    item: Item
    left: int
    right: int
    opener: str
    group: int
    after: bool
    text: str


def _breaks(sentence: LogicalSentence) -> list[int]:
    """Offsets of the characters that end a segment for sure."""
    masked = sentence.masked
    starts = [item.start for item in sentence.items]
    shielded: set[int] = set()
    for quote in _QUOTE.finditer(masked):
        if not any(quote.start() < start < quote.end() for start in starts):
            shielded.update(range(quote.start(), quote.end()))
    inside = {at for item in sentence.items for at in range(item.start, item.end)}
    return [
        index
        for index, char in enumerate(masked)
        if char in _HARD and index not in shielded and index not in inside
    ]


def read_slots(sentence: LogicalSentence) -> list[Slot]:
    """The slots of a sentence, one for each value."""
    masked, items = sentence.masked, sentence.items
    if not items:
        return []
    hard = _breaks(sentence)
    lefts: list[int] = []
    openers: list[str] = []
    groups: list[int] = []
    afters: list[bool] = []
    for index, item in enumerate(items):
        mark = bisect_left(hard, item.start)
        left = hard[mark - 1] + 1 if mark else 0
        opener = masked[left - 1] if left else ""
        group, after = index, False
        if index and items[index - 1].end >= left:
            before = items[index - 1].end
            between = masked[before : item.start]
            if between and _BETWEEN.fullmatch(between):
                group = groups[-1]
                left, opener = before, between.strip()[:1] or opener
            else:
                left, opener = _soft_start(masked, before, item)
                after = opener == ""
        elif index and _BETWEEN.fullmatch(masked[items[index - 1].end : item.start]):
            group = groups[-1]
        lefts.append(left)
        openers.append(opener)
        groups.append(group)
        afters.append(after)
    return _close(sentence, hard, lefts, openers, groups, afters)


def _soft_start(masked: str, before: int, item: Item) -> tuple[int, str]:
    """Where a value's own words begin after another value in the same comma segment.

    A connective divides only before a value that precedes its noun (100个中心和300个院); before one
    that follows it, the noun phrase itself may be coordinated (市区和新区增补学位2万个).
    """
    start = item.start
    right_headed = item.end < len(masked) and masked[item.end] not in _HARD + _SOFT
    level = masked.rfind(_LEVEL, before, start)
    first = masked.find(_SOFT, max(before, level), start)
    if first >= 0:
        return first + 1, _SOFT
    connector = _CONNECTOR.search(masked, before, start)
    if connector is not None and (right_headed or masked[connector.end() : start].isspace()):
        return connector.end(), connector.group()
    return before, ""


def _close(
    sentence: LogicalSentence,
    hard: Sequence[int],
    lefts: Sequence[int],
    openers: Sequence[str],
    groups: Sequence[int],
    afters: Sequence[bool],
) -> list[Slot]:
    """Add the right ends: the next break, or the border with the next value's own words."""
    slots = []
    for index, item in enumerate(sentence.items):
        mark = bisect_left(hard, item.end)
        right = hard[mark] if mark < len(hard) else len(sentence.masked)
        if index + 1 < len(sentence.items) and lefts[index + 1] <= right:
            following = lefts[index + 1] - len(openers[index + 1])
            if afters[index + 1]:
                following = sentence.items[index + 1].start
            right = min(right, max(item.end, following))
        slots.append(
            Slot(
                item,
                lefts[index],
                right,
                openers[index],
                groups[index],
                afters[index],
                sentence.text[item.start : item.end],
            )
        )
    return slots
