"""The sentence that a record is shown with: whole as sentences are, cut around the value where one runs on."""

from collections.abc import Sequence

LONGEST = 480
"""Characters of a piece that is shown whole. Of 6,036 records of 67 documents the longest has 456."""
_BEFORE, _AFTER = 320, 160
"""What is kept before and after a value in a longer one: what a number measures stands before it."""
_MARKS = "，、；：。,;\n"


def shown_pieces(
    text: str, pieces: Sequence[tuple[int, int]], start: int, end: int
) -> list[tuple[int, int]]:
    """The pieces of a sentence, each cut to what stands around a value, at a mark where there is one.

    Without this, each record of a line without an end would carry all of it: a square.

    >>> text = "甲" * 400 + "，乙，增长5%，" + "丙" * 400
    >>> [(begin, until)] = shown_pieces(text, [(0, len(text))], 405, 407)
    >>> begin, text[until - 4 : until]
    (401, '长5%，')

    Args:
        text: The document's text.
        pieces: Document spans of the sentence, in reading order.
        start: Offset of the value's first character.
        end: Offset after its last character.
    """
    return [_shown(text, first, last, start, end) for first, last in pieces]


def _shown(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    if last - first <= LONGEST:
        return first, last
    if not first <= start < last:  # the other half of a torn sentence: what is next to the tear
        return (last - _AFTER, last) if last <= start else (first, first + _AFTER)
    begin, until = max(first, start - _BEFORE), min(last, end + _AFTER)
    if begin > first:
        marks = (at + 1 for at in range(begin, start) if text[at] in _MARKS)
        begin = next(marks, begin)
    if until < last:
        marks = (at for at in range(until, end, -1) if text[at - 1] in _MARKS)
        until = next(marks, until)
    return begin, until
