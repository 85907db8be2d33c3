"""Numbers told by a power: 3.5×10⁸, 10^8, 2的10次方, 1.2E+08."""

import re
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.numerals import chinese

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED + "⁻−", "0123456789--")
_EXPONENT = (
    "(?:\\^(?P<caret>[-−]?[0-9]{1,2})|(?<=10)(?P<raised>⁻?[" + _RAISED + "]{1,2})|"
    "的(?P<spoken>[0-9]{1,2}|[一二三四五六七八九十]{1,3})次[方幂])(?![0-9])"
)
_POWER = re.compile(
    "(?:(?P<factor>[0-9]+(?:[.][0-9]+)?) ?(?:[×xX*]|乘以?) ?)?(?P<base>[0-9]{1,4})"
    f"{_EXPONENT}|"
    "(?P<mantissa>[0-9]{1,3}[.][0-9]{1,12})[eE](?P<tens>[+-]?[0-9]{1,2})(?![0-9A-Za-z])"
)
_SIGNS = frozenset("×xX*^的乘eE " + _RAISED + "⁻")
"""What stands behind the first digits of a power."""


class Power(NamedTuple):
    """A power as read: its value, and one past its last character."""

    value: Decimal
    end: int


def power(text: str, at: int, digits: int) -> Power | None:
    """The power whose first number stands from ``at`` to ``digits``; null where it is a plain number."""
    if text[digits : digits + 1] not in _SIGNS:
        return None
    found = _POWER.match(text, at)
    if found is None:
        return None
    if found["mantissa"]:
        return Power(_whole(Decimal(found["mantissa"]).scaleb(int(found["tens"]))), found.end())
    written = found["caret"] or found["raised"] or found["spoken"]
    exponent = written.translate(_PLAIN)
    number = int(exponent) if exponent.lstrip("-").isdigit() else int(chinese(exponent) or 0)
    value = Decimal(found["factor"] or 1) * Decimal(found["base"]) ** number
    return Power(_whole(value), found.end())


def _whole(value: Decimal) -> Decimal:
    """A value without a trail of zeros behind the point, and without an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value and abs(value) < 10**27 else value
