"""Members of zip, tar and gzip archives, one at a time, with guards against hostile ones."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from policy_extract.batch.names import member_name, plain_name
from policy_extract.errors import InputError

MAX_MEMBER = 256 * 1024 * 1024
"""Bytes that one unpacked document may have."""
MAX_RATIO = 200
"""Unpacked to packed bytes; honest Chinese text packs to about a third, repetitive HTML to a fiftieth."""
SMALL = 8 * 1024 * 1024
"""Bytes that anything may unpack to, however small it is packed."""
TORN = (EOFError, OSError, zlib.error, zipfile.BadZipFile, tarfile.TarError)
"""What a truncated or damaged archive raises."""
_UNREADABLE = (*TORN, NotImplementedError, RuntimeError)
"""What zipfile and its kin raise where a member is torn, packed in a way they cannot read
(NotImplementedError), or locked (RuntimeError)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, to be read before the next one is asked for.

    Attributes:
        name: Its name; empty for the archive itself.
        stream: Its bytes, never more than a bomb would need; null with a complaint.
        complaint: Why it is not read.
    """

    name: str
    stream: IO[bytes] | None = None
    complaint: str | None = None


class _Limited(io.RawIOBase):
    """A stream that ends with an error where a bomb begins, whatever its header said."""

    def __init__(self, stream: IO[bytes], packed: int) -> None:
        self._stream = stream
        self._limit = max(SMALL, MAX_RATIO * packed)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._count += len(data)
        if self._count > self._limit:
            raise InputError(f"unpacks to more than {self._limit} bytes; taken for a bomb")
        buffer[: len(data)] = data
        return len(data)


def limited(stream: IO[bytes], packed: int) -> IO[bytes]:
    """A stream that raises an InputError where it grows to more than its packed size can mean."""
    return io.BufferedReader(_Limited(stream, packed), 64 * 1024)


def read_document(stream: IO[bytes]) -> bytes:
    """All bytes of one document.

    Raises:
        InputError: They are more than a document may have, or damaged.
    """
    try:
        data = stream.read(MAX_MEMBER + 1)
    except _UNREADABLE as error:
        raise InputError(
            f"is damaged or cut off: {error or type(error).__name__}; fetch it again"
        ) from error
    if len(data) > MAX_MEMBER:
        raise InputError(f"unpacks to more than {MAX_MEMBER} bytes; taken for a bomb")
    return data


def is_archive(name: str) -> bool:
    """Whether the name is that of an archive of several members."""
    return name.lower().endswith((".zip", ".tar.gz", ".tgz", ".tar"))


def unsafe(name: str) -> bool:
    """Whether a member's name would leave the folder it is unpacked into."""
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or name[1:2] == ":"


def members(path: Path) -> Iterator[Member]:
    """Each file in an archive, in its order; nothing touches the disk.

    A member that is locked, hostile or damaged has a complaint and no bytes. A damaged archive
    ends with a complaint without a name.
    """
    try:
        if path.name.lower().endswith(".zip"):
            yield from _zip_members(path)
        else:
            yield from _tar_members(path)
    except InputError as error:
        yield Member("", complaint=error.message)
    except Exception as error:  # damaged ones make the standard library raise whatever it may
        reason = str(error) or type(error).__name__
        yield Member("", complaint=f"the archive is damaged or cut off: {reason}; fetch it again")


def _zip_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = member_name(info)
            if not name:
                yield Member("?", complaint="has no name; not read")
                continue
            if info.is_dir():
                continue
            if unsafe(name):
                yield Member(name, complaint="its name leads out of the archive; not read")
            elif info.flag_bits & 1:
                yield Member(name, complaint="is protected by a password; unpack it yourself")
            elif info.file_size > max(SMALL, MAX_RATIO * info.compress_size):
                size = info.file_size
                yield Member(name, complaint=f"would unpack to {size} bytes; taken for a zip bomb")
            else:
                try:
                    stream = archive.open(info)
                except _UNREADABLE as error:
                    yield Member(name, complaint=f"cannot be unpacked: {error}")
                    continue
                with stream:
                    yield Member(name, limited(stream, info.compress_size))


def _tar_members(path: Path) -> Iterator[Member]:
    packed = path.stat().st_size
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        plain: IO[bytes] = gzip.GzipFile(fileobj=raw) if zipped else raw  # type: ignore[assignment]
        with tarfile.open(fileobj=limited(plain, packed), mode="r|") as archive:
            for info in archive:
                name = plain_name(info.name)
                if info.isdir():
                    continue
                if unsafe(name):
                    yield Member(name, complaint="its name leads out of the archive; not read")
                elif not info.isfile():
                    yield Member(name, complaint="is a link or a device; not read")
                elif (stream := archive.extractfile(info)) is not None:
                    yield Member(name, stream)
