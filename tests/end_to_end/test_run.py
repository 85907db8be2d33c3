"""``policy-extract run`` and ``schema`` as a user meets them: real processes, real files."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from commands import here
from interrupts import hear_ctrl_c

from policy_extract.schema import document_schema

ROOT = Path(__file__).parent.parent.parent
ARTICLE = ROOT / "corpora" / "taiyuan" / "article.txt"
TEXT = "2023年，全市粮食产量650万吨，同比增长17.3%。\n"
QUICK = ("--ner", "none", "--reader", "none")
"""For what does not ask what the models say: none is loaded."""


def run(*arguments: str, data: bytes | None = None, cwd: Path | None = None):
    """In a process of its own."""
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    return subprocess.run(
        [sys.executable, "-m", "policy_extract", *arguments],
        input=data,
        capture_output=True,
        cwd=cwd,
        env=environment,
        check=False,
    )


def schema_of(data: object) -> None:
    jsonschema.Draft202012Validator(json.loads(document_schema())).validate(data)


def test_the_shipped_schema_is_current() -> None:
    shipped = ROOT / "schemas" / "document-2.0.json"
    assert shipped.read_text(encoding="utf-8") == document_schema()
    done = run("schema", "--check", str(shipped))
    assert (done.returncode, done.stdout) == (0, b"")


def test_the_schema_command_prints_it() -> None:
    assert here("schema").stdout.decode() == document_schema()


def test_a_stale_schema_fails(tmp_path: Path) -> None:
    stale = tmp_path / "schema.json"
    stale.write_text("{}")
    done = here("schema", "--check", str(stale))
    assert done.returncode == 1
    assert b"policy-extract schema >" in done.stderr


def test_the_article_gives_valid_json_and_a_summary() -> None:
    done = run("run", str(ARTICLE), "--date", "2024-04")
    assert done.returncode == 0
    data = json.loads(done.stdout)
    schema_of(data)
    assert data["document"]["place"] == {"name": "太原市", "found": "text"}
    assert "text" not in data
    lines = done.stderr.decode().splitlines()
    assert "targets" in lines[0]
    assert all("warning" in line for line in lines[1:])


def test_standard_input_gbk(tmp_path: Path) -> None:
    done = run("run", "-", *QUICK, "--date", "2024-01-01", data=TEXT.encode("gbk"))
    data = json.loads(done.stdout)
    assert data["document"]["encoding"] == "gb18030"
    assert [m["value"]["number"] for m in data["metrics"]] == ["6500000", "17.3"]


def test_several_files_are_an_array_and_jsonl_is_a_line_each(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    array = json.loads(here("run", "a.txt", "b.txt", *QUICK, cwd=tmp_path).stdout)
    assert [document["document"]["name"] for document in array] == ["a.txt", "b.txt"]
    lines = here("run", "a.txt", "b.txt", *QUICK, "--format", "jsonl", cwd=tmp_path).stdout
    assert [json.loads(line) for line in lines.splitlines()] == array


def test_csv_and_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    csv = here("run", "a.txt", *QUICK, "--format", "csv", cwd=tmp_path).stdout.decode()
    assert csv.splitlines()[0].startswith("\ufeffdocument,id,record,indicator,value,number")
    assert len(csv.splitlines()) == 3
    bare = here("run", "a.txt", *QUICK, "--format", "csv", "--no-bom", cwd=tmp_path).stdout
    assert "\ufeff" + bare.decode() == csv
    table = here("run", "a.txt", *QUICK, "--format", "table", cwd=tmp_path).stdout.decode()
    assert "粮食产量" in table


def test_output_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = here("run", "a.txt", *QUICK, "-o", "out.json", cwd=tmp_path)
    assert done.stdout == b""
    schema_of(json.loads((tmp_path / "out.json").read_text(encoding="utf-8")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "out.json"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing.txt"], 3, "missing.txt: no such file"),
        (["folder"], 3, "folder: is a directory"),
        (["binary.bin"], 3, "is a PNG picture"),
        (["latin.txt"], 3, "--encoding"),
        (["a.txt", "--encoding", "utf-9"], 2, "encoding 'utf-9' is unknown"),
        (["a.txt", "--date", "yesterday"], 2, "'yesterday' is not YYYY-MM-DD"),
        (["a.txt", "--format", "xml"], 2, "--format xml"),
        (["a.txt", "--engine", "tpu"], 2, "--ner-engine tpu"),
        (["a.txt", "--ner", "no/such"], 3, "no model folder"),
        (["a.txt", "--lexicon", "broken.tsv"], 3, "broken.tsv: line 1"),
        (["a.txt", "-o", "no/such/out.json"], 3, "cannot be written"),
    ],
)
def test_bad_input_is_one_line_and_its_own_code(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "binary.bin").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "latin.txt").write_bytes("café déjà vu élève".encode("latin-1"))
    (tmp_path / "broken.tsv").write_text("太钢\tFIRM\n", encoding="utf-8")
    extra = [] if "--ner" in arguments else QUICK
    done = here("run", *arguments, *extra, "-q", cwd=tmp_path)
    said_lines = done.stderr.decode().splitlines()
    assert done.returncode == code
    assert said in said_lines[0]
    assert b"Traceback" not in done.stderr
    assert all(line.startswith("policy-extract: ") for line in said_lines)
    assert done.stdout in (b"", b"[]\n")


def test_one_bad_file_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = here("run", "a.txt", "gone.txt", "a.txt", *QUICK, cwd=tmp_path)
    assert done.returncode == 3
    assert len(json.loads(done.stdout)) == 2
    assert b"1 of 3 files failed: gone.txt" in done.stderr


def test_an_empty_file_is_an_empty_record_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = here("run", "empty.txt", *QUICK, cwd=tmp_path)
    assert done.returncode == 0
    data = json.loads(done.stdout)
    schema_of(data)
    assert data["warnings"][0]["code"] == "empty"


def test_a_closed_pipe_is_one_line(tmp_path: Path) -> None:
    names = []
    for number in range(40):
        name = f"{number}.txt"
        (tmp_path / name).write_text(TEXT * 40, encoding="utf-8")
        names.append(name)
    command = [sys.executable, "-m", "policy_extract", "run", *names, *QUICK, "-q"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 141
    assert said.count("\n") == 1
    assert "standard output was closed" in said


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    import signal

    names = []
    for number in range(60):
        name = f"{number}.txt"
        (tmp_path / name).write_text(TEXT * 60, encoding="utf-8")
        names.append(name)
    command = [
        sys.executable, "-m", "policy_extract", "run", *names, *QUICK, "-q",
        "--format", "jsonl",
    ]  # fmt: skip
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        preexec_fn=hear_ctrl_c,
    ) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate()
    assert process.returncode == 130
    (line,) = said.decode().splitlines()
    assert re.fullmatch(r"policy-extract: interrupted; \d+ of 60 files have been written", line)


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["schema"], ["--version"]])
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from policy_extract.cli.main import app\n"
        f"try: app({arguments!r})\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'hanlp', 'transformers', 'onnxruntime', 'jieba'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_run_without_a_model_imports_no_runtime(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    code = (
        "import sys; from policy_extract import Extractor, extract\n"
        "plain = Extractor(ner='none', reader='none')\n"
        "plain.extract(open('a.txt', encoding='utf-8').read())\n"
        "assert not {'torch', 'hanlp', 'onnxruntime', 'numpy'} & set(sys.modules), 'none'\n"
        "extract('太原市', ner='policy-ner-fast')\n"
        "assert not {'torch', 'hanlp', 'transformers'} & set(sys.modules), 'onnx'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_article_is_never_replaced_by_its_records(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "link").symlink_to("a.txt")
    for name in ("a.txt", "link"):
        done = here("run", *QUICK, "a.txt", "-o", name, cwd=tmp_path)
        assert done.returncode == 3
        assert b"is an input" in done.stderr
    with (tmp_path / "a.txt").open("rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "policy_extract", "run", *QUICK, "-", "-o", "a.txt"],
            stdin=stdin,
            capture_output=True,
            cwd=tmp_path,
            check=False,
        )
    assert done.returncode == 3
    assert b"is an input" in done.stderr
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TEXT


def test_minus_is_standard_output_and_a_device_stays_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    plain = run("run", "a.txt", *QUICK, cwd=tmp_path)
    named = run("run", "a.txt", *QUICK, "-o", "-", cwd=tmp_path)
    assert named.stdout == plain.stdout
    assert run("run", "a.txt", *QUICK, "-o", os.devnull, cwd=tmp_path).returncode == 0
    assert not Path(os.devnull).is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
