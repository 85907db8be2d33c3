"""Number and unit: single values, levels, and the road to ranges."""

import re
from decimal import Decimal

from policy_extract.quantities.compounds import joined
from policy_extract.quantities.currencies import OPEN, degrees, priced
from policy_extract.quantities.hedges import hedged
from policy_extract.quantities.notation import run_end
from policy_extract.quantities.numeral import Numeral, read_numeral
from policy_extract.quantities.ranges import JOINT_BEGINS, ranged
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.stands import is_chinese, stands
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import Reading, measured, read_unit, unit_before

_TOLERANCE = re.compile("(?:误差|偏差|公差|波动|浮动)[^，。；、0-9]{0,5}±$")
"""What tells that a value behind ± is a tolerance (误差±3%), not a voltage (±800千伏)."""
_LEVEL = re.compile("级(?![别行领])")
_LABELLED = 8
_BACK = 12
_OWN = ("最高", "最低")
"""Of a temperature, these are the indicator's own words, no bounds."""
_MONEY = Decimal(10**8)
_CLOSES = frozenset("，。；：,;:）)！？\n\t") | {""}
_SCALE_ENDS = frozenset("氏")
_OPENS, _SHUTS = frozenset("（("), frozenset("）)")
_AMOUNT_ENDS = frozenset("级的以左上之规大")


def plain(text: str, at: int, known: Tables) -> tuple[list[RawQuantity], int]:
    """Read the numeral at ``at`` with its unit, alone or as the first of a range.

    Returns:
        What was made, and where to go on.
    """
    first = read_numeral(text, at, known)
    if first is None:
        return [], run_end(text, at)
    reading = read_unit(text, first, known)
    made = None
    if text[reading.end : reading.end + 1] in JOINT_BEGINS:
        if reading.unit is None and text[reading.end] in _OPENS:
            first = _restated(text, first, known)
            reading = read_unit(text, first, known)
        made = ranged(text, first, reading, known)
    made = made or _single(text, first, reading, known)
    return ([made], made.end) if made else ([], max(first.end, at + 1))


def _restated(text: str, first: Numeral, known: Tables) -> Numeral:
    """A numeral said again in brackets in the other script: 二十（20）个工作日."""
    again = read_numeral(text, first.end + 1, known)
    if again is None or again.value != first.value or again.arabic == first.arabic:
        return first
    return first._replace(end=again.end + 1) if text[again.end : again.end + 1] in _SHUTS else first


def _single(text: str, numeral: Numeral, reading: Reading, known: Tables) -> RawQuantity | None:
    if reading.written == "级" or text.startswith("级", reading.end):
        level = _level(text, numeral, reading, known)
        if level:
            return level
    if not stands(text, numeral, reading, known) and not _bounded(text, numeral, reading, known):
        return None
    if reading.unit is None:
        numeral, reading = unit_before(text, numeral, known) or (numeral, reading)
    value = numeral.value
    if reading.written in known.compounds:
        whole = joined(text, numeral, reading, known)
        if whole:
            value, reading = whole
    if reading.unit is not None and reading.written is None:
        kind, unit, number = reading.unit.kind, reading.canonical, value
    else:
        large = reading.unit is None and numeral.scale >= _MONEY
        money = large and _amount(text, numeral.start, reading.end, known)
        kind, unit, number = measured(value, reading, money=money)
    start = numeral.start
    price = priced(text, start, unit, known) if unit in OPEN else None
    if price and not price.twice:
        start, unit, kind = price.start, price.unit, "money"
    if unit in ("度", "°") and text[start - 1 : start] in _SCALE_ENDS:
        start, unit, number = degrees(text, start, unit, number, known)
    inner = reading.hedge or numeral.more
    hedge = hedged(text, start, reading.end, known, inner=inner, bare=numeral.bare)
    if price and price.twice and hedge.cue is None:  # 约合人民币350亿元
        ahead = hedged(text, price.start, reading.end, known)
        hedge = ahead if ahead.cue else hedge
    if unit in known.temperatures and hedge.cue in _OWN:
        hedge = hedge._replace(start=start, comparator="=", cue=None)
    if numeral.bare and hedge.comparator == "=" and not _counted(text, numeral, reading, known):
        return None  # 百家, 千户 without a hedge are words, not counts
    rule = f"quantity.{kind}"
    single: Decimal | None = number
    low = high = None
    if numeral.low is not None:
        low, high, single = measured(numeral.low, reading)[2], number, None
        rule += ".range"
    if not reading.known:
        rule += ".unknown_unit"
    if text[start - 1 : start] == "±" and _TOLERANCE.search(text, max(0, start - _BACK), start):
        low, high, single, hedge = -number, number, None, hedge._replace(start=start - 1)
        rule += ".range"
    start, end, comparator, cue = hedge
    return RawQuantity(
        start, end, text[start:end], kind, single, low, high, unit, comparator, rule, cue
    )


def _bounded(text: str, numeral: Numeral, reading: Reading, known: Tables) -> bool:
    """Whether a word that tells a bound makes a number of bare tens: 至少五十, 一百以上."""
    if numeral.arabic or reading.unit is not None:
        return False
    if numeral.bare or abs(numeral.value) < 10:  # 近千，; 大于等于五
        closes = text[reading.end : reading.end + 1] in _CLOSES
        if not closes or numeral.bare and numeral.value < 100:
            return False
        hedge = hedged(text, numeral.start, reading.end, known, bare=numeral.bare)
        word = hedge.cue or ""
        return hedge.comparator != "=" and (
            numeral.bare or len(word) > 1 and word not in text[numeral.end :]
        )
    return hedged(text, numeral.start, reading.end, known).comparator != "="


def _level(text: str, numeral: Numeral, reading: Reading, known: Tables) -> RawQuantity | None:
    """产值200亿级, 2000吨级: a size told by its order, about that much."""
    if numeral.low is not None:
        return None
    kind: str = "money"
    if reading.written in (None, "级"):
        if numeral.scale < 10**7:
            return None
        end, unit = numeral.end, None
    elif reading.unit is not None and reading.unit.kind == "measure" and not numeral.bare:
        end, unit, kind = reading.end, reading.canonical, "measure"
    elif reading.unit is not None and reading.unit.kind == "money" and numeral.scale >= 10**8:
        end, unit = reading.end, reading.canonical
    else:
        return None
    level = _LEVEL.match(text, end)
    if level is None:
        return None
    hedge = hedged(text, numeral.start, end, known, bare=numeral.bare)
    beyond = hedge.comparator in (">", "<", ">=", "<=") and hedge.start == numeral.start
    return RawQuantity(
        hedge.start, level.end(), text[hedge.start : level.end()],
        "money" if kind == "money" else "measure", numeral.value, None, None, unit,
        hedge.comparator if beyond else "~", "quantity.level", hedge.cue if beyond else "级",
    )  # fmt: skip


def _counted(text: str, numeral: Numeral, reading: Reading, known: Tables) -> bool:
    """Whether a scale word alone with its classifier counts a thing: 百所高校."""
    start = numeral.start
    if reading.written is None or text[start - 1 : start] in ("”", "“"):
        return False
    if reading.written not in known.bare and not text.endswith(known.bare_behind, 0, start):
        return False
    after = text[reading.end : reading.end + 1]
    return is_chinese(after) and after not in "级次"


def _amount(text: str, start: int, end: int, known: Tables) -> bool:
    """Whether a large bare number closes its phrase (增加了1100亿。), so that it is money."""
    if any(word in text[max(0, start - _LABELLED) : start] for word in known.counted):
        return False
    after = text[end : end + 1]
    return not is_chinese(after) or after in _AMOUNT_ENDS
