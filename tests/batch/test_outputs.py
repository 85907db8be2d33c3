"""Every form holds the same rows, and SQL reads all of them."""

import zipfile
from decimal import Decimal

import pytest

from policy_extract.batch.query import NAMED, query
from policy_extract.batch.tables import COLUMNS
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
    with pytest.raises(UsageError, match="read-only"):
        query(out, "DROP TABLE targets")
    with pytest.raises(InputError, match="no such output"):
        query(tmp_path / "none.duckdb", "SELECT 1")
    (tmp_path / "bad.duckdb").write_text("no database at all, only words" * 500)
    with pytest.raises(InputError, match="no output of a batch run"):
        query(tmp_path / "bad.duckdb", "SELECT 1")
