"""``batch`` and ``query`` as a user types them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def call(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "policy_extract", *arguments],
        capture_output=True, text=True, encoding="utf-8", input=stdin, check=False,
    )  # fmt: skip


ROWS = '{"text": "2024年，太原市利润增长5%。"}\n{"no": 1}\n'


def test_standard_input_strict_log_and_query(tmp_path: Path):
    pytest.importorskip("duckdb")
    out = str(tmp_path / "o.jsonl")
    made = call("batch", "-", "-o", out, "--ner", "none", "--workers", "1", stdin=ROWS)
    assert (made.returncode, made.stdout) == (0, "")
    assert "2 inputs = 1 documents + 1 errors" in made.stderr
    again = call("batch", "-", "-o", out, "--ner", "none", "--strict", "--log-json", stdin=ROWS)
    assert again.returncode == 1
    assert json.loads(again.stderr.splitlines()[0])["errors"] == 1
    found = call("query", out, "SELECT number FROM metrics", "--format", "csv")
    assert (found.returncode, found.stdout.split()) == (0, ["number", "5"])
    named = call("query", out, "--name", "errors-by-reason", "--format", "jsonl")
    assert json.loads(named.stdout)["documents"] == 1
    assert call("query", out, "SELEC").returncode == 2
    assert call("query", str(tmp_path / "none")).returncode == 2
    assert call("query", str(tmp_path / "none"), "SELECT 1").returncode == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nothing.txt", "-o", "o.jsonl"], 3, "no such file"),
        (["-", "-o", "o.docx"], 2, "no form of output"),
        (["-", "-o", "none/o.jsonl"], 3, "folder does not exist"),
        (["-", "-o", "o.jsonl", "--restart", "--keep"], 2, "exclude"),
        (["-", "-o", "o.jsonl", "--workers", "0"], 2, "at least 1"),
        (["-", "-o", "o.jsonl", "--date", "soon"], 2, "YYYY-MM-DD"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path, monkeypatch, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    made = call("batch", *arguments, "--ner", "none", stdin=ROWS)
    assert made.returncode == code
    assert words in made.stderr
    assert len(made.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_dry_run_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text(ROWS, "utf-8")
    made = call("batch", "in.jsonl", "-o", "o.jsonl", "--dry-run")
    assert "2 documents, 1 of them unreadable" in made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
