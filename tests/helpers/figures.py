"""Observations written in a line, for tests of tracking."""

from datetime import date
from decimal import Decimal
from typing import Any

from policy_extract.indicators import load_catalogue
from policy_extract.tracking.observation import Observation


def figure(
    kind: str,
    number: str,
    *,
    year: int = 2023,
    report: int | None = None,
    indicator: str = "gdp_growth",
    comparator: str = "=",
    unit: str | None = None,
    place: str = "太原市",
    **more: Any,
) -> Observation:
    """A figure of a year's report of 1 February: a target of its year, an outcome of the one before.

    ``number`` is a number, or ``low..high``.
    """
    entry = load_catalogue()[indicator]
    low, _, high = number.partition("..")
    report = report or (year if kind == "target" else year + 1)
    values: dict[str, Any] = {
        "place": place,
        "parent": None,
        "indicator": indicator,
        "statistic": None,
        "prices": entry.prices,
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "kind": kind,
        "low": Decimal(low),
        "high": Decimal(high or low),
        "unit": unit or entry.held_units[0],
        "comparator": comparator,
        "wording": number,
        "quote": f"{year}年 {kind} {indicator} {number}",
        "document": str(report),
        "dated": date(report, 2, 1),
        "at": 0,
        "until": len(number),
    }
    return Observation(**{**values, **more})
