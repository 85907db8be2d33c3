"""What was read of an output, kept for the next time."""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from policy_extract._version import __version__
from policy_extract.errors import OutputError
from policy_extract.rules.loader import rules_fingerprint
from policy_extract.side_files import file_digest
from policy_extract.tracking.store import TABLES, Store

_NOTE = "passed.json"


def cached(
    store: Store, folder: Path, files: Iterable[Path], about: str, ingest: Callable[[], None]
) -> None:
    """Add to a store what was read of files before, or read it and keep it.

    Args:
        store: Where it goes.
        folder: What is kept.
        files: What it depends on; of a folder, all files in it.
        about: What else it depends on.
        ingest: Reads it into the store.

    Raises:
        OutputError: The folder cannot be written.
    """
    kept = folder / _key(files, about)
    if (kept / _NOTE).exists():
        for table in TABLES:
            store.load(table, kept / f"{table}.parquet")
        note = json.loads((kept / _NOTE).read_text(encoding="utf-8"))
        store.passed.observations += note["observations"]
        store.passed.reasons.update(note["reasons"])
        return
    before = {table: store.count(table) for table in TABLES}
    reasons, observations = Counter(store.passed.reasons), store.passed.observations
    ingest()
    note = {
        "observations": store.passed.observations - observations,
        "reasons": dict(sorted((store.passed.reasons - reasons).items())),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder, prefix=".part-"))
        for table in TABLES:
            store.save(table, made / f"{table}.parquet", before[table])
        (made / _NOTE).write_text(json.dumps(note), encoding="utf-8")
        with suppress(OSError):  # another run was faster
            made.rename(kept)
        shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written: {error.strerror}", hint="Choose another --cache"
        ) from error


def _key(files: Iterable[Path], about: str) -> str:
    digest = hashlib.sha256(f"{__version__} {rules_fingerprint()} {about}".encode())
    for path in files:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"{file.name} {file_digest(file)}\n".encode())
    return digest.hexdigest()[:32]
