"""Weights as a file, and choices by them."""

import gzip
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from policy_extract.claims.confidence import confidence
from policy_extract.claims.scorer import (
    Scorer,
    Weights,
    load_weights,
    read_weights,
    shipped_weights,
    write_weights,
)
from policy_extract.errors import ModelError

TABLE = [[[0.0, 0.0], [0.0, 0.0]]] * 4
SPOT: Any = None


def made(**tasks: dict[str, float]) -> Weights:
    return Weights(tasks, {"w=率": 1.5}, TABLE, {"bias": 0.5}, "")


def test_weights_survive_their_file_and_the_same_weights_are_the_same_bytes() -> None:
    raw = write_weights(made(mood={"b": 1.0, "a": -2.0}))
    assert raw == write_weights(made(mood={"a": -2.0, "b": 1.0}))
    back = read_weights(raw, "weights")
    assert back.tasks == {"mood": {"a": -2.0, "b": 1.0}}
    assert back.name == {"w=率": 1.5}
    assert back.borders == TABLE
    assert back.confidence == {"bias": 0.5}
    assert len(back.version) == 12


def test_names_with_line_breaks_and_half_an_emoji_survive_their_file() -> None:
    kept = {"a2=\n1": -0.133, "w=\ud83d": 0.001, "": 2.0}
    assert read_weights(write_weights(made(when=kept, mood={})), "weights").tasks["when"] == kept


def test_weights_of_the_format_before_are_read() -> None:
    data = {
        "format": 1,
        "tasks": {"mood": {"a2=\n1": -0.087}},
        "name": {"w=率": 1.5},
        "borders": TABLE,
        "confidence": {"bias": 0.5},
    }
    back = read_weights(gzip.compress(json.dumps(data).encode()), "weights")
    assert back.tasks == {"mood": {"a2=\n1": -0.087}}
    assert back.name == {"w=率": 1.5}


@pytest.mark.parametrize("raw", [b"", b"not a file", write_weights(made())[:-9]])
def test_a_damaged_file_is_told(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "weights.json.gz"
    path.write_bytes(raw)
    with pytest.raises(ModelError, match="weights.json.gz"):
        load_weights(path)
    with pytest.raises(ModelError, match="cannot be read"):
        load_weights(tmp_path / "none.json.gz")


def test_the_shipped_weights_know_every_task() -> None:
    shipped = shipped_weights()
    assert {"record", "mood", "direction", "when", "compose", "owner"} <= set(shipped.tasks)
    assert shipped.confidence


def test_the_most_probable_candidate_is_chosen() -> None:
    scorer = Scorer(made(mood={"a": 1.0, "b": 2.0}))
    told = scorer.told("mood")
    choice = scorer.choose("mood", [told.all(one) for one in (["a"], ["b"], [])], SPOT)
    assert choice.at == 1
    assert 0.6 < choice.chance < 0.7


def test_candidates_with_one_key_count_together() -> None:
    scorer = Scorer(made(when={"a": 1.0, "b": 0.8, "c": 0.7}))
    told = scorer.told("when")
    choice = scorer.choose("when", [told[one] for one in "abc"], SPOT, ["x", "y", "y"])
    assert choice.at == 1


def test_the_features_that_spoke_most_are_told() -> None:
    scorer = Scorer(made(mood={"a": 1.0, "b": 2.0, "c": -3.0}))
    assert scorer.telling("mood", ["a", "b", "c"]) == "b, a"
    assert scorer.telling("mood", ["a", "b", "c"], for_it=False) == "c"


def test_confidence_rises_with_the_chances_and_is_null_without_weights() -> None:
    def one(chance: float) -> Any:
        return SimpleNamespace(
            chances={"name": chance},
            spot=SimpleNamespace(value=SimpleNamespace(kind="count")),
            when=SimpleNamespace(source="own"),
        )

    weights = {"bias": 0.0, "name": 1.0}
    assert confidence({}, one(0.9)) is None
    low, high = confidence(weights, one(0.3)), confidence(weights, one(0.9))
    assert low is not None
    assert high is not None
    assert 0 <= low < high <= 1
