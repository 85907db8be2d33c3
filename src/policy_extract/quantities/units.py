"""Reading the unit behind a numeral, with the hedges and halves that stand between them."""

from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.numeral import Numeral
from policy_extract.quantities.tables import Tables, Unit
from policy_extract.records import Kind

_HEDGES = "余多来餘來"
_SPACES = " \u3000\xa0"
_HALF = Decimal("0.5")
_COUNTED = ("个月", "个小时", "个世纪", "个星期", "个百分点", "个钟头", "个学期")
_NO_HALF = "载数径岛导边球途"
_PLURAL = (
    "多元化",
    "多元文",
    "多样",
    "多边",
    "多式",
    "多部门",
    "多方",
    "多党",
    "来自",
    "来源",
    "来看",
    "来说",
    "余额",
    "余温",
)


class Reading(NamedTuple):
    """What stands behind a numeral: where it ends, the unit, and what it adds.

    Attributes:
        end: One past the unit; past the hedge when there is no unit; else the numeral's end.
        written: The unit as written, denominator included; null without one.
        unit: The table's entry for it; null without one.
        hedge: An inner 余 or 多; empty without one.
        half: One half to be added (一年半, 1个半小时), else zero.
    """

    end: int
    written: str | None
    unit: Unit | None
    hedge: str
    half: Decimal


def read_unit(text: str, numeral: Numeral, known: Tables) -> Reading:
    """The unit behind a numeral."""
    at = numeral.end
    if text.startswith(("个半", "個半"), at):
        for word in known.halved:
            size = len(word.removeprefix("个"))
            if size and text.startswith(word.removeprefix("个"), at + 2):
                return Reading(at + 2 + size, word, known.units[word], "", _HALF)
    if text.startswith(("个多", "個多"), at):
        for word in _COUNTED:
            if text.startswith(word[1:], at + 2):
                return Reading(at + 1 + len(word), word, known.units[word], "多", Decimal(0))
    hedge = ""
    if numeral.round and text[at : at + 1] in tuple(_HEDGES) and not text.startswith(_PLURAL, at):
        hedge = text[at]
    begin = at + len(hedge)
    while text[begin : begin + 1] in tuple(_SPACES) and begin - at - len(hedge) < 2:
        begin += 1
    written, unit = _match(text, begin, numeral, known)
    if unit is None or written is None:
        if hedge in "来來":
            hedge = ""
        return Reading(at + len(hedge), None, None, hedge, Decimal(0))
    end = begin + len(written)
    if text[end : end + 1] in ("/", "／"):
        for below in known.denominators:
            if text.startswith(below, end + 1):
                end += 1 + len(below)
                return Reading(end, text[begin:end], unit, hedge, Decimal(0))
    if (
        written in known.halved
        and text[end : end + 1] == "半"
        and text[end + 1 : end + 2] not in tuple(_NO_HALF)
        and written != "个"
    ):
        return Reading(end + 1, written, unit, hedge, _HALF)
    return Reading(end, written, unit, hedge, Decimal(0))


def _match(
    text: str, begin: int, numeral: Numeral, known: Tables
) -> tuple[str | None, Unit | None]:
    for length in known.lengths.get(text[begin : begin + 1], ()):
        word = text[begin : begin + length]
        unit = known.units.get(word)
        if unit is None:
            continue
        if unit.scaled_only and numeral.scale < 10**4:
            continue
        if unit.weak and not (numeral.arabic or numeral.end - numeral.start > 1):
            continue
        after = text[begin + length : begin + length + 1]
        if word[-1].isascii() and word[-1].isalpha() and after.isascii() and after.isalnum():
            continue
        if _longer(text, begin, known.longer.get(word, ())):
            continue
        return word, unit
    return None, None


def _longer(text: str, begin: int, words: tuple[tuple[str, str], ...]) -> bool:
    """Whether a longer word stands where the unit would: 17部门, but not 12项目标."""
    for word, undone in words:
        if text.startswith(word, begin):
            end = begin + len(word)
            return text[end : end + 1] not in tuple(undone)
    return False


def measured(
    value: Decimal, reading: Reading, *, money: bool = False
) -> tuple[Kind, str | None, Decimal]:
    """Kind, canonical unit and number of a value read with a unit.

    Args:
        value: The numeral's value.
        reading: What stands behind it.
        money: A bare number of this size is an amount (增加了1100亿).
    """
    unit, written = reading.unit, reading.written
    if unit is None or written is None:
        return ("money" if money else "count"), None, value
    value += reading.half
    if written.startswith("‰") or written.endswith("千分点"):
        return unit.kind, unit.canonical, value / 10
    if written == "番":
        return "multiple", "倍", Decimal(2) ** int(value) if 0 < value < 20 else value
    _, slash, below = written.replace("／", "/").partition("/")
    canonical = unit.canonical + slash + below
    return unit.kind, canonical, value
