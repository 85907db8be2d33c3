"""Whole archives: documents and outputs of every form give the same rows."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from warm import run_warm

from policy_extract import Extractor, extract, track
from policy_extract.batch.rows import Fields
from policy_extract.batch.run import BatchOptions
from policy_extract.batch.sinks import build
from policy_extract.batch.tables import Cells
from policy_extract.batch.worker import ReadingOptions
from policy_extract.cli.main import app
from policy_extract.errors import InputError, OutputError, PolicyExtractError, UsageError
from policy_extract.indicators import load_catalogue
from policy_extract.records import Document
from policy_extract.tracking.columns import PAIRS
from policy_extract.tracking.ingest import Sources, open_archive
from policy_extract.tracking.tables import write_table
from policy_extract.tracking.track import COLUMNS, Track, View

REPORTS = [
    ("2022", "太原市", "2022年主要预期目标是：全市地区生产总值增长6%左右，城镇新增就业8万人。"),
    (
        "2023",
        "太原市",
        "2022年，全市地区生产总值增长5.9%，城镇新增就业9.1万人。\n"
        "2023年主要预期目标是：全市地区生产总值增长6.5%左右。",
    ),
    ("2024", "太原市", "2023年，全市地区生产总值增长5%。"),
    ("省", "山西省", "2023年主要预期目标是：全省地区生产总值增长6%左右。"),
]
DATES = {"2022": "2022-02-01", "2023": "2023-02-01", "2024": "2024-02-01", "省": "2023-01-20"}


@pytest.fixture(scope="module")
def documents(rules_only: Extractor) -> list[Document]:
    return [
        rules_only.extract(text, published=DATES[name], place=place, name=name)
        for name, place, text in REPORTS
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same reports as outputs of a batch in every form."""
    folder = tmp_path_factory.mktemp("made")
    outputs = {}
    for form in ("jsonl", "csv", "parquet", "duckdb", "xlsx"):
        for place in ("太原市", "山西省"):
            source = folder / f"{place}.jsonl"
            lines = [
                json.dumps({"id": name, "date": DATES[name], "text": text}, ensure_ascii=False)
                for name, whose, text in REPORTS
                if whose == place
            ]
            source.write_text("\n".join(lines), encoding="utf-8")
            out = folder / f"{place}-{form}.{form}"
            run_warm(
                BatchOptions(
                    sources=(str(source),),
                    out=out,
                    form=form,
                    fields=Fields(id="id", date="date"),
                    reading=ReadingOptions(ner="none", reader="none", place=place),
                    workers=1,
                )
            )
            outputs[f"{place} {form}"] = out
    return outputs


def short(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["place"], row["indicator_id"], row["period_end"][:4], row["status"], row["gap"])
        for row in rows
    ]


EXPECTED = [
    ("太原市", "gdp_growth", "2022", "within", "-0.1"),
    ("太原市", "gdp_growth", "2023", "missed", "-1.5"),
    ("太原市", "new_urban_jobs", "2022", "met", "11000"),
    ("山西省", "gdp_growth", "2023", "report missing", None),
]


def test_documents_in_memory(documents: list[Document]) -> None:
    found = track(documents).rows
    assert short(found) == EXPECTED
    first = found[0]
    assert set(first) == set(PAIRS)
    assert first["target_quote"].count(first["target_wording"]) == 1
    assert (first["target_number"], first["outcome_number"]) == ("6", "5.9")
    assert (first["target_document"], first["outcome_document"]) == ("2022", "2023")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "duckdb", "xlsx"])
def test_outputs_of_every_form_give_the_rows_of_the_documents(
    made: dict[str, Path], documents: list[Document], form: str
) -> None:
    found = track([made[f"太原市 {form}"], made[f"山西省 {form}"]]).rows
    assert found == track(documents).rows


def test_the_same_output_twice_changes_nothing(made: dict[str, Path]) -> None:
    one = made["太原市 jsonl"]
    assert track([one, one]).rows == track(one).rows


def test_sources_are_extracted_on_the_way(tmp_path: Path) -> None:
    for name, _, text in REPORTS[:3]:
        (tmp_path / f"{name}.txt").write_text(
            f"太原市政府工作报告\n{DATES[name][:4]}年2月1日\n{text}", encoding="utf-8"
        )
    sources = Sources((str(tmp_path),), reading=ReadingOptions(ner="none", place="太原市"))
    with open_archive(sources, load_catalogue()) as archive:
        found = Track(archive, load_catalogue()).rows
    assert short(found) == EXPECTED[:3]


def test_a_cache_gives_the_same_rows_and_is_used(made: dict[str, Path], tmp_path: Path) -> None:
    def rows() -> tuple[list[dict[str, Any]], int]:
        paths = (str(made["太原市 jsonl"]), str(made["山西省 parquet"]))
        sources = Sources(paths, cache=tmp_path / "cache")
        with open_archive(sources, load_catalogue()) as archive:
            return Track(archive, load_catalogue()).rows, archive.passed.observations

    first, count = rows()
    assert count == 7
    kept = sorted((tmp_path / "cache").iterdir())
    assert len(kept) == 2
    assert rows() == (first, 7)
    for folder in kept:
        note = json.loads((folder / "passed.json").read_bytes())
        (folder / "passed.json").write_text(json.dumps({**note, "observations": 1}))
    assert rows() == (first, 2)
    assert sorted((tmp_path / "cache").iterdir()) == kept


@pytest.mark.parametrize("name", ["passed.json", "observations.parquet"])
def test_a_damaged_cache_is_read_past(made: dict[str, Path], tmp_path: Path, name: str) -> None:
    def rows() -> list[dict[str, Any]]:
        sources = Sources((str(made["太原市 jsonl"]),), cache=tmp_path / "cache")
        with open_archive(sources, load_catalogue()) as archive:
            return Track(archive, load_catalogue()).rows

    first = rows()
    (folder,) = (tmp_path / "cache").iterdir()
    whole = (folder / name).read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"[" * 100_000):
        (folder / name).write_bytes(damaged)
        assert rows() == first
    assert [one.name for one in (tmp_path / "cache").iterdir()] == [folder.name]


def test_what_is_wanted(documents: list[Document]) -> None:
    assert short(track(documents, indicators=["new_urban_jobs"]).rows) == [EXPECTED[2]]
    assert short(track(documents, places=["太原"]).rows) == EXPECTED[:3]
    assert short(track(documents, since=2023).rows) == [EXPECTED[1], EXPECTED[3]]
    assert short(track(documents, until=2022).rows) == [EXPECTED[0], EXPECTED[2]]
    with pytest.raises(UsageError, match="not in the catalogue"):
        track(documents, indicators=["gpd"])
    with pytest.raises(UsageError, match="no place"):
        track(documents, places=["阿司匹林"])


def test_a_renamed_place_is_found_by_either_name() -> None:
    goal = extract(
        "2014年，全县生产总值增长目标为8%。", place="徐水县", published="2014-02-01", ner="none"
    )
    told = extract(
        "2014年，全区生产总值增长9%。", place="徐水区", published="2015-08-01", ner="none"
    )
    for name in ("徐水县", "徐水区"):
        (row,) = track([goal, told], places=[name]).rows
        assert (row["status"], row["gap"]) == ("met", "1")
        assert "the place was renamed: 徐水县, then 徐水区" in row["because"]


def test_layers_and_ranks(documents: list[Document]) -> None:
    found = list(track(documents, since=2023).layers())
    city = next(row for row in found if row["place"] == "太原市")
    assert (city["above"], city["gap"], city["rank"], city["of"]) == ("山西省", "0.5", 1, 1)
    assert city["above_target_wording"] == "6%左右"


def test_unmatched_indicators_by_frequency() -> None:
    text = "2023年，全市奇数产业产值增长5%。2023年，全市奇数产业产值增长6%。"
    document = extract(text, place="太原市", published="2024-02-01", ner="none")
    (row,) = track([document]).unmatched()
    assert (row["indicator"], row["records"]) == ("奇数产业产值", 2)


def test_own_figures(documents: list[Document], tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "place,indicator,year,number,source\n太原市,gdp_growth,2023,6.6,统计局\n", encoding="utf-8"
    )
    (row,) = [r for r in track(documents, outcomes=own).rows if r["period_end"] == "2023-12-31"][:1]
    assert (row["status"], row["outcome_document"]) == ("met", "统计局")
    assert row["revisions"] == ["5% (2024)"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "place,indicator,year,number\n太原市,gdp_growht,2023,5\n",
            "line 2: indicator 'gdp_growht'",
        ),
        ("place,indicator,year,number\n某某,gdp_growth,2023,5\n", "line 2: place '某某'"),
        (
            "place,indicator,year,number\n太原市,gdp_growth,2023,五\n",
            "cannot be read: number 五, year 2023",
        ),
        ("place,indicator,year,number\n太原市,gdp_growth,2023,NaN\n", "cannot be read: number NaN"),
        ("place,indicator,year,value\n", "column 'value'"),
        ("place,indicator,year,number,unit\n太原市,gdp_growth,2023,5,元\n", "no unit '元'"),
        ("", "own.csv: no column place, indicator, number, period_start, period_end"),
        ("place,indicator,year\n太原市,gdp_growth,2023\n", "own.csv: no column number"),
        ("place,indicator,number\n太原市,gdp_growth,5\n", "no column period_start, period_end"),
        (
            "place,indicator,period_start,period_end,number\n太原市,gdp_growth,2024-01-01,2023-12-31,5\n",
            "line 2: number or period",
        ),
        ("place,indicator,year,number\n太原市,gdp_growth,2023,5,6\n", "line 2: more cells"),
        ("place,indicator,year,number,prices\n太原市,gdp_growth,2023,5,不变\n", "prices '不变'"),
        ("place,indicator,year,number,statistic\n太原市,gdp_growth,2023,5,mean\n", "'mean'"),
    ],
)
def test_wrong_figures_are_named(
    documents: list[Document], tmp_path: Path, text: str, said: str
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        track(documents, outcomes=own)


def test_cover_of_trees_is_not_that_of_forests(rules_only: Extractor) -> None:
    """A goal for one is not judged by a figure of the other."""
    promised = "2023年主要预期目标是：全市林木覆盖率达到40%，森林覆盖率达到25%。"
    for reached, expected in (
        ("2023年，全市林木覆盖率达到41%。", [("forest_cover", None), ("tree_cover", "41")]),
        ("2023年，全市森林覆盖率达到26%。", [("forest_cover", "26"), ("tree_cover", None)]),
    ):
        documents = [
            rules_only.extract(text, published=day, place="太原市", name=day)
            for day, text in (("2023-02-01", promised), ("2024-02-01", reached))
        ]
        found = [(row["indicator_id"], row["outcome_number"]) for row in track(documents).rows]
        assert found == expected


def test_figures_in_another_encoding_and_files_that_are_none(
    documents: list[Document], tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_bytes("place,indicator,year,number\n太原市,gdp_growth,2023,5\n".encode("gbk"))
    with pytest.raises(InputError, match=r"own\.csv: is no CSV in UTF-8") as told:
        track(documents, outcomes=own)
    assert "CSV UTF-8" in (told.value.hint or "")
    with pytest.raises(InputError, match=r"none\.csv: cannot be read: No such file"):
        track(documents, outcomes=tmp_path / "none.csv")


def test_figures_of_a_period_of_several_years(documents: list[Document], tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "place,indicator,period_start,period_end,number,statistic\n"
        "太原市,gdp_growth,2021-01-01,2025-12-31,5.5,average\n",
        encoding="utf-8",
    )
    (row,) = [r for r in track(documents, outcomes=own, outcomes_too=True).rows if r["statistic"]]
    assert (row["period_start"], row["outcome_number"]) == ("2021-01-01", "5.5")


def test_one_name_alone_is_no_list_of_letters(documents: list[Document], tmp_path: Path) -> None:
    found = track(documents, indicators="gdp_growth", places="山西省").rows
    assert short(found) == EXPECTED[3:]
    own = tmp_path / "own.toml"
    own.write_text(
        '[[indicator]]\nid = "cats"\nzh = "猫"\nen = "Cats"\nform = "level"\nunits = ["只"]\ngood = "up"\n',
        encoding="utf-8",
    )
    assert short(track(documents, catalogue=own).rows) == EXPECTED


def test_own_entries_hold_for_documents_and_files_alike(
    rules_only: Extractor, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[indicator]]\nid = "cats"\nzh = "家猫数量"\nen = "Cats"\nform = "level"\nunits = ["只"]\ngood = "up"\n',
        encoding="utf-8",
    )
    text = "2023年，全市家猫数量达到5000只。"
    made = rules_only.extract(text, published="2024-02-01", place="太原市", name="a")
    for source in ([made], _written(tmp_path / "a.jsonl", [made])):
        found = track(source, catalogue=own, outcomes_too=True)
        assert [row["indicator_id"] for row in found.rows] == ["cats"]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--rounding"], 2, "--rounding belongs to --contradictions"),
        (["--since", "20244"], 2, "--since"),
        (["--until", "2O24"], 2, "--until"),
        (["--place", "火星"], 2, "place '火星' is no place"),
        (["--indicator", "nope"], 2, "indicator 'nope' is not in the catalogue"),
        (["--as-of", "2024-13-01"], 2, "2024-13-01"),
        (["--points", "-1"], 2, "--points -1"),
        (["--layers", "--unmatched"], 2, "--layers and --unmatched"),
        (["--format", "ods"], 2, "--format ods"),
        (["-o", "rows.ods"], 2, "-o rows.ods"),
        (["-o", "none/rows.csv"], 3, "none/rows.csv: cannot be written"),
        (["--cache", "rows.jsonl"], 3, "rows.jsonl: cannot be made"),
        (["--outcomes", "none.csv"], 3, "none.csv: cannot be read"),
        (["--indicators", "none.toml"], 3, "none.toml: cannot be read"),
    ],
)
def test_wrong_options_are_one_line_and_a_code(
    documents: list[Document],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    _written(Path("rows.jsonl"), documents)
    result = CliRunner().invoke(app, ["track", "rows.jsonl", *options])
    error = result.exception
    if isinstance(error, PolicyExtractError):
        assert error.exit_code == code
        assert "\n" not in str(error)
        assert said in str(error)
    else:
        assert result.exit_code == code
        assert said in result.output


def test_years_the_wrong_way_round_are_refused(documents: list[Document]) -> None:
    with pytest.raises(UsageError, match="no year lies from 2024 to 2023"):
        track(documents, since=2024, until=2023)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 3, 1)])
def test_the_order_of_inputs_changes_no_byte(
    documents: list[Document], tmp_path: Path, order: tuple[int, ...]
) -> None:
    """Rows, contradictions and layers of files that are named in any order, in every form."""
    files = [_written(tmp_path / f"{number}.jsonl", [one]) for number, one in enumerate(documents)]
    views: tuple[View, ...] = ("pairs", "contradictions", "layers")
    first = track(files, outcomes_too=True)
    second = track([files[number] for number in order], outcomes_too=True)
    for view in views:
        for form in ("jsonl", "csv", "parquet", "xlsx", "duckdb"):
            once, again = tmp_path / f"once-{view}.{form}", tmp_path / f"again-{view}.{form}"
            for out, found in ((once, first), (again, second)):
                write_table(form, str(out), found.view(view), COLUMNS[view], name=view)
            assert _bytes(once, view) == _bytes(again, view)


def _bytes(out: Path, table: str) -> Any:
    """What a file holds; of a database its rows in order, as DuckDB marks each file by chance."""
    if out.suffix != ".duckdb":
        return out.read_bytes()
    import duckdb

    with duckdb.connect(str(out), read_only=True) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def test_tables_of_others_are_no_outputs(tmp_path: Path) -> None:
    import duckdb
    import openpyxl

    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE x AS SELECT 1 AS a")
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    for name in ("other.duckdb", "other.xlsx"):
        with pytest.raises(InputError, match=rf"{name}: is no output of") as told:
            track(tmp_path / name)
        assert "policy-extract batch" in (told.value.hint or "")


def test_frames(documents: list[Document]) -> None:
    pytest.importorskip("pandas")
    frame = track(documents).to_pandas()
    assert list(frame.columns) == list(PAIRS)
    assert frame["gap"][0] == Decimal("-0.1")
    pytest.importorskip("polars")
    assert track(documents).to_polars()["gap"][0] == Decimal("-0.1")


def test_an_empty_archive_has_no_rows() -> None:
    assert track([]).rows == []


def test_files_that_hold_no_document_are_refused(tmp_path: Path) -> None:
    for name, content in (("other.jsonl", '{"a": 1}\n'), ("empty.jsonl", "")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="no document in it could be read"):
            track(tmp_path / name)


def test_a_file_of_rows_without_dates_is_refused(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    with rows.open("w", encoding="utf-8") as stream:
        csv.writer(stream).writerow(["document", "id", "record", "indicator"])
    with pytest.raises(InputError, match="without the dates"):
        track(rows)


def _written(out: Path, documents: list[Document]) -> Path:
    out.write_text("".join(f"{one.to_json(indent=None)}\n" for one in documents), "utf-8")
    return out


def test_a_name_is_no_pattern_of_names(documents: list[Document], tmp_path: Path) -> None:
    _written(tmp_path / "x.jsonl", documents[3:])
    for name in ("[x].jsonl", "*.jsonl", "?.jsonl"):
        assert short(track(_written(tmp_path / name, documents[:3])).rows) == EXPECTED[:3]


@pytest.mark.parametrize(
    "content",
    [
        '[{"schema_version": "9", "document": 5}]',
        '{ "schema_version": "9", "document": {"name": "a", "published": null, "place": null}, "metrics": [5], "targets": []}',
        '{ "schema_version": "9", "x": ' + "[" * 100_000,
    ],
)
def test_a_damaged_output_is_named(tmp_path: Path, content: str) -> None:
    out = tmp_path / "o.json"
    out.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"o\.json: is no"):
        track(out)


@pytest.mark.parametrize("number", ["NaN", "1e999", "x", "9" * 60])
def test_a_record_that_cannot_be_read_costs_no_other(
    documents: list[Document], tmp_path: Path, number: str
) -> None:
    out = tmp_path / "o.jsonl"
    lines = [json.loads(one.to_json()) for one in documents]
    for line in lines:
        if line["document"]["name"] == "省":
            line["targets"][0]["value"]["number"] = number
    out.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    assert short(track(out).rows) == EXPECTED[:3]


def test_no_file_that_is_read_is_written(documents: list[Document], tmp_path: Path) -> None:
    out = tmp_path / "out [1]"
    build("parquet", [one.to_json(indent=None) for one in documents], [], out, Cells())
    inner = next(out.rglob("*.parquet"))
    before = inner.read_bytes()
    for command in (["track", out], ["query", out, "SELECT 1"]):
        done = CliRunner().invoke(app, [*map(str, command), "-o", str(inner)])
        assert isinstance(done.exception, OutputError), done.exception
        assert "is an input" in str(done.exception)
    assert inner.read_bytes() == before
    assert short(track(out).rows) == EXPECTED
