"""Raised and lowered characters: a note's number is no digit of the value behind it."""

import re

_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_NOTE = re.compile(r"[\[［【(（〔]?(?:注\s*)?[0-9①-⑳,，、\-*＊†‡]{0,9}[\]］】)）〕]?")
_POWER = re.compile(r"[+\-]?[0-9]{1,2}|n")
_UNIT_BEFORE = re.compile(r"(?<![A-Za-z])(?:[kcdmhμ]?m|hm|s|h|米|厘米|公里)$")


def may_be_raised(text: str) -> bool:
    """Whether a text would be changed by :func:`raised` behind some other."""
    bare = text.strip()
    return bool(bare) and bool(_POWER.fullmatch(bare) or _NOTE.fullmatch(bare))


def raised(before: str, text: str) -> str:
    """What stands for raised characters in the text.

    A power behind a digit or a unit of length becomes superscript (``m²``, ``10⁸``); a note's mark
    is left out; other words stay as they are.

    >>> raised("地区生产总值", "2"), raised("新增120万m", "2"), raised("约10", "8")
    ('', '²', '⁸')
    """
    bare = text.strip()
    if not bare:
        return text
    if _POWER.fullmatch(bare) and (
        _UNIT_BEFORE.search(before[-4:]) or before[-1:].isdigit() and before[-1:].isascii()
    ):
        return bare.translate(_RAISED)
    return "" if _NOTE.fullmatch(bare) else text
