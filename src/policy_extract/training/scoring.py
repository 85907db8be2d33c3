"""A recogniser against gold: strict span figures, without the rules around it."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from policy_extract.entities.mention import Recognizer
from policy_extract.errors import GoldError
from policy_extract.training.data import Sample, read_gold
from policy_extract.training.decode import span_f1

BODIES = ("GOVERNMENT", "COMPANY", "ORGANIZATION")


def gold_folders(roots: Sequence[Path]) -> list[Path]:
    """The gold folders among and below roots, in order of their names.

    Raises:
        GoldError: There is none.
    """
    found = [path for root in roots for path in [root, *sorted(root.glob("*"))]]
    folders = [path for path in found if (path / "gold.json").is_file()]
    if not folders:
        raise GoldError(f"{', '.join(map(str, roots))}: no folder with a gold.json")
    return folders


def score_model(
    recognizer: Recognizer, roots: Sequence[Path], *, only: Sequence[str] = ()
) -> dict[str, Any]:
    """Figures of a recogniser alone.

    Args:
        recognizer: Any recogniser.
        roots: Gold folders, or folders above such.
        only: Names of folders; empty: all.

    Returns:
        ``f1`` (``all`` and by type, strict), ``f1_merged`` (PERSON, LOCATION and the three kinds
        of bodies as one), ``mentions``, ``characters``, ``characters_per_second``.
    """
    folders = [path for path in gold_folders(roots) if not only or path.name in only]
    samples: list[Sample] = [sample for folder in folders for sample in read_gold(folder)]
    texts = [sample.text for sample in samples]
    recognizer(texts[:8])
    began = time.perf_counter()
    found = [set(spans) for spans in recognizer(texts)]
    spent = time.perf_counter() - began
    gold = [set(sample.entities) for sample in samples]
    size = sum(map(len, texts))
    scored = span_f1(gold, found)
    merged = span_f1([merge(spans) for spans in gold], [merge(spans) for spans in found])
    return {
        "model": recognizer.name,
        "version": recognizer.version,
        "folders": [path.name for path in folders],
        "mentions": sum(map(len, gold)),
        "characters": size,
        "characters_per_second": round(size / spent),
        "f1": {kind: round(value, 4) for kind, value in scored.items()},
        "f1_merged": round(merged.get("all", 0.0), 4),
    }


def merge(spans: set[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    """People, places, and the three kinds of bodies as one type; the rest is dropped."""
    return {
        (start, end, "ORGANIZATION" if kind in BODIES else kind)
        for start, end, kind in spans
        if kind in ("PERSON", "LOCATION", *BODIES)
    }
