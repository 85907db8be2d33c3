"""Two numbers as the ends of one value: 2至3个, 5%—6%, 500万-1000万元, 300元与500元之间."""

import re
from decimal import Decimal

from policy_extract.quantities.currencies import OPEN, degrees, priced
from policy_extract.quantities.hedges import hedged
from policy_extract.quantities.masks import masked_end
from policy_extract.quantities.numeral import Numeral, read_numeral
from policy_extract.quantities.numerals import DIGITS
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.stands import stands
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import Reading, measured, read_unit

_ENDS = "(?:[（(]不?含[）)])?(?:(?:及|或)?以上)?(?:[（(]不?含[）)])?"
"""Whether the end before counts: 1000万元及以上, 200万（不含）."""
_DASHES = "[—－–―\\-−]{1,2}|~{1,2}"
_BLANK = "[ \u3000]?"
_JOINT = re.compile(
    f"(?P<ends>{_ENDS}){_BLANK}(?P<sign>(?<! )(?:{_DASHES})|(?:{_DASHES})(?= )|"
    f"至|到|以至|直到|与|和|跟|及|、|±){_BLANK}"
)
"""The sign between the ends; a dash with a blank before it and none behind is a minus."""
JOINT_BEGINS = frozenset("±—－–~―-−至到以直与和跟及或、（( \u3000")
"""The characters that may stand between the ends of a range."""
_AND = frozenset("与和跟及")
_BETWEEN = re.compile("之间|间(?![隔距断接歇])|区间")
_CLOSED = re.compile("[（(]不?含[）)](?:以下|以内)?|(?:以下|以内)")
_FROM = ("由", "从", "自")
_OWN_SIGN = re.compile("(?:负|零下|[-−–])(?=[0-9一二三四五六七八九十])")
_MINUS = frozenset("-−–—")
_MONEY = Decimal(10**8)
_CODE = "-"


def ranged(text: str, first: Numeral, left: Reading, known: Tables) -> RawQuantity | None:
    """The range whose lower end was read; null where no like, greater number follows."""
    joint = _JOINT.match(text, left.end)
    if joint is None or joint.end() >= len(text) or first.low is not None or first.bare:
        return None
    begin = joint.end()
    sign = joint["sign"]
    if first.value < 0 and len(sign) == 2 and sign[1] in "-−–" and text[begin - 1] == sign[1]:
        begin, sign = begin - 1, sign[0]  # -10—-5
    joined = left.unit is not None or first.scale > 1
    masked = sign not in _AND and masked_end(text, begin, known, joined=joined) is not None
    if masked and not _BETWEEN.match(text, begin + 4):  # 1000到2000之间
        return None
    second = _upper(text, begin, known, signed=first.value < 0)
    if second is None or second.bare or second.low is not None:
        return None
    if left.unit is None and _below(text, first) and second.value > 0 and text[begin] != "零":
        second = second._replace(value=-second.value)  # 零下3至5℃
    if sign == "、" and not _neighbours(text, first, left, second):
        return None
    right = read_unit(text, second, known)
    if sign == "±":
        return _tolerance(text, first, left, second, right, known)
    if sign in _AND and left.unit is None and right.written == "间":
        right = Reading(second.end, None, None, None, "", Decimal(0))
    if left.unit is not None and right.unit is not None:
        if left.unit.canonical != right.unit.canonical:
            return None
    elif left.unit is not None:
        return None
    between = _BETWEEN.match(text, right.end)
    if sign in _AND and between is None:
        return None
    if right.unit is None and not between and not _bare(text, first, second, right, sign):
        return None
    if _rises(text, first, left, second, sign):
        return None
    low_value = first.value
    if left.unit is None and first.big == 1:
        low_value = _elided(first, second)
    kind, unit, high = measured(second.value, right, money=second.scale >= _MONEY)
    low = measured(low_value, right)[2]
    if low > high and high < 0:
        low, high = high, low  # 零下5度到零下10度
    if low >= high or not (
        _spoken(first, second, right) or stands(text, second, right, known, second=True)
    ):
        return None
    inner = right.hedge or second.more
    end = between.end() if between else right.end
    closed = _CLOSED.match(text, end) if joint["ends"] or text[end : end + 1] in "（(" else None
    end = closed.end() if closed and (joint["ends"] or "含" in closed.group()) else end
    start = first.start
    price = priced(text, start, unit, known) if unit in OPEN else None
    if price and not price.twice:
        start, unit, kind = price.start, price.unit, "money"
    if unit == "度" and text[start - 1 : start] == "氏":
        start, unit, _ = degrees(text, start, unit, low, known)
    hedge = hedged(text, start, end, known, inner=inner)
    if between and hedge.cue in ("在", "介于"):
        hedge = hedge._replace(comparator="=", cue=None)
    return RawQuantity(
        hedge.start, hedge.end, text[hedge.start : hedge.end], kind, None, low, high, unit,
        hedge.comparator, f"quantity.{kind}.range", hedge.cue,
    )  # fmt: skip


def _tolerance(
    text: str, first: Numeral, left: Reading, second: Numeral, right: Reading, known: Tables
) -> RawQuantity | None:
    """25±2℃, 25℃±2℃: the range from the lower to the upper bound."""
    if left.unit not in (None, right.unit) or not second.value > 0:
        return None
    kind, unit, high = measured(first.value + second.value, right)
    low = measured(first.value - second.value, right)[2]
    hedge = hedged(text, first.start, right.end, known)
    return RawQuantity(
        hedge.start, hedge.end, text[hedge.start : hedge.end], kind, None, low, high, unit,
        hedge.comparator, f"quantity.{kind}.range", hedge.cue,
    )  # fmt: skip


def _upper(text: str, begin: int, known: Tables, *, signed: bool) -> Numeral | None:
    """The number behind a range's sign, which is no minus, with a sign of its own (至-5, 到零下5).

    ``signed`` says that the lower end is negative, so that a dash behind a dash is a minus.
    """
    begin += 2 * text.startswith("零上", begin) + text.startswith("正", begin)
    sign = _OWN_SIGN.match(text, begin)
    if sign and not signed and text[begin] in _MINUS and text[begin - 1] in _MINUS:
        sign = None
    number = read_numeral(text, sign.end() if sign else begin, known)
    if number is None:
        return None
    if sign:
        return number._replace(value=-abs(number.value))
    return number._replace(start=begin, value=abs(number.value))


def _below(text: str, first: Numeral) -> bool:
    """Whether the lower end is told by 零下, which holds for both where only the upper has the unit."""
    return text.startswith("零下", first.start)


def _neighbours(text: str, first: Numeral, left: Reading, second: Numeral) -> bool:
    """Two digits of Han that follow each other, about so many: 两、三个月, 四、五十年."""
    if first.arabic or second.arabic or left.unit is not None or first.end - first.start > 1:
        return False
    head = DIGITS.get(text[second.start])
    plain = second.value / second.scale == head
    return (
        plain
        and text[first.start - 1 : first.start] not in ("第", "、")
        and head == first.value + 1
    )


def _bare(text: str, first: Numeral, second: Numeral, right: Reading, sign: str) -> bool:
    """Whether two numbers without a unit are a range, not a code or a score."""
    if second.scale > 1:
        return True
    if not first.arabic or not second.arabic:
        return _whole(text, first, right.end) or min(first.value, second.value) >= 10
    if not sign.startswith(_CODE):
        return True
    if text[right.end : right.end + 1] == _CODE or text[first.start - 1 : first.start] == _CODE:
        return False
    if "\u4e00" <= text[right.end : right.end + 1] <= "\u9fff":
        return False
    if "." in text[first.start : first.end]:
        return True
    return min(first.value, second.value) >= 100 and not (first.value % 10 or second.value % 10)


def _whole(text: str, first: Numeral, end: int) -> bool:
    """Whether two numbers are all that a text has: 三到五, 从十到二十."""
    return text[: first.start] in ("", "从") and end == len(text)


def _spoken(first: Numeral, second: Numeral, right: Reading) -> bool:
    """Two Chinese numerals of tens and more without a unit: 十到二十."""
    return right.unit is None and not second.arabic


def _rises(text: str, first: Numeral, left: Reading, second: Numeral, sign: str) -> bool:
    """Whether 从 and 到 tell a rise from one value to another, not one value between two ends."""
    if sign not in ("到", "至") or text[first.start - 1 : first.start] not in _FROM:
        return False
    if left.unit is None and _whole(text, first, second.end):
        return False
    return left.unit is not None or first.scale > 1 or (second.scale > 1 and first.big > 1)


def _elided(first: Numeral, second: Numeral) -> Decimal:
    """The lower end where its scale words stand only behind the upper (三至五万亿, 八到九百亿)."""
    factors = [second.big]
    if second.scale >= 100 and first.value < 10:
        factors.insert(0, second.scale)
    if second.big >= 10**12:
        factors += [Decimal(10**8), Decimal(10**4)]
    for factor in factors:
        if first.value * factor < second.value:
            return first.value * factor
    return first.value
