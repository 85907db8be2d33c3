"""Gold kept by reference gets its texts again from the sources, exactly or with new offsets."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from policy_extract.training.claims.references import read_marked

SCRIPT = Path(__file__).parents[2] / "training-data" / "claims" / "recover.py"
TEXT = "关于上年工业的通报\n全市工业增加值120.5亿元，增长6.2%。\n用电量35亿千瓦时，下降1.8%。"
PAGE = """<html><head><title>关于上年工业的通报</title></head><body><h1>关于上年工业的通报</h1>
<div><p>全市工业增加值120.5亿元，增长6.2%。</p><p>{more}用电量35亿千瓦时，下降1.8%。</p></div></body></html>"""


def _record(indicator: str, number: str, kind: str, unit: str) -> dict[str, Any]:
    written = {"12050000000": "120.5亿元", "3500000000": "35亿千瓦时"}.get(number, f"{number}%")
    at, name = TEXT.index(written), TEXT.index(indicator)
    value = {"start": at, "end": at + len(written), "kind": kind, "number": number, "unit": unit}
    return {
        "record": "metric",
        "indicator": [[name, name + len(indicator)]],
        "value": {**value, "low": None, "high": None, "comparator": "="},
        "subject": None,
        "period": None,
    }


def _reference() -> str:
    records = [
        _record("工业增加值", "12050000000", "money", "元"),
        _record("工业增加值", "6.2", "percent", "%"),
        _record("用电量", "3500000000", "count", "千瓦时"),
        _record("用电量", "1.8", "percent", "%"),
    ]
    row = {
        "name": "x001",
        "group": "x001",
        "source": "someone/pages:news/a.html",
        "genre": "news",
        "chars": len(TEXT),
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "document": {"published": "2024-01-20", "place": None},
        "windows": [[10, len(TEXT)]],
        "records": records,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def _recovered(folder: Path, page: str) -> tuple[str, dict[str, Any]]:
    (folder / "from" / "news").mkdir(parents=True)
    (folder / "from" / "news" / "a.html").write_text(page, encoding="utf-8")
    (folder / "read.jsonl").write_text(_reference(), encoding="utf-8")
    given = ["--read", folder / "read.jsonl", "--from", folder / "from", "--out", folder / "out"]
    subprocess.run([sys.executable, SCRIPT, *map(str, given)], check=True, capture_output=True)
    (found,), absent = read_marked(folder / "out" / "read.jsonl", folder / "out" / "texts")
    assert absent == 0
    return found.text, found.gold


def test_a_page_gives_the_text_of_the_digest(tmp_path: Path) -> None:
    text, gold = _recovered(tmp_path, PAGE.format(more=""))
    assert text == TEXT
    assert [one["indicator"] for one in gold["records"]] == ["工业增加值"] * 2 + ["用电量"] * 2


def test_in_a_page_that_has_changed_each_span_is_found_again(tmp_path: Path) -> None:
    text, gold = _recovered(tmp_path, PAGE.format(more="据供电部门统计，"))
    assert text != TEXT
    for record, value in zip(
        gold["records"], ("120.5亿元", "6.2%", "35亿千瓦时", "1.8%"), strict=True
    ):
        assert text[record["value"]["start"] : record["value"]["end"]] == value
        assert record["indicator"] in ("工业增加值", "用电量")
