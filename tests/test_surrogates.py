"""Half characters cost nothing: not the document, not the run, not the offsets."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warm import run_warm

from policy_extract.batch.query import query
from policy_extract.batch.run import BatchOptions
from policy_extract.batch.tabular import Fields
from policy_extract.batch.worker import ReadingOptions
from policy_extract.output import load_document
from policy_extract.surrogates import whole

ROWS = [
    {"id": "a", "text": "2023年增长5%。", "title": "半个\ud83d"},
    {"id": "b\ude00", "text": "2023年\ud83d工业增长5%。", "title": "x"},
    {"id": "c\ud83d", "text": 5, "title": "x"},
]


@given(st.text(st.characters(categories=["L", "N", "Cs"])))
def test_offsets_stay(text: str) -> None:
    mended = whole(text)
    assert len(mended) == len(text)
    assert mended.encode().decode() == mended
    assert all(a == b or b == "\ufffd" for a, b in zip(text, mended, strict=True))


def test_a_document_with_half_a_character(rules_only) -> None:
    text = "2023年，\ud83d工业增长5%。\udcff"
    document = rules_only.extract(text, name="a\udcff.txt", place="\udcff市")
    assert [claim.value.text for claim in document.claims] == ["5%"]
    assert load_document(document.to_json(), text) == document


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "duckdb", "parquet"])
def test_every_form_of_output_holds_them(tmp_path, form: str) -> None:
    for module in ("duckdb", "openpyxl", "pyarrow"):
        pytest.importorskip(module)
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    out = tmp_path / f"o.{form}"
    options = BatchOptions(
        (str(source),),
        out,
        fields=Fields(id="id", title="title"),
        reading=ReadingOptions(ner="none", reader="none"),
    )
    counts = run_warm(options).counts
    assert (counts.documents, counts.errors) == (2, 1)
    rows = list(query(out, "SELECT name, title FROM documents ORDER BY doc")[1])
    assert rows == [("a", "半个\ufffd"), ("b\ufffd", "x")]
    assert [row[0] for row in query(out, "SELECT name FROM errors")[1]] == ["c\ufffd"]
