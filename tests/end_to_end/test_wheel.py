"""The wheel in an empty environment, without development dependencies."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_model_rules_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "policy_extract/py.typed" in names
    assert "policy_extract/rules/units.toml" in names
    assert "policy_extract/report/templates/page.html" in names
    assert "policy_extract/report/script/main.js" in names
    assert "policy_extract/model/policy-ner-fast/manifest.json" in names
    assert "policy_extract/model/MODEL_CARD.md" in names
    assert not [name for name in names if "tests" in name.split("/")[0]]


def test_the_wheel_stays_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 60_000_000


def test_it_runs_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-compile",
         "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    (tmp_path / "a.txt").write_text(
        "2023年，太原市粮食产量650万吨，同比增长17.3%。\n", encoding="utf-8"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [tmp_path / "env" / "bin" / "policy-extract", "run", "a.txt"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert [metric["value"]["number"] for metric in data["metrics"]] == ["6500000", "17.3"]
    assert data["provenance"]["model"]["name"] == "policy-ner-fast"
    assert ("太原市", "LOCATION") in [(e["text"], e["type"]) for e in data["entities"]]
    help_text = subprocess.run(
        [tmp_path / "env" / "bin" / "policy-extract", "--help"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert b"check" in help_text.stdout
