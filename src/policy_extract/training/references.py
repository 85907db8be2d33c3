"""Labels kept by reference: where each sentence stands in an archive, and what is marked in it.

Third-party text may be read and marked but not passed on. A reference file holds one JSON object a
line: ``source`` (name of an archive file without suffixes), ``id`` of the document, ``start`` and
``length`` of the sentence in its ``text``, ``sum`` (the first twelve hexadecimal digits of the
sentence's SHA-256, so that another version of the archive is noticed) and ``entities``
(``[[start, end, type], ...]``, offsets into the sentence). Where ``source`` is ``texts``, the document is the
file ``ID.txt`` of the archive's folder.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policy_extract.data_files import read_data
from policy_extract.errors import GoldError, InputError
from policy_extract.training.data import Sample
from policy_extract.training.labels import TYPES

ORIGIN = "policy"
PLAIN = "texts"
"""The source of documents that are files of their own."""


def fingerprint(sentence: str) -> str:
    """What tells whether a sentence is still the one that was marked.

    >>> fingerprint("太原市")
    '518b6b2afdf4'
    """
    return hashlib.sha256(sentence.encode("utf-8")).hexdigest()[:12]


def read_references(path: Path, archive: Path) -> list[Sample]:
    """The marked sentences of a reference file, their text taken from the archive.

    Args:
        path: The reference file.
        archive: Folder with the ``SOURCE.jsonl.gz`` files it names (keys ``id``, ``text``).

    Raises:
        GoldError: The file is malformed or does not fit the archive; names file, line and reason.
        InputError: An archive file is missing or damaged.
    """
    rows = list(_rows(path))
    texts = {
        source: _plain(archive, {str(row["id"]) for _, row in rows if row["source"] == PLAIN})
        if source == PLAIN
        else _texts(archive / f"{source}.jsonl.gz")
        for source in sorted({row["source"] for _, row in rows})
    }
    samples = []
    for number, row in rows:
        text = texts[row["source"]].get(str(row["id"]))
        if text is None:
            raise GoldError(f"{path}:{number}: {row['source']} has no document {row['id']}")
        sentence = text[row["start"] : row["start"] + row["length"]]
        if fingerprint(sentence) != row["sum"]:
            raise GoldError(
                f"{path}:{number}: the sentence in {row['source']}, {row['id']} is another one",
                hint="The labels were made on another version of the archive",
            )
        entities = tuple((start, end, kind) for start, end, kind in row["entities"])
        if any(kind not in TYPES or not 0 <= a < b <= len(sentence) for a, b, kind in entities):
            raise GoldError(f"{path}:{number}: an entity is outside the sentence or of no type")
        samples.append(Sample(sentence, entities, ORIGIN))
    return samples


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = read_data(path).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not {"source", "id", "start", "length", "sum", "entities"} <= row.keys():
                raise ValueError("a key is missing")
        except (ValueError, AttributeError, RecursionError) as error:
            raise GoldError(f"{path}:{number}: is no reference: {error}") from error
        yield number, row


def _plain(archive: Path, names: set[str]) -> dict[str, str]:
    """The texts of files by their names, as far as they are there."""
    files = {name: archive / f"{name}.txt" for name in names}
    try:
        return {
            name: path.read_text(encoding="utf-8") for name, path in files.items() if path.is_file()
        }
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{archive}: no readable archive: {error}", hint="Give the archive with --archive DIR"
        ) from error


def _texts(path: Path) -> dict[str, str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return {str(row["id"]): row["text"] for row in rows}
    except (OSError, EOFError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{path}: no readable archive: {error}", hint="Give the archive with --archive DIR"
        ) from error
