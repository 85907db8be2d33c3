"""The commands ``track`` and ``indicators``."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from policy_extract import extract
from policy_extract.cli.main import app
from policy_extract.errors import GateError, OutputError, UsageError

RUNNER = CliRunner()
GOAL = "2023年主要预期目标是：全市地区生产总值增长6%左右。"
OUTCOME = "2023年，全市地区生产总值增长5%。"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    out = tmp_path / "out.jsonl"
    documents = [
        extract(text, place="太原市", published=f"{year}-02-01", name=str(year), ner="none")
        for year, text in ((2023, GOAL), (2024, OUTCOME))
    ]
    lines = "".join(document.to_json(indent=None) + "\n" for document in documents)
    out.write_text(lines, encoding="utf-8")
    return out


def ran(*args: object) -> Any:
    result = RUNNER.invoke(app, [str(one) for one in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_rows_go_to_standard_output_and_the_summary_does_not(archive: Path) -> None:
    result = ran("track", archive)
    (row,) = map(json.loads, result.stdout.splitlines())
    assert (row["status"], row["gap"], row["gap_unit"]) == ("missed", "-1", "百分点")
    assert "1 rows (1 missed) of 2 figures" in result.stderr
    assert "within: 左右 short by up to 0.2 points" in result.stderr
    assert ran("track", archive, "-q").stderr == ""


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "duckdb", "jsonl"])
def test_every_form_holds_the_row(archive: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"track.{form}"
    ran("track", archive, "-o", out)
    first = out.read_bytes()
    if form == "csv":
        (row,) = csv.DictReader(io.StringIO(first.decode("utf-8-sig")))
    elif form == "jsonl":
        row = json.loads(first)
    elif form == "xlsx":
        from openpyxl import load_workbook

        head, values = load_workbook(out).active.values
        row = dict(zip(head, values, strict=True))
    elif form == "parquet":
        import pyarrow.parquet as pq

        (row,) = pq.read_table(out).to_pylist()
    else:
        import duckdb

        with duckdb.connect(str(out), read_only=True) as connection:
            (row,) = connection.execute("SELECT * FROM pairs").to_arrow_table().to_pylist()
    assert row["status"] == "missed"
    assert float(row["gap"]) == -1
    assert row["outcome_quote"] == OUTCOME
    if form not in ("xlsx", "duckdb"):  # those two write the time of making
        ran("track", archive, "-o", out)
        assert out.read_bytes() == first


def test_the_band_of_within_is_an_option(archive: Path) -> None:
    (row,) = map(json.loads, ran("track", archive, "--points", "1").stdout.splitlines())
    assert row["status"] == "within"
    with pytest.raises(UsageError, match="--points"):
        ran("track", archive, "--points", "-1")


def test_views_exclude_each_other_and_inputs_survive(archive: Path) -> None:
    with pytest.raises(UsageError, match="different rows"):
        ran("track", archive, "--layers", "--contradictions")
    before = archive.read_bytes()
    with pytest.raises(OutputError, match="is an input"):
        ran("track", archive, "-o", archive)
    assert archive.read_bytes() == before
    with pytest.raises(UsageError, match="no form of output"):
        ran("track", archive, "-o", archive.with_suffix(".doc"))


def test_own_entries_of_the_catalogue(archive: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[indicator]]\nid = "gdp_growth"\nzh = "我的增速"\nen = "Mine"\n'
        'aliases = ["地区生产总值"]\nform = "growth"\ngood = "up"\n',
        encoding="utf-8",
    )
    (row,) = map(json.loads, ran("track", archive, "--indicators", own).stdout.splitlines())
    assert row["indicator"] == "我的增速"


def test_indicators_list_and_match() -> None:
    listed = list(csv.DictReader(io.StringIO(ran("indicators", "list", "--format", "csv").stdout)))
    assert len(listed) >= 80
    found = list(
        csv.DictReader(
            io.StringIO(ran("indicators", "match", "居民消费价格上涨2%", "--format", "csv").stdout)
        )
    )
    assert [row["indicator_id"] for row in found] == ["cpi"]
    with pytest.raises(GateError):
        ran("indicators", "match", "幸福感")
