"""``batch`` and ``query`` as a user types them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import here
from interrupts import begun, hear_ctrl_c

QUICK = ("--ner", "none", "--reader", "none")
"""For what does not ask what the models say: none is loaded."""


def call(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    made = here(*arguments, data=stdin.encode())
    said = made.stdout.decode("utf-8"), made.stderr.decode("utf-8")
    return subprocess.CompletedProcess(made.args, made.returncode, *said)


ROWS = '{"text": "2024年，太原市利润增长5%。"}\n{"no": 1}\n'


def test_standard_input_strict_log_and_query(tmp_path: Path):
    pytest.importorskip("duckdb")
    out = str(tmp_path / "o.jsonl")
    made = call("batch", "-", "-o", out, *QUICK, "--workers", "1", stdin=ROWS)
    assert (made.returncode, made.stdout) == (0, "")
    assert "2 inputs = 1 documents + 1 errors" in made.stderr
    again = call("batch", "-", "-o", out, *QUICK, "--strict", "--log-json", stdin=ROWS)
    assert again.returncode == 1
    last = json.loads(again.stderr.splitlines()[-2])
    assert (last["event"], last["inputs"], last["errors"], last["new"]) == ("finished", 2, 1, 0)
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
    made = call("batch", *arguments, *QUICK, stdin=ROWS)
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


def batch_lines(tmp_path: Path, count: int) -> list[str]:
    text = "2024年，太原市利润增长5%，新增企业30家。力争2030年达到80亿元。" * 10
    rows = "".join(json.dumps({"text": text, "n": n}) + "\n" for n in range(count))
    (tmp_path / "in.jsonl").write_text(rows, "utf-8")
    return [
        sys.executable, "-m", "policy_extract", "batch", str(tmp_path / "in.jsonl"),
        "-o", str(tmp_path / "o.jsonl"), *QUICK, "--workers", "2", "--part-size", "10",
    ]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(tmp_path):
    line = batch_lines(tmp_path, 200)
    home = tmp_path / "o.jsonl.batch"
    with begun(
        line, stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=hear_ctrl_c
    ) as process:
        while process.poll() is None and not list(home.glob("*/*.receipt.json")):
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert len(said.splitlines()) == 1
    assert "same command goes on" in said
    made = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "200 inputs = 200 documents + 0 errors" in made.stderr
    assert "were done before" in made.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
def test_a_person_sees_a_bar_and_a_machine_lines(tmp_path):
    import pty

    line = batch_lines(tmp_path, 60)
    ours, theirs = pty.openpty()
    with begun(line, stderr=theirs, env={**os.environ, "TERM": "xterm"}) as process:
        os.close(theirs)
        seen = b""
        with contextlib.suppress(OSError):  # Linux ends a terminal whose other side is closed so
            while piece := os.read(ours, 65536):
                seen += piece
        assert process.wait() == 0
    shown = seen.decode("utf-8", "replace")
    assert "60 of 60 documents" in shown
    assert "characters/s ·" in shown
    assert "60 inputs = 60 documents + 0 errors" in shown.replace("\r\n", "")
    again = call(*line[3:], "--restart", "--log-json")
    entries = [json.loads(one) for one in again.stderr.splitlines()]
    assert {one["event"] for one in entries} == {"progress", "finished"}
    assert entries[0]["expected"] == 60
    assert entries[0]["expected_is_exact"] is True
    assert entries[-1]["inputs"] == entries[-1]["documents"] + entries[-1]["errors"] == 60
    silent = call(*line[3:], "--restart")
    assert len(silent.stderr.splitlines()) == 1
