"""Promise against result as panels: the rows of a track output, grouped and made ready to be drawn."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from policy_extract.rules.gazetteer import COUNTRY, divisions, full_name

Row = dict[str, Any]
Panel = dict[str, Any]

STATUSES = (
    "met", "within", "missed", "undecidable", "not comparable", "not reported", "report missing",
    "not yet due",
)  # fmt: skip
"""Every verdict and status, the judged ones first."""
ALONE = "no target"
"""How an outcome that no target stands against is shown."""

_KEY = ("indicator_id", "indicator", "form", "statistic", "prices")
_NATION = frozenset({COUNTRY, "全国", "国家"})
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "≈"}
_UNSCALED = frozenset({"%", "‰", "百分点", "倍", "位"})


def panels(rows: Sequence[Row]) -> list[Panel]:
    """One panel an indicator, form, statistic and kind of prices; those with most rows first.

    A panel says what it is of (``indicator_id``, ``indicator``, ``form``, ``statistic``,
    ``prices``), its ``unit``, ``counts`` by status, and its ``points``: one a row, with the row's
    index, ``place``, ``when``, the target's ``low`` and ``high``, the ``outcome`` (numbers only to
    be drawn by; null where there is none, or in another unit), the ``status``, the place's ``rank``
    by outcome (by target where there is none), and the ``layer``: how far its target lies above
    that of the next level ``above`` it.
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for index, row in enumerate(rows):
        unit = row.get("target_unit") if _has_target(row) else row.get("outcome_unit")
        groups.setdefault((*(row.get(name) for name in _KEY), unit), []).append(index)
    made = [_panel(key, [(index, rows[index]) for index in held]) for key, held in groups.items()]
    return sorted(made, key=lambda one: (-len(one["points"]), str(one["indicator"])))


def _panel(key: tuple[Any, ...], rows: list[tuple[int, Row]]) -> Panel:
    *names, unit = key
    by, label = _scale([row for _, row in rows], unit)
    points = [_point(index, row, unit, by) for index, row in rows]
    points.sort(
        key=lambda point: (
            point["end"],
            point["when"],
            point["place"] not in _NATION,
            point["place"],
            point["row"],
        )
    )
    _rank(points)
    _layers(points)
    counts = Counter(point["status"] for point in points)
    return {
        **dict(zip(_KEY, names, strict=True)),
        "unit": label,
        "counts": {status: counts[status] for status in (*STATUSES, ALONE) if counts[status]},
        "points": points,
    }


def _has_target(row: Row) -> bool:
    return row.get("target_wording") is not None or row.get("target_number") is not None


def _scale(rows: list[Row], unit: str | None) -> tuple[Decimal, str]:
    """By what numbers are divided to be drawn, and the unit that is then written."""
    if unit in _UNSCALED:
        return Decimal(1), unit or ""
    most = max((abs(number) for row in rows for number in _numbers(row)), default=Decimal(0))
    for size, word in ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")):
        if most >= size:
            return size, f"{word}{unit or ''}"
    return Decimal(1), unit or ""


def _numbers(row: Row) -> Iterator[Decimal]:
    for side in ("target", "outcome"):
        yield from (n for n in (_low(row, side), _high(row, side)) if n is not None)


def _low(row: Row, side: str) -> Decimal | None:
    return _end(row, side, "low")


def _high(row: Row, side: str) -> Decimal | None:
    return _end(row, side, "high")


def _end(row: Row, side: str, end: str) -> Decimal | None:
    number = _decimal(row.get(f"{side}_number"))
    return _decimal(row.get(f"{side}_{end}")) if number is None else number


def _decimal(value: Any) -> Decimal | None:
    """A number as JSON, CSV or a workbook has it; null for none."""
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _point(index: int, row: Row, unit: str | None, by: Decimal) -> Row:
    def drawn(number: Decimal | None) -> float | None:
        return None if number is None else float(number / by)

    outcome = None
    if row.get("outcome_unit") == unit:
        low, high = _low(row, "outcome"), _high(row, "outcome")
        outcome = None if low is None or high is None else (low + high) / 2
    target = _has_target(row)
    return {
        "row": index,
        "place": str(row.get("place") or ""),
        "when": _when(row.get("period_start"), row.get("period_end")),
        "end": str(row.get("period_end") or ""),
        "low": drawn(_low(row, "target")),
        "high": drawn(_high(row, "target")),
        "outcome": drawn(outcome),
        "sign": _SIGNS.get(str(row.get("target_comparator")), ""),
        "status": str(row.get("status") or ("undecidable" if target else ALONE)),
        "rank": 0,
        "layer": None,
        "above": None,
    }


def _when(start: Any, end: Any) -> str:
    first, last = str(start or ""), str(end or "")
    if first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4] if first[:4] == last[:4] else f"{first[:4]}–{last[:4]}"
    return f"{first}–{last}".strip("–") if first != last else first


def _middle(point: Row) -> float | None:
    low, high = point["low"], point["high"]
    return None if low is None or high is None else (low + high) / 2


def _rank(points: list[Row]) -> None:
    """Rank the points of each period by outcome, those without one by target, behind."""
    for when in {point["when"] for point in points}:
        held = [point for point in points if point["when"] == when]
        held.sort(
            key=lambda point: (
                point["outcome"] is None,
                -(point["outcome"] if point["outcome"] is not None else _middle(point) or 0.0),
                point["place"],
            )
        )
        for rank, point in enumerate(held, 1):
            point["rank"] = rank


def _layers(points: list[Row]) -> None:
    """How far each target lies above that of the nearest level above with one in the period."""
    targets: dict[tuple[str, str], float] = {}
    for point in points:
        middle = _middle(point)
        if middle is not None:
            targets.setdefault((point["when"], _nation(full_name(point["place"]))), middle)
    for point in points:
        middle = _middle(point)
        place = _nation(full_name(point["place"]))
        while middle is not None and place != COUNTRY:
            known = divisions().get(place)
            place = _nation(known.parent) if known else COUNTRY
            over = targets.get((point["when"], place))
            if over is not None:
                point |= {"layer": middle - over, "above": place}
                break


def _nation(place: str) -> str:
    return COUNTRY if place in _NATION else place
