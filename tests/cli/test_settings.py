"""Defaults from a file and the environment; values and examples that the command line offers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from commands import here
from typer.testing import CliRunner

from policy_extract.cli.main import app
from policy_extract.cli.settings import read_defaults
from policy_extract.errors import UsageError

GROUP = typer.main.get_command(app)
TEXT = "2023年，全市粮食产量650万吨。\n"


def defaults(folder: Path, content: str = "", **environment: str):
    if content:
        (folder / "policy-extract.toml").write_text(content, "utf-8")
    return read_defaults(GROUP, environment, folder)


def test_a_key_holds_for_all_commands_that_have_the_option_or_for_one(tmp_path: Path) -> None:
    found = defaults(
        tmp_path, 'ner = "none"\n[batch]\nworkers = 3\nner = "policy-ner-fast"\nno-guard = true\n'
    )
    assert found["run"]["ner"] == "none"
    assert found["check"]["ner"] == "none"
    assert found["gold"]["init"]["ner"] == "none"
    assert found["batch"] == {"ner": "policy-ner-fast", "workers": 3, "no_guard": True}
    assert "schema" not in found


def test_the_environment_comes_before_the_file_and_a_named_file_before_the_one_here(
    tmp_path: Path,
) -> None:
    other = tmp_path / "other.toml"
    other.write_text('place = "太原市"\n', "utf-8")
    found = defaults(
        tmp_path, 'ner = "policy-ner-fast"\n', POLICY_EXTRACT_NER="none", POLICY_EXTRACT_RUN_LEXICON="a.tsv",
        POLICY_EXTRACT_OUTPUT="evil", PATH="x",
    )  # fmt: skip
    assert found["run"] == {"ner": "none", "lexicon": ["a.tsv"]}
    found = defaults(tmp_path, POLICY_EXTRACT_CONFIG=str(other))
    assert found["run"] == {"place": "太原市"}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("[run\n", "cannot be read"),
        ("colour = 1\n", "'colour' is no option"),
        ("[run]\nworkers = 3\n", "'workers' is no option"),
        ('[run]\noutput = "a.txt"\n', "'output' is no option"),
        ("[batch]\nrestart = true\n", "'restart' is no option"),
        ("[fly]\nner = 1\n", "'fly' is no option"),
        ("a = " + "[" * 100_000, "cannot be read"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str, word: str) -> None:
    path = tmp_path / "policy-extract.toml"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=word) as raised:
        defaults(tmp_path)
    assert "policy-extract.toml" in str(raised.value)


def test_the_defaults_hold_and_the_command_line_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "policy-extract.toml").write_text('ner = "none"\n[run]\nformat = "csv"\n', "utf-8")
    monkeypatch.setenv("POLICY_EXTRACT_RUN_NO_BOM", "true")

    def out(*arguments: str) -> str:
        done = here("run", "a.txt", "-q", *arguments, cwd=tmp_path)
        assert done.returncode == 0
        return done.stdout.decode()

    assert out().startswith("document,")
    assert out("--format", "jsonl").startswith('{"schema_version"')


@pytest.mark.parametrize("command", ["run", "batch", "query", "check"])
def test_help_has_examples(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"]).output
    assert "Examples:\n" in shown
    assert f"\n  policy-extract {command} " in shown or f"\n    policy-extract {command} " in shown


def test_values_are_completed() -> None:
    environment = {
        "_POLICY_EXTRACT_COMPLETE": "complete_bash",
        "COMP_WORDS": "policy-extract run a.txt --format j",
        "COMP_CWORD": "4",
    }
    code = "import sys; sys.argv = ['policy-extract']; from policy_extract.cli.main import main; main()"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, **environment},
    ).stdout  # fmt: skip
    assert shown.split() == ["json", "jsonl"]
