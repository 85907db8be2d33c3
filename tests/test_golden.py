"""The golden article: whole outputs, and scores against the gold made by hand.

Write the golden files again, after reading what changed, with: python tests/test_golden.py
"""

import json
from pathlib import Path
from typing import Any

import pytest

from policy_extract.extractor import Extractor
from policy_extract.records import Document

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "corpora" / "taiyuan"
GOLDEN = Path(__file__).parent / "golden"
FLOORS = {"quantity": 0.96, "strict": 0.85, "entity": 0.83}


def extracted(extractor: Extractor) -> Document:
    text = (FOLDER / "article.txt").read_text(encoding="utf-8")
    return extractor.extract(text, published="2024-04", name="taiyuan")


def plain(document: Document) -> dict[str, Any]:
    """The output without provenance, which changes with every rule."""
    data = json.loads(document.to_json())
    del data["provenance"]
    return data


def golden(name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def test_the_rules_alone_give_the_golden_output(rules_only: Extractor) -> None:
    assert plain(extracted(rules_only)) == golden("taiyuan.none.json")


def test_the_default_gives_the_golden_output(full: Extractor) -> None:
    """int8 arithmetic differs between processors: the entities may move a little, records not."""
    found, kept = plain(extracted(full)), golden("taiyuan.json")

    def rows(data: dict[str, Any]) -> list[tuple[Any, ...]]:
        return [
            (c["id"], c["indicator"], c["value"], c["direction"], c["baseline"], c["period"])
            for c in (*data["metrics"], *data["targets"])
        ]

    assert rows(found) == rows(kept)
    mine = {(e["start"], e["end"], e["type"]) for e in found["entities"]}
    theirs = {(e["start"], e["end"], e["type"]) for e in kept["entities"]}
    assert 2 * len(mine & theirs) / (len(mine) + len(theirs)) >= 0.95


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_the_scores_hold(full: Extractor, figure: str) -> None:
    from policy_extract.evaluation.corpus import score_corpus

    score = score_corpus([FOLDER], lambda case: extracted(full)).score
    reached = getattr(score.total, figure).f1
    assert reached is not None
    assert reached >= FLOORS[figure]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    bare = Extractor(ner="none", reader="none")
    for name, extractor in (("taiyuan.none.json", bare), ("taiyuan.json", Extractor())):
        data = plain(extracted(extractor))
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (GOLDEN / name).write_text(text, encoding="utf-8")
