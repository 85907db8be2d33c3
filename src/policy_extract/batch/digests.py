"""What tells one model or lexicon from another."""

import hashlib
from pathlib import Path


def file_digest(path: Path) -> str:
    """A digest of a file's bytes; a word of its own for one that cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def model_digest(ner: str) -> str:
    """A digest of a model folder's small files; the name alone for a model fetched by name."""
    from policy_extract.entities.recognizer import SHIPPED, model_folder

    folder = model_folder(ner) if ner in SHIPPED else Path(ner)
    if not folder.is_dir():
        return ner
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder)}:{size}\n".encode())
            if size < 1_000_000:
                digest.update(path.read_bytes())
    return digest.hexdigest()
