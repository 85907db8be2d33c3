"""A corpus on disk: folders of an article and its gold, with the dates an extraction needs."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policy_extract.data_files import read_data
from policy_extract.dates import parse_date
from policy_extract.errors import GoldError, InputError, UsageError
from policy_extract.evaluation.difference import Difference, differences
from policy_extract.evaluation.gold import Gold, GoldDocument
from policy_extract.evaluation.scoring import Score, aggregate, score_document
from policy_extract.evaluation.validate import judge_gold
from policy_extract.records import Document
from policy_extract.text.source import read_path

ARTICLE = "article"
GOLD = "gold.json"
DATES = "dates.toml"
_START = "policy-extract gold init FILE drafts gold for an article"

Dates = Mapping[str, str]
"""Publication dates by document name."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article of a corpus, and what the extraction is told about it."""

    name: str
    path: Path
    text: str = field(repr=False)
    published: str | None = None
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class GoldCase(Article):
    """One article with its gold."""

    gold: Gold = field(repr=False)


@dataclass(frozen=True)
class CorpusScore:
    """A score with the articles and predictions behind it."""

    score: Score
    cases: tuple[GoldCase, ...]
    documents: tuple[Document, ...] = field(repr=False, default=())

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every difference of every document."""
        return tuple(d for document in self.score.documents for d in differences(document))

    @property
    def texts(self) -> dict[str, str]:
        """The articles by name."""
        return {case.name: case.text for case in self.cases}


def read_text(path: Path) -> str:
    """An article's text, decoded as ``run`` decodes it, line breaks as ``\\n``.

    Raises:
        InputError: The file cannot be read or is no text.
    """
    return read_path(path).text


def find_article(folder: Path) -> Path:
    """The folder's one article, ``article.txt`` or another suffix.

    Raises:
        InputError: There is none, or more than one.
    """
    found = sorted(path for path in folder.glob(f"{ARTICLE}.*") if path.is_file())
    if not found:
        raise InputError(f"{folder}: no {ARTICLE}.txt (or another suffix) beside its {GOLD}")
    if len(found) > 1:
        raise InputError(f"{folder}: more than one article: {', '.join(p.name for p in found)}")
    return found[0]


def read_gold(path: Path, article: str | None, *, strict: bool = False) -> Gold:
    """A gold file, judged against its article.

    Args:
        path: The file.
        article: The article's text; ``None`` where it is not at hand.
        strict: See :func:`~policy_extract.evaluation.validate.judge_gold`.

    Raises:
        GoldError: The file cannot be read or is faulty; names the first fault with its line.
    """
    try:
        source = read_data(path).decode("utf-8-sig")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
    verdict = judge_gold(source, article, strict=strict)
    if verdict.problems or verdict.gold is None:
        more = len(verdict.problems) - 1
        raise GoldError(
            f"{path}:{verdict.problems[0]}",
            hint=f"{more} more: policy-extract gold validate {path}" if more else "",
        )
    return verdict.gold


def find_folders(roots: Iterable[Path], name: str = GOLD) -> list[Path]:
    """The folders with a gold file (or another named file) at or below the roots, in name order.

    Raises:
        InputError: A root does not exist or holds no such file.
    """
    folders: dict[Path, None] = {}
    for root in roots:
        if not root.is_dir():
            raise InputError(f"{root}: no such folder", hint=_START)
        found = sorted(path.parent for path in root.rglob(name))
        if not found:
            hint = _START if name == GOLD else ""
            raise InputError(f"{root}: no {name} at or below it", hint=hint)
        folders.update(dict.fromkeys(found))
    return list(folders)


def name_folders(folders: Sequence[Path]) -> dict[str, Path]:
    """Folders by document name: the folder's own, with the folder above where two share it.

    Raises:
        InputError: A name cannot be made unique.
    """
    named: dict[str, Path] = {}
    own = Counter(folder.name for folder in folders)
    for folder in folders:
        whole = folder.resolve()
        name = whole.name if own[folder.name] == 1 else f"{whole.parent.name}/{whole.name}"
        if name in named:
            raise InputError(f"{folder}: another document is named {name} too")
        named[name] = folder
    return named


def read_dates(path: Path) -> dict[str, str]:
    """A TOML side file, ``name = "2024-04"`` per document, for gold without a date of its own.

    Raises:
        InputError: The file cannot be read, is not such a table, or a value is no date.
    """
    try:
        data = tomllib.loads(read_data(path).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    dates = {name: str(value) for name, value in data.items()}
    for name, value in dates.items():
        try:
            parse_date(value)
        except UsageError as error:
            raise InputError(f"{path}: {name}: {error.message}", hint=error.hint) from error
    return dates


def read_article(folder: Path, name: str, told: GoldDocument | None, dates: Dates) -> Article:
    """Read a folder's article; ``told`` is what its gold says about it.

    The date is the caller's, else the gold's own, else that of a ``dates.toml`` beside the folder.

    Raises:
        InputError: There is no article, or it cannot be read.
    """
    path = find_article(folder)
    published = dates.get(name) or (told.published if told else None)
    beside = folder.parent / DATES
    if published is None and beside.is_file():
        published = read_dates(beside).get(folder.name)
    return Article(
        name=name,
        path=path,
        text=read_text(path),
        published=published,
        place=told.place if told else None,
    )


def read_case(folder: Path, *, name: str | None = None, dates: Dates | None = None) -> GoldCase:
    """Read one folder.

    Raises:
        GoldError: The gold is malformed or was made for another version of the article.
        InputError: There is no article, or it cannot be read.
    """
    text = read_text(find_article(folder))
    gold = read_gold(folder / GOLD, text)
    article = read_article(folder, name or folder.resolve().name, gold.document, dates or {})
    return GoldCase(**vars(article), gold=gold)


def read_corpus(roots: Iterable[Path], dates: Dates | None = None) -> Iterator[GoldCase]:
    """Every case at or below the roots, named after its folder.

    Raises:
        InputError: A root is missing or empty, a name is not unique, an article cannot be read.
        GoldError: A gold is faulty.
    """
    for name, folder in name_folders(find_folders(roots)).items():
        yield read_case(folder, name=name, dates=dates)


def score_cases(cases: Iterable[GoldCase], extract: Callable[[GoldCase], Document]) -> CorpusScore:
    """Extract and score; ``extract`` gets the case, with its text, date and place."""
    kept = tuple(cases)
    documents = tuple(extract(case) for case in kept)
    score = aggregate(
        score_document(case.gold, document, name=case.name)
        for case, document in zip(kept, documents, strict=True)
    )
    return CorpusScore(score, kept, documents)


def score_corpus(
    roots: Iterable[Path],
    extract: Callable[[GoldCase], Document],
    *,
    dates: Dates | None = None,
) -> CorpusScore:
    """Extract and score every case at or below the roots."""
    return score_cases(read_corpus(roots, dates), extract)
