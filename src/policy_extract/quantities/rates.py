"""What a rate is counted per: 元/吨, 元/人·月, 公里每小时."""

import re

from policy_extract.quantities.tables import Tables

_CLOSES_RATE = frozenset("的以左上之起，。；、：）)！？ \n\t")
LATIN = re.compile("[A-Za-zμΩ°]{2,6}[²³23]?(?![A-Za-z0-9])")
"""A word of Latin letters behind a number: 24fps."""
_UNKNOWN_RATE = re.compile("[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff])")
_IN_BRACKETS = re.compile("/[（(](?P<parts>[^（()）\\s]{1,8})[）)]")
"""A denominator of several parts in brackets: 元/（人·月）."""
_PER = "/／"
_SCALED = re.compile("[0-9]{0,3}[十百千万亿]{1,2}")
"""A round number that a rate is counted per: 件/万人, 6.2/10万."""


def denominator(text: str, end: int, known: Tables) -> tuple[int, str, bool] | None:
    """What a rate is counted per: /立方米, /人·月, 每吨; an unknown word where it closes a phrase.

    Returns:
        Where it ends, its parts with their signs, and whether all are known; null without one.
    """
    parts = ""
    sure = True
    for _ in range(3):
        sign = text[end : end + 1]
        inner = _IN_BRACKETS.match(text, end) if sign == "/" and not parts else None
        if inner:
            whole = denominator("/" + inner["parts"], 0, known)
            if whole and whole[0] == len(inner["parts"]) + 1:
                return inner.end(), whole[1], whole[2]
        if sign and sign in _PER or parts and sign == "·":
            below = _known_below(text, end + 1, known)
            if below is None and sign != "·":
                unknown = _UNKNOWN_RATE.match(text, end + 1) or LATIN.match(text, end + 1)
                below, sure = (unknown.group(), False) if unknown else (None, sure)
        elif sign == "每" and not parts:
            below = _known_below(text, end + 1, known)
            after = end + 1 + len(below or "")
            closes = after >= len(text) or text[after] in _CLOSES_RATE
            if below and not closes and known.after.at(text, after) is None:
                below = None
        else:
            break
        if below is None:
            break
        parts += ("·" if sign == "·" else "/") + below
        end += 1 + len(below)
    return (end, parts, sure) if parts else None


def _known_below(text: str, at: int, known: Tables) -> str | None:
    scale = _SCALED.match(text, at)
    if scale:
        below = _word_below(text, scale.end(), known)
        if below is not None:
            return scale.group() + below
    return _word_below(text, at, known)


def per_scale(text: str, at: int, known: Tables) -> tuple[int, str] | None:
    """Where a share of a round number ends, and what it is counted per: /10万, /千人; null without one."""
    scale = _SCALED.match(text, at + 1)
    if scale is None:
        return None
    below = _word_below(text, scale.end(), known) or ""
    return scale.end() + len(below), text[at : scale.end()] + below


def _word_below(text: str, at: int, known: Tables) -> str | None:
    for below in known.denominators.get(text[at : at + 1], ()):
        if text.startswith(below, at):
            after = text[at + len(below) : at + len(below) + 1]
            if below[-1].isascii() and after.isascii() and after.isalnum():
                continue
            return below
    return None
