"""What ``policy-extract model train --recipe claims`` does."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from policy_extract.claims.readers import NONE
from policy_extract.claims.scorer import write_weights
from policy_extract.errors import UsageError
from policy_extract.evaluation.corpus import Dates, find_folders, read_corpus
from policy_extract.evaluation.scoring import aggregate
from policy_extract.extractor import Extractor
from policy_extract.training.claims.fitting import fit_folds
from policy_extract.training.claims.judging import judge
from policy_extract.training.claims.lessons import GoldText, prepare_all
from policy_extract.training.claims.references import read_marked
from policy_extract.writing import write_all

Log = Callable[[str], None]
FILE = "weights.json.gz"


def train_claims(
    gold: Sequence[Path],
    read: Sequence[Path],
    texts: Path | None,
    out: Path,
    *,
    dates: Dates | None = None,
    reader: Path | None = None,
    folds: int = 4,
    log: Log,
) -> Path:
    """Fit the scorer of claims; the figures of documents left out go to ``log``.

    Args:
        gold: Gold folders, or folders above such.
        read: Files of gold kept by reference.
        texts: The folder that these refer to.
        out: Folder for the weights.
        dates: Publication dates by document, where the gold does not tell them.
        reader: A run of the recipe ``reader``, whose hints are learned from; none when null.
        folds: In how many parts the documents are left out.
        log: Told what goes on.

    Raises:
        UsageError: There is nothing to learn from.
    """
    documents = gold_texts(gold, read, texts, dates, log)
    if len({one.group for one in documents}) < 2:
        raise UsageError("training needs gold of two documents at least")
    prepared = prepare_all(Extractor(reader=NONE), documents)
    if reader is not None:
        from policy_extract.training.claims.reader_command import hinted

        prepared = hinted(reader, documents, prepared)
    log(f"{len(documents)} documents, {sum(len(d.gold['records']) for d in documents)} records")
    fitted, weights = fit_folds(documents, prepared, folds=folds, log=log)
    scores, confidence = judge(documents, prepared, fitted)
    total = aggregate(scores).total
    log(
        f"documents left out: quantity found {total.quantity.f1:.3f}, strict {total.strict.f1:.3f},"
        f" full {total.full.f1:.3f}"
    )
    out.mkdir(parents=True, exist_ok=True)
    target = out / FILE
    write_all({target: write_weights(weights._replace(confidence=confidence))})
    return target


def gold_texts(
    gold: Sequence[Path],
    read: Sequence[Path],
    texts: Path | None,
    dates: Dates | None,
    log: Log,
) -> list[GoldText]:
    """All documents with gold; arguments as of :func:`train_claims`."""
    documents = [_of_case(path, dates) for path in find_folders(gold)] if gold else []
    for file in read:
        marked, absent = read_marked(file, texts)
        documents += marked
        if absent:
            log(f"{file}: the text of {absent} documents is not at hand: left out")
    return documents


def _of_case(folder: Path, dates: Dates | None) -> GoldText:
    (case,) = read_corpus([folder], dates)
    data = json.loads((folder / "gold.json").read_text(encoding="utf-8-sig"))
    return GoldText(case.name, case.name, case.text, data, case.published, case.place)
