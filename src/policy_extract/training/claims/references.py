"""Gold kept by reference: what was marked in a document, without its text.

A file holds one JSON object a line: ``name`` and ``group`` of the document, ``source`` (where its text
comes from), ``genre``, ``chars`` and ``sha256`` of the text, ``document`` (date and place), ``windows``,
and ``records``: ``record``, ``value`` (``start``, ``end`` and what it means), ``indicator`` (spans of the
text, joined they are the name), ``direction``, ``baseline``, ``subject``, ``period`` (``at``: a span, or
null) and so on, as in a gold file. The texts are third parties': a source ``FILE#ID`` is read from
``FILE.jsonl.gz`` (keys ``id``, ``title``, ``text``) in the folder of texts, any other from ``NAME.txt``.
"""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from policy_extract.data_files import read_data
from policy_extract.errors import GoldError, InputError
from policy_extract.records import text_digest
from policy_extract.training.claims.lessons import GoldText


def read_marked(path: Path, texts: Path | None) -> tuple[list[GoldText], int]:
    """The documents of a file whose text is at hand, and how many are not.

    Args:
        path: The file.
        texts: The folder of texts.

    Raises:
        InputError: The file cannot be read.
        GoldError: A line is malformed, or a text is not the one that was marked.
    """
    try:
        lines = read_data(path).decode("utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    found: list[GoldText] = []
    absent = 0
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            text = _text(row, texts)
            if text is None:
                absent += 1
                continue
            if text_digest(text) != row["sha256"]:
                raise GoldError(
                    f"{path}:{number}: the text of {row['name']} is another one",
                    hint="The marks were made on another version of it",
                )
            given = row.get("document") or {}
            found.append(
                GoldText(
                    row["name"],
                    row["group"],
                    text,
                    {
                        "text_chars": row["chars"],
                        "windows": row.get("windows"),
                        "records": [_record(one, text) for one in row["records"]],
                    },
                    given.get("published"),
                    given.get("place"),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise GoldError(f"{path}:{number}: malformed: {error}") from error
    return found, absent


def _record(one: dict[str, Any], text: str) -> dict[str, Any]:
    value = one["value"]
    period = one.get("period")
    if period is not None:
        at = period.get("at")
        period = {key: held for key, held in period.items() if key != "at"}
        period["text"] = text[at[0] : at[1]] if at else None
    return {
        **one,
        "indicator": "".join(text[start:end] for start, end in one["indicator"]),
        "value": {**value, "text": text[value["start"] : value["end"]]},
        "period": period,
    }


def _text(row: dict[str, Any], texts: Path | None) -> str | None:
    if texts is None:
        return None
    plain = texts / f"{row['name']}.txt"
    if plain.is_file():
        return plain.read_text(encoding="utf-8")
    file, _, name = str(row.get("source") or "").partition("#")
    archive = texts / (file if file.endswith(".jsonl.gz") else f"{file}.jsonl.gz")
    if not name or not archive.is_file():
        return None
    held = _archive(archive).get(name)
    if held is None:
        return None
    title, text = held
    for whole in (f"{title}\n{text}", text):
        if text_digest(whole) == row["sha256"]:
            return whole
    return None


@cache
def _archive(path: Path) -> dict[str, tuple[str, str]]:
    """Title and text of each document of an archive."""
    found: dict[str, tuple[str, str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found[str(row.get("id"))] = (str(row.get("title") or ""), str(row.get("text") or ""))
    return found
