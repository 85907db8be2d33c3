"""Making gold: a draft from an extraction, and taking a reviewed draft over as gold."""

import json
from pathlib import Path

from policy_extract.errors import GoldError, InputError, OutputError
from policy_extract.evaluation.corpus import ARTICLE, GOLD, find_article, read_gold, read_text
from policy_extract.evaluation.gold import Gold, gold_of_document
from policy_extract.evaluation.scoring import DocumentScore, score_document
from policy_extract.evaluation.validate import judge_gold
from policy_extract.output import load_document

DRAFT = "draft.json"


def gold_text(gold: Gold) -> str:
    """A gold file's text: one record or mention a line, so that a diff shows what changed."""
    data = gold.model_dump(mode="json")
    for entity in data["entities"] or ():
        if entity["canonical"] is None:
            del entity["canonical"]
    if gold.document is None:
        del data["document"]
    if not gold.no_records:
        del data["no_records"]
    parts = [f" {json.dumps(key)}: {_member(value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _member(value: object) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    lines = ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in value)
    return f"[\n{lines}\n ]"


def draft_folder(source: Path, into: Path | None) -> Path:
    """The folder of a new case: the file's own where it is an ``article.*``, else one named after
    it below ``into``.

    Raises:
        OutputError: The folder already holds a gold or a draft, or another article.
    """
    in_place = source.stem == ARTICLE and into is None
    folder = source.parent if in_place else (into or Path("corpora")) / source.stem
    for name in (GOLD, DRAFT):
        if (folder / name).exists():
            raise OutputError(
                f"{folder / name}: already there", hint="Remove it to start anew, or choose --into"
            )
    articles = [] if in_place else sorted(folder.glob(f"{ARTICLE}.*"))
    if articles:
        raise OutputError(f"{articles[0]}: already there", hint="Choose another --into")
    return folder


def read_reviewed(folder: Path, reviewed: Path | None) -> Gold:
    """A reviewed draft, or a reviewed output of ``run``, judged against the folder's article.

    Raises:
        InputError: The article or the reviewed file cannot be read.
        GoldError: The reviewed file is faulty; names the line.
    """
    text = read_text(find_article(folder))
    path = reviewed or folder / DRAFT
    try:
        source = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}",
            hint="policy-extract gold init makes a draft",
        ) from error
    if not _is_output(source):
        return read_gold(path, text, strict=True)
    try:
        gold = gold_of_document(load_document(source, text))
    except InputError as error:
        raise GoldError(f"{path}: {error.message}", hint=error.hint) from error
    ensure_sound(gold, text, str(path))
    return gold


def ensure_sound(gold: Gold, text: str, where: str) -> None:
    """Refuse a gold that ``gold validate`` would refuse.

    Raises:
        GoldError: Names the first fault by its field.
    """
    problems = judge_gold(gold_text(gold), text).problems
    if problems:
        raise GoldError(f"{where}: {problems[0].where}: {problems[0].reason}")


def _is_output(source: bytes) -> bool:
    try:
        data = json.loads(source)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and "schema_version" in data


def changes(folder: Path, gold: Gold) -> DocumentScore | None:
    """What taking ``gold`` over changes in the folder's present gold; ``None`` without one."""
    path = folder / GOLD
    if not path.exists():
        return None
    return score_document(read_gold(path, None), gold, name=folder.resolve().name)
