"""Whether a numeral with what follows it is a quantity at all, or the name of something."""

import re

from policy_extract.quantities.numeral import Numeral
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import Reading

_PLACED = re.compile("[十百千拾佰仟]")
_INDEFINITE = frozenset("数几若")
_LABELLED = 8
_SERIAL = 8
_QUOTES = frozenset("“‘「『")
_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖")
"""Digits of capitals; one alone is a name but where it counts money."""
_BLANKS = frozenset(" \n\t\u3000")
_UNQUOTE = ("”", "’", "」", "』", "》")
_BOUNDS = frozenset("，。、；：,;:（）() \n\t\u3000")


def is_chinese(char: str) -> bool:
    """Whether a character is a common Chinese one; false of an empty string."""
    return "\u4e00" <= char <= "\u9fff"


def stands(
    text: str, numeral: Numeral, reading: Reading, known: Tables, *, second: bool = False
) -> bool:
    """Whether a numeral with what follows it is a quantity at all.

    ``second`` says that it is the upper end of a range, so that the range's sign stands before it.
    """
    start, end = numeral.start, reading.end
    before, after = text[start - 1] if start else "", text[end : end + 1]
    if before == "第":
        return False
    if before in _INDEFINITE and not numeral.arabic and text[start - 2] not in known.counted_nouns:
        return False
    if before == "成" and numeral.bare:
        return False  # 成百上千
    lone = "" if numeral.arabic or numeral.end - start > 1 else text[start]
    if lone in _CAPITALS and (reading.unit is None or reading.unit.kind != "money"):
        return False  # 陆家, 伍家岗
    if lone == "一" and reading.written and after == reading.written:
        return False  # 一封封家书
    if reading.written is not None:
        if reading.written == "分":
            return numeral.arabic or numeral.end - start > 1
        return numeral.arabic or reading.written not in ("点", "m", "A", "V")
    if numeral.arabic:
        if after.isascii() and after.isalpha():
            return False
        return numeral.scale > 1 or not _names(text, numeral, end, known, second)
    if numeral.bare:
        return numeral.value >= 10**4
    if numeral.more and numeral.scale > 1:
        return True
    if numeral.end - numeral.start < 2:
        return start == 0 and end == len(text)
    return (
        numeral.scale >= 10**4
        or (numeral.value >= 100 and not is_chinese(after))
        or (numeral.value >= 100 and before not in _QUOTES and _spoken(text[start:end]))
        or ("点" in text[start:end] and not is_chinese(after))
        or ((numeral.low is None or text[end - 1] == "十") and _bounded(text, start, end))
    )


def _spoken(written: str) -> bool:
    """Whether a Chinese numeral counts something without a classifier: 一百二十毕业生, 五千志愿者."""
    if not _PLACED.search(written):
        return False
    return len(written) > 2 or written[-1] == "千" and written[0] not in "一百数几上"


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether nothing but punctuation stands on either side, and no heading's number in blanks."""
    if start and end < len(text) and text[start - 1] in _BLANKS and text[end] in _BLANKS:
        return False
    return (start == 0 or text[start - 1] in _BOUNDS) and (end == len(text) or text[end] in _BOUNDS)


def _names(text: str, numeral: Numeral, end: int, known: Tables, second: bool) -> bool:
    """Whether bare Arabic digits name something: a serial, a label, a part of a code or a name."""
    start = numeral.start
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in ("/", "_", "#", "@", "+") or before in ("/", "_", "#", "@", "·"):
        return True
    if after == "-" and text[end + 1 : end + 2].isdigit():
        return True  # 26-6: a code, or a range that made none
    if before == "-" and not second and text[start - 2 : start - 1].isdigit():
        return True
    if after in _UNQUOTE and is_chinese(before):
        return True  # “雪龙2”
    if end - start >= _SERIAL and text[start:end].isdigit():
        return True
    return text[max(0, start - _LABELLED) : start].rstrip(" :：").endswith(known.labels)
