"""Tracked rows as panels and charts."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from policy_extract.errors import InputError, OutputError
from policy_extract.report.chart_files import write_charts
from policy_extract.report.charts import MODES, browser_runtime, chart_spec
from policy_extract.report.contents import Contents, Selection
from policy_extract.report.page import words
from policy_extract.report.sources import add_track, kind_of
from policy_extract.report.tracked import panels

from .tracked_rows import ROWS, tracked


def points_of(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    (panel,) = panels(rows)
    return {(point["place"], point["when"]): point for point in panel["points"]}


def test_every_row_is_a_point_of_one_panel() -> None:
    (panel,) = panels(ROWS)
    assert sorted(point["row"] for point in panel["points"]) == list(range(len(ROWS)))
    assert panel["counts"] == {"met": 2, "missed": 2, "not reported": 1, "no target": 1}


def test_units_and_indicators_are_panels_of_their_own() -> None:
    rows = [*ROWS, tracked("山西省", 2023, "5000000", "6000000", "met", unit="人")]
    first, second = panels(rows)
    assert (first["unit"], second["unit"]) == ("%", "万人")
    assert second["points"][0]["low"] == 500


def test_places_are_ranked_by_outcome_and_those_without_one_come_last() -> None:
    points = points_of(ROWS)
    ranks = {
        place: points[place, "2023"]["rank"] for place in ("太原市", "浙江省", "中国", "山西省")
    }
    assert ranks == {"太原市": 1, "浙江省": 2, "中国": 3, "山西省": 4}


def test_a_layer_is_the_gap_to_the_next_level_above_that_has_a_target() -> None:
    points = points_of(ROWS)
    assert points["山西省", "2023"]["layer"] == 1
    assert points["山西省", "2023"]["above"] == "中国"
    assert points["太原市", "2023"]["above"] == "山西省"
    assert points["太原市", "2023"]["layer"] == 0.5
    assert points["中国", "2023"]["layer"] is None
    assert points["浙江省", "2023"]["layer"] is None


def test_an_outcome_in_another_unit_is_not_drawn_beside_its_target() -> None:
    row = tracked("山西省", 2023, "6", "7", "not comparable") | {"outcome_unit": "元"}
    (panel,) = panels([row])
    assert panel["points"][0]["outcome"] is None


def test_zero_is_a_number() -> None:
    (panel,) = panels([tracked("山西省", 2023, "0", "0", "met")])
    assert (panel["points"][0]["low"], panel["points"][0]["outcome"]) == (0, 0)


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "parquet", "duckdb"])
def test_a_track_output_is_read_in_every_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"made.{form}"
    flat = [{**row, "revisions": "; ".join(row["revisions"]) or None} for row in ROWS]
    if form == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    elif form == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, list(flat[0]))
            writer.writeheader()
            writer.writerows(flat)
    elif form == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        book.active.append(list(flat[0]))
        for row in flat:
            book.active.append(list(row.values()))
        book.save(path)
    else:
        arrow = pytest.importorskip("pyarrow")
        table = arrow.Table.from_pylist(flat)
        if form == "parquet":
            pytest.importorskip("pyarrow.parquet").write_table(table, path)
        else:
            with pytest.importorskip("duckdb").connect(str(path)) as connection:
                connection.register("given", table)
                connection.execute("CREATE TABLE pairs AS SELECT * FROM given")
    assert kind_of(path) == "track"
    contents = Contents()
    add_track(contents, path)
    ((read,), (made,)) = panels(contents.track), panels(ROWS)
    assert read == made


def test_only_what_was_asked_for_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "track.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    contents = Contents(wanted=Selection(place="山西", year="2023"))
    add_track(contents, path)
    assert contents.track == [ROWS[3]]


def test_the_charts_of_page_and_paper_are_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "charts"
    drawn = write_charts(ROWS, folder, language="en")
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert names == sorted(
        f"001-gdp_growth-{mode}.{suffix}"
        for mode in ("years", "ranked-2022", "layers-2022", "ranked-2023", "layers-2023")
        for suffix in ("svg", "png")
    )
    assert drawn == 5
    svg = (folder / "001-gdp_growth-ranked-2023.svg").read_text(encoding="utf-8")
    assert "山西省" in svg
    assert "not reported" in svg
    assert (folder / "001-gdp_growth-years.png").read_bytes().startswith(b"\x89PNG")


def test_charts_replace_their_own_files_only(tmp_path: Path) -> None:
    write_charts(ROWS, tmp_path, language="zh")
    write_charts(ROWS[:2], tmp_path, language="zh")
    assert len(list(tmp_path.glob("*.svg"))) == 1
    (tmp_path / "001-gdp_growth-years.svg").write_text("mended by hand")
    with pytest.raises(OutputError):
        write_charts(ROWS, tmp_path, language="zh")


def test_without_rows_there_is_nothing_to_draw(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_charts([], tmp_path / "charts", language="zh")


def test_a_name_of_an_indicator_is_no_path(tmp_path: Path) -> None:
    row = tracked("甲", 2023, "5", "6", "met", indicator="../../x") | {
        "indicator_id": "../../etc/x"
    }
    write_charts([row], tmp_path / "charts", language="zh")
    assert [path.name for path in tmp_path.iterdir()] == ["charts"]


@pytest.mark.parametrize("mode", MODES)
def test_specs_are_plain_data_in_each_language(mode: Any) -> None:
    for spoken in words().model_dump().values():
        json.dumps(chart_spec(mode, spoken, legend={"met"}))


def test_the_runtime_is_one_script_that_cannot_end_early() -> None:
    assert "</script" not in browser_runtime().lower()
    assert not re.search(r"\bimport\s*[({'\"]", browser_runtime()[:2000])
