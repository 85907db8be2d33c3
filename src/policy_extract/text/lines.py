"""Lines of a text, and what tells whether one goes on in the next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_extract.text.words import Words

NO_OPENING = "，。、；：！？）》」』”’】"
"""Marks that open no line: a break before one is soft."""
NO_ENDING = "（《「『“‘【"
"""Marks that end no line."""
_CLOSED = "。！？!?；;：:…"
_CLOSERS = "”’」』》）)】"
_TABLE = re.compile(r"[\t|]| {3}|[ \u3000]{4}")
_NUMBERS = re.compile(
    r"[^，。；\n]{1,40}(?:[ \u3000]+[%％‰])?(?:[ \u3000]+[-－−–]?[0-9][0-9,.]*[%％]?)+"
)
"""A name and numbers parted by blanks: a row of a table."""
ITEM = re.compile(
    r"[-*•●■◆#]|[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)、.．]|第[0-9一二三四五六七八九十百]+[章节条]"
)
"""How an item of a list begins: a bullet, a number, 一、, （一）, 第一条."""


WIDE = re.compile(
    "[\u1100-\u115f\u2010-\u2027\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: ``text[start:end]`` without surrounding white space.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        lead: Characters of white space in front of it.
        indent: The same, a wide space counting two.
        gap: Line breaks between it and the line before it.
    """

    start: int
    end: int
    lead: int
    indent: int
    gap: int


def text_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    found = []
    breaks = 0
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lead = len(raw) - len(raw.lstrip())
            indent = lead + raw.count("\u3000", 0, lead)
            start = at + lead
            found.append(Line(start, start + len(stripped), lead, indent, breaks))
            breaks = 0
        breaks += 1
        at += len(raw) + 1
    return found


def may_run_on(text: str, line: Line, after: Line) -> bool:
    """Whether two lines could be one sentence: no table rows, no items of a list."""
    return not (
        is_row(text, line)
        or is_row(text, after)
        or (ITEM.match(text, after.start) and not is_open(text, line))
    )


def is_row(text: str, line: Line) -> bool:
    """Whether a line looks like a row of a table."""
    return (
        _TABLE.search(text, line.start, line.end) is not None
        or _NUMBERS.fullmatch(text, line.start, line.end) is not None
    )


def is_open(text: str, line: Line) -> bool:
    """Whether a line stops without a closing mark."""
    last = line.end - 1
    while last > line.start and text[last] in _CLOSERS:
        last -= 1
    return text[last] not in _CLOSED


def runs_on(before: str, after: str, words: Words) -> bool:
    """Whether a clause or a word runs across the place where two pieces meet."""
    return before[-1] in "，、" or _crosses(before, after, words)


def _crosses(before: str, after: str, words: Words) -> bool:
    """Whether a word runs across the place where two pieces meet."""
    at = 0
    for word in words.cut(before + after):
        at += len(word)
        if at == len(before):
            return False
        if at > len(before):
            return not word.isspace()
    return False


def beside(text: str, lines: Sequence[Line], index: int) -> tuple[str, str]:
    """The last characters of a line and the first of the next."""
    line, after = lines[index], lines[index + 1]
    return text[max(line.start, line.end - 6) : line.end], text[after.start : after.start + 6]
