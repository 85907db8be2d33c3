"""What ``policy-extract check`` does, as functions that return data."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from policy_extract.evaluation.baseline import Baseline
from policy_extract.evaluation.corpus import (
    GOLD,
    Article,
    Dates,
    find_folders,
    name_folders,
    read_article,
    read_gold,
    score_corpus,
)
from policy_extract.evaluation.difference import Difference, select
from policy_extract.evaluation.exact import GOLDEN, compare_outputs, golden_text, read_golden
from policy_extract.evaluation.gates import Floor, GateResult, check_baseline, check_floors
from policy_extract.evaluation.reports.outcome import Outcome
from policy_extract.records import Document

Extract = Callable[[Article], Document]


def check_corpus(
    roots: Iterable[Path],
    extract: Extract,
    *,
    dates: Dates | None = None,
    floors: Sequence[Floor] = (),
    baseline: Baseline | None = None,
    tolerance: float = 0.0,
    only: str | None = None,
) -> Outcome:
    """Extract and score every gold folder, hold the score against the gates.

    Args:
        roots: Folders to look through.
        extract: The extraction; it gets the article with its date and place.
        dates: Publication dates that go before those of the corpus.
        floors: Figures with the least they may be.
        baseline: What the score must not fall below.
        tolerance: How far below the baseline is forgiven.
        only: Which differences to keep, see :func:`~.difference.select`.

    Raises:
        InputError: A folder or file is missing or unreadable.
        GoldError: A gold is faulty.
        UsageError: A floor names a document that is not there.
    """
    result = score_corpus(roots, extract, dates=dates)
    gates = check_floors(result.score, floors)
    if baseline is not None:
        gates += check_baseline(result.score, baseline, tolerance=tolerance)
    found = result.differences
    return Outcome(
        result.score,
        select(found, only) if only else found,
        gates,
        result.texts,
        {case.name: case.path for case in result.cases},
    )


def check_exact(
    roots: Iterable[Path],
    extract: Extract,
    *,
    dates: Dates | None = None,
    only: str | None = None,
) -> Outcome:
    """Compare the whole output of every folder that has a golden file with it.

    Raises:
        InputError: A folder or file is missing or unreadable.
        GoldError: A golden file is faulty or was made for another article.
    """
    gates: list[GateResult] = []
    found: list[Difference] = []
    articles: dict[str, Article] = {}
    for article in _articles(find_folders(roots, GOLDEN), dates):
        golden = read_golden(article.path.parent / GOLDEN, article.text)
        changed = compare_outputs(golden, extract(article), article.name)
        plural = "s" if len(changed) > 1 else ""
        note = f"{len(changed)} difference{plural} from {GOLDEN}" if changed else ""
        value = 0.0 if changed else 1.0
        gates.append(GateResult("exact", article.name, "output", value, 1.0, note=note))
        found += select(changed, only) if only else changed
        articles[article.name] = article
    return Outcome(
        None,
        tuple(found),
        tuple(gates),
        {name: article.text for name, article in articles.items()},
        {name: article.path for name, article in articles.items()},
    )


def golden_files(
    roots: Iterable[Path], extract: Extract, *, dates: Dates | None = None
) -> dict[Path, str]:
    """The golden files that the present outputs make, by path, ready to be written.

    Every folder with a gold or a golden file gets one.
    """
    folders: dict[Path, None] = {}
    for root in roots:
        both = [*root.rglob(GOLD), *root.rglob(GOLDEN)]
        folders.update(dict.fromkeys(sorted({path.parent for path in both})))
    if not folders:
        find_folders(roots)
    return {
        article.path.parent / GOLDEN: golden_text(extract(article))
        for article in _articles(list(folders), dates)
    }


def _articles(folders: list[Path], dates: Dates | None) -> Iterable[Article]:
    for name, folder in name_folders(folders).items():
        told = None
        if (folder / GOLD).is_file():
            told = read_gold(folder / GOLD, None).document
        yield read_article(folder, name, told, dates or {})
