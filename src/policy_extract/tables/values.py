"""A cell as a number: sign, hedges, brackets, ranges, a unit of its own."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from policy_extract.records import Comparator, Direction
from policy_extract.tables.rules import is_unit, table_rules

_EMPTY = re.compile(r"[\s\-－—–―−…\.·/／、*＊]*|(?:无|空)|[-—–]{1,4}")
_DIGITS = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_NUMBER = (
    r"[0-9０-９]{1,3}(?:[,， ][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|[0-9０-９]+(?:[.．][0-9０-９]+)?"
)
_MINUS = "-－−–—﹣‐‑"
_SIGNED = rf"(?P<sign>[{_MINUS}+＋±↑↓]|负)?\s*(?P<number>{_NUMBER})\s*(?P<unit>[%％‰]|个?百分点)?"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<unit1>[%％‰])?\s*(?:[{_MINUS}~～∼〜至到]{{1,2}})\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<unit>[%％‰]|个?百分点)?"
)
_PLAIN = re.compile(_SIGNED)
_BRACKETS = {
    "[": "]",
    "〔": "〕",
    "【": "】",
    "(": ")",
    "（": "）",
    "［": "］",
    "<": ">",
    "〈": "〉",
}
_DIGIT = re.compile("[0-9０-９]")
RATIO = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:\s*[:：∶︰]\s*[0-9]+(?:\.[0-9]+)?)+")
"""Shares of a whole: 5.1:40.3:54.6."""
_LONGEST = 40
_VERB = re.compile(
    "(?:稳定|保持|维持|力争|确保)(?:在|达到)?|(?:提高|增加|下降|降低|减少|升|降)[到至]"
    "|(?:同比|比上年|较上年)?(?:(?P<increase>增长|上涨|提高|增加|上升)|(?P<decrease>下降|降低|减少|下跌|回落))"
)
"""A verb that opens a cell: 稳定在120亿斤以上, 增长5.5%左右."""
_NOTE = re.compile("[①-⑳*＊†⁰¹²³⁴-⁹]+$")


@dataclass(frozen=True, slots=True)
class CellNumber:
    """What a cell says.

    Attributes:
        number: The number as written, with its sign; null for a range.
        low: Lower end of a range.
        high: Upper end of a range.
        comparator: What its hedges say.
        unit: Its own unit, as written (``%``, ``万人``); null when the table tells it.
        bracketed: Whether it stands in brackets, as sums over a plan's years do.
        lead: Characters before it: a verb (``稳定在``, ``增长``) and white space.
        direction: What that verb says of a change.
    """

    number: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = "="
    unit: str | None = None
    bracketed: bool = False
    lead: int = 0
    direction: Direction | None = None


def is_empty(text: str) -> bool:
    """Whether a cell holds no value: blank, a dash, dots."""
    return _EMPTY.fullmatch(text) is not None


def read_number(text: str) -> CellNumber | None:
    """The number of a cell, of a ratio its first; null when it is none, or is more than one.

    >>> read_number("＞6.5").comparator, str(read_number("[−4.4]").number)
    ('>', '-4.4')
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    whole = text
    if RATIO.fullmatch(text):
        return CellNumber(_decimal(re.split("[:：∶︰]", text)[0].strip()))
    text = _NOTE.sub("", text.strip()).strip()
    verb = _VERB.match(text)
    if verb is not None:
        rest = read_number(text[verb.end() :])
        if rest is None or rest.lead or rest.bracketed:
            return None
        falls = next((name for name in ("increase", "decrease") if verb[name]), None)
        lead = len(whole) - len(whole.lstrip()) + verb.end()
        return replace(rest, lead=lead, direction=cast("Direction | None", falls))
    outer, inner = _hedged(text)
    bracketed = len(inner) > 2 and _BRACKETS.get(inner[0]) == inner[-1]
    if bracketed:
        text = inner[1:-1].strip()
    comparator, text = _hedged(text)
    comparator = comparator if comparator != "=" else outer if bracketed else comparator
    found = _RANGE.fullmatch(text)
    if found and (low := _decimal(found["low"])) < (high := _decimal(found["high"])):
        unit = found["unit"] or found["unit1"]
        return CellNumber(None, low, high, comparator, _unit(unit), bracketed)
    plain = _PLAIN.fullmatch(text)
    unit = _unit(plain["unit"]) if plain is not None else None
    if plain is None:
        plain = _PLAIN.match(text)
        unit = text[plain.end() :].strip() if plain is not None else None
        if plain is None or not unit or not is_unit(unit):
            return None
    number = _decimal(plain["number"])
    if plain["sign"] and plain["sign"] in _MINUS + "负↓":
        number = -number
    return CellNumber(number, comparator=comparator, unit=unit, bracketed=bracketed)


def _hedged(text: str) -> tuple[Comparator, str]:
    rules = table_rules()
    for comparator, words in rules.before.items():
        for word in words:
            if text.startswith(word) and len(text) > len(word):
                return comparator, text[len(word) :].strip()
    for comparator, words in rules.after.items():
        for word in words:
            if text.endswith(word) and len(text) > len(word):
                return comparator, text[: -len(word)].strip()
    return "=", text


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.translate(_DIGITS).replace(",", "").replace(" ", ""))


def _unit(written: str | None) -> str | None:
    if not written:
        return None
    return "百分点" if written.endswith("百分点") else written.replace("％", "%")
