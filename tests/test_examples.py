"""Every example runs as it stands, away from the repository, and shows what it is to show."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "examples"
SHOWN = {
    "promised_and_reached.py": ("清河市", "粮食总产量: 211.5万吨 reached, 210万吨以上 promised"),
    "with_pandas.py": ("people in metrics: 36000",),
    "with_polars.py": ("35000.0000", "人"),
    "excel.sh": ("indicator",),
    "label_studio.sh": (),
}
ELSEWHERE = {"growth_targets.py"}
"""Run by tests/tracking/test_example.py."""

PACKAGES = {"with_pandas.py": "pandas", "with_polars.py": "polars"}


def test_every_example_is_run_and_listed() -> None:
    found = {path.name for path in FOLDER.iterdir() if path.suffix in (".py", ".sh")}
    assert found == set(SHOWN) | ELSEWHERE
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"]({name})" in listed for name in found)


@pytest.mark.parametrize("name", SHOWN)
def test_it_runs(name: str, tmp_path: Path) -> None:
    if name in PACKAGES:
        pytest.importorskip(PACKAGES[name])
    if name.endswith(".sh") and sys.platform == "win32":
        pytest.skip("a shell script")
    command = tmp_path / "bin" / "policy-extract"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policy_extract "$@"\n')
    command.chmod(0o755)
    done = subprocess.run(
        [sys.executable if name.endswith(".py") else "bash", FOLDER / name],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [words for words in SHOWN[name] if words not in done.stdout] == [], done.stdout
