"""Texts in traditional characters: read in simplified ones, one for one, for everything that reads knows these."""

import re
from functools import cache

from policy_extract.rules.loader import read_shipped

_LEAST = 0.03
"""The least share of traditional characters in a text that is written in them; mainland prose has hardly any."""
_AHEAD = 4
"""How many times as many there are as simplified ones, at least: names and quotes may be in the other script."""


@cache
def _table() -> dict[int, int]:
    lines = (line for line in read_shipped("traditional_characters.txt").splitlines())
    pairs = (pair for line in lines if line[:1] != "#" for pair in line.split())
    return {ord(pair[0]): ord(pair[1]) for pair in pairs}


@cache
def _telling() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only texts in traditional characters have, and those that only the others have."""
    table = _table()
    simplified = {chr(code) for code in table.values()}
    own = {chr(code) for code in table} - simplified
    return (
        frozenset(char for char in own if not _in(char, "gb2312")),
        frozenset(char for char in simplified if not _in(char, "big5")),
    )


def _in(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters.

    >>> is_traditional("出口金額年減3.2%"), is_traditional("出口金额下降3.2%")
    (True, False)
    """
    traditional, simplified = _telling()
    own = sum(map(traditional.__contains__, text))
    return own > _LEAST * len(text) and own > _AHEAD * sum(map(simplified.__contains__, text))


_BEFORE = "(?<![年月日历逐上去今本当全每同近个0-9一二两三四五六七八九十几第首])"
_CHANGED = "(?=[增减](?:[长少幅]|[0-9约近超逾达]))"
_WORDS = (
    ("增长", re.compile("成长(?![型性期中股基营])")),
    ("同", re.compile(f"{_BEFORE}年{_CHANGED}")),
    ("环", re.compile(f"{_BEFORE}[季月]{_CHANGED}")),
)
"""Words of statistics as they are said elsewhere, and as long: 成長, 年增, 季減."""


def simplified(text: str) -> str:
    """A text in traditional characters with simplified ones, and words of statistics as the mainland
    says them, as long as before.

    >>> simplified("出口金額年減3.2%，經濟成長3%")
    '出口金额同减3.2%，经济增长3%'
    """
    text = text.translate(_table())
    for word, other in _WORDS:
        text = other.sub(word, text)
    return text
