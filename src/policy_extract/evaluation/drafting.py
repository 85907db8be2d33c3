"""Making gold: a draft from an extraction, and taking a reviewed draft over as gold."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from policy_extract.errors import GoldError, InputError, OutputError, UsageError
from policy_extract.evaluation.corpus import ARTICLE, GOLD, find_article, read_gold, read_text
from policy_extract.evaluation.gold import Gold, Windows, gold_of_document
from policy_extract.evaluation.scoring import DocumentScore, score_document
from policy_extract.evaluation.validate import judge_gold
from policy_extract.output import load_document

DRAFT = "draft.json"
_WINDOW = re.compile(r"(L?)(\d{1,12}):\1(\d{1,12})", re.ASCII)


def gold_text(gold: Gold) -> str:
    """A gold file's text: one record or mention a line, so that a diff shows what changed. What
    says nothing (a null of the fields that may be left out) is left out.
    """
    data = gold.model_dump(mode="json")
    for record, told in zip(data["records"] or (), gold.records or (), strict=True):
        _drop_nulls(record, "indicator_at")
        _drop_nulls(record["period"] or {}, "at", "by")
        if "statistic" not in told.model_fields_set:
            del record["statistic"]
    for entity in data["entities"] or ():
        _drop_nulls(entity, "canonical")
    _drop_nulls(data, "document", "source", "genre", "windows")
    if not gold.no_records:
        del data["no_records"]
    parts = [f" {json.dumps(key)}: {_member(key, value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _drop_nulls(data: dict[str, Any], *names: str) -> None:
    for name in names:
        if name in data and data[name] is None:
            del data[name]


def _member(key: str, value: object) -> str:
    if key not in ("records", "entities") or not isinstance(value, list) or not value:
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
    """A reviewed draft, or a reviewed output of ``run``, judged against the folder's article. Of an
    output only the windows of the folder's draft or gold are taken, where it has such.

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
        gold = gold_of_document(load_document(source, text), _windows(folder))
    except InputError as error:
        raise GoldError(f"{path}: {error.message}", hint=error.hint) from error
    ensure_sound(gold, text, str(path))
    return gold


def _windows(folder: Path) -> Windows | None:
    for name in (DRAFT, GOLD):
        if (folder / name).exists():
            return read_gold(folder / name, None).windows
    return None


def read_windows(given: Sequence[str], text: str) -> Windows | None:
    """Windows of a text as a person names them: ``START:END`` in characters from 0, or ``L5:L20``
    in lines from 1, the last one included.

    Raises:
        UsageError: Not of that form, or empty, or outside the text.
    """
    found: list[tuple[int, int]] = []
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for shown in given:
        match = _WINDOW.fullmatch(shown)
        if match is None:
            raise UsageError(
                f"--window {shown}: no window", hint="Write START:END, or L5:L20 for lines"
            )
        start, end = int(match[2]), int(match[3])
        if match[1]:
            lines = 1 <= start <= end <= len(starts)
            ends = [*starts[1:], len(text)]
            start, end = (starts[start - 1], ends[end - 1]) if lines else (0, 0)
        if not 0 <= start < end <= len(text):
            raise UsageError(
                f"--window {shown}: not in the text",
                hint=f"It has {len(text)} characters in {len(starts)} lines",
            )
        found.append((start, end))
    return tuple(sorted(found)) or None


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
