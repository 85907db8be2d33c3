"""Comparing figures as they are printed: equal, equal up to rounding, or different."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from policy_extract.records import decimal_text
from policy_extract.tracking.judging import factor_between
from policy_extract.tracking.observation import Observation

_BOUNDS = ("<", "<=", ">", ">=")
_BOUND = Decimal("0.15")
"""By how much of itself a bound may be passed."""
_PRINTED = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def quantum(one: Observation) -> Decimal:
    """The worth of the last digit that a figure is printed with: 7.4万亿元 is exact to 0.1万亿元.

    Where the figure is not printed in Arabic digits it is that of the number's last digit that is
    not zero.
    """
    printed = _PRINTED.search(unicodedata.normalize("NFKC", one.wording).replace(",", ""))
    number = abs(one.low)
    if printed is not None:
        shown = Decimal(printed.group())
        if shown and number:
            scale = number / shown
            if scale == scale.to_integral() or (1 / scale) == (1 / scale).to_integral():
                return scale.scaleb(-len(printed.group().partition(".")[2]))
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def same(one: Observation, other: Observation) -> bool:
    """Whether two figures are the same value in the same or another unit."""
    by = factor_between(other.unit, one.unit)
    return by is not None and (one.low, one.high) == (other.low * by, other.high * by)


def agrees(one: Observation, other: Observation) -> bool:
    """Whether two figures may be the same value, one of them rounded or told as a bound.

    超过30万亿元 agrees with 32万亿元, as a bound that is nobody's exact figure; 30万亿元 does not.
    """
    by = factor_between(other.unit, one.unit)
    if by is None:
        return False
    low, high = other.low * by, other.high * by
    if (one.low, one.high) == (low, high):
        return True
    if one.comparator in (">", ">=") and other.comparator in ("<", "<="):
        return one.low <= low
    if one.comparator in ("<", "<=") and other.comparator in (">", ">="):
        return low <= one.low
    if one.low != one.high or low != high:
        return one.low <= low and high <= one.high or low <= one.low and one.high <= high
    first, second = one.low, low
    wide = max(quantum(one), quantum(other) * by)
    if abs(first - second) * 2 <= wide:
        return True
    bounds = (one.comparator in _BOUNDS, other.comparator in _BOUNDS)
    first_is_rough = bounds[0] if bounds[0] != bounds[1] else quantum(one) >= quantum(other) * by
    rough, value, exact = (one, first, second) if first_is_rough else (other, second, first)
    reach = max(wide, abs(value) * _BOUND)
    if rough.comparator in (">", ">="):
        return value <= exact < value + reach
    if rough.comparator in ("<", "<="):
        return value - reach < exact <= value
    return rough.comparator == "~" and abs(exact - value) <= wide


def choose(figures: Sequence[Observation]) -> Observation | None:
    """The figure that several of one document agree on, the most exact one; null where they do not.

    A figure that the document's scorer holds for much more certain than all the others stands.
    """
    best = min(figures, key=_order)
    if all(agrees(best, one) for one in figures):
        return best
    sure = max(figures, key=lambda one: (one.confidence or 0.0, -one.at))
    rest = [one for one in figures if not agrees(sure, one)]
    if sure.confidence is not None and all(
        one.confidence is not None and one.confidence <= sure.confidence - _SURER for one in rest
    ):
        return sure
    return None


_SURER = 0.3


def _order(one: Observation) -> tuple[bool, bool, Decimal, int]:
    return (one.number is None, one.comparator != "=", quantum(one), one.at)


def shown(one: Observation) -> str:
    """A figure in plain digits with its unit."""
    value = decimal_text(one.low)
    if one.number is None:
        value = f"{value}–{decimal_text(one.high)}"
    return f"{value}{one.unit or ''}"
