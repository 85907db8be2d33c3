"""The example: a table and a chart of rows that track gives."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from policy_extract import extract, track

EXAMPLE = Path(__file__).parents[2] / "examples" / "growth_targets.py"
TEXTS = {
    2022: "2022年主要预期目标是：国内生产总值增长5.5%左右。",
    2023: "2022年，国内生产总值增长3%。\n2023年主要预期目标是：国内生产总值增长5%左右。",
    2024: "2023年，国内生产总值增长5.2%。",
}


def test_the_example_makes_a_table_and_a_chart(tmp_path: Path) -> None:
    documents = [
        extract(text, published=f"{year}-03-05", place="中国", name=str(year), ner="none")
        for year, text in TEXTS.items()
    ]
    rows = tmp_path / "rows.jsonl"
    lines = (json.dumps(row, ensure_ascii=False) for row in track(documents).rows)
    rows.write_text("\n".join(lines), encoding="utf-8")
    chart = tmp_path / "chart.svg"
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), str(rows), "--chart", str(chart)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.splitlines()[2:] == [
        "| 2022 | 5.5%左右 | 3% | -2.5 | missed |",
        "| 2023 | 5%左右 | 5.2% | 0.2 | met |",
    ]
    drawn = ElementTree.parse(chart).getroot()
    assert [one.tag.split("}")[1] for one in drawn].count("circle") == 2
