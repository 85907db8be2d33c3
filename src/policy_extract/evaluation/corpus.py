"""A corpus on disk: folders of an article and its gold, with the dates an extraction needs."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from policy_extract.errors import GoldError, InputError
from policy_extract.evaluation.difference import Difference, differences
from policy_extract.evaluation.gold import Gold
from policy_extract.evaluation.scoring import Score, aggregate, score_document
from policy_extract.records import Document, text_digest

ARTICLE = "article.txt"
GOLD = "gold.json"
DATES = "dates.toml"


@dataclass(frozen=True)
class Case:
    """One article with its gold, and what the extraction is told about it."""

    name: str
    folder: Path
    text: str
    gold: Gold
    published: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class CorpusScore:
    """A score with the articles and predictions behind it."""

    score: Score
    cases: tuple[Case, ...]
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
    """An article's text, line breaks as ``\\n``.

    Raises:
        InputError: The file cannot be read or is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_gold(path: Path) -> Gold:
    """A gold file.

    Raises:
        GoldError: The file cannot be read, is not JSON or breaks the model.
    """
    try:
        return Gold.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise GoldError(f"{path}: {where}: {first['msg']}") from error


def find_folders(roots: Iterable[Path]) -> list[Path]:
    """The folders with a gold file at or below the roots, in name order.

    Raises:
        InputError: A root does not exist or holds no gold.
    """
    folders: dict[Path, None] = {}
    for root in roots:
        if not root.is_dir():
            raise InputError(f"{root}: no such folder")
        found = sorted(path.parent for path in root.rglob(GOLD))
        if not found:
            raise InputError(f"{root}: no {GOLD} at or below it")
        folders.update(dict.fromkeys(found))
    return list(folders)


def read_dates(path: Path) -> dict[str, str]:
    """A TOML side file, ``name = "2024-04"`` per document, for gold without a date of its own.

    Raises:
        InputError: The file cannot be read or is not such a table.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return {name: str(value) for name, value in data.items()}


def read_case(folder: Path, dates: dict[str, str] | None = None) -> Case:
    """Read one folder.

    The date is the caller's, else the gold's own, else that of a ``dates.toml`` beside the folder.

    Raises:
        GoldError: The gold is malformed or was made for another version of the article.
    """
    text = read_text(folder / ARTICLE)
    gold = read_gold(folder / GOLD)
    if gold.text_chars != len(text) or gold.sha256 not in (None, text_digest(text)):
        raise GoldError(
            f"{folder / GOLD}: made for another version of {ARTICLE} "
            f"({gold.text_chars} characters; the article has {len(text)})"
        )
    told = gold.document
    known = dict(dates or {})
    beside = folder.parent / DATES
    if folder.name not in known and (told is None or told.published is None) and beside.is_file():
        known = read_dates(beside)
    return Case(
        name=folder.name,
        folder=folder,
        text=text,
        gold=gold,
        published=known.get(folder.name) or (told.published if told else None),
        place=told.place if told else None,
    )


def read_corpus(roots: Iterable[Path], dates: dict[str, str] | None = None) -> Iterator[Case]:
    """Every case at or below the roots."""
    for folder in find_folders(roots):
        yield read_case(folder, dates)


def score_cases(cases: Iterable[Case], extract: Callable[[Case], Document]) -> CorpusScore:
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
    extract: Callable[[Case], Document],
    *,
    dates: dict[str, str] | None = None,
) -> CorpusScore:
    """Extract and score every case at or below the roots."""
    return score_cases(read_corpus(roots, dates), extract)
