"""Reading one numeral at a place in a folded text: how far it goes, its value, how it is written."""

import re
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.notation import ARABIC_TERM, HAN_NUMERAL, PLACES
from policy_extract.quantities.numerals import (
    DIGITS,
    TENS,
    ZEROS,
    approximate,
    chinese,
    scale_of,
    times,
)
from policy_extract.quantities.powers import power
from policy_extract.quantities.signs import SIGNS, sign_before
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.terms import (
    ONE,
    TEN,
    Term,
    big_scale,
    lesser,
    read_term,
    unit_without,
    without_own,
)

_LONGEST = 24
_LONGEST_CHINESE = 48
_DIGIT_VALUES = {digit: Decimal(value) for digit, value in DIGITS.items() if value}
_ALNUM = re.compile("[0-9A-Za-z]")


class Numeral(NamedTuple):
    """A numeral as read.

    Attributes:
        start: First character, the sign included.
        end: One past the last digit or scale word.
        value: Its value; the upper end where ``low`` is set.
        low: Lower end of an approximate numeral (两三百); otherwise null.
        scale: The product of the scale words behind its digits; 1 without one.
        big: That of its 万, 亿 and 兆 alone.
        arabic: Written with Arabic digits.
        more: An inner 多, 余 or 几 says that it is more (三千多万, 十几亿); empty without one.
        bare: A scale word alone (百, 千万), no number unless a word before it says so.
        round: Ends in a zero or a scale word, so that 多 or 余 behind it is a hedge.
    """

    start: int
    end: int
    value: Decimal
    low: Decimal | None
    scale: Decimal
    big: Decimal
    arabic: bool
    more: str
    bare: bool
    round: bool


def read_numeral(text: str, at: int, known: Tables) -> Numeral | None:
    """The numeral that begins at ``at``; null when the characters form none."""
    if "0" <= text[at : at + 1] <= "9":
        match = ARABIC_TERM.match(text, at)
        return _read_arabic(text, match, known) if match else None
    return _read_chinese(text, at, known)


def _read_arabic(text: str, match: "re.Match[str]", known: Tables) -> Numeral | None:
    start, digits = match.span(1)
    if digits - start > _LONGEST:
        return None
    raised = power(text, start, digits)
    if raised:
        signed, sign = sign_before(text, start, known)
        value = raised.value * sign
        return Numeral(signed, raised.end, value, None, TEN, ONE, True, "", False, False)
    term = read_term(text, match, known)
    terms: list[Term] = []
    last = text[digits - 1]
    while term.scale is not ONE and term.scale >= 10 and "." not in match[1]:
        following = lesser(text, term, known)
        if following is None:
            break
        last = text[following.end - 1]
        terms = terms or [term]
        term = following
        while terms and terms[-1].scale < following.big:  # 1万2千亿: the last scale holds for all
            more = times(terms.pop().value, following.big)
            term = term._replace(value=term.value + more)
        terms.append(term)
        match = ARABIC_TERM.match(text, term.end - 1) or match
    total = sum((one.value for one in terms), Decimal(0)) if terms else term.value
    if text[start - 1 : start] == "." and not _ALNUM.match(text, max(0, start - 2)):
        start, total = start - 1, total.scaleb(start - digits)  # .5
    if start and text[start - 1] in SIGNS:
        start, sign = sign_before(text, start, known)
        total *= sign
    ends_round = last == "0" or term.scale > 1
    return Numeral(
        start, term.end, total, None, term.scale, term.big, True, term.more, False, ends_round
    )


def _read_chinese(text: str, at: int, known: Tables) -> Numeral | None:
    match = HAN_NUMERAL.match(text, at)
    if match is None:
        return None
    end = match.end()
    one = _DIGIT_VALUES.get(text[at]) if end - at == 1 else None
    if one is not None:
        if text[at - 1 : at] in SIGNS:
            at, sign = sign_before(text, at, known)
            one *= sign
        return Numeral(at, end, one, None, ONE, ONE, False, "", False, False)
    if end - at < 2 or text[end - 2] not in DIGITS or not unit_without(text, at, end, known):
        end = without_own(text, end, at, known)
    if text[end - 1] == "兆" and text[end : end + 1] in known.networks:
        end -= 1
    start = at
    while end - start > 1 and text[start] in "零〇" and text[start + 1] not in "零〇○点":
        start += 1  # 一年零三个月
    end = _before_name(text, start, end, known)
    if text[end - 1] == "两" and end - start > 1 and text[end - 2] != "一":
        end -= 1  # 二十两: the unit of weight, no digit
    written = text[start:end]
    if not written or len(written) > _LONGEST_CHINESE:
        return None
    if written[-1] == "兆" and written[:-1].strip(PLACES) == "":
        return None  # 千兆, 百兆 name a network
    value, low, more = _valued(written)
    if value is None:
        return None
    end, value = _mixed(text, end, value, known) if low is None and not more else (end, value)
    plain = written.translate(_SMOOTH)
    trailing = plain[len(plain.rstrip(PLACES)) :]
    bare = trailing == plain and plain[0] not in "十拾廿卅" and more not in ("几", "数")
    if low is None and start and text[start - 1] in SIGNS:
        start, sign = sign_before(text, start, known)
        value *= sign
    return Numeral(
        start, end, value, low, scale_of(trailing), big_scale(trailing), False, more, bare,
        plain[-1] not in DIGITS,
    )  # fmt: skip


_HEDGED = re.compile("[余多几数来个]")
_SMOOTH = str.maketrans("", "", "余多来个")


def _valued(written: str) -> tuple[Decimal | None, Decimal | None, str]:
    """Value, lower end and hedge of a Chinese numeral; 几 and 数 stand for the one they exceed."""
    if not _HEDGED.search(written):
        more, plain = "", written
    else:
        more = next((char for char in written if char in "余多几数来"), "")
        plain = written.translate(_SMOOTH)
    if more in ("几", "数"):
        plain = _rounded(plain)
        return (chinese(plain) if plain else None), None, more
    near = approximate(plain) if "点" not in plain else None
    if near:
        return near[1], near[0], more
    if len(plain) == 2 and plain[0] in DIGITS and plain[1] in DIGITS and plain[0] not in ZEROS:
        return None, None, more
    return chinese(plain), None, more


def _rounded(plain: str) -> str:
    """几十亿 as 一十亿, 十几亿 as 十亿, 数千 as 一千: the round number that is exceeded."""
    if plain[0] in "几数":
        return "一" + plain[1:]
    head, _, tail = plain.partition("几")
    if not head or head[-1] not in PLACES:
        return ""
    if tail and tail[0] in TENS:
        return head + "一" + tail
    return head + tail


def _mixed(text: str, end: int, value: Decimal, known: Tables) -> tuple[int, Decimal]:
    """Arabic digits behind a Chinese numeral with a scale: 一万2千, 三千零60."""
    if end < len(text) and "0" <= text[end] <= "9" and text[end - 1] in "百千万亿零":
        scale = scale_of(text[end - 1]) if text[end - 1] != "零" else Decimal(100)
        following = lesser(text, Term(value, scale, scale, end, ""), known)
        if following is not None and (following.scale > 1 or text[end - 1] == "零"):
            return following.end, value + following.value
    return end, value


def _before_name(text: str, start: int, end: int, known: Tables) -> int:
    """Leave a last character that belongs to a name: 四十九万三峡移民."""
    for index in range(start + 1, end):
        if text[index] not in DIGITS or text[end : end + 1] in known.lengths:
            continue
        if (known.ordinary.starts(text, index) or 0) > end:
            return index
    return end
