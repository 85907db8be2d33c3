"""Headings, leads and items: what a line is by its mark and its shape, and how deep it stands.

One definition for the whole package. A heading's level is not told by its mark alone (some reports put
``（一）`` over ``1.``, others the reverse): marks nest in the order in which the document first opens
them, and a mark that is open already closes all that was opened under it.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from policy_extract.text.layout import Layout

BlockKind = Literal["heading", "run_in", "lead", "item", "table", "body"]

_HAN = "[一二三四五六七八九十百]"
_MARKS: tuple[tuple[str, str], ...] = (
    ("part", f"第{_HAN}{{1,3}}(?:部分|编|篇)"),
    ("chapter", f"第{_HAN}{{1,3}}章"),
    ("section", f"第{_HAN}{{1,3}}节"),
    ("article", f"第(?:{_HAN}{{1,5}}|[0-9]{{1,3}})条"),
    ("han", f"{_HAN}{{1,3}}[、．.]"),
    ("han_paren", f"[（(]{_HAN}{{1,3}}[)）]"),
    ("digit", "[0-9０-９]{1,2}(?:[、．]|[.](?![0-9])|[)）])"),
    ("digit_paren", "[（(][0-9０-９]{1,2}[)）]"),
    ("circle", "[①-⑳]"),
    ("bracket", "【[^】\n]{2,24}】"),
    ("dash", "(?:——|--|[—–]{1,2})"),
    ("bullet", "[●○•·◆◇■□※★☆▲△▶►\\-*]"),
)
_MARK = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _MARKS))
_ITEMS = frozenset({"dash", "bullet", "circle"})
_RUN_IN = re.compile("[。：；:\n]")
_LONGEST = 50
"""Characters of a marked line that is still a heading."""
_LONGEST_PLAIN = 30
_LONGEST_RUN_IN = 40
_LONGEST_HEADLINE = 45
_DIGEST = 3
"""Headlines from which on a text is told in items, each under its own."""
_STOPS = "。！？!?”…"
_JOINED = re.compile("[，,；;。&]")
_WORDED = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_CLOSED = "。；;！!？?，,、：:…"
_MEASURED = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)?[%％万亿元个家户人]")


class Block(NamedTuple):
    """A line of the document: a paragraph with what it is.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        kind: ``heading`` (a line of its own), ``run_in`` (a heading that its text follows in the same
            line), ``lead`` (ends in a colon and governs what stands under it), ``item`` (a dash or
            bullet), ``table`` or ``body``.
        style: The mark it opens with; ``plain`` for a heading without one, empty for none.
        head: Offset after its heading's text; ``start`` where it has none.
    """

    start: int
    end: int
    kind: BlockKind
    style: str
    head: int


def read_blocks(text: str, layout: Layout) -> list[Block]:
    """The paragraphs of a layout as blocks, in order."""
    blocks = [_block(text, p.start, p.end) for p in layout.paragraphs]
    headlines = [
        index
        for index, (block, behind) in enumerate(zip(blocks, blocks[1:], strict=False))
        if _is_headline(text, block, behind)
        and (not index or blocks[index - 1].kind == "heading" or _is_whole(text, blocks[index - 1]))
    ]
    if len(headlines) >= _DIGEST:
        for index in headlines:
            block = blocks[index]
            blocks[index] = Block(block.start, block.end, "heading", "plain", block.end)
    return blocks


def _is_headline(text: str, block: Block, behind: Block) -> bool:
    """Whether a line without a mark stands over a paragraph as a headline does, with or without a number."""
    length = block.end - block.start
    return (
        block.kind in ("heading", "body")
        and block.style in ("", "plain")
        and length <= _LONGEST_HEADLINE
        and text[block.end - 1] not in _CLOSED
        and _WORDED.search(text, block.start, block.end) is not None
        and not _JOINED.search(text, block.start, block.end)
        and behind.kind == "body"
        and behind.end - behind.start > length
        and _is_whole(text, behind)
    )


def _is_whole(text: str, block: Block) -> bool:
    """Whether a paragraph ends where a sentence does."""
    return text[block.end - 1] in _STOPS


def _block(text: str, start: int, end: int) -> Block:
    line_length = end - start
    mark = _MARK.match(text, start, end)
    style = (mark.lastgroup or "") if mark else ""
    if "\t" in text[start:end]:
        return Block(start, end, "table", "", start)
    last = text[end - 1]
    if last in "：:" and line_length <= 120:
        return Block(start, end, "lead", style, end)
    if mark is None:
        plain = line_length <= _LONGEST_PLAIN and last not in _CLOSED
        if plain and not _MEASURED.search(text, start, end):
            return Block(start, end, "heading", "plain", end)
        return Block(start, end, "body", "", start)
    if style in _ITEMS:
        return Block(start, end, "item", style, _run_in(text, mark.end(), end))
    if line_length <= _LONGEST and last not in "。；;：:，,、":
        return Block(start, end, "heading", style, end)
    return Block(start, end, "run_in", style, _run_in(text, mark.end(), end))


def _run_in(text: str, start: int, end: int) -> int:
    """Where the heading that a line opens with ends; bounded where no mark ends it."""
    stop = _RUN_IN.search(text, start, min(end, start + _LONGEST_RUN_IN))
    return stop.start() if stop else min(end, start + _LONGEST_RUN_IN)


def walk(blocks: list[Block]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each block's index with the indices of the headings over it, the outermost first.

    A lead counts as a heading over the items and lines that follow it, until one of its own style or
    the next heading.
    """
    stack: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind in ("heading", "run_in", "item"):
            _close(stack, blocks, block)
        elif block.kind == "lead":
            while stack and blocks[stack[-1]].kind in ("lead", "item"):
                stack.pop()
        elif block.kind == "body":
            while stack and blocks[stack[-1]].kind == "item":
                stack.pop()
        yield index, tuple(stack)
        if block.kind in ("heading", "run_in", "lead", "item"):
            stack.append(index)


def _close(stack: list[int], blocks: list[Block], block: Block) -> None:
    """Close what a heading or an item ends."""
    for depth, opened in enumerate(stack):
        if blocks[opened].style == block.style and blocks[opened].kind != "lead":
            del stack[depth:]
            return
    if block.kind != "item":
        while stack and blocks[stack[-1]].kind in ("lead", "item"):
            stack.pop()
