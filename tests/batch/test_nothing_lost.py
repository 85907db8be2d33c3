"""A batch destroys nothing of others and mixes no two runs, wherever it is cut off."""

import hashlib
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from commands import here
from warm import run_warm

from policy_extract.batch.counts import Counts
from policy_extract.batch.digests import model_digest
from policy_extract.batch.ledger import Ledger
from policy_extract.batch.listing import list_files
from policy_extract.batch.publish import Destination
from policy_extract.batch.receipts import Receipt, finished_parts
from policy_extract.batch.run import BatchOptions, run_batch
from policy_extract.batch.sinks import error_path
from policy_extract.batch.store import place
from policy_extract.batch.tables import Cells
from policy_extract.batch.worker import ReadingOptions
from policy_extract.errors import OutputError, PolicyExtractError, UsageError

GOOD = '{"text": "2023年，工业增长5%。"}\n'
BAD = '{"no": 1}\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "src.jsonl"
    path.write_text(GOOD + BAD, "utf-8")
    return path


def picture(folder: Path) -> dict[str, str]:
    """Every file below a folder, by its content."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def engines() -> list[str]:
    return ["local", "ray"]


def attempt(engine: str, source: Path, out: Path, **given: object) -> None:
    options = BatchOptions(
        (str(source),), out, reading=ReadingOptions(ner="none", reader="none"), **given
    )
    if engine == "local":
        run_warm(options)
        return
    pytest.importorskip("ray")
    from policy_extract.batch.ray_engine import OnRay

    run_batch(options, engine=OnRay("127.0.0.1:1"))


@pytest.mark.parametrize("engine", engines())
@pytest.mark.parametrize("what", ["errors", "errors_are_source", "folder", "run_folder", "link"])
def test_what_others_made_is_left_alone(engine: str, what: str, source: Path) -> None:
    """Refused before any work: Ray is given an address where nothing answers."""
    home = source.parent
    out = home / "rows.jsonl"
    if what == "errors":
        (home / "rows.errors.jsonl").write_text("my own notes\n")
    elif what == "errors_are_source":
        source = source.rename(home / "rows.errors.jsonl")
    elif what == "folder":
        (home / "rows.jsonl.batch" / "parts").mkdir(parents=True)
        (home / "rows.jsonl.batch" / "parts" / "mine.txt").write_text("mine")
    elif what == "run_folder":
        (home / "rows.jsonl.batch").mkdir()
        (home / "rows.jsonl.batch" / "run.json").write_text('{"amount": 5}\n')
    else:
        (home / "rows.errors.jsonl").symlink_to(source)
    before = picture(home)
    for restart in (False, True):
        with pytest.raises(OutputError, match="not made by"):
            attempt(engine, source, out, restart=restart)
    assert picture(home) == before


def test_two_outputs_of_one_stem_share_no_errors(source: Path) -> None:
    outs = [source.parent / f"same{suffix}" for suffix in (".jsonl", ".ndjson", ".json", "")]
    assert len({error_path(out) for out in outs[:3]}) == 3
    for out in outs[:3]:
        attempt("local", source, out, form="jsonl")
    with pytest.raises(OutputError, match="not made by"):
        attempt("local", source, outs[3], form="jsonl")
    assert all(error_path(out).read_text("utf-8").count("\n") == 1 for out in outs[:3])


def test_errors_edited_by_hand_are_kept(source: Path) -> None:
    out = source.parent / "rows.jsonl"
    attempt("local", source, out)
    error_path(out).write_text("looked into: the crawl was broken\n")
    with pytest.raises(OutputError, match="not made by"):
        attempt("local", source, out, restart=True)
    assert error_path(out).read_text() == "looked into: the crawl was broken\n"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_persons_file_in_a_folder_of_output_is_kept(form: str, source: Path) -> None:
    pytest.importorskip("pyarrow")
    out = source.parent / f"rows.{form}"
    attempt("local", source, out)
    (out / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt: was not made by a batch run"):
        attempt("local", source, out, restart=True)
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()
    attempt("local", source, out, restart=True)


def test_a_link_is_followed(source: Path) -> None:
    there = source.parent / "there"
    there.mkdir()
    out = source.parent / "rows.jsonl"
    out.symlink_to("there/real.jsonl")
    for restart in (False, True):
        attempt("local", source, out, restart=restart)
        assert out.is_symlink()
        assert {path.name for path in there.iterdir()} == {
            "real.jsonl", "real.errors.jsonl", "real.jsonl.batch",
        }  # fmt: skip


@pytest.mark.parametrize("out", ["-", "/dev/stdout", os.devnull])
def test_a_stream_is_written_through(out: str, source: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "policy_extract", "batch", "src.jsonl", "-o", out, "--ner", "none", "--reader", "none"],
        capture_output=True, cwd=source.parent, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b"\n") == (out != os.devnull)
    assert b"no field 'text'" in done.stderr
    assert [path.name for path in source.parent.iterdir()] == ["src.jsonl"]
    assert not Path(os.devnull).is_file()


def test_another_standard_input_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "s.jsonl"
    options = BatchOptions(("-",), out, reading=ReadingOptions(ner="none", reader="none"))

    def given(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    given(GOOD)
    run_warm(options)
    given(GOOD)
    assert run_warm(options).already
    for other in (GOOD.replace("5", "6"), GOOD + GOOD, "", BAD):
        given(other)
        with pytest.raises(UsageError, match="input files changed"):
            run_warm(options)


def test_a_file_counts_by_its_content(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    file = folder / "a.txt"
    file.write_text("2023年，工业增长5%。", "utf-8")
    status = file.stat()
    out = tmp_path / "o.jsonl"
    options = BatchOptions((str(folder),), out, reading=ReadingOptions(ner="none", reader="none"))
    run_warm(options)
    os.utime(file)
    assert run_warm(options).already, "touched, and the same"
    file.write_text("2023年，工业增长6%。", "utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    with pytest.raises(UsageError, match="input files changed"):
        run_warm(options)


def test_a_model_counts_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    digests = set()
    for content in (b"a", b"b"):
        (tmp_path / "model.pt").write_bytes(content * 2_000_000)
        digests.add(model_digest(str(tmp_path)))
    assert len(digests) == 2


def links(home: Path) -> None:
    for name in ("one", "two", "three", "other"):
        (home / name).mkdir()
        (home / name / "a.txt").write_text("2023年增长5%。", "utf-8")
    (home / "one" / "loop").symlink_to(".")
    (home / "two" / "loop").symlink_to(".")
    (home / "two" / "loop2").symlink_to("loop")
    (home / "three" / "linked").symlink_to("../other")


def test_linked_folders_are_followed_and_loops_end(tmp_path: Path) -> None:
    links(tmp_path)
    for pattern, count in (
        ("one/**/*.txt", 1), ("two/**/*.txt", 1), ("two/**", 1), ("one", 1), ("two", 1),
        ("three", 2), ("three/**/*.txt", 2), ("*/*.txt", 4), ("*", 4), ("t[wh]*/*/a.txt", 3),
    ):  # fmt: skip
        passed: Counter[str] = Counter()
        found = list_files((str(tmp_path / pattern),), passed)
        assert len(found) == count, pattern
    assert list_files((str(tmp_path / "two"),), passed := Counter())
    assert passed == {"links to folders that are read already": 2}


def test_what_is_passed_over_is_told_by_kind(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jpg", "c.JPG", "._e.txt"):
        (tmp_path / name).write_text("2023年增长5%。", "utf-8")
    (tmp_path / "d").write_text("no Chinese in it", "utf-8")
    done = here("batch", ".", "-o", "o.jsonl", "--ner", "none", "--reader", "none", cwd=tmp_path)
    assert done.returncode == 0
    assert "passed over: 2 .jpg, 1 files that systems leave behind, 1 files without a suffix" in (
        done.stderr.decode()
    )


def make(out: Path, good: int, bad: int) -> None:
    """What a run with --restart does once its documents are read, of so many good and bad ones."""
    store, name = place(out)
    ledger = Ledger(store.below(f"{name}.batch"))
    ledger.load()
    with ledger.locked():
        ledger.clear()
        ledger.begin({"options": {}, "inputs": ""})
        lines = [(f'{{"of": {good}}}\n' * count).encode() for count in (good, bad)]
        counts = Counts(good + bad, good, bad)
        part = Receipt(0, 0, "digest", counts, len(lines[0]), len(lines[1]))
        for file, data in zip((part.good, part.bad), lines, strict=True):
            with ledger.parts.making(file) as stream:
                stream.write(data)
        Destination(store, name, "jsonl", ledger).publish([part], Cells())
        ledger.finish(counts, "content", {})


def killed(left: int, work: Callable[[], None]) -> bool:
    """Do work in a process that is gone after so many renamings and removings."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

    def dying(method: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **how: object) -> object:
            nonlocal left
            left -= 1
            return method(*arguments, **how) if left >= 0 else os._exit(9)

        return call

    for name in ("rename", "replace", "unlink"):
        setattr(Path, name, dying(getattr(Path, name)))
    work()
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that forks")
@pytest.mark.parametrize(("old", "new"), [((1, 1), (2, 3)), ((1, 0), (2, 1)), ((1, 2), (2, 0))])
def test_a_restart_that_is_killed_shows_one_run_only(
    tmp_path: Path, old: tuple[int, int], new: tuple[int, int]
) -> None:
    """Killed before each renaming and removing in turn: never errors of one run beside another."""
    out = tmp_path / "rs.jsonl"

    def shown() -> tuple[int | None, int]:
        good, bad = (
            path.read_text().splitlines() if path.exists() else None
            for path in (out, error_path(out))
        )
        return None if good is None else len(good), len(bad or ())

    for step in range(40):
        make(out, *old)
        assert shown() == old
        dead = killed(step, lambda: make(out, *new))
        assert shown()[0] is None or shown() in (old, new), step
        make(out, *new)
        assert shown() == new
        if not dead:
            break
    else:
        pytest.fail("it never came to its end")
    assert step >= 5


def test_a_damaged_ledger_is_named_and_left_alone(source: Path) -> None:
    out = source.parent / "rows.jsonl"
    attempt("local", source, out)
    ledger = source.parent / "rows.jsonl.batch" / "run.json"
    whole = json.loads(ledger.read_text())
    kept = source.parent / "kept"
    kept.mkdir()
    (kept / "mine.txt").write_text("mine")
    wrong = (
        {"counts": {"of": 1}},
        {"counts": {"inputs": "many"}},
        {"run": []},
        {"errors": 5},
        {"id": 5},
        {"id": "../kept"},
        {"id": "."},
        {"id": str(kept)},
    )
    for damaged in (
        ledger.read_text() + "nonsense",
        "[" * 100_000,
        *(json.dumps({**whole, **one}) for one in wrong),
    ):
        ledger.write_text(damaged)
        for restart in (False, True):
            with pytest.raises(PolicyExtractError, match=r"run\.json: is damaged"):
                attempt("local", source, out, restart=restart)
        assert ledger.read_text() == damaged
    assert (kept / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "wrong",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"group": 5}',
        "another",
        {"documents": "5"},
        {"counts": {"inputs": "x"}},
    ],
)
def test_a_damaged_receipt_is_named(source: Path, wrong: object) -> None:
    parts, _ = place(source.parent / "x.batch")
    whole = Receipt(0, 0, "digest", Counts(), 0, 0)
    name = "0000000-0000000.receipt.json"
    data = wrong
    if not isinstance(wrong, bytes):
        data = json.dumps(asdict(whole) | (wrong if isinstance(wrong, dict) else {})).encode()
    if wrong == "another":
        name = "0000000-0000001.receipt.json"
    (source.parent / "0000000-0000000.jsonl").touch()
    (source.parent / name).write_bytes(data)
    with pytest.raises(OutputError, match=f"{name}: is damaged"):
        finished_parts(parts)


def test_what_a_killed_run_has_left_is_in_nobodys_way(source: Path) -> None:
    pytest.importorskip("pyarrow")
    out = source.parent / "rows"
    attempt("local", source, out, form="jsonl")
    errors = error_path(out)
    assert errors.exists()
    left = source.parent / "rows.batch" / "made"
    left.write_text("half a file")
    attempt("local", source, out, form="parquet", restart=True)
    assert out.is_dir()
    assert not errors.exists(), "the errors of another run"
    left.mkdir()
    (left / "half").touch()
    mine = source.parent / "mine.txt"
    mine.write_text("mine")
    (source.parent / "rows.batch" / "lock").unlink()
    (source.parent / "rows.batch" / "lock").symlink_to(mine)
    attempt("local", source, out, form="jsonl", restart=True)
    assert out.is_file()
    assert mine.read_text() == "mine"


def test_a_link_that_leads_nowhere_stays_one(source: Path) -> None:
    out = source.parent / "loop.jsonl"
    out.symlink_to("loop.jsonl")
    with pytest.raises(OutputError, match="leads nowhere"):
        attempt("local", source, out)
    assert out.readlink() == Path("loop.jsonl")
    assert {path.name for path in source.parent.iterdir()} == {"src.jsonl", "loop.jsonl"}


def test_names_that_are_no_utf8(source: Path) -> None:
    name = os.fsdecode(b"b\xff")
    try:
        source = source.rename(source.parent / f"{name}.jsonl")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    for form in ("duckdb", "parquet"):
        with pytest.raises(PolicyExtractError, match="is no UTF-8"):
            attempt("local", source, source.parent / f"{name}.{form}")
    assert list(source.parent.iterdir()) == [source], "refused before any work"
    out = source.parent / f"{name}.out"
    attempt("local", source, out, form="jsonl")
    options = BatchOptions(
        (str(source),), out, form="jsonl", reading=ReadingOptions(ner="none", reader="none")
    )
    assert run_warm(options).already, "what was kept is known again"
