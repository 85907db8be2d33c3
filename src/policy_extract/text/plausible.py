"""How likely it is that a decoded text is Chinese, by how common its characters are.

GB18030 and Big5 decode almost any bytes, and UTF-16 any even number of them; what a wrong codec gives
are rare characters, private ones and controls. Real Chinese keeps to few: the thousand commonest
characters make some 87 % of it, the next thousand 9 %.
"""

import re
from functools import cache

from policy_extract.rules.loader import read_shipped

PLAUSIBLE = 0.62
"""The least plausibility of a decoding that is believed; see ``docs/reading.md`` for how it was
measured."""

_SAMPLE = 40_000
_WEIGHTS = (1.0, 0.5, 1.0, 0.5)
_CONTROL_WEIGHT = 5.0
_LETTER_WEIGHT, _LETTERS = 0.02, 3.0
"""Latin letters count a little against a text, up to a sum: one accent among a hundred letters, read
as a Chinese character, is no evidence."""
_LETTER = re.compile("[A-Za-z]")
_LETTER_SAMPLE = 1000
CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f\\x7f]")
"""Control characters that no text has; line breaks, tabs, form feeds and escapes are not among
them."""


@cache
def _weights() -> dict[int, float]:
    """Weight of each common character: those of the first thousand count whole, of the second
    half.
    """
    lines = (line for line in read_shipped("common_characters.txt").splitlines() if line[:1] != "#")
    found: dict[int, float] = {}
    for weight, line in zip(_WEIGHTS, lines, strict=True):
        for char in line:
            found.setdefault(ord(char), weight)
    return found


def plausibility(text: str) -> float:
    """From 0 to 1: the weight of the common Chinese characters among all that are neither ASCII nor
    common punctuation; 0 when there is none. Control characters count heavily against the text.
    """
    weights = _weights()
    sample = text if len(text) <= _SAMPLE else text[:_SAMPLE]
    good = total = 0.0
    for char in sample:
        code = ord(char)
        if code < 0x80:
            if code < 0x20 and code not in (9, 10, 11, 12, 13, 27) or code == 0x7F:
                total += _CONTROL_WEIGHT
        elif 0x4E00 <= code <= 0x9FFF:
            good += weights.get(code, 0.0)
            total += 1.0
        elif 0x80 <= code < 0xA0 or 0xE000 <= code <= 0xF8FF or code == 0xFFFD:
            total += _CONTROL_WEIGHT
        elif not _punctuation(code):
            total += 1.0
    if not total:
        return 0.0
    letters = len(_LETTER.findall(sample[:_LETTER_SAMPLE]))
    return good / (total + min(letters * _LETTER_WEIGHT, _LETTERS))


def _punctuation(code: int) -> bool:
    """Punctuation, symbols, full-width forms, and the signs of units and enumeration."""
    return (
        0x2000 <= code <= 0x2BFF
        or 0x3000 <= code <= 0x303F
        or 0x3200 <= code <= 0x33FF
        or 0xFF00 <= code <= 0xFF65
        or 0xFFE0 <= code <= 0xFFEF
        or code in (0xA0, 0xA5, 0xA7, 0xB0, 0xB1, 0xB2, 0xB3, 0xB5, 0xB7, 0xD7, 0xF7)
    )
