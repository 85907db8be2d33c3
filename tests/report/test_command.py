"""``policy-extract report``: every kind of source, what is refused, what is written."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from policy_extract.cli.main import app
from policy_extract.errors import InputError, OutputError, UsageError
from policy_extract.extractor import Extractor
from policy_extract.records import Document
from policy_extract.report.contents import Contents
from policy_extract.report.sources import add_lines, add_tables, kind_of

from .test_page import data_of
from .tracked_rows import ROWS

NEWS = "2023年，全市粮食产量650万吨，同比增长17.3%。力争2024年达到700万吨。\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Any:
    given = [str(argument) for argument in arguments]
    return CliRunner().invoke(app, ["report", *given, "--ner", "none"])


def shown(path: Path) -> Any:
    return data_of(path.read_text(encoding="utf-8"))


def test_a_document(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = run(news, "-o", out, "--lang", "en", "--title", "<News>")
    assert done.exit_code == 0, done.exception
    assert "1 documents, 3 records" in done.stderr
    assert done.stdout == ""
    (document,) = shown(out)["documents"]
    assert document["text"] == NEWS
    page = out.read_text(encoding="utf-8")
    assert "<title>&lt;News&gt;</title>" in page
    assert '<html lang="en"' in page


def test_the_page_to_standard_output(news: Path) -> None:
    done = run(news, "-o", "-")
    assert data_of(done.stdout)["documents"][0]["text"] == NEWS


def test_the_same_command_makes_the_same_page(news: Path, tmp_path: Path) -> None:
    pages = []
    for name in ("a.html", "b.html"):
        run(news, "-o", tmp_path / name)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_an_input_is_never_written(news: Path) -> None:
    done = run(news, "-o", news)
    assert isinstance(done.exception, OutputError)
    assert news.read_text(encoding="utf-8") == NEWS


def test_a_document_that_cannot_be_read_costs_no_other(news: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    out = tmp_path / "page.html"
    done = run(news, bad, "-o", out)
    assert isinstance(done.exception, InputError)
    data = shown(out)
    assert len(data["documents"]) == 1
    assert data["errors"][0]["name"] == str(bad)


def test_gold_folders(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent.parent / "corpora"
    out = tmp_path / "page.html"
    assert run(root, "-o", out).exit_code == 0
    (document,) = shown(out)["documents"]
    assert len(document["checks"]) == len(document["claims"])


@pytest.mark.parametrize("form", ["jsonl", "parquet", "duckdb", "csv", "xlsx"])
def test_an_output_of_batch_in_every_form(news: Path, tmp_path: Path, form: str) -> None:
    pytest.importorskip("duckdb")
    (tmp_path / "empty.pdf").write_bytes(b"")
    made = tmp_path / ("made" if form == "csv" else f"made.{form}")
    folder = tmp_path / "in"
    folder.mkdir()
    news.rename(folder / "news.txt")
    (tmp_path / "empty.pdf").rename(folder / "empty.pdf")
    done = CliRunner().invoke(
        app, ["batch", str(folder), "-o", str(made), "--format", form, "--ner", "none", "-q"]
    )
    if done.exit_code == 2:
        done = CliRunner().invoke(
            app, ["batch", str(folder), "-o", str(made), "--format", form, "--ner", "none"]
        )
    assert done.exit_code == 0, (done.stderr, done.exception)
    kind = kind_of(made)
    contents = Contents()
    (add_lines if kind == "lines" else add_tables)(contents, made)
    (document,) = contents.documents
    rows = [
        (claim["record"], claim["value"]["text"], claim["value"]["number"], claim["indicator"])
        for claim in document["claims"]
    ]
    assert rows == [
        ("metric", "650万吨", "6500000", "粮食产量"),
        ("metric", "17.3%", "17.3", "粮食产量"),
        ("target", "700万吨", "7000000", "粮食产量"),
    ]
    assert len(contents.errors) == 1


def test_an_output_of_run(news: Path, tmp_path: Path, rules_only: Extractor) -> None:
    made = tmp_path / "made.json"
    made.write_text(rules_only.extract(NEWS, name="n").to_json(), encoding="utf-8")
    out = tmp_path / "page.html"
    assert run(made, "-o", out).exit_code == 0
    assert len(shown(out)["documents"][0]["claims"]) == 3


def test_a_warning_of_a_place_in_the_text(
    news: Path, tmp_path: Path, rules_only: Extractor
) -> None:
    made = tmp_path / "made.jsonl"
    document = json.loads(rules_only.extract(NEWS, name="n").to_json())
    document["warnings"] = [{"code": "fragment", "message": "torn", "start": 0, "end": 9}]
    made.write_text(json.dumps(document) + "\n", encoding="utf-8")
    out = tmp_path / "page.html"
    assert run(made, "-o", out).exit_code == 0
    assert shown(out)["documents"][0]["warnings"][0]["start"] == 0


def test_a_track_output_with_its_charts(tmp_path: Path) -> None:
    rows = tmp_path / "track.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    out, charts = tmp_path / "page.html", tmp_path / "charts"
    done = run(rows, "-o", out, "--charts", charts)
    assert done.exit_code == 0, done.exception
    assert shown(out)["track"] == ROWS
    assert len(list(charts.glob("*.svg"))) == 5


def test_a_choice_of_records(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert run(news, "-o", out, "--only-year", "2024").exit_code == 0
    (document,) = shown(out)["documents"]
    assert [claim["value"]["text"] for claim in document["claims"]] == ["700万吨"]


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (["nowhere.txt"], InputError, "nowhere.txt"),
        (["."], InputError, "policy-extract batch"),
        (["x.txt", "--lang", "fr"], UsageError, "zh or en"),
        (["x.txt", "--engine", "fr"], UsageError, "onnx"),
    ],
)
def test_what_is_refused_says_the_way_out(
    arguments: list[str], error: type[Exception], said: str, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert isinstance(done.exception, error)
    assert said in str(done.exception)


def test_lines_that_are_no_output_are_named(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match="document 1"):
        add_lines(Contents(), path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="other.jsonl:1"):
        add_lines(Contents(), path)


@pytest.mark.parametrize("name", ["table.csv", "table.parquet", "texts.jsonl"])
def test_tables_of_texts_are_sent_to_batch(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".parquet"):
        arrow = pytest.importorskip("pyarrow")
        pytest.importorskip("pyarrow.parquet").write_table(arrow.table({"text": ["a"]}), path)
    else:
        path.write_text("text\na\n" if name.endswith(".csv") else '{"text": "a"}\n')
    out = tmp_path / "page.html"
    done = run(path, "-o", out)
    assert isinstance(done.exception, InputError)
    assert "policy-extract batch" in str(done.exception)
    assert not out.exists()


def test_charts_need_a_track_output(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = run(news, "-o", out, "--charts", tmp_path / "charts")
    assert isinstance(done.exception, UsageError)
    assert not out.exists()


def test_a_document_reads_the_same_with_and_without_its_text(
    small: Document, tmp_path: Path
) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text(small.to_json(indent=None) + "\n", encoding="utf-8")
    lines, whole = Contents(), Contents()
    add_lines(lines, path)
    whole.add_document(small)
    assert lines.documents[0]["claims"] == whole.documents[0]["claims"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 no workbook"),
        ("a.xlsx", b"no workbook"),
        ("a.duckdb", b"no database"),
        ("a.parquet", b"PAR1"),
        ("a.csv", b"outcome_wording\n\xff\n"),
        ("a.jsonl", b'{"outcome_wording": 1, "indicator_id": []}\n'),
        ("a.jsonl", b"[" * 100_000),
        ("a.json", b"[" * 100_000),
        ("a.json", b'[{"document": 5}]'),
        ("a.json", b'{"document": {"name": []}, "metrics": [], "targets": [], "warnings": []}'),
    ],
)
def test_what_is_damaged_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    done = run(source, "-o", tmp_path / "page.html")
    assert isinstance(done.exception, InputError | UsageError), done.exception
    assert name in str(done.exception)
    assert list(tmp_path.iterdir()) == [source]


def test_no_file_that_is_read_is_written(tmp_path: Path, rules_only: Extractor) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text(rules_only.extract(NEWS).to_json(indent=None) + "\n", "utf-8")
    errors = tmp_path / "out.errors.jsonl"
    errors.write_text('{"name": "a", "code": "x", "message": "y"}\n', "utf-8")
    lexicon = tmp_path / "lexicon.tsv"
    lexicon.write_text("太钢\tCOMPANY\n", "utf-8")
    for written in (errors, lexicon):
        before = written.read_bytes()
        done = run(out, "-o", written, "--lexicon", lexicon)
        assert isinstance(done.exception, OutputError), done.exception
        assert "is an input" in str(done.exception)
        assert written.read_bytes() == before
