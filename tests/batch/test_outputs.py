"""Every form holds the same rows, and SQL reads all of them."""

import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.batch.query import NAMED, query
from policy_extract.batch.tables import COLUMNS
from policy_extract.cells import MARKED, guarded
from policy_extract.errors import InputError, UsageError

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")
pytest.importorskip("openpyxl")

FORMS = ("jsonl", "parquet", "duckdb", "csv", "xlsx")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"id": "=1+1", "text": "太原市2024年利润增长31.4%。力争2030年，太原市产值达到2.25亿元。"}\n'
        '{"id": "x"}\n',
        "utf-8",
    )
    return path


@pytest.mark.parametrize("headers", ["en", "zh"])
@pytest.mark.parametrize("form", FORMS)
def test_rows_are_the_same_in_every_form(tmp_path, go, source, form, headers):
    out = tmp_path / f"o.{form}"
    counts = go(source, out=out, id="id", headers=headers).counts
    assert (counts.documents, counts.errors) == (1, 1)
    for table, columns in COLUMNS.items():
        names, _ = query(out, f"SELECT * FROM {table}")
        assert names == list(columns)
    _, rows = query(out, "SELECT document, number, period_end, unit FROM claims ORDER BY number")
    found = list(rows)
    assert [row[0] for row in found] == ["=1+1"] * 2
    assert [row[1] for row in found] == [Decimal("31.4"), Decimal("225000000")]
    assert str(found[1][2]) == "2030-12-31"
    _, rows = query(out, "SELECT name, message FROM errors")
    assert [row[0] for row in rows] == ["x"]
    for sql in NAMED.values():
        list(query(out, sql)[1])


def test_a_text_is_no_formula(tmp_path, go, source):
    out = tmp_path / "o.xlsx"
    go(source, out=out, id="id")
    with zipfile.ZipFile(out) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_wrong_queries_and_outputs(tmp_path, go, source):
    out = tmp_path / "o.duckdb"
    go(source, out=out, id="id")
    with pytest.raises(UsageError, match="SQL"):
        query(out, "SELECT nothing FROM nowhere")
    with pytest.raises(UsageError, match="one SELECT is needed, this is DROP"):
        query(out, "DROP TABLE targets")
    with pytest.raises(InputError, match="no such output"):
        query(tmp_path / "none.duckdb", "SELECT 1")
    (tmp_path / "bad.duckdb").write_text("no database at all, only words" * 500)
    with pytest.raises(InputError, match="no output of a batch run"):
        query(tmp_path / "bad.duckdb", "SELECT 1")


def made(tmp_path, go, source, form):
    out = tmp_path / f"o.{form}"
    go(source, out=out, id="id")
    return out


DOORS = (
    "COPY (SELECT 1 AS a) TO 'pwned.csv'",
    "COPY targets FROM '/etc/passwd'",
    "ATTACH 'new.db' AS n",
    "ATTACH 'new.db' AS n; CREATE TABLE n.t AS SELECT 1",
    "SELECT 1; SELECT 2",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA enable_external_access = true",
    "EXPORT DATABASE 'all'",
    "IMPORT DATABASE 'all'",
    "CREATE SECRET s (TYPE s3)",
    "CREATE TABLE t AS SELECT 1",
    "DROP VIEW claims",
    "INSERT INTO errors VALUES ('a', 'b', 'c')",
    "CALL pragma_version()",
    "CHECKPOINT",
    "EXPLAIN ANALYZE SELECT 1",
    "PREPARE p AS SELECT 1",
    "SELECT * FROM read_csv('{file}', header=false, columns={'a': 'VARCHAR'})",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM read_json('{file}')",
    "SELECT * FROM read_parquet('{file}')",
    "SELECT * FROM read_duckdb('{file}')",
    "SELECT * FROM sniff_csv('{file}')",
    "SELECT * FROM parquet_metadata('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM query('SELECT * FROM read_text(''{file}'')')",
    "SELECT * FROM query('COPY targets TO ''pwned.csv''')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT getenv('HOME')",
    "SELECT * FROM read_csv('https://localhost:1/a.csv')",
    "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    "SELECT * FROM sqlite_scan('{file}', 't')",
    "SELECT * FROM sys",
    "SELECT * FROM COLUMNS",
    "",
    " ; ",
    "-- nothing",
    "SELECT error('x')",
)


@pytest.mark.parametrize("form", FORMS)
def test_every_door_but_select_is_shut(tmp_path, go, source, form, monkeypatch):
    out = made(tmp_path, go, source, form)
    secret = tmp_path / "apart" / "secret.csv"
    secret.parent.mkdir()
    secret.write_text("secret\n")
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    before = sorted(tmp_path.rglob("*"))
    for sql in DOORS:
        with pytest.raises(UsageError, match="SQL"):
            list(query(out, sql.replace("{file}", str(secret)))[1])
    assert sorted(tmp_path.rglob("*")) == before
    assert list(query(out, "SELECT count(*) FROM errors")[1]) == [(1,)]


def test_a_view_of_a_foreign_database_reads_no_file(tmp_path):
    import duckdb

    out = tmp_path / "foreign.duckdb"
    with duckdb.connect(str(out)) as connection:
        for view, file in (("errors", "/etc/hostname"), ("documents", "/etc/passwd")):
            connection.execute(f"CREATE VIEW {view} AS SELECT * FROM read_text('{file}')")
    with pytest.raises(UsageError, match="disabled by configuration"):
        query(out, "SELECT * FROM errors")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_known_by_what_it_holds_and_a_query_writes_nothing(
    tmp_path, go, source, form, monkeypatch
):
    out = tmp_path / "it's [a]*.out"
    go(source, out=out, id="id", form=form)
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    sql = "SELECT name FROM documents UNION ALL SELECT name FROM errors ORDER BY name"
    assert [row[0] for row in query(out, sql)[1]] == ["=1+1", "x"]
    assert list(empty.iterdir()) == []


def test_the_guard_of_csv_is_there_and_can_be_left_out(tmp_path, go, source):
    guarded, plain = tmp_path / "g.csv", tmp_path / "p.csv"
    go(source, out=guarded, id="id")
    go(source, out=plain, id="id", guard=False)
    assert "'=1+1" in (guarded / "documents.csv").read_text("utf-8-sig")
    assert ",=1+1," in (plain / "documents.csv").read_text("utf-8-sig")
    for out in (guarded, plain):
        assert list(query(out, "SELECT name FROM documents")[1]) == [("=1+1",)]


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"))
    | st.text("=+-@＝＋－＠'\t\r\n1", max_size=4)
)
def test_the_guard_loses_nothing(text):
    import re

    cell = guarded(text)
    number = r"[+\-＋－]?[0-9]+(\.[0-9]+)?[%％]?"
    assert not re.match(r"[=+\-@＝＋－＠\t\r\n]", cell) or re.fullmatch(number, cell)
    assert (cell[1:] if re.match(MARKED, cell) else cell) == text


def test_a_workbook_has_dates_numbers_a_filter_and_a_head(tmp_path, go, source):
    from openpyxl import load_workbook

    out = made(tmp_path, go, source, "xlsx")
    book = load_workbook(out)
    (sheet,) = (
        one for one in book if any(cell.value == 225_000_000 for line in one for cell in line)
    )
    names = [cell.value for cell in sheet[1]]
    row = dict(zip(names, sheet[sheet.max_row], strict=True))
    assert row["period_end"].is_date
    assert row["period_end"].value.isoformat()[:10] == "2030-12-31"
    assert (row["number"].value, row["number"].number_format) == (225_000_000, "#,##0")
    assert row["document"].value == "=1+1"
    assert row["document"].data_type == "s"
    assert row["document"].quotePrefix
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.column_dimensions[row["evidence"].column_letter].width > 40


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no workbook",
        b"[]\n",
        b"1\n",
        b'{"document": {"name": 1}}\n',
        b"[" * 100_000,
        b"\0" * 8 + b"DUCK",
        b'{"document": null, "metrics": 5}\n',
        b"\xff\xfe",
    ],
)
def test_what_is_no_output_is_named(tmp_path, content):
    out = tmp_path / "o.jsonl"
    out.write_bytes(content)
    with pytest.raises(InputError, match="is no output of a batch run"):
        query(out, "SELECT * FROM claims")


def test_the_same_rows_make_the_same_workbook(tmp_path, go, source):
    out = made(tmp_path, go, source, "xlsx")
    with zipfile.ZipFile(out) as book:
        assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in book.read("docProps/core.xml")
