"""What one value of a row says for all of it: the unit, the elided scale, the sense."""

import re
from decimal import Decimal

from policy_extract.quantities.notation import ARABIC
from policy_extract.quantities.numerals import arabic, times
from policy_extract.quantities.raw import RawQuantity
from policy_extract.quantities.stands import is_chinese

_NUMBER = re.compile(ARABIC)
_SHARING = ("percentage_point", "measure", "money")
_WAN, _WAN_YI = Decimal(10**4), Decimal(10**12)
_JOINTS = frozenset(("、", "和", "与", "及"))
_BOUND_JOINTS = frozenset(
    ("", "、", "，", "且", "并", "但", "，且", "，但", "并且", "，并", "到", "至", "、且")
)
_RANGE_JOINTS = frozenset(("至", "到", "-", "—", "~", "–", "——"))
_LOWER, _UPPER = (">", ">="), ("<", "<=")


def shared(text: str, found: list[RawQuantity]) -> list[RawQuantity]:
    """The finds with what their neighbours in a row say for them, bounds of one value joined."""
    closing = None
    for index in range(len(found) - 2, -1, -1):
        value, following = found[index], found[index + 1]
        if not _joined_to(text, value, following):
            closing = None
            continue
        if value.unit in (None, "个") and value.rule == "quantity.count":
            found[index] = value = _unit_of(value, following)
        cue = following.cue
        if closing is None and cue is not None and following.text.endswith(cue):
            after = text[following.end : following.end + 1]
            closing = following if not is_chinese(after) or after == "的" else None
        if closing is not None and value.comparator == "=" and value.low is None:
            if _alike(value, following):
                found[index] = value._replace(comparator=closing.comparator, cue=closing.cue)
            else:
                closing = None
    for index in range(1, len(found)):
        before, value = found[index - 1], found[index]
        leads = before.cue is not None and before.cue not in before.text and _alike(before, value)
        if leads and value.comparator == "=" and _joined_to(text, before, value):
            found[index] = value._replace(comparator=before.comparator, cue=before.cue)
    return _bounded(text, _spelt(text, found))


def _joined_to(text: str, value: RawQuantity, following: RawQuantity) -> bool:
    """Whether two finds stand in one row."""
    return following.start - value.end == 1 and text[value.end] in _JOINTS


def _alike(value: RawQuantity, following: RawQuantity) -> bool:
    return value.kind == following.kind and value.unit == following.unit


def _spelt(text: str, found: list[RawQuantity]) -> list[RawQuantity]:
    """A range whose ends are spelt in two ways, or two fractions: 5%至百分之十, 三分之一到二分之一."""
    made: list[RawQuantity] = []
    for value in found:
        last = made[-1] if made else None
        if (
            last is not None
            and value.start - last.end < 3
            and text[last.end : value.start] in _RANGE_JOINTS
            and last.unit == value.unit == "%"
            and last.number is not None
            and value.number is not None
            and last.number < value.number
            and _ends(text, last, value)
        ):
            made[-1] = value._replace(
                start=last.start, text=text[last.start : value.end], number=None,
                low=last.number, high=value.number, rule="quantity.fraction.range",
            )  # fmt: skip
        else:
            made.append(value)
    return made


def _ends(text: str, last: RawQuantity, value: RawQuantity) -> bool:
    """Whether two shares are spelt in two ways, or both as fractions (1/3—1/2), and tell no change."""
    if ("分之" in last.text) != ("分之" in value.text):
        return True
    return last.rule == value.rule == "quantity.fraction" and text[last.start - 1] not in "从由自"


def _bounded(text: str, found: list[RawQuantity]) -> list[RawQuantity]:
    """Two bounds as one value: 5000万元以上1亿元以下, 大于20且小于30."""
    made: list[RawQuantity] = []
    for value in found:
        last = made[-1] if made else None
        if (
            last is not None
            and last.comparator in _LOWER
            and value.comparator in _UPPER
            and value.start - last.end < 8
            and last.unit in (value.unit, None)
            and last.number is not None
            and value.number is not None
            and last.number < value.number
            and _joined(text[last.end : value.start], value)
        ):
            made[-1] = last._replace(
                end=value.end, text=text[last.start : value.end], kind=value.kind, number=None,
                low=last.number, high=value.number, unit=value.unit, comparator="=",
                rule=f"quantity.{value.kind}.range", cue=None,
            )  # fmt: skip
        else:
            made.append(value)
    return made


def _joined(between: str, value: RawQuantity) -> bool:
    """Whether nothing but a joint and the second bound's own word stands between two bounds."""
    cue = value.cue
    if cue is not None and cue not in value.text:
        between = between.removesuffix(cue)
    return between.replace(" ", "") in _BOUND_JOINTS


def _unit_of(value: RawQuantity, following: RawQuantity) -> RawQuantity:
    """Give a bare number what the like number behind it says for both: 0.2和0.4个百分点.

    Scale words elided with the unit are taken over (3.5、4.2亿元); where the two were written with
    the same scale, only the unit is (10.6万、3.8万平方公里).
    """
    number = following.number
    if value.unit is not None:
        if following.kind != "percentage_point" or value.comparator != "=":
            return value
        return value._replace(
            kind=following.kind, unit=following.unit, rule="quantity.shared_unit"
        )  # 12.7个、12个百分点
    digits = _NUMBER.match(value.text), _NUMBER.search(following.text)
    if value.number is None or not number or following.unit is None or None in digits:
        return value
    if following.kind not in _SHARING and "." not in value.text:
        return value
    left, right = (arabic(found.group()) for found in digits if found)
    if not left or not right:
        return value
    own, scale = value.number / left, number / right
    if own == 1:
        own = scale
    elif own == _WAN and scale == _WAN_YI:
        own = scale  # 100万、110万和120万亿元
    elif own != scale:
        return value
    return value._replace(
        kind=following.kind,
        unit=following.unit,
        number=times(left, own),
        rule="quantity.shared_unit",
    )
