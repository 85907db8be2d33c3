"""Comparing figures as they are printed: equal, equal up to rounding, or different."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from policy_extract.records import decimal_text
from policy_extract.tracking.judging import factor_between
from policy_extract.tracking.observation import Observation

_BOUNDS = ("<", "<=", ">", ">=")
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


def agrees(one: Observation, other: Observation, *, bounds: bool = True) -> bool:
    """Whether two figures may be the same value, one of them rounded or told as a bound.

    A bound agrees with what it leaves open: 超过30万亿元 with 32万亿元. Digits may be rounded or cut off:
    7.48万亿元 and 7.4万亿元.

    Args:
        one: A figure.
        other: Another.
        bounds: Whether a bound agrees with what it leaves open; of goals it does not.
    """
    by = factor_between(other.unit, one.unit)
    if by is None:
        return False
    low, high = other.low * by, other.high * by
    if (one.low, one.high) == (low, high):
        return True
    if not bounds and (one.comparator in _BOUNDS or other.comparator in _BOUNDS):
        return False
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
    if abs(first - second) < wide:
        finer, coarser = abs(second), abs(first)
        if quantum(one) < quantum(other) * by:
            finer, coarser = coarser, finer
        if quantum(one) != quantum(other) * by and coarser < finer:
            return True  # digits cut off
    either = (one.comparator in _BOUNDS, other.comparator in _BOUNDS)
    first_is_rough = either[0] if either[0] != either[1] else quantum(one) >= quantum(other) * by
    rough, value, exact = (one, first, second) if first_is_rough else (other, second, first)
    if rough.comparator in (">", ">="):
        return value <= exact
    if rough.comparator in ("<", "<="):
        return exact <= value
    return rough.comparator == "~" and abs(exact - value) <= wide


def choose(figures: Sequence[Observation], *, bounds: bool = True) -> Observation | None:
    """The figure that several of one document agree on, the most exact one; null where they do not.

    A figure that the document's scorer holds for much more certain than all the others stands.
    """
    best = min(figures, key=_order)
    if all(agrees(best, one, bounds=bounds) for one in figures):
        return best
    sure = max(figures, key=lambda one: (one.confidence or 0.0, -one.at))
    rest = [one for one in figures if not agrees(sure, one, bounds=bounds)]
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
