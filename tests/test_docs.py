"""Documentation that cannot rot: examples run, commands are all described, links lead somewhere."""

import doctest
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from policy_extract import __version__, errors

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path for folder in ("", "docs", "examples", ".github") for path in (ROOT / folder).glob("*.md")
)
READMES = sorted(ROOT.glob("README*.md"))
COMMANDS = (
    (),
    ("run",),
    ("batch",),
    ("query",),
    ("report",),
    ("check",),
    ("schema",),
    ("gold",),
    ("gold", "init"),
    ("gold", "validate"),
    ("gold", "accept"),
    ("gold", "agree"),
    ("gold", "export"),
    ("gold", "import"),
    ("model",),
    ("model", "train"),
    ("model", "eval"),
    ("model", "export"),
    ("model", "card"),
    ("track",),
    ("indicators",),
    ("indicators", "list"),
    ("indicators", "match"),
)


def test_the_version_is_the_same_everywhere() -> None:
    for name, pattern in (
        ("CITATION.cff", rf"^version: {re.escape(__version__)}$"),
        ("docs/check.md", rf"rev: v{re.escape(__version__)}$"),
        ("CHANGELOG.md", rf"^(## \[{re.escape(__version__)}\]|To be {re.escape(__version__)};)"),
    ):
        assert re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE), name


def test_every_warning_and_exit_code_is_explained() -> None:
    page = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    source = (ROOT / "src" / "policy_extract" / "extractor.py").read_text(encoding="utf-8")
    warnings = re.findall(r'\bcode="(\w+)"', source)
    assert len(warnings) >= 6
    assert [code for code in warnings if f"| `{code}` |" not in page] == []
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    exits = {kind.exit_code for kind in kinds if issubclass(kind, errors.PolicyExtractError)}
    assert [code for code in exits if f"| {code} |" not in page] == []


def help_of(command: tuple[str, ...]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "policy_extract", *command, "--help"],
        capture_output=True,
        check=True,
        env={
            "COLUMNS": "100",
            "PATH": "/usr/bin:/bin",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        },
    )
    return done.stdout.decode().replace("python -m policy_extract", "policy-extract")


def reference() -> str:
    parts = ["# Commands\n\nGenerated from `--help`; a test keeps it current.\n"]
    for command in COMMANDS:
        name = " ".join(("policy-extract", *command))
        text = "\n".join(line.rstrip() for line in help_of(command).strip().splitlines())
        parts.append(f"## `{name}`\n\n```\n{text}\n```\n")
    return "\n".join(parts)


def test_the_command_reference_is_current() -> None:
    """Write it again with: python tests/test_docs.py"""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference()


def test_every_command_is_in_the_reference() -> None:
    listed = {command[0] for command in COMMANDS if command}
    shown = re.findall(r"^  ([a-z]+) ", help_of(()), re.MULTILINE)
    assert set(shown) == listed


@pytest.mark.parametrize("page", [*READMES, ROOT / "docs" / "rules.md"], ids=str)
def test_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failures, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failures == 0
    assert tried >= 3


@pytest.mark.parametrize("page", READMES, ids=str)
def test_the_readme_shows_a_record_of_the_golden_output(page: Path) -> None:
    """Write it again with: python tests/test_docs.py"""
    text = page.read_text(encoding="utf-8")
    assert with_golden_record(text) == text


def with_golden_record(page: str) -> str:
    """The page with the golden output's record of the id that it shows."""
    golden = json.loads((ROOT / "tests" / "golden" / "taiyuan.json").read_text(encoding="utf-8"))
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    wanted = json.loads(shown)["id"]
    (record,) = [r for r in (*golden["targets"], *golden["metrics"]) if r["id"] == wanted]
    return page.replace(shown, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    missing = [
        link
        for link in links
        if not link.startswith(("http", "mailto:")) and not (page.parent / link).exists()
    ]
    assert missing == []


if __name__ == "__main__":
    (ROOT / "docs" / "commands.md").write_text(reference(), encoding="utf-8")
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        readme.write_text(with_golden_record(text), encoding="utf-8")
