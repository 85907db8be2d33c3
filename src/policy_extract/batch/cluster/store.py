"""A folder on any storage that fsspec knows; a file of it appears whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from policy_extract.errors import OutputError, UsageError
from policy_extract.text.extra import needs_extra

OBJECT_STORES = frozenset(
    {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "cos", "memory"}
)
"""Protocols where a put is atomic and nothing can be renamed."""
_BLOCK = 16 * 1024 * 1024


def is_url(name: str) -> bool:
    """Whether a name says how it is reached, as in ``s3://bucket/key``.

    >>> is_url("s3://bucket/key"), is_url("news/2023.zip")
    (True, False)
    """
    return "://" in name


def open_filesystem(url: str) -> tuple[Any, str]:
    """The file system of a URL or path, and the path in it.

    Raises:
        UsageError: fsspec, or the package that this protocol needs, is not installed, or no
            such protocol exists.
    """
    with needs_extra("--engine ray", "ray"):
        from fsspec.core import url_to_fs
    try:
        filesystem, path = url_to_fs(url)
    except ImportError as error:
        protocol = url.partition("://")[0]
        raise UsageError(
            f"{url}: reading {protocol}:// needs a package that is missing: {error}",
            hint="Install it on every node",
        ) from error
    except ValueError as error:
        raise UsageError(f"{url}: {error}", hint="Known are file://, s3://, hdfs://") from error
    return filesystem, str(path)


class Store:
    """A folder that every node reaches.

    Args:
        url: A URL, or a plain path on a file system that all nodes share.

    Raises:
        UsageError: The protocol is unknown or its package is missing.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._fs, root = open_filesystem(self.url)
        self._root = root.rstrip("/")
        protocols = self._fs.protocol
        names = (protocols,) if isinstance(protocols, str) else tuple(protocols)
        self._objects = bool(OBJECT_STORES & set(names))
        self.local = Path(self._root) if "file" in names else None

    def __reduce__(self) -> tuple[object, ...]:
        return (Store, (self.url,))

    def below(self, name: str) -> "Store":
        """The store of a folder inside this one."""
        return Store(f"{self.url}/{name}")

    def exists(self, name: str) -> bool:
        """Whether a file or folder is there now."""
        self._fs.invalidate_cache()
        return bool(self._fs.exists(self._path(name)))

    def size(self, name: str) -> int | None:
        """Bytes of a file; null where there is none."""
        self._fs.invalidate_cache()
        try:
            return int(self._fs.size(self._path(name)))
        except FileNotFoundError:
            return None

    def names(self, name: str = "") -> list[str]:
        """Paths of all files at or below a folder, as seen from it; none where there is none."""
        self._fs.invalidate_cache()
        top = self._path(name)
        try:
            return sorted(path[len(top) + 1 :] for path in self._fs.find(top) if path != top)
        except FileNotFoundError:
            return []

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file; null where there is none."""
        if self.size(name) is None:
            return None
        digest = hashlib.sha256()
        with self.open(name) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def read_json(self, name: str) -> dict[str, Any] | None:
        """A JSON file; null where there is none.

        Raises:
            OutputError: It is no JSON object.
        """
        self._fs.invalidate_cache()
        try:
            data = self._fs.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        try:
            value = json.loads(data)
        except ValueError as error:
            raise OutputError(
                f"{self.url}/{name}: is damaged: {error}", hint="Start anew with --restart"
            ) from error
        if not isinstance(value, dict):
            raise OutputError(f"{self.url}/{name}: is damaged", hint="Start anew with --restart")
        return value

    def write_json(self, name: str, value: dict[str, Any]) -> None:
        """Write a JSON file; it appears whole.

        Raises:
            OutputError: It cannot be written.
        """
        with self.making(name) as stream:
            stream.write(json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")

    @contextmanager
    def making(self, name: str) -> Iterator[IO[bytes]]:
        """A stream whose file appears, under its name, when the block ends well.

        Raises:
            OutputError: It cannot be written.
        """
        try:
            with self._beside(name) if self.local else self._spooled(name) as stream:
                yield stream
        except OSError as error:
            raise _unwritable(f"{self.url}/{name}", error) from error

    @contextmanager
    def _beside(self, name: str) -> Iterator[IO[bytes]]:
        path = Path(self._path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
        try:
            with temporary.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    @contextmanager
    def _spooled(self, name: str) -> Iterator[IO[bytes]]:
        with tempfile.NamedTemporaryFile() as stream:
            yield stream
            stream.flush()
            self.put(Path(stream.name), name)

    def put(self, file: Path, name: str) -> None:
        """Copy a local file or folder here; a file appears whole."""
        path = self._path(name)
        if file.is_dir():
            for one in sorted(file.rglob("*")):
                if one.is_file():
                    self.put(one, f"{name}/{one.relative_to(file).as_posix()}")
        elif self._objects:
            self._fs.put_file(str(file), path)
        else:
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            temporary = f"{path}.{uuid.uuid4().hex}.part"
            self._fs.put_file(str(file), temporary)
            self._rename(temporary, path)

    def _rename(self, temporary: str, path: str) -> None:
        """HDFS renames atomically but never over a file: an older one goes first."""
        with suppress(FileNotFoundError):
            self._fs.rm_file(path)
        self._fs.mv(temporary, path)

    def join(self, sources: Iterator[tuple["Store", str, int]], name: str) -> None:
        """Write one file from many, without room for it on this machine's disk.

        Args:
            sources: Store, name and size of each file, in order.
            name: The file to make; it appears whole.

        Raises:
            OutputError: It cannot be written, or a file has another size than was said.
        """
        try:
            if self.local:
                with self._beside(name) as stream:
                    _copy(sources, stream)
            elif self._objects:
                self._join_objects(sources, self._path(name))
            else:
                path = self._path(name)
                temporary = f"{path}.{uuid.uuid4().hex}.part"
                with self._fs.open(temporary, "wb") as stream:
                    _copy(sources, stream)
                self._rename(temporary, path)
        except OSError as error:
            raise _unwritable(f"{self.url}/{name}", error) from error

    def _join_objects(self, sources: Iterator[tuple["Store", str, int]], path: str) -> None:
        stream = self._fs.open(path, "wb", block_size=4 * _BLOCK, autocommit=False)
        try:
            _copy(sources, stream)
            stream.close()
            stream.commit()
        except BaseException:
            stream.discard()
            stream.closed = True  # else the collector would close it, and some stores then commit
            raise

    def open(self, name: str) -> IO[bytes]:
        """A file's bytes as a stream."""
        stream: IO[bytes] = self._fs.open(self._path(name), "rb")
        return stream

    def fetch(self, name: str, to: Path) -> None:
        """Copy a file to a local path."""
        self._fs.get_file(self._path(name), str(to))

    def remove(self, name: str) -> None:
        """Remove a file, or a folder and all in it; nothing happens where there is none."""
        self._fs.invalidate_cache()
        if self.local:
            path = Path(self._path(name))
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            return
        with suppress(FileNotFoundError):
            self._fs.rm(self._path(name), recursive=True)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root


def _copy(sources: Iterator[tuple[Store, str, int]], stream: IO[bytes]) -> None:
    for store, name, size in sources:
        copied = 0
        with store.open(name) as part:
            while block := part.read(_BLOCK):
                stream.write(block)
                copied += len(block)
        if copied != size:
            raise OutputError(
                f"{store.url}/{name}: has {copied} bytes, its receipt says {size}",
                hint="Start anew with --restart",
            )


def _unwritable(name: str, error: OSError) -> OutputError:
    return OutputError(
        f"{name}: cannot be written: {error.strerror or error}",
        hint="The same command then goes on where it stopped",
    )
