"""The scanner: every quantity of a text as a plain tuple, before validation."""

import re
from collections.abc import Iterator

from policy_extract.quantities.factors import factors
from policy_extract.quantities.fold import Folded, fold
from policy_extract.quantities.fractions import VULGAR, fraction
from policy_extract.quantities.made import Made
from policy_extract.quantities.masks import masked_end
from policy_extract.quantities.notation import HAN, run_end
from policy_extract.quantities.plain import plain
from policy_extract.quantities.powers import power
from policy_extract.quantities.ranks import doubling, rank
from policy_extract.quantities.ratios import ratio
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.repeats import DENSE, FREE, Repeats
from policy_extract.quantities.rows import shared
from policy_extract.quantities.shares import discount, half, tenths
from policy_extract.quantities.tables import Tables, tables
from policy_extract.quantities.units import unit_at

_ANCHOR = re.compile(
    f"[0-9{HAN}第翻半几数倍前之榜魁首过对居{VULGAR}](?:(?<=[0-9{HAN}第翻半{VULGAR}])|(?<=[几数])(?=[十百千万亿]|个亿)|"
    f"(?<=倍)增|(?<=前)(?=[0-9{HAN}])|(?<=之)[首冠]|(?<=[榜魁])首|(?<=首)[\u4e00-\u9fff]|"
    "(?<=过)半|(?<=对)折|(?<=居)首(?=[，。；、：）\\s]|$))"
)
"""Where a quantity may begin; everything else is passed over at the speed of the regex engine."""

_WINDOW = 16
_RUN = re.compile(f"[0-9.{HAN}点]{{0,40}}+")
_SPECIAL = frozenset("分/:：比成折强又半至到—–－~～-、 ×xX*＊" + VULGAR)
"""What stands behind the numeral of a fraction, ratio, share or rank, or of the first of two."""
_TIMES = frozenset("×xX*＊")
"""What stands behind the first of the factors of a size."""

__all__ = ["RawQuantity", "scan_quantities"]


def scan_quantities(text: str) -> list[RawQuantity]:
    """Every quantity of a text, in order, none overlapping another."""
    known = tables()
    folded = fold(text)
    found = shared(folded.text, list(_scan(folded.text, known)))
    if folded.text is text:
        return found
    return [_unfolded(text, quantity, folded) for quantity in found]


def _unfolded(text: str, quantity: RawQuantity, folded: Folded) -> RawQuantity:
    """A find of the folded text as one of the text itself."""
    start, end = quantity[:2]
    if folded.gaps:
        start, end = folded.span(start, end)
    written = text[start:end]
    if start == quantity.start and written == quantity.text:
        return quantity
    return RawQuantity(start, end, written, *quantity[3:])


def _scan(text: str, known: Tables) -> Iterator[RawQuantity]:
    at = last = count = 0
    repeats = Repeats(text, lambda at: _read(text, at, known))
    while (anchor := _ANCHOR.search(text, at)) is not None:
        begin, count = anchor.start(), count + 1
        if count * DENSE > begin + FREE:
            made, following = repeats.read(begin)
        else:
            made, following = _read(text, begin, known)
        for quantity in made:
            if quantity.start < last:  # its hedge is the end of the value before it: 5个以上亿元
                continue
            yield quantity
            last = quantity.end
        at = following if following > begin else begin + 1


def _measures(text: str, at: int, word: int, known: Tables) -> bool:
    """Whether a numeral with its unit is more than an ordinary word: 三公斤, not 三公; 约二元."""
    if word < at + 2 or known.ordinary.starts(text, at) is None:
        return False  # the numeral is no beginning of the word: 队伍, 统一
    if text[at + 1 : at + 2] in HAN:
        return False
    unit = unit_at(text, at + 1, known, scaled=False, strong=False)
    if unit is None:
        return False
    end = at + 1 + len(unit[0])
    hedged = text[at - 1 : at] in known.before.lasts and unit[1].kind == "money"
    return end > word or (end == word and hedged and known.before.before(text, at) is not None)


def _coded(text: str, at: int, known: Tables) -> bool:
    """Whether a currency's code touches a number (USD30万), which then names nothing."""
    return text[at - 1].isalpha() and known.currencies.before(text, at) is not None


def _read(text: str, at: int, known: Tables) -> Made:
    """What begins at an anchor, and where to go on: the more special form first."""
    char = text[at]
    if char in "翻倍半过对":
        found = doubling(text, at, known) if char in "翻倍" else half(text, at, known)
        found = discount(text, at, known) if char == "对" else found
        return found or ([], known.ordinary.end(text, at) or at + 1)
    digit = "0" <= char <= "9"
    run = _RUN.match(text, at)
    end = run.end() if run else at
    behind = text[end : end + 1]
    special = behind in _SPECIAL
    ahead = text[at : at + _WINDOW] if special else ""
    if (
        special
        and digit
        and (behind in _TIMES or behind == " " and text[end + 1 : end + 2] in _TIMES)
    ):
        found = factors(text, at, known)
        if found:
            return found
    if special and ("分之" in ahead or "/" in ahead or behind in VULGAR):
        found = fraction(text, at, known)
        if found:
            return found
    if not digit:
        word = known.ordinary.end(text, at)
        if word is not None and word > at and not _measures(text, at, word, known):
            return [], word
        if char == "数" and at and text[at - 1] in known.counted_nouns:
            return [], at + 1
    if special and (":" in ahead or "：" in ahead or "比" in ahead):
        found = ratio(text, at)
        if found:
            return found
    if digit and power(text, at, end):
        return plain(text, at, known)
    coded = digit and at and text[at - 1].isascii() and _coded(text, at, known)
    masked = None if coded else masked_end(text, at, known)
    if masked is not None:
        return [], max(masked, at + 1)
    if char in "第前之首榜魁居":
        return rank(text, at, known) or ([], at + 1)
    return special and _share(text, at, ahead, known) or plain(text, at, known)


_SHARES = (("成", tenths), ("折", discount), ("强", rank))


def _share(text: str, at: int, ahead: str, known: Tables) -> Made | None:
    """A share, a discount or a rank told by the word behind its numeral."""
    for sign, reader in _SHARES:
        if sign in ahead:
            found = reader(text, at, known)
            if found:
                return found
    if text.startswith(("一半", "百分百"), at):
        return half(text, at, known) or ([], run_end(text, at))
    return None
