"""Reading one numeral at a place in a text: how far it goes, its value, and how it was written."""

import re
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.numerals import (
    DIGITS,
    approximate,
    arabic,
    chinese,
    half_width,
    scale_of,
    times,
)
from policy_extract.quantities.tables import Tables

DIGIT = "[0-9０-９]"
"""One Arabic digit, half or full width."""
HAN = "零〇○一二三四五六七八九十百千万亿两俩仨廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩"
"""The characters of a Chinese numeral."""

_GROUPED = (
    f"{DIGIT}{{1,3}}(?:,{DIGIT}{{3}}){{1,6}}(?!{DIGIT})|"
    f"[０-９]{{1,3}}(?:，[０-９]{{3}}){{1,6}}(?!{DIGIT})|"
    f"[0-9]{{1,3}}(?:，[0-9]{{3}}){{1,6}}(?=[\u4e00-\u9fff％%.])"
)
_SPACED = (
    "(?:[0-9](?: [0-9]){1,12}(?: ?[.．] ?[0-9](?: [0-9]){0,4})?|"
    "[0-9] ?[.．] ?[0-9](?: [0-9]){0,4})"
    "(?= ?[\u4e00-\u9fff％%‰])"
)
"""Digits set apart by single spaces, as some archives print them (5 6 ％)."""
ARABIC = f"(?:{_SPACED}|(?:{_GROUPED}|{DIGIT}++)(?:[.．]{DIGIT}++|[·•]{DIGIT}{{1,2}}(?=[％%]))?)"
"""An Arabic number with its separators and decimal point, no scale words."""
_MORE = "[余多来餘來]"
_SCALE = (
    f"(?:[ \u3000\xa0]?[万亿萬億]+|{_MORE}?[十百千拾佰仟]?{_MORE}?[万亿萬億]+|"
    f"[个個][亿億](?![元吨])|{_MORE}?[十百千拾佰仟])"
)
_ARABIC = re.compile(f"(?P<number>{ARABIC})(?P<scale>{_SCALE})?")
_HAN = re.compile(
    f"[{HAN}]+(?:[点點][零〇一二三四五六七八九]+(?:[十百千]?[万亿萬億]+)?)?"
    f"(?:{_MORE}[十百千]?[万亿萬億]+)?(?:[个個][亿億](?![元吨]))?"
)
_LONGEST = 24
_LONGEST_CHINESE = 48
_SIGNS = "-－−+＋"
_OWN_FIRST = "千百兆"


class Numeral(NamedTuple):
    """A numeral as read.

    Attributes:
        start: First character, the sign included.
        end: One past the last digit or scale word.
        value: Its value; the upper end where ``low`` is set.
        low: Lower end of an approximate numeral (两三百); otherwise null.
        scale: The product of the scale words behind its digits; 1 without one.
        arabic: Written with Arabic digits.
        more: An inner 多 or 余 says that it is more (三千多万).
        bare: A scale word alone (百, 千万), no number unless a word before it says so.
        round: Ends in a zero or a scale word, so that 多 or 余 behind it is a hedge.
    """

    start: int
    end: int
    value: Decimal
    low: Decimal | None
    scale: Decimal
    arabic: bool
    more: bool
    bare: bool
    round: bool


def read_numeral(text: str, at: int, known: Tables) -> Numeral | None:
    """The numeral that begins at ``at``; null when the characters form none."""
    match = _ARABIC.match(text, at)
    return _read_arabic(text, match, known) if match else _read_chinese(text, at, known)


def run_end(text: str, at: int) -> int:
    """Where the run of numeral characters at ``at`` ends; at least one character on."""
    match = _ARABIC.match(text, at) or _HAN.match(text, at)
    return match.end() if match else at + 1


def _own(text: str, end: int, first: int, known: Tables) -> int:
    """Give back a last scale character that is the unit's own (千 of 千瓦)."""
    if end - 1 >= first and text[end - 1] in _OWN_FIRST:
        for unit in known.own_scale.get(text[end - 1], ()):
            if text.startswith(unit, end - 1):
                return end - 1
    return end


def _read_arabic(text: str, match: "re.Match[str]", known: Tables) -> Numeral | None:
    start, digits = match.span("number")
    if digits - start > _LONGEST:
        return None
    value, scale, end, more = _term(text, match, known)
    total, lowest = value, scale
    while lowest >= 1000 and "." not in half_width(match["number"]):
        following = _ARABIC.match(text, end)
        if following is None:
            break
        part, part_scale, part_end, part_more = _term(text, following, known)
        if (
            not part < lowest
            or part_scale == 1
            and (
                len(following["number"]) != len(str(lowest)) - 1
                or text[part_end : part_end + 1] == "年"
            )
        ):
            break
        total, lowest, end, more = total + part, part_scale, part_end, more or part_more
        match = following
    if start and text[start - 1] in _SIGNS and _signed(text, start - 1):
        start -= 1
        total = -total if half_width(text[start]) in "-−" else total
    ends_round = scale > 1 or match["number"][-1] in "0０"
    return Numeral(start, end, total, None, scale, True, more, False, ends_round)


def _term(text: str, match: "re.Match[str]", known: Tables) -> tuple[Decimal, Decimal, int, bool]:
    """Value, scale, end and hedge of digits with one scale: 3千多万."""
    end = _own(text, match.end(), match.end("number"), known)
    words = text[match.end("number") : end].strip()
    if words and not words.strip("余多来餘來"):
        end, words = match.end("number"), ""  # the hedge alone is read with the unit
    scale = scale_of(words)
    value = arabic(match["number"])
    more = any(char in words for char in "余多餘")
    return (times(value, scale) if scale > 1 else value), scale, end, more


def _signed(text: str, at: int) -> bool:
    """Whether a sign belongs to its number, not to what stands before it (a range, a code)."""
    before = text[at - 1] if at else "\n"
    return not (
        before.isdigit() or before.isascii() and before.isalpha() or before in "%％‰）)-—－+年月日℃"
    )


def _read_chinese(text: str, at: int, known: Tables) -> Numeral | None:
    match = _HAN.match(text, at)
    if match is None:
        return None
    end = _own(text, match.end(), at, known)
    start = at
    while end - start > 1 and text[start] in "零〇" and text[start + 1] not in "零〇○点點":
        start += 1  # 一年零三个月
    for index in range(start + 1, end):
        # 四十九万三峡移民: the last character belongs to a name
        if text[index] not in DIGITS or text[end : end + 1] in known.lengths:
            continue
        if (known.ordinary.starts(text, index) or 0) > end:
            end = index
            break
    written = text[start:end]
    if not written or len(written) > _LONGEST_CHINESE:
        return None
    more = any(char in written for char in "余多餘")
    plain = "".join(char for char in written if char not in "余多来餘來个個")
    low = None
    value = None
    near = approximate(plain)
    if near:
        low, value = near
    elif len(plain) != 2 or plain[0] not in DIGITS or plain[1] not in DIGITS or plain[0] in "零〇○":
        value = chinese(plain)
    if value is None:
        return None
    tail = plain.lstrip("".join(DIGITS) + "点點")
    trailing = plain[len(plain.rstrip("十百千万亿萬億拾佰仟")) :]
    bare = trailing == plain and plain[0] != "十"
    scale = scale_of(trailing) if trailing and tail else Decimal(1)
    return Numeral(start, end, value, low, scale, False, more, bare, plain[-1] not in DIGITS)
