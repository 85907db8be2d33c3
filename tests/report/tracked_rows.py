"""Rows of a track output made by hand, from its documented columns."""

from typing import Any


def tracked(
    place: str,
    year: int,
    target: str | None,
    outcome: str | None,
    status: str | None,
    *,
    unit: str = "%",
    high: str | None = None,
    indicator: str = "地区生产总值增长",
    comparator: str = "~",
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "place": place, "indicator_id": "gdp_growth", "indicator": indicator, "form": "growth",
        "statistic": None, "prices": "real", "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31", "status": status, "gap": None, "gap_unit": None,
        "stated": None, "confidence": 0.9, "because": "floor", "revisions": [],
    }  # fmt: skip
    for side, number in (("target", target), ("outcome", outcome)):
        ranged = side == "target" and high is not None
        wording = None if number is None else f"{number}{unit}"
        row |= {
            f"{side}_number": None if ranged else number,
            f"{side}_low": number if ranged else None,
            f"{side}_high": high if ranged else None,
            f"{side}_unit": None if number is None else unit,
            f"{side}_comparator": None if number is None else comparator,
            f"{side}_wording": wording,
            f"{side}_quote": None if number is None else f"{place}{year}年{indicator}{wording}。",
            f"{side}_document": None if number is None else f"{place}-{year}.txt",
            f"{side}_start": None if number is None else 10,
            f"{side}_end": None if number is None else 13,
        }
    return row


ROWS = [
    tracked("中国", 2022, "5.5", "3.0", "missed"),
    tracked("中国", 2023, "5", "5.2", "met"),
    tracked("山西省", 2022, "6.5", "4.4", "missed"),
    tracked("山西省", 2023, "6", None, "not reported"),
    tracked("太原市", 2023, "6", "6.1", "met", high="7"),
    tracked("浙江省", 2023, None, "6.0", None),
]
