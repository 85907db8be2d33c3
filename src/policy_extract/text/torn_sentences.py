"""Torn sentences: cut in two by a broken column, their halves apart.

A newspaper page copied column by column has paragraphs that stop in the middle of a sentence, and
others that begin in the middle of one. A stop and a beginning belong together when a word runs across
them (小店|区): a word of the dictionary that neither half has alone. The next paragraph wins, else the
only one that fits. What finds no partner is a fragment.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from policy_extract.text.layout import Join, Layout, Paragraph, Sentence
from policy_extract.text.words import Words

_CLOSED = re.compile("[。！？：:；;…”’」』》）)】\\]—.\\-=_*]$|[摄文图绘]$")
_PAUSE = re.compile("[，、]$")
_TORN_START = re.compile(
    "[，、；。）】》”]|等(?=[0-9０-９一二三四五六七八九十百千]|[^级待候你我他于])|的(?!确|士)"
)
_LONG = 60
_WINDOW = 8
_FAR = 6
"""With more open ends than this the text is cut by lines, not by columns: partners are neighbours."""
_REACH = 3
"""How many characters of the word may stand before the break."""


def join_torn(text: str, layout: Layout, words: Words) -> Layout:
    """The layout with its torn sentences: those that were joined, and those left as fragments.

    Args:
        text: The text.
        layout: Its layout, without joins.
        words: A word segmenter.
    """
    joins, fragments = _breaks(text, layout.paragraphs, layout.sentences, words)
    return replace(layout, joins=joins, fragments=fragments)


def _breaks(
    text: str, paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence], words: Words
) -> tuple[tuple[Join, ...], tuple[int, ...]]:
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, sentence in enumerate(sentences):
        first.setdefault(sentence.paragraph, index)
        last[sentence.paragraph] = index
    heads = [
        i for i, p in enumerate(paragraphs) if i in last and _stops(text, p, sentences[last[i]])
    ]
    if not heads and not any(_TORN_START.match(text, p.start) for p in paragraphs):
        return (), ()
    joins: list[Join] = []
    used: set[int] = set()
    open_heads: list[int] = []
    for head in heads:
        tail = _partner(text, paragraphs, head, used, words, near=len(heads) > _FAR)
        if tail is None or tail not in first:
            open_heads.append(head)
            continue
        used.add(tail)
        joins.append(Join(last[head], first[tail]))
    fragments = [last[head] for head in open_heads]
    fragments += [
        first[index]
        for index, paragraph in enumerate(paragraphs)
        if index not in used
        and index in first
        and _TORN_START.match(text, paragraph.start)
        and paragraph.end - paragraph.start >= 10
    ]
    return tuple(joins), tuple(sorted(set(fragments)))


def _stops(text: str, paragraph: Paragraph, sentence: Sentence) -> bool:
    """Whether a paragraph of running text ends in the middle of a sentence."""
    line = text[paragraph.start : paragraph.end]
    if "\t" in line or "|" in line or _CLOSED.search(line):
        return False
    if "：" in text[sentence.start : sentence.end]:
        return False
    rest = sentence.end - sentence.start
    whole = len(line)
    return rest >= 2 and (whole > rest and whole >= 30 or whole >= _LONG and line.count("，") >= 2)


def _partner(
    text: str,
    paragraphs: Sequence[Paragraph],
    head: int,
    used: set[int],
    words: Words,
    *,
    near: bool,
) -> int | None:
    """The paragraph that goes on where ``head`` stops: the next one, or the only other that fits."""
    end = paragraphs[head].end
    before = text[max(0, end - _WINDOW) : end]
    following = head + 1
    if following < len(paragraphs) and following not in used:
        # A pause at the end, or a closing mark at the beginning: the next line goes on.
        start = paragraphs[following].start
        if _PAUSE.search(before) or text[start] in "，、；。）":
            return following
    fitting = [
        tail
        for tail in ((following,) if near else range(len(paragraphs)))
        if tail != head
        and tail < len(paragraphs)
        and tail not in used
        and paragraphs[tail].end - paragraphs[tail].start >= 6
        and _runs_across(
            before, text[paragraphs[tail].start : paragraphs[tail].start + _WINDOW], words
        )
    ]
    if following in fitting:
        return following
    return fitting[0] if len(fitting) == 1 else None


def _runs_across(before: str, after: str, words: Words) -> bool:
    """Whether a word of the dictionary runs across the break, its last character behind it, and
    that character begins no word of its own there.
    """
    if len(words.cut(after)[0]) > 1 or not after[0].isalpha():
        return False
    return any(
        words.knows(before[-size:] + after[0])
        for size in range(1, _REACH + 1)
        if before[-size:].isalpha()
    )
