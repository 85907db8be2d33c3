"""Mojibake: lines that were decoded in a wrong encoding before they came here, or lost bytes."""

import re

from policy_extract.text.plausible import plausibility

_LOST = "\ufffd"
_SIGNS = re.compile(
    "[锛銆鐨鍦鈥鏄鏈骞浠鍏鎴缁闈鍙涓瀹璁浜寰鍒鑷杩宸鐢瓒]|[ÃÂäåæçèé][\x80-\xbf\u2013-\u2122]"
)
"""Characters that UTF-8 read as GB18030, or as Latin-1, is full of."""
_IN_NUMBER = re.compile("[0-9０-９][\ue000-\uf8ff\U000f0000-\U0010fffd][0-9０-９]")
"""A character of private use inside a number: nothing says which sign it shows."""
_LEAST = 3
_BAD = 0.5
_GOOD = 0.6
_WRONG = ("gb18030", "cp1252", "latin-1")
_SAMPLE = 200_000
_DIGITS, _FEW = 100, 4
"""Digits that a text has at least, and how many of them to a letter, where its words are missing."""
_MOST = 3
"""So many lines are told; more say no more."""


def is_wordless(text: str) -> bool:
    """Whether a text is digits without the words that say what they are, as of a page whose words are pictures."""
    digits = sum(map(str.isdigit, text))
    return digits >= _DIGITS and sum(map(str.isalpha, text)) * _FEW < digits


def garbled_lines(text: str) -> list[tuple[int, int]]:
    """The spans of lines that are mojibake, a few at most; of a lost character the line it is in."""
    odd = _LOST in text or _IN_NUMBER.search(text) is not None
    if not odd and len(_SIGNS.findall(text[:_SAMPLE])) < _LEAST:
        return []
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if _LOST in line or _IN_NUMBER.search(line) or _is_mojibake(line):
            found.append((at, end))
            if len(found) == _MOST:
                break
        at = end + 1
    return found


def _is_mojibake(line: str) -> bool:
    """Whether a line reads badly as it is, and well when its decoding is undone."""
    if len(_SIGNS.findall(line)) < _LEAST:
        return False
    if plausibility(line) >= _BAD:
        return False
    return any(plausibility(again) >= _GOOD for again in _undone(line))


def _undone(line: str) -> list[str]:
    return [line.encode(codec, "ignore").decode("utf-8", "ignore") for codec in _WRONG]
