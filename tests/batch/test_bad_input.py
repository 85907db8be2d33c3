"""Bad input of every kind, through the command: a row of errors each, and nothing that looks whole."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest
from bad_files import BAD, GOOD, docx, endless_pdf, fill, row, zip_of
from commands import batch_command, here

from policy_extract.batch.ledger import Ledger
from policy_extract.batch.listing import list_files
from policy_extract.batch.sources import read_items
from policy_extract.batch.store import Store
from policy_extract.batch.tabular import Fields
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import read_any

resource = pytest.importorskip("resource", reason="pipes, sockets and limits of POSIX")

for package in ("pyarrow", "playa", "docx", "lxml"):
    pytest.importorskip(package)


def call(*arguments: object, **how: object) -> subprocess.CompletedProcess[str]:
    """The command: in this process where nothing is asked of its own."""
    if not how:
        made = here("batch", *arguments, "--ner", "none", "--reader", "none")
        said = made.stdout.decode("utf-8"), made.stderr.decode("utf-8")
        return subprocess.CompletedProcess(made.args, made.returncode, *said)
    return subprocess.run(
        batch_command(*map(str, arguments)),
        capture_output=True, text=True, encoding="utf-8", check=False, **how,
    )  # fmt: skip


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory):
    """One run over all bad files and a good one, and the complaints by file."""
    home = tmp_path_factory.mktemp("bad")
    fill(home / "in")
    (home / "in" / "good.txt").write_text(GOOD, "utf-8")
    made = call(home / "in", "-o", home / "o.jsonl", "--workers", 1, "--strict")
    complaints: dict[str, list[str]] = {}
    for line in (home / "o.errors.jsonl").read_text("utf-8").splitlines():
        found = json.loads(line)
        file = found["name"].removeprefix(f"{home}/in/").split("!")[0].split(":")[0]
        complaints.setdefault(file, []).append(found["message"])
    return home, made, complaints


def test_the_run_ends_with_everything_told(ended):
    home, made, complaints = ended
    assert made.returncode == 1, made.stderr
    assert made.stdout == ""
    assert "Traceback" not in made.stderr
    assert "failed (--strict)" in made.stderr.splitlines()[-1]
    documents = [json.loads(line) for line in (home / "o.jsonl").read_text("utf-8").splitlines()]
    names = [document["document"]["name"] for document in documents]
    assert f"{home}/in/good.txt" in names
    assert sorted(path.name for path in home.iterdir()) == [
        "in", "o.errors.jsonl", "o.jsonl", "o.jsonl.batch",
    ]  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_row_that_says_why(ended, name):
    found = ended[2].get(name) or ended[2].get(name.removesuffix(".gz")) or []
    assert any(BAD[name][1] in message for message in found), found
    assert all(name.removesuffix(".gz") in message for message in found)


def items(*paths: Path, encoding: str | None = None, **fields: str):
    return list(read_items(list_files(tuple(map(str, paths))), Fields(**fields), encoding))


ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".html", ".txt"])
def test_every_form_is_read_in_every_encoding(tmp_path, suffix, encoding):
    path = tmp_path / f"a{suffix}"
    rows = {
        ".jsonl": "".join(f'{{"text": "{GOOD}"}}\n' for _ in range(3)),
        ".csv": f"no,text\r\n1,{GOOD}\r\n2,{GOOD}\r\n3,{GOOD}\r\n",
        ".html": f"<html><head><meta charset=iso-8859-1></head><body><article><p>{GOOD * 4}"
        "</p></article></body></html>",
        ".txt": GOOD,
    }
    path.write_bytes(rows[suffix].encode(encoding))
    found = items(path)
    assert [one.error for one in found] == [None] * len(found)
    if suffix in (".jsonl", ".csv"):
        assert [one.text for one in found] == [GOOD] * 3
    else:
        assert GOOD in read_any(path.read_bytes(), name=str(path)).text


def test_big5_and_a_declared_encoding_where_the_bytes_say_nothing(tmp_path):
    text = "經濟發展取得新的成績，人民生活水平不斷提高，我們要繼續努力，把工作做得更好。"
    path = tmp_path / "a.csv"
    path.write_bytes(f"text\n{text}\n{text}\n".encode("big5"))
    assert [one.text for one in items(path)] == [text, text]
    page = f"<meta charset=shift_jis><p>{'経済は成長している。' * 30}</p>".encode("shift_jis")
    assert "経済は成長" in read_any(page, name="a.html").text


def test_a_named_encoding_holds_for_tables_too(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(text="甲").decode().encode("gbk"))
    assert items(path, encoding="gbk")[0].text == "甲"
    with pytest.raises(UsageError, match="utf-9"):
        items(path, encoding="utf-9")


def test_ascii_lines_before_the_first_chinese_one_do_not_decide(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(text="x" * 1000) * 600 + row(text=GOOD).decode().encode("gbk") * 3)
    assert items(path)[-1].text == GOOD


def test_a_broken_byte_or_line_costs_one_row(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(text=GOOD) * 20 + b'{"text": "\xff"}\n' + row(text=GOOD) * 20)
    assert [bool(one.error) for one in items(path)] == [False] * 20 + [True] + [False] * 20
    path = tmp_path / "b.csv"
    path.write_bytes(b'text\na\n"b" c\nd\n\xff\ne\n' + (GOOD + "\n").encode() * 3)
    found = items(path)
    assert [one.text for one in found[:5]] == ["a", None, "d", None, "e"]
    assert [one.name.rsplit(":")[-1] for one in found[:5]] == ["2", "3", "4", "5", "6"]


def test_an_enormous_line_and_field_are_passed_over(tmp_path, monkeypatch):
    from policy_extract.batch import csv_rows, encoded

    monkeypatch.setattr(encoded, "MAX_LINE", 5_000)
    monkeypatch.setattr(csv_rows, "MAX_FIELD", 1_000)
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(text="a") + row(text="b" * 9_000) + row(text="c"))
    assert [one.text for one in items(path)] == ["a", None, "c"]
    path = tmp_path / "a.csv"
    path.write_text("text\na\n" + "b" * 9_000 + "\n" + "c" * 2_000 + "\nd\n")
    assert [one.text for one in items(path)] == ["a", None, None, "d"]


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_the_header_says_by_what_a_csv_is_parted(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(f"id{delimiter}text\n1{delimiter}{GOOD}\n", "utf-8")
    assert items(path)[0].text == GOOD


def test_an_id_that_comes_twice_loses_no_document(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(id="x", text="a") + row(id="y", text="b") + row(id="x", text="c"))
    found = items(path, id="id")
    assert [(one.name, one.text) for one in found] == [("x", "a"), ("y", "b"), ("x", "c")]


def test_names_in_gbk_without_a_flag(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({"太原报告.txt": GOOD.encode()}, gbk=True))
    assert "太原报告.txt" in items(path)[0].name
    (tmp_path / "in").mkdir()
    raw = os.fsencode(tmp_path / "in") + "/报告.txt".encode("gbk")
    try:
        with open(raw, "wb") as stream:
            stream.write(GOOD.encode())
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert items(tmp_path / "in")[0].name.endswith("/报告.txt")


def test_a_parquet_column_of_another_type_or_with_broken_text(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": [1, 2]}), tmp_path / "a.parquet")
    assert "has int64 in the column 'text'" in items(tmp_path / "a.parquet")[0].error
    pq.write_table(pa.table({"other": ["一"]}), tmp_path / "b.parquet")
    assert "its columns are: other" in items(tmp_path / "b.parquet")[0].error
    broken = pa.array([b"ok", b"\xff\xfe", b"ok"]).view(pa.binary()).cast(pa.string(), safe=False)
    pq.write_table(pa.table({"text": broken}), tmp_path / "c.parquet")
    assert [one.text for one in items(tmp_path / "c.parquet")] == ["ok", None, "ok"]
    data = bytearray((tmp_path / "b.parquet").read_bytes())
    data[4:40] = b"\xff" * 36
    (tmp_path / "d.parquet").write_bytes(data)
    assert "no readable Parquet file" in items(tmp_path / "d.parquet", text="other")[-1].error


def test_docx_tables_controls_insertions_and_boxes_in_order():
    def p(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    body = (
        p("前文")
        + f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        + "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
        + f"<w:tbl><w:tr><w:tc>{p('利润')}</w:tc><w:tc>{p('5%')}</w:tc></w:tr></w:tbl>"
        + f"<w:p><w:r><w:t>后文</w:t><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict>"
        "</w:r></w:p>"
    )
    assert read_any(docx(body), name="a.docx").text == "前文\n控件\n新增\n利润\t5%\n后文\n框"


def test_what_systems_leave_behind_and_outputs_of_runs_are_no_sources(tmp_path):
    for name in ("a.txt", "._a.txt", "~$a.docx", "o.jsonl", "o.errors.jsonl"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    ledger = Ledger(Store(str(tmp_path / "o.jsonl.batch")))
    ledger.begin({})
    with ledger.parts.making("0000000-0000000.jsonl") as part:
        part.write(b"{}")
    assert [path.name for path in list_files((str(tmp_path),))] == ["a.txt"]


def test_sources_that_are_no_files(tmp_path):
    where = tmp_path / "s.txt"
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(str(where))
        except OSError:
            pytest.skip("no room for the name of a socket")
        with pytest.raises(InputError, match="is a socket, no file"):
            list_files((str(where),))
    os.mkfifo(tmp_path / "p.txt")
    with pytest.raises(InputError, match="is a pipe, no file"):
        list_files((str(tmp_path / "p.txt"),))
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is a link to nothing"):
        list_files((str(tmp_path / "gone.txt"),))
    assert [path.name for path in list_files((str(tmp_path),))] == ["gone.txt"]
    with pytest.raises(InputError, match="matches no file"):
        list_files((str(tmp_path / "*.pdf"),))
    with pytest.raises(InputError, match="cannot be read: File name too long"):
        list_files(("x" * 5_000,))
    with pytest.raises(InputError, match="no such file"):
        list_files(("a\0b",))
    (tmp_path / "e").mkdir()
    with pytest.raises(InputError, match="nothing to read"):
        list_files((str(tmp_path / "e"),))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_named(tmp_path):
    (tmp_path / "d").mkdir(mode=0)
    with pytest.raises(InputError, match="Permission denied"):
        list_files((str(tmp_path),))


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))


def test_a_file_that_cannot_grow_leaves_nothing_that_looks_whole(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_bytes(row(text=GOOD * 4) * 20)
    out = tmp_path / "o.jsonl"
    # Coverage could not write what it saw either, and would say so.
    unseen = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    made = call(source, "-o", out, "--workers", 1, preexec_fn=small_files, env=unseen)
    assert made.returncode == 3, made.stderr
    assert "cannot be written: File too large. Make room" in made.stderr
    assert "Traceback" not in made.stderr
    assert not out.exists()
    assert call(source, "-o", out, "--workers", 1).returncode == 0
    assert len(out.read_bytes().splitlines()) == 20


@pytest.fixture
def full_disk(tmp_path):
    """A disk of 256 KiB, where this process may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a tmpfs")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize(
    ("form", "engine"),
    [(form, "local") for form in ("jsonl", "parquet", "duckdb", "csv", "xlsx")]
    + [pytest.param("jsonl", "ray", marks=pytest.mark.slow)],
)
def test_a_full_disk_ends_the_run_and_the_same_command_goes_on(tmp_path, full_disk, form, engine):
    if engine == "ray":
        pytest.importorskip("ray")
    source = tmp_path / "a.jsonl"
    source.write_bytes(row(text=GOOD) * 12)
    filler = full_disk / "filler"
    filler.write_bytes(b"x" * (204_000 if form == "xlsx" else 190_000))
    out = full_disk / "o"
    arguments = (source, "-o", out, "--format", form, "--workers", 1, "--engine", engine)
    made = call(*arguments)
    assert made.returncode == 3, made.stderr
    assert "Make room" in made.stderr
    assert "Traceback" not in made.stderr
    # The output is not there, or whole: then only the manifest had no room left.
    assert not out.exists() or "manifest.json" in made.stderr
    filler.unlink()
    if form in ("jsonl", "csv"):
        assert call(*arguments).returncode == 0
        assert out.exists()


def test_outputs_that_are_not_ours(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_bytes(row(text=GOOD))
    (tmp_path / "folder.jsonl").mkdir()
    made = call(source, "-o", tmp_path / "folder.jsonl")
    assert (made.returncode, "not made by a batch run" in made.stderr) == (3, True)
    (tmp_path / "b.jsonl.batch").write_text("a file where the ledger should be")
    made = call(source, "-o", tmp_path / "b.jsonl")
    assert (made.returncode, "not made by a batch run" in made.stderr) == (3, True)
    assert len(made.stderr.splitlines()) == 1


def test_a_hostile_file_is_stopped_by_the_time_limit(tmp_path):
    """Reading happens in the worker: a PDF that would take minutes costs its own row only."""
    (tmp_path / "a.pdf").write_bytes(endless_pdf())
    (tmp_path / "b.txt").write_text(GOOD, "utf-8")
    made = call(
        tmp_path / "a.pdf", tmp_path / "b.txt", "-o", tmp_path / "o.jsonl", "--workers", 1,
        "--timeout", 2,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "2 inputs = 1 documents + 1 errors" in made.stderr
    error = json.loads((tmp_path / "o.errors.jsonl").read_text("utf-8"))
    assert error["code"] == "Timeout"
