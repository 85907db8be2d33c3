"""Digits with one scale, and the lesser ones behind them: 1亿 2000万, 1万 800, 5千 零60."""

import re
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.notation import ARABIC_TERM, HAN, PLACES
from policy_extract.quantities.numerals import SCALES, ZEROS, arabic, chinese, scale_of, times
from policy_extract.quantities.tables import Tables

ONE = Decimal(1)
TEN = Decimal(10)
_OWN_FIRST = "千百兆"
_UNDATED = "年月日岁周"
_TAIL = re.compile(f"零?(?=[{HAN}]*[{PLACES}])[{HAN}]+|零[{HAN}]")


class Term(NamedTuple):
    """Digits with one scale: 3千多万."""

    value: Decimal
    scale: Decimal
    big: Decimal
    end: int
    more: str


def read_term(text: str, match: "re.Match[str]", known: Tables) -> Term:
    """The digits that ``ARABIC_TERM`` matched, with as much of the scale words as is not a unit's."""
    end = match.end()
    digits = match.end(1)
    value = arabic(match[1])
    if end == digits:
        return Term(value, ONE, ONE, end, "")
    end = without_own(text, end, digits, known)
    if text[end - 1] == "兆" and end > digits and not _trillion(text, end, known):
        end = digits
    words = text[digits:end].strip()
    if words == "千" and end - digits > 1 and not _unit_follows(text, end, known):
        return Term(value, ONE, ONE, digits, "")  # 5 千里马
    if not words.strip("余多来几"):
        return Term(value, ONE, ONE, digits, "")  # the hedge alone is read with the unit
    scale = scale_of(words)
    more = next((char for char in words if char in "余多几来"), "")
    return Term(times(value, scale), scale, big_scale(words), end, more)


def lesser(text: str, term: Term, known: Tables) -> Term | None:
    """A lesser term behind one with a scale: 1亿2000万, 1万800, 5千零60, 3千六百."""
    at = term.end
    zero = text[at : at + 1] in tuple(ZEROS) and text[at : at + 1] != ""
    match = ARABIC_TERM.match(text, at + zero)
    if match:
        part = read_term(text, match, known)
        whole = part.value / part.big if _over(part, term) else part.value
        if not whole < term.scale or "." in match["number"] and part.scale == 1:
            return None
        if part.scale == 1:
            after = text[part.end : part.end + 1]
            if term.scale < 100 or " " in match["number"] or (after and after in _UNDATED):
                return None
            if not zero and len(match["number"]) == 1:  # 3万5
                if after.isalnum() or term.scale < 1000:
                    return None
                return part._replace(value=part.value * (term.scale / 10))
            full = len(match["number"]) == len(str(term.scale)) - 1
            if not (zero or full or part.value % 100 == 0):
                return None  # 390万65岁以上老人
        return part
    run = _TAIL.match(text, at)
    if run is None:
        return None
    end = without_own(text, run.end(), at, known)
    value = chinese(text[at:end].lstrip(ZEROS))
    if value is None or not value < term.scale:
        return None
    return Term(value, Decimal(10), Decimal(1), end, "")


def _over(part: Term, term: Term) -> bool:
    """Whether the scale of a second term holds for the first as well."""
    return part.big > term.scale and part.scale > part.big


def without_own(text: str, end: int, first: int, known: Tables) -> int:
    """Give back a last scale character that is the unit's own (千 of 千瓦)."""
    if end - 1 >= first and text[end - 1] in _OWN_FIRST:
        for unit in known.own_scale.get(text[end - 1], ()):
            if text.startswith(unit, end - 1):
                return end - 1
    return end


def unit_without(text: str, at: int, end: int, known: Tables) -> bool:
    """Whether what follows 千 or 百 is a unit by itself: 三千米 are 3000 of 米."""
    if text[end - 1] not in "千百" or text.startswith("分点", end):
        return False
    return chinese(text[at:end]) is not None and _unit_follows(text, end, known)


def _unit_follows(text: str, end: int, known: Tables) -> bool:
    return any(
        text[end : end + size] in known.units for size in known.lengths.get(text[end : end + 1], ())
    )


def _trillion(text: str, end: int, known: Tables) -> bool:
    """Whether 兆 is a scale, not the unit: only before money or another numeral."""
    if text[end : end + 1] in tuple("零一二两三四五六七八九123456789"):
        return True
    return any(
        text[end : end + size] in known.units
        and known.units[text[end : end + size]].kind == "money"
        for size in known.lengths.get(text[end : end + 1], ())
    )


def big_scale(words: str) -> Decimal:
    """The product of 万, 亿 and 兆 alone: 千万 has 10**4."""
    return scale_of("".join(char for char in words if char in SCALES))
