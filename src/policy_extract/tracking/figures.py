"""Comparing figures as they are printed: equal, equal up to rounding, or different."""

from collections.abc import Sequence
from decimal import Decimal

from policy_extract.records import decimal_text
from policy_extract.tracking.judging import factor_between
from policy_extract.tracking.observation import Observation


def quantum(number: Decimal) -> Decimal:
    """The place of a number's last digit that is not a trailing zero.

    >>> quantum(Decimal("1370000000000")), quantum(Decimal("7.5"))
    (Decimal('1E+10'), Decimal('0.1'))
    """
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def same(one: Observation, other: Observation) -> bool:
    """Whether two figures are the same value in the same or another unit."""
    by = factor_between(other.unit, one.unit)
    return by is not None and (one.low, one.high) == (other.low * by, other.high * by)


def agrees(one: Observation, other: Observation) -> bool:
    """Whether two figures may be the same value, one of them rounded or told as a bound.

    30万亿元 agrees with 30.5万亿元 only where it is told as a bound or roughly (超过, 左右).
    """
    by = factor_between(other.unit, one.unit)
    if by is None:
        return False
    low, high = other.low * by, other.high * by
    if (one.low, one.high) == (low, high):
        return True
    if one.low != one.high or low != high:
        return one.low <= low and high <= one.high or low <= one.low and one.high <= high
    first, second = one.low, low
    wide = max(quantum(one.low), quantum(other.low) * by)
    if abs(first - second) * 2 <= wide:
        return True
    rough, exact = (one, second) if quantum(one.low) >= quantum(other.low) * by else (other, first)
    value = first if rough is one else second
    if rough.comparator in (">", ">="):
        return value <= exact < value + wide
    if rough.comparator in ("<", "<="):
        return value - wide < exact <= value
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
    return (one.number is None, one.comparator != "=", quantum(one.low), one.at)


def shown(one: Observation) -> str:
    """A figure in plain digits with its unit."""
    value = decimal_text(one.low)
    if one.number is None:
        value = f"{value}–{decimal_text(one.high)}"
    return f"{value}{one.unit or ''}"
