"""Every value of the gold corpora is found with its number, unit, sense and kind."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from policy_extract.quantities import RawQuantity, scan_quantities

_ROOT = Path(__file__).parents[2]
_SHARED = Path(os.environ.get("POLICY_EXTRACT_SHARED", _ROOT.parent / "shared"))
_FOLDERS = [_ROOT / "corpora" / "taiyuan", *sorted((_SHARED / "corpora" / "dev").glob("*"))]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _right(found: RawQuantity, gold: dict[str, str | None]) -> bool:
    return (
        (found.number, found.low, found.high)
        == (_decimal(gold["number"]), _decimal(gold["low"]), _decimal(gold["high"]))
        and found.unit == gold["unit"]
        and found.comparator == gold["comparator"]
        and found.kind == gold["kind"]
    )


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_recall(folder: Path) -> None:
    text = (folder / "article.txt").read_text(encoding="utf-8")
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    found = {(value.start, value.end): value for value in scan_quantities(text)}
    missed = []
    for record in gold["records"]:
        value = record["value"]
        start, end = value["start"], value["end"]
        if "\t" in text[start - 1 : end + 1]:
            continue  # a table's cell has its unit in the header
        candidate = found.get((start, end))
        if candidate is None or not _right(candidate, value):
            missed.append(value["text"])
    assert len(missed) <= 0.02 * len(gold["records"]), missed


def test_development_corpus_is_there() -> None:
    if len(_FOLDERS) == 1:
        pytest.skip("the development corpus is not beside this checkout")
    assert len(_FOLDERS) > 5
