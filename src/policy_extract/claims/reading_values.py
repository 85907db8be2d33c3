"""The values of a document that the neural reader is asked about, and what stands before its windows."""

from collections.abc import Callable

from policy_extract.claims.build import stretches_of
from policy_extract.claims.context import Reading
from policy_extract.claims.reader import front
from policy_extract.text.title import find_title

_HEAD = 24
_LIST = 100
"""Values of a sentence at most: what has more is a list, whose members stand closer than the reader's cost allows."""


def values_of(reading: Reading) -> list[tuple[int, int]]:
    """Spans of the values of a document's sentences, in order; a list without end is no sentence to read."""
    return sorted(
        (item.value.start, item.value.end)
        for stretch in stretches_of(reading)
        if len(stretch.whole.items) <= _LIST
        for item in stretch.whole.items
    )


def front_of(reading: Reading) -> Callable[[int], str]:
    """What stands in front of a window of a document: its date, its title, the heading over the first value."""
    text, frames = reading.text, reading.frames
    day = reading.reference
    date = f"{day.year}年{day.month}月" if day else f"{frames.year}年" if frames.year else ""
    title = find_title(text, reading.layout) or ""

    def front_at(at: int) -> str:
        path = frames.frames[frames.at(at)].path
        if not path:
            return front(date, title, "")
        head = frames.blocks[path[-1]]
        return front(date, title, text[head.start : min(head.head, head.start + _HEAD)])

    return front_at
