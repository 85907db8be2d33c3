"""Folders and names that HanLP cannot load: one line each, and nothing printed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policy_extract.entities.recognizer import load_recognizer, model_folder
from policy_extract.errors import ModelError

TAGGER = "hanlp.components.ner.rnn_ner.RNNNamedEntityRecognizer"


def failure(folder: Path, capfd: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(ModelError) as caught:
        load_recognizer(str(folder), engine="hanlp")
    assert capfd.readouterr() == ("", "")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder("policy-ner-fast"), tmp_path / "model"))


@pytest.mark.parametrize("file", ["model.pt", "config.json", "vocabs.json", "vocab.txt"])
def test_a_damaged_or_missing_file_is_named(
    copied: Path, file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    see_it_named(copied, file, capfd)


def test_a_damaged_or_missing_file_of_the_encoder_is_named(
    accurate: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(accurate, tmp_path / "model"))
    see_it_named(folder, "encoder/config.json", capfd)


def see_it_named(copied: Path, file: str, capfd: pytest.CaptureFixture[str]) -> None:
    data = (copied / file).read_bytes()
    (copied / file).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert f"{copied / file}: is damaged" in failure(copied, capfd)
    (copied / file).unlink()
    assert f"{copied / file}: is missing" in failure(copied, capfd)


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ("{", "config.json cannot be read"),
        ("[]", "config.json cannot be read"),
        ("{}", "config.json names no class"),
        (json.dumps({"classpath": "hanlp.no.such.Thing"}), "which HanLP does not have"),
        (json.dumps({"classpath": "subprocess.Popen"}), "which is not HanLP's"),
        (
            json.dumps({"classpath": "hanlp_common.configurable.Configurable"}),
            "which is no component of HanLP",
        ),
        (json.dumps({"classpath": TAGGER}), "HanLP cannot load it"),
    ],
)
def test_a_foreign_folder_is_one_line(
    tmp_path: Path, config: str, line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.json").write_text(config)
    assert line in failure(tmp_path, capfd)


def test_a_tensorflow_model_is_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "meta.json").write_text("{}")
    assert "TensorFlow model" in failure(tmp_path, capfd)


def test_a_name_that_cannot_be_downloaded_is_one_line(tmp_path: Path) -> None:
    """HanLP reads its server's address when it is imported; nothing listens on this one."""
    code = (
        "from policy_extract.entities.recognizer import load_recognizer as load\n"
        "from policy_extract.errors import ModelError\n"
        "try: load('MSRA_NER_ELECTRA_SMALL_ZH')\n"
        "except ModelError as error: print('ONE:', error)\n"
    )
    home = {"HANLP_HOME": str(tmp_path), "HANLP_URL": "http://127.0.0.1:9/"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    assert len(result.stdout.splitlines()) == 1
    assert "MSRA_NER_ELECTRA_SMALL_ZH could not be downloaded" in result.stdout
    assert list(tmp_path.rglob("*.zip*")) == []


@pytest.mark.parametrize("file", ["config.json", "vocabs.json"])
def test_a_folder_has_no_code_of_its_own_imported(tmp_path, monkeypatch, file):
    """HanLP imports the class that a folder names, and with it the module it stands in."""
    from policy_extract.entities.hanlp_load import load_component

    (tmp_path / "evil.py").write_text(
        "from pathlib import Path\nPath('ran').touch()\nclass X: ...\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    own = {"classpath": "hanlp.components.ner.transformer_ner.TransformerNamedEntityRecognizer"}
    named = {"embed": {"classpath": "evil.X"}, "tag": {"type": "evil.X", "idx_to_token": []}}
    for name in ("config.json", "vocabs.json"):
        given = {**(own if name == "config.json" else {}), **(named if name == file else {})}
        (tmp_path / name).write_text(json.dumps(given))
    with pytest.raises(ModelError, match=r"names the class evil\.X, which is not HanLP's"):
        load_component(tmp_path, "foreign")
    assert not (tmp_path / "ran").exists()
