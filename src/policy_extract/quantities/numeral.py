"""Reading one numeral at a place in a folded text: how far it goes, its value, how it is written."""

import re
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.numerals import (
    DIGITS,
    SCALES,
    TENS,
    ZEROS,
    approximate,
    arabic,
    chinese,
    scale_of,
    times,
)
from policy_extract.quantities.signs import SIGNS, sign_before
from policy_extract.quantities.tables import Tables

DIGIT = "[0-9]"
"""One Arabic digit; full-width ones are folded before."""
HAN = "".join(DIGITS) + "".join(TENS) + "".join(SCALES)
"""The characters of a Chinese numeral."""

_PLACES = "".join(TENS) + "".join(SCALES)
_GROUPED = (
    "[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])|"
    "[0-9]{1,3}(?:，[0-9]{3}){1,6}(?=[\u4e00-\u9fff%.])|"
    "[0-9]{1,3}(?: [0-9]{3}){1,4}(?=(?:[.][0-9]+)?[万亿元%])|"
    "[0-9]{1,3}(?: [0-9]{3}){2,4}(?=(?:[.][0-9]+)?[\u4e00-\u9fff])|"
    "(?<=[\u4e00-\u9fff])[0-9]{1,3} [0-9]{3}(?=(?:[.][0-9]+)?[\u4e00-\u9fff])"
)
"""1,234 and 1 234: a comma of full width or a blank parts thousands only where a word follows."""
_SPREAD = (
    "(?:[0-9](?: [0-9]){1,12}(?: ?[.] ?[0-9](?: [0-9]){0,4})?|"
    "[0-9] ?[.] ?[0-9](?: [0-9]){0,4})"
    "(?= ?[\u4e00-\u9fff%‰])"
)
"""Digits set apart by single spaces, as some archives print them (5 6 %)."""
ARABIC = f"(?:{_SPREAD}|(?:{_GROUPED}|[0-9]++)(?:[.][0-9]++|[·•][0-9]{{1,2}}(?=%))?)"
"""An Arabic number with its separators and decimal point, no scale words."""

_MORE = "[余多来几]"
_SCALE = (
    f"(?:[ \u3000]?(?:万 亿|[万亿]+)|{_MORE}?[十百千拾佰仟]?{_MORE}?[万亿]+|"
    f"个亿(?![元吨])|{_MORE}?[十百千拾佰仟]|兆)"
)
_ARABIC = re.compile(f"(?P<number>{ARABIC})(?P<scale>{_SCALE})?")
_INDEFINITE = "[几数](?=[十百千万亿]|个亿)"
_HAN = re.compile(
    f"(?:{_INDEFINITE}(?:个亿)?[{HAN}]*|[{HAN}]+)(?:(?<=[十百千万亿廿卅])几[百千万亿]*)?"
    "(?:点[零〇○一二三四五六七八九]+(?:[十百千]?[万亿]+)?)?"
    f"(?:[余多来][十百千]?[万亿]+)?(?:个亿(?![元吨]))?"
)
_TAIL = re.compile(f"零?(?=[{HAN}]*[{_PLACES}])[{HAN}]+|零[{HAN}]")
_DIGITS = "".join(DIGITS)
_LONGEST = 24
_LONGEST_CHINESE = 48
_OWN_FIRST = "千百兆"
_UNDATED = "年月日"


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
    match = _ARABIC.match(text, at)
    return _read_arabic(text, match, known) if match else _read_chinese(text, at, known)


def run_end(text: str, at: int) -> int:
    """Where the run of numeral characters at ``at`` ends; at least one character on."""
    match = _ARABIC.match(text, at) or _HAN.match(text, at)
    return match.end() if match else at + 1


class _Term(NamedTuple):
    """Digits with one scale: 3千多万."""

    value: Decimal
    scale: Decimal
    big: Decimal
    end: int
    more: str


def _read_arabic(text: str, match: "re.Match[str]", known: Tables) -> Numeral | None:
    start, digits = match.span("number")
    if digits - start > _LONGEST:
        return None
    term = _term(text, match, known)
    total = term.value
    last = match["number"][-1]
    while term.scale >= 10 and "." not in match["number"]:
        following = _more(text, term, known)
        if following is None:
            break
        if following.big > term.scale:  # 1万2千亿: the last scale holds for all
            total = (total + following.value / following.big) * following.big
        else:
            total += following.value
        last, term = text[following.end - 1], following
        match = _ARABIC.match(text, term.end - 1) or match
    if text[start - 1 : start] == "." and not text[max(0, start - 2) : start - 1].isalnum():
        start, total = start - 1, total.scaleb(start - digits)  # .5
    sign = 1
    if start and text[start - 1] in SIGNS:
        start, sign = sign_before(text, start, known)
    ends_round = term.scale > 1 or last == "0"
    return Numeral(
        start,
        term.end,
        total * sign,
        None,
        term.scale,
        term.big,
        True,
        term.more,
        False,
        ends_round,
    )


def _term(text: str, match: "re.Match[str]", known: Tables) -> _Term:
    end = match.end()
    digits = match.end("number")
    if end > digits:
        end = _own(text, end, digits, known)
        if text[end - 1] == "兆" and end > digits and not _trillion(text, end, known):
            end = digits
    words = text[digits:end].strip()
    if words and not words.strip("余多来几"):
        end, words = digits, ""  # the hedge alone is read with the unit
    value = arabic(match["number"])
    if not words:
        return _Term(value, Decimal(1), Decimal(1), end, "")
    scale = scale_of(words)
    more = next((char for char in words if char in "余多几"), "")
    return _Term(times(value, scale), scale, _big(words), end, more)


def _more(text: str, term: _Term, known: Tables) -> _Term | None:
    """A lesser term behind one with a scale: 1亿2000万, 1万800, 5千零60, 3千六百."""
    at = term.end
    zero = text[at : at + 1] in tuple(ZEROS) and text[at : at + 1] != ""
    match = _ARABIC.match(text, at + zero)
    if match:
        part = _term(text, match, known)
        whole = part.value / part.big if _over(part, term) else part.value
        if not whole < term.scale or "." in match["number"] and part.scale == 1:
            return None
        if part.scale == 1:
            if term.scale < 1000 or text[part.end : part.end + 1] in tuple(_UNDATED):
                return None
            if not zero and len(match["number"]) == 1:
                return part._replace(value=part.value * (term.scale / 10))  # 3万5
            if " " in match["number"]:
                return None
        return part
    run = _TAIL.match(text, at)
    if run is None:
        return None
    end = _own(text, run.end(), at, known)
    value = chinese(text[at:end].lstrip(ZEROS))
    if value is None or not value < term.scale:
        return None
    return _Term(value, Decimal(10), Decimal(1), end, "")


def _over(part: _Term, term: _Term) -> bool:
    """Whether the scale of a second term holds for the first as well."""
    return part.big > term.scale and part.scale > part.big


def _own(text: str, end: int, first: int, known: Tables) -> int:
    """Give back a last scale character that is the unit's own (千 of 千瓦)."""
    if end - 1 >= first and text[end - 1] in _OWN_FIRST:
        for unit in known.own_scale.get(text[end - 1], ()):
            if text.startswith(unit, end - 1):
                return end - 1
    return end


def _unit_without(text: str, end: int, known: Tables) -> bool:
    """Whether what follows 千 or 百 is a unit by itself: 三千米 are 3000 of 米."""
    if text[end - 1] not in "千百" or text.startswith("分点", end):
        return False
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


def _big(words: str) -> Decimal:
    return scale_of("".join(char for char in words if char in SCALES))


def _read_chinese(text: str, at: int, known: Tables) -> Numeral | None:
    match = _HAN.match(text, at)
    if match is None:
        return None
    end = match.end()
    if end - at < 2 or text[end - 2] not in DIGITS or not _unit_without(text, end, known):
        end = _own(text, end, at, known)
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
    if written[-1] == "兆" and written[:-1].strip(_PLACES) == "":
        return None  # 千兆, 百兆 name a network
    value, low, more = _valued(written)
    if value is None:
        return None
    end, value = _mixed(text, end, value, known) if low is None and not more else (end, value)
    plain = written.translate(_SMOOTH)
    trailing = plain[len(plain.rstrip(_PLACES)) :]
    bare = trailing == plain and plain[0] not in "十拾廿卅" and more not in ("几", "数")
    if low is None and start and text[start - 1] in SIGNS:
        start, sign = sign_before(text, start, known)
        value *= sign
    return Numeral(
        start, end, value, low, scale_of(trailing), _big(trailing), False, more, bare,
        plain[-1] not in DIGITS,
    )  # fmt: skip


_HEDGED = re.compile("[余多几数来个]")
_SMOOTH = str.maketrans("", "", "余多来个")


def _valued(written: str) -> tuple[Decimal | None, Decimal | None, str]:
    """Value, lower end and hedge of a Chinese numeral; 几 and 数 stand for the one they exceed."""
    if not _HEDGED.search(written):
        more, plain = "", written
    else:
        more = next((char for char in written if char in "余多几数"), "")
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
    if not head or head[-1] not in _PLACES:
        return ""
    if tail and tail[0] in TENS:
        return head + "一" + tail
    return head + tail


def _mixed(text: str, end: int, value: Decimal, known: Tables) -> tuple[int, Decimal]:
    """Arabic digits behind a Chinese numeral with a scale: 一万2千, 三千零60."""
    if end < len(text) and "0" <= text[end] <= "9" and text[end - 1] in "千万亿零":
        scale = scale_of(text[end - 1]) if text[end - 1] != "零" else Decimal(100)
        following = _more(text, _Term(value, scale, scale, end, ""), known)
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
