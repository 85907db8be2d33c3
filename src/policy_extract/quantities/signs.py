"""Whether a number is negative: 负, 零下, a minus; never the hyphen of a range. 零上 is a plus."""

import re

from policy_extract.quantities.notation import HAN
from policy_extract.quantities.tables import Tables

_DASHES = "-−–+"
_LONG = "—"
_CLOSES = "%‰）)】」”-—–−~+℃°/"
_SCALES = "十百千万亿兆多余"
_BELOW = "零下"
_ABOVE = "零上"
_BLANKS = " \u3000\t\n"
SIGNS = frozenset(_DASHES + _LONG + "负下上正")
"""The characters that a sign ends in."""
_POSITIVE = re.compile(f"[0-9]|[{HAN}]+点?[{HAN}]")
_LONGEST_UNIT = 4


def sign_before(text: str, start: int, known: Tables) -> tuple[int, int]:
    """Where a number that begins at ``start`` begins with its sign, and 1 or -1.

    A dash is a minus only where nothing stands before it that a range could begin with: no digit,
    letter, scale word or unit; an em dash only behind one of the words that lead to a value (为—3%).
    """
    if not start:
        return start, 1
    sign = text[start - 1]
    if sign == "负":
        if start > 1 and (text[start - 2].isdigit() or text[start - 2] in known.not_negative):
            return start, 1
        return start - 1, -1
    if sign == "下" and text.startswith(_BELOW, max(0, start - 2)):
        return start - 2, -1
    if sign == "上" and text.startswith(_ABOVE, max(0, start - 2)):
        return start - 2, 1
    if sign == "正":
        return (start - 1 if _POSITIVE.match(text, start) and _free(text, start - 1) else start), 1
    if sign in _DASHES and _opens(text, start - 1, known):
        return start - 1, 1 if sign == "+" else -1
    if sign == _LONG and text[max(0, start - 2)] in known.leads_to_value:
        return start - 1, -1
    return start, 1


def _free(text: str, at: int) -> bool:
    """Whether a phrase opens at ``at``, so that 正 is no part of a word (不正, 正五边形)."""
    return not at or text[at - 1] in _BLANKS or text[at - 1] in "，。；：（("


def _opens(text: str, at: int, known: Tables) -> bool:
    """Whether a dash at ``at`` opens a number, not joins it with what stands before."""
    if not at or text[at - 1] in _BLANKS:
        return True  # in a table, 53.42 -1.1 are two numbers
    before = text[at - 1]
    if before.isdigit() or (before.isascii() and before.isalpha()) or before in _CLOSES:
        return False
    return before not in _SCALES and not _measured(text, at, known)


def _measured(text: str, at: int, known: Tables) -> bool:
    """Whether a number with a unit ends at ``at``, so that a dash behind it joins."""
    for size in range(1, min(_LONGEST_UNIT, at - 1) + 1):
        before = text[at - size - 1]
        if (before.isdigit() or before in _SCALES) and text[at - size : at] in known.units:
            return True
    return False
