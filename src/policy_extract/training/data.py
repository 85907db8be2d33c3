"""Training data: gold folders and JSON Lines sets as sentences with entities."""

import gzip
import json
import random
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from policy_extract.errors import GoldError

_Item = TypeVar("_Item")
MAX_CHARS = 200
_BORDER = re.compile(r"[^。！？\n]*[。！？]?[”’」』）]*\n?|\n")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence: its text, entities ``(start, end, type)``, and the set it came from."""

    text: str
    entities: tuple[tuple[int, int, str], ...]
    origin: str


def read_gold(folder: Path) -> list[Sample]:
    """The sentences of a folder with ``article.txt`` and ``gold.json``.

    Where the gold names ``windows``, only those stretches were annotated, and only they are read.

    Raises:
        GoldError: A file is missing or an entity does not fit the text.
    """
    try:
        text = (folder / "article.txt").read_text(encoding="utf-8")
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{folder}: no readable gold: {error}") from error
    entities = sorted((e["start"], e["end"], e["type"], e["text"]) for e in gold["entities"])
    for start, end, _, written in entities:
        if text[start:end] != written:
            raise GoldError(f"{folder}/gold.json: text[{start}:{end}] is not {written!r}")
    samples = []
    for low, high in gold.get("windows") or [[0, len(text)]]:
        marked = [(a, b, kind) for a, b, kind, _ in entities if low <= a < high]
        # a mention that begins in a window may end behind it
        stop = max([high, *(b for _, b, _ in marked)])
        places = [(a - low, b - low) for a, b, _ in marked]
        for first, last in sentence_spans(text[low:stop], places):
            start, end = low + first, low + last
            inside = tuple(
                (a - start, b - start, kind) for a, b, kind in marked if start <= a < end
            )
            samples.append(Sample(text[start:end], inside, "policy"))
    return samples


def sentence_spans(text: str, entities: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentence spans that cut no entity, none longer than needs be."""
    borders = [found.end() for found in _BORDER.finditer(text) if found.group()]
    cut = {at for start, end in entities for at in range(start + 1, end)}
    start = 0
    for border in borders:
        if border in cut:
            continue
        yield from _split_long(text, start, border, cut)
        start = border
    if start < len(text):
        yield from _split_long(text, start, len(text), cut)


def _split_long(text: str, start: int, end: int, cut: set[int]) -> Iterator[tuple[int, int]]:
    while end - start > MAX_CHARS:
        window = range(start + MAX_CHARS, start + MAX_CHARS // 2, -1)
        at = next((i for i in window if text[i - 1] in "，；、：" and i not in cut), None)
        at = at or next((i for i in window if i not in cut), start + MAX_CHARS)
        yield start, at
        start = at
    if text[start:end].strip():
        yield start, end


def read_set(path: Path, origin: str) -> list[Sample]:
    """The sentences of a ``jsonl.gz`` set: ``{"text", "entities": [[start, end, type], ...]}``.

    Raises:
        GoldError: The file cannot be read, or a line is of another form.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return [
            Sample(row["text"], tuple((a, b, kind) for a, b, kind in row["entities"]), origin)
            for row in rows
            if row["text"].strip() and len(row["text"]) <= 2 * MAX_CHARS
        ]
    except (
        OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zlib.error,
    ) as error:  # fmt: skip
        raise GoldError(f"{path}: no readable set: {error}") from error


def like_lengths(
    items: Sequence[_Item],
    length: Callable[[_Item], int],
    tokens: int,
    rng: random.Random,
    *,
    jitter: float,
) -> list[list[_Item]]:
    """Groups of items of like length, at most ``tokens`` characters each when padded.

    Args:
        items: What to group.
        length: Characters of an item.
        tokens: Padded characters a group; an item longer than that is a group of its own.
        rng: Orders the groups, and items of nearly the same length.
        jitter: Characters by which the order by length is shaken.
    """
    order = sorted(items, key=lambda item: length(item) + rng.random() * jitter)
    groups: list[list[_Item]] = [[]]
    for item in order:
        if groups[-1] and length(item) * (len(groups[-1]) + 1) > tokens:
            groups.append([])
        groups[-1].append(item)
    rng.shuffle(groups)
    return groups


def mentions(samples: Iterable[Sample]) -> dict[str, list[str]]:
    """All mention texts by type, for :func:`swapped`."""
    found: dict[str, list[str]] = {}
    for sample in samples:
        for start, end, kind in sample.entities:
            found.setdefault(kind, []).append(sample.text[start:end])
    return found


def swapped(sample: Sample, pool: dict[str, list[str]], share: float, rng: random.Random) -> Sample:
    """The sample with some entities exchanged for others of their type."""
    parts: list[str] = []
    entities: list[tuple[int, int, str]] = []
    at = length = 0
    for start, end, kind in sorted(sample.entities):
        if start < at:
            return sample
        parts.append(sample.text[at:start])
        length += start - at
        mention = sample.text[start:end]
        if rng.random() < share:
            mention = rng.choice(pool[kind])
        parts.append(mention)
        entities.append((length, length + len(mention), kind))
        length += len(mention)
        at = end
    parts.append(sample.text[at:])
    return Sample("".join(parts), tuple(entities), sample.origin)
