"""The same figures as the scorer that the gold corpora come with, document by document."""

import importlib.util
import os
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from policy_extract.evaluation.corpus import read_case, read_dates
from policy_extract.evaluation.figures import main_of
from policy_extract.evaluation.scoring import score_document
from policy_extract.extractor import Extractor

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("POLICY_EXTRACT_SHARED", ROOT.parent / "shared"))
SCORER = SHARED / "unread" / "scoring.py"
DATES = read_dates(ROOT / "corpora" / "dev-dates.toml")
COUNTED = (("found", "g", "p"), ("strict", "g", "p"), ("full", "g", "p"), ("et", "eg", "ep"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SCORER.is_file(), reason="the shared corpora are not at hand"),
]


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("published_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("corpus", ["taiyuan", "dev", "wave2", "wave3"])
def test_every_document_is_counted_alike(
    corpus: str, scorer: ModuleType, rules_only: Extractor, tmp_path: Path
) -> None:
    folders = sorted(path.parent for path in (SHARED / "corpora" / corpus).rglob("gold.json"))
    assert folders
    for folder in folders:
        case = read_case(folder, dates=DATES)
        seen = rules_only.extract(case.text, published=case.published, place=case.place)
        ours = score_document(case.gold, seen).counts
        (tmp_path / "seen.json").write_text(seen.to_json(), encoding="utf-8")
        theirs = counted(scorer, folder / "gold.json", tmp_path / "seen.json")
        assert [(t.right, t.gold, t.predicted) for t in main_of(ours)] == [
            tuple(theirs[name] for name in names) for names in COUNTED
        ], case.name
        for field, share in ours.fields.items():
            if f"f_{field}" in theirs and field != "statistic":
                assert theirs["m"] - theirs[f"f_{field}"] == share.scored - share.right, case.name
        assert {n: (t.right, t.gold, t.predicted) for n, t in ours.types.items()} == {
            n: (theirs[f"et{n}"], theirs[f"eg{n}"], theirs[f"ep{n}"])
            for n in scorer.TYPES
            if theirs[f"eg{n}"] or theirs[f"ep{n}"]
        }, case.name


def counted(scorer: ModuleType, gold: Path, seen: Path) -> Counter[str]:
    """What the published scorer counts."""
    records, entities = scorer.load(gold)
    tally: Any = scorer.Tally()
    tally.add(
        records,
        scorer.load(seen, scorer.windows_of(gold))[0],
        entities,
        scorer.load(seen, scorer.windows_of(gold))[1],
    )
    found: Counter[str] = tally.c
    return found
