"""An ordered stream of items from folders, files, archives and standard input."""

import glob
import gzip
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from policy_extract.batch.archives import TORN, gunzip, is_archive, members
from policy_extract.batch.items import Item
from policy_extract.batch.tabular import TABLES, Fields, read_table
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import DOCUMENTS


def list_files(sources: tuple[str, ...]) -> list[Path | None]:
    """The files behind folders, globs and names, in the order given; ``-`` is null.

    Files of a folder come sorted by path; those of a suffix that is not read are left out.

    Raises:
        InputError: A source does not exist.
        UsageError: A named file has a suffix that is not read, or no source was given.
    """
    found: list[Path | None] = []
    for source in sources:
        path = Path(source)
        if source == "-":
            found.append(None)
        elif path.is_dir():
            found += _folder(path)
        elif path.exists():
            if not readable(path.name):
                raise UsageError(
                    f"{source}: files of this kind are not read",
                    hint=f"Known: {', '.join(sorted((*DOCUMENTS, *TABLES)))}, .zip, .tar.gz, .gz",
                )
            found.append(path)
        else:
            matches = sorted(glob.glob(source, recursive=True))
            if not matches:
                raise InputError(f"{source}: no such file or folder", hint="Check the name")
            for match in map(Path, matches):
                found += _folder(match) if match.is_dir() else [match] * readable(match.name)
    if not found:
        raise InputError(
            f"{', '.join(sources) or 'no source'}: nothing to read",
            hint="Name a folder, a file, or - for JSONL on standard input",
        )
    return found


def readable(name: str) -> bool:
    """Whether the suffix is one that is read here."""
    bare = name.lower().removesuffix(".gz")
    return is_archive(name) or PurePosixPath(bare).suffix in {*DOCUMENTS, *TABLES}


def _folder(path: Path) -> list[Path | None]:
    return [one for one in sorted(path.rglob("*")) if one.is_file() and readable(one.name)]


def listing_digest(files: list[Path | None]) -> str:
    """A digest of the names, sizes and times of all files: the same files give the same."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path}\0{_stamp(path) if path else ''}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return "gone"
    return f"{status.st_size}:{status.st_mtime_ns}"


def read_items(files: list[Path | None], fields: Fields) -> Iterator[Item]:
    """Every document of every file, in order, read as late as possible."""
    for path in files:
        if path is None:
            yield from read_table(sys.stdin.buffer, "-", ".jsonl", fields)
        elif is_archive(path.name):
            yield from _archive(path, fields)
        elif _table(path.name):
            yield from _table_file(path, fields)
        elif path.name.lower().endswith(".gz"):
            try:
                yield Item(str(path)[:-3], data=gunzip(path))
            except InputError as error:
                yield Item(str(path), error=error.message)
        else:
            yield Item(str(path), path=path, stamp=_stamp(path))


def _table(name: str) -> str | None:
    bare = name.lower().removesuffix(".gz")
    return next((suffix for suffix in TABLES if bare.endswith(suffix)), None)


def _table_file(path: Path, fields: Fields) -> Iterator[Item]:
    suffix = _table(path.name) or ".jsonl"
    try:
        packed = path.name.lower().endswith(".gz")
        if packed and suffix == ".parquet":
            yield from read_table(io.BytesIO(gunzip(path)), str(path), suffix, fields)
            return
        with gzip.open(path) if packed else path.open("rb") as stream:
            yield from read_table(stream, str(path), suffix, fields)  # type: ignore[arg-type]
    except InputError as error:
        yield Item(str(path), error=error.message)
    except TORN as error:
        yield Item(str(path), error=f"cannot be read: {error}")


def _archive(path: Path, fields: Fields) -> Iterator[Item]:
    for member, data, complaint in members(path):
        name = f"{path}!{member}" if member else str(path)
        if data is None:
            yield Item(name, error=complaint)
        elif member.lower().endswith(".gz") or is_archive(member):
            yield Item(name, error="is an archive inside an archive; unpack it first")
        elif suffix := _table(member):
            yield from read_table(io.BytesIO(data), name, suffix, fields)
        elif readable(member):
            yield Item(name, data=data)
