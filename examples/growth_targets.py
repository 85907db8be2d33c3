"""A table and a chart of targets against outcomes, from what ``policy-extract track`` gives.

    policy-extract track reports.jsonl --indicator gdp_growth -o growth.jsonl
    python examples/growth_targets.py growth.jsonl --chart growth.svg

The table goes to standard output as Markdown. In the chart a bar is the target (a range is as high as it
is wide), a dot the outcome: filled where it was reached, hollow where it was not.
"""

import argparse
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 300, 40, 16, 36


def read(path: Path) -> list[Row]:
    """Rows of single years whose target and outcome are both known."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        row
        for row in rows
        if row["outcome_document"]
        and row["status"] in ("met", "missed", "within")
        and row["period_start"][:4] == row["period_end"][:4]
    ]


def ends(row: Row, side: str) -> tuple[Decimal, Decimal]:
    """Both ends of a value; the same for a single number."""
    number = row[f"{side}_number"]
    return Decimal(number or row[f"{side}_low"]), Decimal(number or row[f"{side}_high"])


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| year | target | outcome | gap | status |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        cells = (
            row["period_end"][:4],
            row["target_wording"],
            row["outcome_wording"],
            row["gap"],
            row["status"],
        )
        lines.append("| " + " | ".join("" if cell is None else cell for cell in cells) + " |")
    return "\n".join(lines)


def chart(rows: list[Row]) -> str:
    """The rows as SVG."""
    years = [int(row["period_end"][:4]) for row in rows]
    values = [value for row in rows for side in ("target", "outcome") for value in ends(row, side)]
    low, high = min(*values, Decimal(0)), max(values) + 1
    step = Decimal(WIDTH - LEFT - 20) / max(1, max(years) - min(years))

    def x(year: int) -> Decimal:
        return LEFT + 10 + step * (year - min(years))

    def y(value: Decimal) -> Decimal:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for value in range(int(low), int(high) + 1, 2):
        at = y(Decimal(value))
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - 10}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{value}</text>')
    for row, year in zip(rows, years, strict=True):
        first, last = ends(row, "target")
        bar = max(Decimal(3), y(first) - y(last))
        parts.append(
            f'<rect x="{x(year) - 6:.1f}" y="{y(last) - (1 if first == last else 0):.1f}" width="12" '
            f'height="{bar:.1f}" fill="#9bb8d9"><title>{year}: {row["target_wording"]}</title></rect>'
        )
        reached = sum(ends(row, "outcome")) / 2
        fill = "#c0392b" if row["status"] == "met" else "#fff"
        parts.append(
            f'<circle cx="{x(year):.1f}" cy="{y(reached):.1f}" r="3.5" fill="{fill}" '
            f'stroke="#c0392b"><title>{year}: {row["outcome_wording"]}</title></circle>'
        )
        if year % 5 == 0:
            parts.append(
                f'<text x="{x(year):.1f}" y="{HEIGHT - 16}" text-anchor="middle">{year}</text>'
            )
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    """Read, print the table, write the chart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path, help="JSON Lines of track")
    parser.add_argument("--chart", type=Path, help="where the chart goes (SVG)")
    given = parser.parse_args()
    rows = read(given.rows)
    print(table(rows))
    if given.chart and rows:
        given.chart.write_text(chart(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
