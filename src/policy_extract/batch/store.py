"""A folder on any storage that fsspec knows; a file of it appears whole or not at all."""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from policy_extract.errors import InputError, OutputError, PolicyExtractError, UsageError
from policy_extract.writing import real_path

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "cos"})
"""Protocols where a put is atomic and nothing can be renamed."""
BLOCK = 16 * 1024 * 1024
_TEMPORARY = ".part"


def is_url(name: str | Path) -> bool:
    """Whether a name says how it is reached, as in ``s3://bucket/key``.

    >>> is_url("s3://bucket/key"), is_url("news/2023.zip")
    (True, False)
    """
    return "://" in str(name)


@contextmanager
def reaching(*names: str | Path) -> Iterator[None]:
    """Turn what storages raise, each in classes of its own, into a line that names their URLs.

    Args:
        names: Paths and URLs that are reached in the block.

    Raises:
        InputError: One of the URLs cannot be reached.
    """
    try:
        yield
    except PolicyExtractError:
        raise
    except Exception as error:
        urls = [str(name) for name in names if is_url(name)]
        ours = type(error).__module__.partition(".")[0] in ("builtins", "policy_extract")
        if not urls or (ours and not isinstance(error, OSError)):
            raise
        raise InputError(
            f"{', '.join(urls)}: cannot be reached: {' '.join(str(error).split())[:300]}",
            hint="See that the name is right and access is configured; the same command goes on",
        ) from error


def open_filesystem(name: str) -> tuple[Any, str]:
    """The file system of a URL or path, and the path in it.

    Raises:
        UsageError: The package that this protocol needs is not installed, or no such protocol exists.
    """
    import fsspec

    if not is_url(name):
        return fsspec.filesystem("file"), os.path.abspath(name)
    try:
        filesystem, path = fsspec.url_to_fs(name)
    except ImportError as error:
        protocol = name.partition("://")[0]
        raise UsageError(
            f"{name}: reading {protocol}:// needs a package that is missing: {error}",
            hint="Install it on every node",
        ) from error
    except ValueError as error:
        raise UsageError(f"{name}: {error}", hint="Known are file://, s3://, hdfs://") from error
    return filesystem, str(path)


class Store:
    """A folder that every process of a run reaches.

    Args:
        url: A URL, or a plain path.

    Attributes:
        url: The same.
        local: The folder, where it is one of this machine; else null.

    Raises:
        UsageError: The protocol is unknown or its package is missing.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") or "/"
        self._fs, root = open_filesystem(self.url)
        self._root = root.rstrip("/")
        protocols = self._fs.protocol
        names = (protocols,) if isinstance(protocols, str) else tuple(protocols)
        self._objects = bool(OBJECT_STORES & set(names))
        self.local = Path(root) if "file" in names else None

    def __reduce__(self) -> tuple[object, ...]:
        return Store, (self.url,)

    def below(self, name: str) -> "Store":
        """The store of a folder inside this one."""
        return Store(f"{self.url}/{name}")

    def exists(self, name: str) -> bool:
        """Whether a file or folder is there now."""
        self._fs.invalidate_cache()
        return bool(self._fs.exists(self._path(name)))

    def sizes(self, name: str = "") -> dict[str, int]:
        """Bytes of all files below a folder, by their paths seen from it; a file's own path is empty."""
        self._fs.invalidate_cache()
        top = self._path(name)
        try:
            found = self._fs.find(top, detail=True)
        except FileNotFoundError:
            return {}
        return {path[len(top) + 1 :]: int(about["size"] or 0) for path, about in found.items()}

    def open(self, name: str) -> IO[bytes]:
        """A file's bytes as a stream."""
        path = self._path(name)
        if self.local:
            return Path(path).open("rb")
        return self._fs.open(path, "rb")  # type: ignore[no-any-return]

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file; null where there is none."""
        digest = hashlib.sha256()
        self._fs.invalidate_cache()
        try:
            with self.open(name) as stream:
                while block := stream.read(BLOCK):
                    digest.update(block)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return digest.hexdigest()

    def read_json(self, name: str) -> dict[str, Any] | None:
        """A JSON object; null where there is no such file.

        Raises:
            OutputError: It is none.
        """
        self._fs.invalidate_cache()
        try:
            value = json.loads(self._fs.cat_file(self._path(name)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, RecursionError) as error:
            raise damaged(f"{self.url}/{name}", error) from error
        if not isinstance(value, dict):
            raise damaged(f"{self.url}/{name}", "is no JSON object")
        return value

    def write_json(self, name: str, value: dict[str, Any]) -> None:
        """Write a JSON file; it appears whole. Names that are no UTF-8 come back as they were.

        Raises:
            OutputError: It cannot be written.
        """
        text = json.dumps(value, ensure_ascii=False, indent=1)
        data = (
            text.encode("utf-8", "backslashreplace") + b"\n"
        )  # a half character as JSON escapes it
        if self._objects:  # one put, where a stream that may be given up takes three requests
            try:
                self._fs.pipe_file(self._path(name), data)
            except OSError as error:
                raise unwritable(f"{self.url}/{name}", error) from error
            return
        with self.making(name) as stream:
            stream.write(data)

    @contextmanager
    def making(self, name: str) -> Iterator[IO[bytes]]:
        """A stream whose file appears, under its name, when the block ends well.

        Raises:
            OutputError: It cannot be written.
        """
        folder, _, own = name.rpartition("/")
        via = f".{own}.{uuid.uuid4().hex}{_TEMPORARY}"
        with self.staged(name, f"{folder}/{via}" if folder else via) as (stream, show):
            yield stream
            show()

    @contextmanager
    def staged(self, name: str, via: str) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
        """A stream, and the call by which its file appears; without that call nothing does.

        Args:
            name: The file to make.
            via: Where it grows, on a storage that can rename.

        Raises:
            OutputError: It cannot be written.
        """
        path, temporary = self._path(name), self._path(via)
        stream: Any = None
        shown = False

        def show() -> None:
            nonlocal shown
            stream.flush()
            if self.local:
                os.fsync(stream.fileno())
            stream.close()
            stream.commit() if self._objects else self._rename(temporary, path)
            shown = True

        try:
            if self._objects:
                stream = self._fs.open(path, "wb", block_size=4 * BLOCK, autocommit=False)
            else:
                self._fs.makedirs(temporary.rpartition("/")[0], exist_ok=True)
                if self.local:
                    self.remove(via)  # what a killed run has left, of whatever form
                opened = Path(temporary).open if self.local else partial(self._fs.open, temporary)
                stream = opened("wb")
            yield stream, show
        except OSError as error:
            raise unwritable(f"{self.url}/{name}", error) from error
        finally:
            if stream is not None and not shown:
                self._discard(stream, temporary)

    def _discard(self, stream: Any, temporary: str) -> None:
        with suppress(OSError):  # a full disk complains again of what it could not hold
            stream.discard() if self._objects else stream.close()
        if self._objects:
            stream.closed = True  # else the collector would close it, and some stores then commit
        else:
            with suppress(OSError):
                self._fs.rm_file(temporary)

    def _rename(self, temporary: str, path: str) -> None:
        """HDFS renames atomically but never over a file: an older one goes first."""
        if self.local:
            if Path(path).is_dir():
                shutil.rmtree(path)
            Path(temporary).replace(path)
            return
        with suppress(FileNotFoundError):
            self._fs.rm_file(path)
        self._fs.mv(temporary, path)

    def put(self, made: Path, name: str) -> None:
        """Copy a file or folder of this machine here; each file appears whole.

        Raises:
            OutputError: It cannot be written.
        """
        for one in sorted(made.rglob("*")) if made.is_dir() else [made]:
            if one.is_file():
                inner = "" if one == made else f"/{one.relative_to(made).as_posix()}"
                with self.making(f"{name}{inner}") as stream, one.open("rb") as read:
                    shutil.copyfileobj(read, stream, BLOCK)

    def remove(self, name: str) -> None:
        """Remove a file, or a folder and all in it; nothing happens where there is none."""
        self._fs.invalidate_cache()
        if self.local:
            path = Path(self._path(name))
            folder = path.is_dir() and not path.is_symlink()
            shutil.rmtree(path) if folder else path.unlink(missing_ok=True)
            return
        with suppress(FileNotFoundError):
            self._fs.rm(self._path(name), recursive=True)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root


def is_temporary(name: str) -> bool:
    """Whether a name is that of a file that was still growing when its run was killed."""
    return name.startswith(".") and name.endswith(_TEMPORARY)


def place(out: str | Path) -> tuple[Store, str]:
    """The folder an output stands in, and its name there; a link is followed.

    Raises:
        UsageError: The protocol is unknown or its package is missing.
        OutputError: The folder does not exist on this machine, or a link leads round in a circle.
    """
    if is_url(out):
        folder, _, name = str(out).rstrip("/").rpartition("/")
    else:
        real = real_path(out).absolute()
        if real.is_symlink():
            raise OutputError(f"{out}: is a link that leads nowhere", hint="Choose another -o")
        folder, name = str(real.parent), real.name
    store = Store(folder)
    if store.local is not None and not store.local.is_dir():
        raise OutputError(f"{out}: its folder does not exist", hint="Create it first")
    return store, name


def damaged(name: str, why: object) -> OutputError:
    """What to say of a file of ours that is not as it was written."""
    return OutputError(f"{name}: is damaged: {why}", hint="Move its folder away and start anew")


def unwritable(name: str, error: OSError) -> OutputError:
    """What to say where something cannot be written."""
    return OutputError(
        f"{name}: cannot be written: {error.strerror or error}",
        hint="Make room; the same command then goes on where it stopped",
    )
