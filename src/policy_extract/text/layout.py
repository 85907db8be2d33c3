"""Paragraphs, headings and sentences of a text, by offsets; nothing is edited or stripped."""

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``text[start:end]``, without surrounding white space, with its closing mark."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: ``text[start:end]`` is one non-empty line without surrounding white space.

    Attributes:
        kind: ``title``, ``heading``, ``body``, ``byline`` (source, author, date lines) or
            ``caption``.
    """

    start: int
    end: int
    kind: Literal["title", "heading", "body", "byline", "caption"]


@dataclass(frozen=True, slots=True)
class Join:
    """Two sentence halves that a broken column tore apart: indices into ``Layout.sentences``."""

    head: int
    tail: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The structure of a text. Sentences are in the order of the text; ``joins`` and
    ``fragments`` (indices of sentences whose other half is missing) describe broken columns.
    """

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    joins: tuple[Join, ...] = ()
    fragments: tuple[int, ...] = ()


_CLOSING = re.compile('(?P<mark>[。！？!?][。！？!?”’」』）)】》"]*)\\s*')


def read_layout(text: str) -> Layout:
    """Split a text into paragraphs (its non-empty lines) and sentences (closed by 。！？).

    Sentences that a broken column tore apart are joined by
    :func:`policy_extract.text.torn_sentences.join_torn`.
    """
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        index = len(paragraphs)
        paragraphs.append(Paragraph(start, end, "body"))
        begin = start
        for closing in _CLOSING.finditer(text, start, end):
            sentences.append(Sentence(begin, closing.end("mark"), index))
            begin = closing.end()
        if begin < end:
            sentences.append(Sentence(begin, end, index))
    return Layout(tuple(paragraphs), tuple(sentences))
