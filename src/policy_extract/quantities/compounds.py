"""Two or three units of one measure behind each other: 2元5角, 一年六个月, 三块五, 1米75."""

import re
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.numeral import Numeral, read_numeral
from policy_extract.quantities.numerals import DIGITS, ZEROS
from policy_extract.quantities.rule_models import Compound
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import Reading

_DIGITS = "".join(DIGITS) + "0123456789"
_PRICE_ENDS = frozenset("，。；）)") | {""}
_BARE = re.compile("[0-9]{1,2}|[一二三四五六七八九]{1,2}")


class Joined(NamedTuple):
    """The sum of the parts, in one unit."""

    value: Decimal
    reading: Reading


def joined(text: str, first: Numeral, reading: Reading, known: Tables) -> Joined | None:
    """The whole of a compound whose first part was read; null where no second part follows."""
    made: Joined | None = None
    value, size = first.value, Decimal(1)
    while reading.written and not reading.half and not reading.hedge:
        compound = known.compounds.get(reading.written)
        found = _part(text, value, size, reading, compound, known) if compound else None
        if found is None:
            break
        value, size, reading = found
        made = Joined(value, reading)
    return made


def _part(
    text: str, value: Decimal, size: Decimal, reading: Reading, compound: Compound, known: Tables
) -> tuple[Decimal, Decimal, Reading] | None:
    """The sum with the next part, the size of that part in the first unit, and its reading."""
    at = reading.end
    at += text[at : at + 1] in (" ", *ZEROS)
    if at >= len(text) or text[at] not in _DIGITS + "十":
        return None
    tail = _tail(text, at, value, size, reading, compound, known)
    if tail:
        return tail
    numeral = read_numeral(text, at, known)
    if numeral is None or numeral.low is not None or numeral.more or numeral.value < 0:
        return None
    for word, many in compound.parts.items():
        if not text.startswith(word, numeral.end) or numeral.value >= many:
            continue
        end = numeral.end + len(word)
        if compound.into == "first":
            size /= many
            written = word if word in known.compounds else None
            reading = _priced(reading, known)._replace(end=end, written=written)
            return value + numeral.value * size, size, reading
        unit = known.units[word]
        reading = Reading(end, word, unit, compound.names.get(word, unit.canonical), "", Decimal(0))
        return value * many + numeral.value, size, reading
    return None


def _priced(reading: Reading, known: Tables) -> Reading:
    """块 is money where 毛 or bare digits follow, else a classifier."""
    if reading.written != "块":
        return reading
    unit = known.units["块钱"]
    return reading._replace(unit=unit, canonical=unit.canonical)


def _tail(
    text: str,
    at: int,
    value: Decimal,
    size: Decimal,
    reading: Reading,
    compound: Compound,
    known: Tables,
) -> tuple[Decimal, Decimal, Reading] | None:
    """Bare digits that close an amount: 三块五 is 3.5, 1米75 and 一米七五 are 1.75, 三块五毛五 is 3.55."""
    found = _BARE.match(text, at) if compound.digits or size != 1 else None
    if found is None or at != reading.end:
        return None
    digits = found.group()
    if reading.written == "元" and not (
        len(digits) == 1 and text[found.end() :][:1] in _PRICE_ENDS
    ):
        return None
    if len(digits) > 1 and (size != 1 or not (digits.isascii() or reading.written == "米")):
        return None
    after = text[found.end() : found.end() + 1]
    if after and (after in _DIGITS or after.isalpha() and after not in "的以左"):
        return None
    if size == 1 and value != value.to_integral_value():
        return None
    number = int("".join(char if char.isascii() else str(DIGITS[char]) for char in digits))
    value += Decimal(number).scaleb(-len(digits)) * size
    return value, Decimal(1), _priced(reading, known)._replace(end=found.end(), written=None)
