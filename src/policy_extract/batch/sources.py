"""An ordered stream of items from folders, files, archives and standard input."""

import gzip
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from policy_extract.batch.archives import TORN, is_archive, limited, members, read_document
from policy_extract.batch.folders import LITTER, kind_of
from policy_extract.batch.items import Input
from policy_extract.batch.listing import readable, readable_member, table_suffix
from policy_extract.batch.names import is_litter, plain_name
from policy_extract.batch.rows import Fields
from policy_extract.batch.tabular import read_table
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import told_by_content


def read_items(
    files: list[Path | None], fields: Fields, encoding: str | None = None
) -> Iterator[Input]:
    """Every document of every file, in order, read as late as possible.

    Args:
        files: What :func:`list_files` found.
        fields: Which columns of tables hold what.
        encoding: The encoding of tables; null to find it for each.

    Raises:
        UsageError: ``encoding`` is unknown, or the extra ``batch`` is not installed.
    """
    for path in files:
        try:
            yield from _file(path, fields, encoding)
        except UsageError:
            raise
        except Exception as error:  # whatever it is, it costs what is left of this file only
            name = plain_name(str(path or "-"))
            yield Input(name, error=f"a defect of policy-extract: {type(error).__name__}: {error}")


def _file(path: Path | None, fields: Fields, encoding: str | None) -> Iterator[Input]:
    if path is None:
        yield from read_table(sys.stdin.buffer, "-", ".jsonl", fields, encoding)
    elif is_archive(path.name):
        yield from _archive(path, fields, encoding)
    elif suffix := table_suffix(path.name):
        yield from _table(path, suffix, fields, encoding)
    elif path.name.lower().endswith(".gz"):
        yield _zipped(path)
    else:
        yield Input(plain_name(str(path)), path=path)


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}; check its permissions"


def _zipped(path: Path) -> Input:
    """One document in gzip."""
    name = plain_name(str(path))
    try:
        packed = path.stat().st_size
        with gzip.open(path) as stream:
            return Input(name[:-3], data=read_document(limited(stream, packed)))  # type: ignore[arg-type]
    except InputError as error:
        return Input(name, error=error.message)
    except OSError as error:
        return Input(name, error=_unreadable(error))


def _table(path: Path, suffix: str, fields: Fields, encoding: str | None) -> Iterator[Input]:
    name = plain_name(str(path))
    try:
        packed = path.stat().st_size
        with path.open("rb") as raw:
            if path.name.lower().endswith(".gz"):
                plain: IO[bytes] = limited(gzip.GzipFile(fileobj=raw), packed)  # type: ignore[arg-type]
                yield from _lines(plain, name, suffix, fields, encoding)
            else:
                yield from read_table(raw, name, suffix, fields, encoding)
    except TORN as error:
        reason = _unreadable(error) if isinstance(error, OSError) else str(error)
        yield Input(name, error=reason)


def _lines(
    stream: IO[bytes], name: str, suffix: str, fields: Fields, encoding: str | None
) -> Iterator[Input]:
    """A table that is unpacked on the way; Parquet, which is read from its end, is unpacked first."""
    if suffix == ".parquet":
        try:
            stream = io.BytesIO(read_document(stream))
        except InputError as error:
            yield Input(name, error=error.message)
            return
    yield from read_table(stream, name, suffix, fields, encoding)


def _archive(path: Path, fields: Fields, encoding: str | None) -> Iterator[Input]:
    """The documents of an archive; each tells which members were passed over before it, the last also those
    behind it.
    """
    whole = plain_name(str(path))
    passed: list[str] = []
    last: Input | None = None
    for found in _members(path, whole, fields, encoding):
        if isinstance(found, str):
            passed.append(found)
            continue
        if last is not None:
            yield last
        last = replace(found, passed=tuple(passed))
        passed = []
    last = last or Input(whole, error="holds no file of a kind that is read here")
    yield replace(last, passed=(*last.passed, *passed))


def _members(path: Path, whole: str, fields: Fields, encoding: str | None) -> Iterator[Input | str]:
    """What an archive holds: its documents, and the kinds of the members that are passed over."""
    for member in members(path):
        name = f"{whole}!{member.name}" if member.name else whole
        if is_litter(member.name):
            yield LITTER
        elif member.stream is None:
            yield Input(name, error=member.complaint)
        elif member.name.lower().endswith(".gz") or is_archive(member.name):
            yield Input(name, error="is an archive inside an archive; unpack it first")
        elif suffix := table_suffix(member.name):
            yield from _lines(member.stream, name, suffix, fields, encoding)
        elif readable(member.name) or told_by_content(member.name):
            try:
                data = read_document(member.stream)
            except InputError as error:
                yield Input(name, error=error.message)
                continue
            if readable(member.name) or readable_member(member.name, data):
                yield Input(name, data=data)
            else:
                yield kind_of(member.name)
        else:
            yield kind_of(member.name)
