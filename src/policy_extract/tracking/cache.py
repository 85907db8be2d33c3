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
from policy_extract.writing import folders_of, write_all

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
    if _loaded(store, kept):
        return
    before = {table: store.count(table) for table in TABLES}
    reasons, observations = Counter(store.passed.reasons), store.passed.observations
    ingest()
    told = {
        "observations": store.passed.observations - observations,
        "reasons": dict(sorted((store.passed.reasons - reasons).items())),
    }
    with folders_of([kept]):
        made: Path | None = None
        try:
            made = Path(tempfile.mkdtemp(dir=folder, prefix=".part-"))
            for table in TABLES:
                store.save(table, made / f"{table}.parquet", before[table])
            digests = {table: file_digest(made / f"{table}.parquet") for table in TABLES}
            write_all({made / _NOTE: json.dumps({**told, "tables": digests}).encode()})
            with suppress(OSError):  # another run was faster, or what stands there is damaged
                made.rename(kept)
        except OSError as error:
            raise OutputError(
                f"{folder}: cannot be written: {error.strerror}", hint="Choose another --cache"
            ) from error
        finally:
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)


def _loaded(store: Store, kept: Path) -> bool:
    """Add what was kept, where it stands whole; else nothing, and it has to be read anew."""
    try:
        note = json.loads((kept / _NOTE).read_bytes())
        digests = {table: file_digest(kept / f"{table}.parquet") for table in TABLES}
        observations, reasons = int(note["observations"]), Counter[str](note["reasons"])
        if digests != note["tables"]:
            return False
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
    for table in TABLES:
        store.load(table, kept / f"{table}.parquet")
    store.passed.observations += observations
    store.passed.reasons.update(reasons)
    return True


def _key(files: Iterable[Path], about: str) -> str:
    digest = hashlib.sha256(f"{__version__} {rules_fingerprint()} {about}".encode())
    for path in files:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"{file.name} {file_digest(file)}\n".encode())
    return digest.hexdigest()[:32]
