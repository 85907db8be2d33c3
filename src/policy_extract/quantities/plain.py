"""Number and unit: single values, ranges, levels, and whether a numeral is a quantity at all."""

import re
from decimal import Decimal

from policy_extract.quantities.hedges import hedged
from policy_extract.quantities.masks import masked_end
from policy_extract.quantities.numeral import Numeral, read_numeral, run_end
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import Reading, measured, read_unit

_JOINT = re.compile("[ \u3000]?(?:[—－–~～―\\-]{1,2}|至|到|以至)[ \u3000]?")
_FROM = ("由", "从", "從", "自")
_LEVEL = re.compile("级(?![别行领])")
_INDEFINITE = frozenset("数几若數幾")
_LABELLED = 8
_SERIAL = 8
_UNQUOTE = ("”", "’", "」", "』", "》")
_MONEY = Decimal(10**8)
_AMOUNT_ENDS = frozenset("级的以左上之规大")


def plain(text: str, at: int, known: Tables) -> tuple[list[RawQuantity], int]:
    """Read the numeral at ``at`` with its unit, alone or as the first of a range.

    Returns:
        What was made, and where to go on.
    """
    first = read_numeral(text, at, known)
    if first is None:
        return [], run_end(text, at)
    if text[first.end : first.end + 1] in _INDEFINITE and not first.arabic:
        return [], first.end + 1  # 十几个
    reading = read_unit(text, first, known)
    made = _range(text, first, reading, known) or _single(text, first, reading, known)
    return ([made], made.end) if made else ([], max(first.end, at + 1))


def _single(text: str, numeral: Numeral, reading: Reading, known: Tables) -> RawQuantity | None:
    if numeral.scale >= 10**7 and numeral.low is None and (reading.written in (None, "级")):
        level = _LEVEL.match(text, numeral.end)
        if level:
            hedge = hedged(text, numeral.start, numeral.end, known, bare=numeral.bare)
            return RawQuantity(
                hedge.start, level.end(), text[hedge.start : level.end()], "money", numeral.value,
                None, None, None, "~", "quantity.level", "级",
            )  # fmt: skip
    if not _stands(text, numeral, reading, known):
        return None
    money = numeral.scale >= _MONEY and _amount(text, numeral.start, reading.end, known)
    kind, unit, number = measured(numeral.value, reading, money=money)
    inner = reading.hedge or ("多" if numeral.more else "")
    if inner in ("来", "來"):
        inner = ""
    hedge = hedged(text, numeral.start, reading.end, known, inner=inner, bare=numeral.bare)
    if numeral.bare and hedge.comparator == "=":
        return None  # 百家, 千户 without a hedge are words, not counts
    low = high = None
    if numeral.low is not None:
        low = measured(numeral.low, reading)[2]
        high = number
    rule = f"quantity.{kind}" + (".range" if low is not None else "")
    return RawQuantity(
        hedge.start, hedge.end, text[hedge.start : hedge.end], kind,
        None if low is not None else number, low, high, unit, hedge.comparator, rule, hedge.cue,
    )  # fmt: skip


def _amount(text: str, start: int, end: int, known: Tables) -> bool:
    """Whether a large bare number closes its phrase (增加了1100亿。), so that it is money."""
    if any(word in text[max(0, start - _LABELLED) : start] for word in known.counted):
        return False
    after = text[end : end + 1]
    return not _is_chinese(after) or after in _AMOUNT_ENDS


def _stands(text: str, numeral: Numeral, reading: Reading, known: Tables) -> bool:
    """Whether a numeral with what follows it is a quantity at all."""
    start, end = numeral.start, reading.end
    before = text[start - 1] if start else ""
    if before == "第" or (before in _INDEFINITE and not numeral.arabic):
        return False
    if before == "成" and numeral.bare:
        return False  # 成百上千
    if reading.written is not None:
        return numeral.arabic or reading.written not in ("分", "点")
    after = text[end : end + 1]
    if numeral.arabic:
        if after.isascii() and after.isalpha():
            return False
        return numeral.scale > 1 or not _names(text, numeral, end, known)
    if numeral.bare:
        return numeral.value >= 10**4
    if numeral.end - numeral.start < 2:
        return False
    return numeral.scale >= 10**4 or (numeral.value >= 100 and not _is_chinese(after))


def _names(text: str, numeral: Numeral, end: int, known: Tables) -> bool:
    """Whether bare Arabic digits name something: a serial, a label, a part of a code or a name."""
    start = numeral.start
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in ("/", "_", "#", "@", "+", "＋") or before in ("/", "_", "#", "@", "·"):
        return True
    if after in ("-", "－") and text[end + 1 : end + 2].isdigit():
        return True  # 26-6: a code, or a range that made none
    if before in ("-", "－") and text[start - 2 : start - 1].isdigit():
        return True
    if after in _UNQUOTE and _is_chinese(before):
        return True  # “雪龙2”
    if end - start >= _SERIAL and text[start:end].isdigit():
        return True
    return text[max(0, start - _LABELLED) : start].rstrip(" :：").endswith(known.labels)


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _range(text: str, first: Numeral, left: Reading, known: Tables) -> RawQuantity | None:
    """2至3个, 5%—6%, 三至五万亿, 2.5亿至3亿元: two numerals of one kind, rising, one unit."""
    joint = _JOINT.match(text, left.end)
    if joint is None or joint.end() >= len(text) or first.low is not None or first.bare:
        return None
    if first.arabic != text[joint.end()].isdigit():
        return None
    if masked_end(text, joint.end()) is not None:
        return None
    second = read_numeral(text, joint.end(), known)
    if second is None or second.bare:
        return None
    right = read_unit(text, second, known)
    word = joint.group().strip()
    if left.unit is not None and (
        right.unit is None or left.unit.canonical != right.unit.canonical
    ):
        return None
    if (
        right.unit is None
        and left.unit is None
        and second.scale == 1
        and not (first.arabic and word in ("—", "~", "～", "–"))
    ):
        return None
    rising = word in ("到", "至") and text[first.start - 1 : first.start] in _FROM
    if rising and (left.unit is not None or first.scale > 1 or second.scale > 1):
        return None
    low_value = first.value
    if left.unit is None and first.scale == 1 and second.scale > 1:
        low_value = _elided(first, second)
    kind, unit, high = measured(second.value, right, money=second.scale >= _MONEY)
    low = measured(low_value, right)[2]
    if low >= high or second.value < 0 or not _stands(text, second, right, known):
        return None
    inner = right.hedge if right.hedge not in ("来", "來") else ""
    hedge = hedged(
        text, first.start, right.end, known, inner=inner or ("多" if second.more else "")
    )
    return RawQuantity(
        hedge.start, hedge.end, text[hedge.start : hedge.end], kind, None, low, high, unit,
        hedge.comparator, f"quantity.{kind}.range", hedge.cue,
    )  # fmt: skip


def _elided(first: Numeral, second: Numeral) -> Decimal:
    """The lower end where its scale words stand only behind the upper (三至五万亿, 八到九百亿)."""
    whole = second.value / second.scale
    if first.value < whole or first.value == whole:
        return first.value * second.scale
    for factor in (Decimal(10**12), Decimal(10**8), Decimal(10**4)):
        # 八十到九十亿, 八百到九百亿: only the large scale is elided
        if second.scale >= factor and first.value * factor < second.value:
            return first.value * factor
    return first.value
