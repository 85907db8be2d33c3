"""Every way to end: one line, the right code, and nothing half done."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from commands import here
from interrupts import hear_ctrl_c

TEXT = "2023年，全市粮食产量650万吨，同比增长17.3%。\n"
QUICK = ("--ner", "none", "--reader", "none")
"""For what does not ask what the models say: none is loaded."""
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
ASCII = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
CODE = """
import sys
{before}
from policy_extract.cli.main import main
sys.argv = ["policy-extract", *sys.argv[1:]]
main()
"""
BROKEN = """
from policy_extract.extractor import Extractor
kept = Extractor.extract
def extract(self, source, **given):
    if "机密" in source.text:
        raise {error}
    return kept(self, source, **given)
Extractor.extract = extract
"""


CLOCK = """
import signal
from policy_extract.extractor import Extractor
broken = Extractor.extract
def extract(self, source, **given):
    if "机密" in source.text:
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left <= 60, left
        signal.setitimer(signal.ITIMER_REAL, 0.1)
    return broken(self, source, **given)
Extractor.extract = extract
"""
"""The clock of a minute goes off at once for the file that never ends; it must have been set."""


def call(*arguments: str, cwd: Path, before: str = "", **how):
    how.setdefault("stdout", subprocess.PIPE)
    return subprocess.run(
        [sys.executable, "-c", CODE.format(before=before), *arguments],
        stderr=subprocess.PIPE, cwd=cwd, check=False, **how,
    )  # fmt: skip


def one_line(done: subprocess.CompletedProcess[bytes], code: int, *words: str) -> str:
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert len(said.splitlines()) == 1, said
    assert all(word in said for word in words), said
    return said


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("error", ["KeyError('三四')", "RecursionError()", "MemoryError()"])
def test_no_exception_of_one_document_ends_a_run(home: Path, error: str) -> None:
    (home / "b.txt").write_text("机密" + TEXT, encoding="utf-8")
    (home / "tmp").mkdir()
    done = call(
        "run", "a.txt", "b.txt", "c.txt", *QUICK, "--format", "jsonl", "-q", "-o", "o.jsonl",
        cwd=home, before=BROKEN.format(error=error), env={**os.environ, "TMPDIR": str(home / "tmp")},
    )  # fmt: skip
    assert len((home / "o.jsonl").read_text("utf-8").splitlines()) == 2
    first, last = done.stderr.decode().splitlines()
    assert "b.txt" in first
    assert "1 of 3 files failed: b.txt. The other 2 were written" in last
    reports = list((home / "tmp").glob("policy-extract-report-*.txt"))
    if "Memory" in error:
        assert (done.returncode, reports) == (3, [])
    else:
        assert done.returncode == 70
        (report,) = reports
        assert str(report) in first
        assert "file: b.txt" in report.read_text("utf-8")
        assert "粮食" not in report.read_text("utf-8")


def test_what_nobody_expected_elsewhere_is_a_line_and_a_report(home: Path) -> None:
    before = "import policy_extract.schema\ndef broken(): raise LookupError('x\\ny')\n"
    before += "policy_extract.schema.document_schema = broken"
    said = one_line(call("schema", cwd=home, before=before), 70, "a defect", "LookupError: x y")
    assert Path(said.split("attach ")[1].split(" to an")[0]).read_text("utf-8").count("schema") > 1


@FULL
@pytest.mark.parametrize(
    "arguments",
    [["run", "a.txt", *QUICK, "-q", "--format", form] for form in ("json", "jsonl", "csv", "table")]
    + [
        ["schema"],
        ["--help"],
        ["run", "--help"],
        ["model", "card"],
        ["query", "x", "--name", "list"],
    ],
)
def test_a_full_disk_behind_standard_output(home: Path, arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = call(*arguments, cwd=home, stdout=full)
    one_line(done, 3, "No space left on device")


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table", "xlsx"])
def test_data_are_utf8_on_any_terminal(home: Path, form: str) -> None:
    if form == "xlsx":
        pytest.importorskip("openpyxl")
    done = call("run", "a.txt", *QUICK, "--format", form, cwd=home, env=ASCII)
    assert done.returncode == 0, done.stderr
    if form == "xlsx":
        (home / "o.xlsx").write_bytes(done.stdout)
        assert zipfile.is_zipfile(home / "o.xlsx")
    else:
        assert "粮食产量" in done.stdout.decode("utf-8")


def test_help_on_any_terminal(home: Path) -> None:
    assert call("run", "--help", cwd=home, env=ASCII).returncode == 0


def test_a_name_that_is_no_utf8(home: Path) -> None:
    try:
        (home / os.fsdecode(b"bad\xff.txt")).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    done = call("run", os.fsdecode(b"bad\xff.txt"), "a.txt", *QUICK, cwd=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().count('"schema_version"') == 2
    done = call("run", os.fsdecode(b"no\xff.txt"), *QUICK, "-q", cwd=home)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_a_model_that_is_shipped_no_longer_is_one_line(home: Path) -> None:
    one_line(
        here("run", "a.txt", "--ner", "policy-ner", cwd=home), 3, "no longer", "policy-ner-fast"
    )


def test_a_missing_package_is_named(home: Path) -> None:
    before = "sys.modules['torch'] = None"
    done = call("model", "train", "x", "--recipe", "policy-ner", "-o", "m", cwd=home, before=before)
    assert done.returncode in (2, 3)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "a.csv"], 2, ["policy-extract batch a.csv -o OUT"]),
        (["run", "a.jsonl"], 2, ["policy-extract batch a.jsonl -o OUT"]),
        (["run", "a.txt", "-o", "a.duckdb"], 2, ["policy-extract batch"]),
        (["run", "a.txt", "--timeout", "0"], 2, ["more than 0"]),
        (["run", "a.txt", "--timeout", "nan"], 2, ["more than 0"]),
        (["run", "a.txt", "-o", ""], 3, ["name is empty"]),
        (["run", "a.txt", "--lexicon", "b.txt", "-o", "b.txt"], 3, ["is an input"]),
        (["query", "a.txt", ""], 2, ["one SELECT is needed"]),
        (["query", "a.txt", "SELECT 1"], 3, ["is no output of a batch run"]),
        (["query", "a.txt", "SELECT 1", "-o", "a.txt"], 3, ["is an input"]),
        (["run", "a.txt", "--lexicon", "/dev/zero"], 3, ["/dev/zero: cannot be read"]),
        (["run", "a.txt", "--rules", "/dev/zero"], 3, ["/dev/zero: "]),
        (["track", "a.txt", "--outcomes", "/dev/zero"], 3, ["/dev/zero: cannot be read"]),
        (["track", "a.txt", "--indicators", "/dev/zero"], 3, ["/dev/zero: cannot be read"]),
        (["track", "a.txt", "--indicators", "digits.toml"], 3, ["digits.toml: not valid TOML"]),
        (["model", "train", "g", "--recipe", "/dev/zero"], 3, ["/dev/zero: "]),
        (["model", "train", "g", "--recipe", "deep.toml"], 3, ["deep.toml: "]),
        (["query", ".", "SELECT 1"], 3, ["is no output of a batch run"]),
        (["query", os.devnull, "SELECT 1"], 3, ["is a device"]),
    ],
)
def test_a_wrong_call_is_one_line(home: Path, arguments: list[str], code: int, words) -> None:
    if arguments[0] == "query":
        pytest.importorskip("duckdb")
    (home / "deep.toml").write_text("a = " + "[" * 5000 + "]" * 5000, encoding="utf-8")
    (home / "digits.toml").write_text("a = " + "9" * 6000, encoding="utf-8")
    one_line(
        here(*arguments, *(QUICK if arguments[0] == "run" else []), cwd=home),
        code,
        *words,
    )


def test_a_form_goes_by_its_suffix(home: Path) -> None:
    pytest.importorskip("openpyxl")
    for name, start in (
        ("o.csv", b"\xef\xbb\xbfdocument,"), ("o.xlsx", b"PK"), ("o.jsonl", b'{"schema'), ("o.json", b"[\n{"),
    ):  # fmt: skip
        done = here("run", "a.txt", "b.txt", *QUICK, "-q", "-o", name, cwd=home)
        assert done.returncode == 0, done.stderr
        assert (home / name).read_bytes().startswith(start)


def test_a_limit_on_the_time_of_a_file(home: Path) -> None:
    # How fast this machine reads is not asked: the clock runs for the file that never ends, and the
    # others have all the time of a busy machine.
    ready = BROKEN.format(error="threading.Event().wait() or ValueError")
    (home / "b.txt").write_text("机密" + TEXT, encoding="utf-8")
    done = call(
        "run", "a.txt", "b.txt", "c.txt", *QUICK, "--format", "jsonl", "-q", "--timeout", "60",
        cwd=home, before="import threading\n" + ready + CLOCK,
    )  # fmt: skip
    assert done.returncode == 3
    assert b"b.txt: took longer than 60 seconds" in done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupted_run_says_what_was_not_written(home: Path) -> None:
    slow = "import time\n" + BROKEN.format(error="time.sleep(30) or ValueError")
    (home / "b.txt").write_text("机密" + TEXT, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", CODE.format(before=slow), "run", "a.txt", "b.txt", *QUICK, "-o",
         "o.json"],
        stderr=subprocess.PIPE, cwd=home, preexec_fn=hear_ctrl_c,
    )  # fmt: skip
    assert process.stderr is not None
    process.stderr.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    said = process.stderr.read().decode()
    assert process.wait() == 130
    assert "o.json: not written: interrupted after 1 of 2 files" in said
    assert sorted(path.name for path in home.iterdir()) == ["a.txt", "b.txt", "c.txt"]


def test_a_table_shows_the_text_as_it_stands(home: Path) -> None:
    (home / "a.txt").write_text(
        "报告[/b]标题工作\n2023年，工业[e]产值达到6亿元。", encoding="utf-8"
    )
    done = here("run", "a.txt", *QUICK, "-q", "--format", "table", cwd=home)
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert "报告[/b]标题工作" in shown
    assert "工业[e]产值达到【6亿元】" in shown


def test_a_table_fits_the_terminal(home: Path) -> None:
    from rich.cells import cell_len

    from policy_extract.cli.show import tables
    from policy_extract.extractor import Extractor

    document = Extractor(ner="none").extract("太原市工信局：" + TEXT * 3, place="太原市")
    for width in (60, 80, 200):
        (shown,) = tables([document], width)
        assert max(map(cell_len, shown.splitlines())) <= width
        assert "650万吨" in shown.replace("\n", "")
        assert f"{document.metrics[0].confidence:.2f}" in shown


def test_a_wide_result_is_shown_in_blocks_and_nothing_is_cut() -> None:
    from rich.console import Console

    from policy_extract.cli.query_show import blocks, fits, table

    columns = ["number", "period_end", "evidence"]
    rows = [["123456789012345678.5", "2030-12-31", "很长的依据" * 30]]
    assert fits(columns, rows, 80)
    console = Console(width=80, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(table(columns, rows))
    shown = console.export_text()
    assert "123456789012345678.5" in shown
    assert "2030-12-31" in shown
    assert not fits(columns * 5, [rows[0] * 5], 80)
    assert "123456789012345678.5" in blocks(columns, rows, 80).plain


def test_a_least_confidence_is_checked_first_and_what_it_costs_is_said(home: Path) -> None:
    for command in (["run", "a.txt"], ["batch", "a.txt", "-o", "o.jsonl"]):
        one_line(here(*command, "--min-confidence", "2", cwd=home), 2, "is no probability")
    done = here("run", "a.txt", *QUICK, "--min-confidence", "1", cwd=home)
    assert done.returncode == 0
    assert b'"metrics": []' in done.stdout
    assert "of a confidence below 1 are left out" in done.stderr.decode()


@pytest.mark.skipif(os.name != "posix", reason="closed streams of POSIX")
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_stream_that_comes_closed(home: Path, closed: int) -> None:
    def shut() -> None:
        os.close(closed)

    done = call("run", "a.txt", *QUICK, "-o", "o.json", cwd=home, preexec_fn=shut)
    assert done.returncode == 0, done.stderr
    made = (home / "o.json").read_text("utf-8")
    assert made.startswith("{")
    assert made.endswith("}\n")
    done = call("run", "a.txt", *QUICK, cwd=home, preexec_fn=shut)
    assert done.returncode == (3 if closed == 1 else 0), done.stderr
    if closed == 1:
        assert b"standard output: cannot be written" in done.stderr.splitlines()[-1]
