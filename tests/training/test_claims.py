"""Learning the scorer: choices, chains, alignment, marks by reference."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.errors import GoldError
from policy_extract.training.claims.alignment import align
from policy_extract.training.claims.judging import fit_confidence
from policy_extract.training.claims.references import read_marked

pytest.importorskip("scipy", reason="training needs scipy (extra [train])")

from policy_extract.training.loglinear import Decision, Problem  # noqa: E402
from policy_extract.training.tagging import Chain, Chains  # noqa: E402


def test_a_choice_is_learned_and_groups_are_left_out() -> None:
    decisions = [
        Decision([["good", f"n{at % 3}"], ["bad"], []], frozenset({0}), f"g{at % 4}")
        for at in range(24)
    ]
    problem = Problem(decisions)
    weights = problem.named(problem.fit())
    assert weights["good"] > 0 > weights["bad"]
    assert all(scores.argmax() == 0 for scores in problem.left_out(folds=4))


def test_fitting_is_deterministic() -> None:
    decisions = [Decision([["a"], ["b"]], frozenset({at % 2}), "g") for at in range(9)]
    assert (Problem(decisions).fit() == Problem(decisions).fit()).all()


def test_a_chain_is_learned() -> None:
    chains = [
        Chain([["out"], ["in"], ["in"], ["out"]], [3, 0, 0, 1], [0, 1, 1, 0], f"g{at}")
        for at in range(6)
    ]
    problem = Chains(chains)
    weights, table = problem.fit(l2=0.1)
    named = dict(zip(problem.names, weights, strict=True))
    assert named["in"] > 0 > named["out"]
    assert table[0][1][1] > table[1][1][1]


@given(st.text("产值增速同比的总额和", min_size=1, max_size=25), st.data())
def test_a_name_of_the_text_is_aligned_whole_and_in_order(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    name = text[start : data.draw(st.integers(start + 1, len(text)))]
    found = align(list(text), name, len(text))
    assert found == sorted(set(found))
    assert "".join(text[at] for at in found) == name


def test_a_name_that_lacks_a_character_is_aligned_without_it() -> None:
    assert align(list("工业产值"), "工业总产值", 4) == [0, 1, 2, 3]


def test_the_confidence_follows_what_was_right() -> None:
    rows = [{"bias": 1.0, "name": float(at % 2)} for at in range(60)]
    weights = fit_confidence(rows, [at % 2 == 1 for at in range(60)])
    assert weights["name"] > 0
    assert fit_confidence([], []) == {}


def reference(tmp_path: Path, text: str, name: str = "n1", source: str = "news.jsonl.gz#7") -> Path:
    row = {
        "name": name,
        "group": name,
        "source": source,
        "chars": len(text),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "document": {"published": "2024-01-05"},
        "windows": [[0, len(text)]],
        "records": [
            {
                "record": "metric",
                "value": {"start": 8, "end": 10, "kind": "percent", "number": "5", "unit": "%",
                          "comparator": "=", "low": None, "high": None},
                "indicator": [[2, 4], [4, 6]],
                "direction": "increase",
                "subject": None,
                "period": {"at": [0, 2], "start": "2023-01-01", "end": "2023-12-31"},
            }
        ],
    }  # fmt: skip
    path = tmp_path / "read.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


TEXT = "去年工业产值增长5%。"


def test_marks_by_reference_meet_their_text(tmp_path: Path) -> None:
    path = reference(tmp_path, TEXT)
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": 7, "title": "", "text": TEXT}, ensure_ascii=False))
    (found,), absent = read_marked(path, tmp_path)
    assert absent == 0
    (record,) = found.gold["records"]
    assert record["indicator"] == "工业产值"
    assert record["value"]["text"] == "5%"
    assert record["period"]["text"] == "去年"


def test_a_text_that_is_not_at_hand_is_counted_and_another_one_refused(tmp_path: Path) -> None:
    path = reference(tmp_path, TEXT, source="elsewhere")
    assert read_marked(path, tmp_path) == ([], 1)
    (tmp_path / "n1.txt").write_text("今年工业产值增长5%。", encoding="utf-8")
    with pytest.raises(GoldError, match="another one"):
        read_marked(path, tmp_path)


def test_the_marks_of_the_project_hold_no_text() -> None:
    path = Path(__file__).parent.parent.parent / "training-data" / "claims" / "read.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 150
    assert sum(len(row["records"]) for row in rows) >= 4000
    for row in rows:
        for record in row["records"]:
            assert "text" not in record["value"]
            assert all(isinstance(at, int) for span in record["indicator"] for at in span)
