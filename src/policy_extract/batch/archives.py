"""Members of zip, tar and gzip archives, one at a time, with guards against hostile ones."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from policy_extract.errors import InputError

MAX_MEMBER = 256 * 1024 * 1024
"""Bytes that one unpacked document may have."""
MAX_RATIO = 200
"""Unpacked to packed bytes; honest Chinese text packs to about a third, repetitive HTML to a fiftieth."""
_SMALL = 8 * 1024 * 1024
TORN = (EOFError, OSError, zlib.error, zipfile.BadZipFile, tarfile.TarError)
"""What a truncated or damaged archive raises."""


def is_archive(name: str) -> bool:
    """Whether the name is that of an archive of several members."""
    return name.lower().endswith((".zip", ".tar.gz", ".tgz", ".tar"))


def unsafe(name: str) -> bool:
    """Whether a member's name would leave the folder it is unpacked into."""
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or name[1:2] == ":"


def members(path: Path) -> Iterator[tuple[str, bytes | None, str | None]]:
    """Name, bytes and complaint of each file in an archive, by name; nothing touches the disk.

    A member that is encrypted, hostile or damaged has a complaint and no bytes. A damaged
    archive ends with one member named after it. Nested archives are complaints.
    """
    try:
        if path.name.lower().endswith(".zip"):
            yield from _zip_members(path)
        else:
            yield from _tar_members(path)
    except TORN as error:
        yield "", None, f"the archive is damaged or cut off: {error}"


def _zip_members(path: Path) -> Iterator[tuple[str, bytes | None, str | None]]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = _zip_name(info)
            if unsafe(name):
                yield name, None, "its name leads out of the archive; not read"
            elif info.flag_bits & 1:
                yield name, None, "is protected by a password; not read"
            elif info.file_size > MAX_MEMBER or (
                info.file_size > _SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size)
            ):
                yield name, None, f"would unpack to {info.file_size} bytes; taken for a zip bomb"
            else:
                try:
                    with archive.open(info) as stream:
                        yield name, read_limited(stream, info.compress_size), None
                except InputError as error:
                    yield name, None, error.message
                except (*TORN, NotImplementedError, RuntimeError) as error:
                    yield name, None, f"cannot be unpacked: {error}"


def _zip_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _tar_members(path: Path) -> Iterator[tuple[str, bytes | None, str | None]]:
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            if info.isdir():
                continue
            if unsafe(info.name):
                yield info.name, None, "its name leads out of the archive; not read"
            elif not info.isfile():
                yield info.name, None, "is a link or a device; not read"
            elif info.size > MAX_MEMBER:
                yield info.name, None, f"would unpack to {info.size} bytes; taken for a bomb"
            else:
                stream = archive.extractfile(info)
                yield info.name, stream.read() if stream else b"", None


def read_limited(stream: IO[bytes] | gzip.GzipFile, packed: int) -> bytes:
    """All bytes of a stream, but never more than a document may have.

    Raises:
        InputError: It unpacks to more, whatever its header said.
    """
    limit = min(MAX_MEMBER, max(_SMALL, MAX_RATIO * packed))
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"unpacks to more than {limit} bytes; taken for a bomb")
    return data


def gunzip(path: Path) -> bytes:
    """The bytes of one gzipped document.

    Raises:
        InputError: It is damaged, cut off or a bomb.
    """
    try:
        with gzip.open(path) as stream:
            return read_limited(stream, path.stat().st_size)
    except TORN as error:
        raise InputError(f"the gzip file is damaged or cut off: {error}") from error
