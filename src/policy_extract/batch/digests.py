"""What tells one model, lexicon or document from another: its content."""

import hashlib
from pathlib import Path

from policy_extract.side_files import file_digest


def path_digest(path: Path) -> str:
    """A digest of a file's bytes; a word of its own for one that cannot be read."""
    try:
        return file_digest(path) if path.is_file() else "no file"
    except (OSError, ValueError):
        return "unreadable"


def own_digest(folder: Path) -> str:
    """A digest of a folder of own rules; a word of its own for one that cannot be read."""
    from policy_extract.errors import RulesError
    from policy_extract.own_rules import rules_digest

    try:
        return rules_digest(folder)
    except RulesError:
        return "unreadable"


def model_digest(name: str) -> str:
    """A digest of every file of a model's or a reader's folder; the name alone for one fetched by name."""
    from policy_extract.claims.readers import READER
    from policy_extract.entities.recognizer import SHIPPED, model_folder

    folder = model_folder(name) if name in (*SHIPPED, READER) else Path(name)
    if not folder.is_dir():
        return name
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            file = str(path.relative_to(folder)).encode("utf-8", "surrogateescape")
            digest.update(file + b":" + path_digest(path).encode() + b"\n")
    return digest.hexdigest()
