"""The one way by which this package writes a file: nothing is destroyed, nothing is half there.

Whatever command writes, four things hold:

- An input is never written. Neither is a folder, nor a file that is write-protected.
- ``-`` is standard output. A device or a pipe is written through and stays what it is.
- A link is followed: what it leads to is written, and the link stays.
- A regular file that a person named is replaced whole, by an atomic rename, or not at all.

A file that nobody named (errors beside an output, a page of a report's folder) is another matter:
see :mod:`policy_extract.side_files`.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     page = Path(folder) / "page.html"
...     with open_output(page) as stream:
...         _ = stream.write(b"<p>whole</p>")
...     page.read_bytes()
b'<p>whole</p>'
"""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from policy_extract.errors import ClosedPipeError, OutputError

STDOUT = "-"
"""The name of standard output, and among inputs that of standard input."""
_PART = (".policy-extract-", ".part")
"""How a file is called while it grows."""
_growing: set[str] = set()
"""Those that grow now."""


def is_part(path: Path) -> bool:
    """Whether a file is one that grew beside an output, or lies in such a folder: a kill can leave it."""
    prefix, suffix = _PART
    return any(one.startswith(prefix) and one.endswith(suffix) for one in path.parts)


@contextmanager
def part_folder(target: Path) -> Iterator[Path]:
    """A folder beside a target, for what grows there; gone when the block ends.

    Raises:
        OutputError: It cannot be written; names the target.
    """
    prefix, suffix = _PART
    with (
        _failing(target),
        tempfile.TemporaryDirectory(
            dir=target.absolute().parent, prefix=prefix, suffix=suffix, ignore_cleanup_errors=True
        ) as folder,
    ):
        yield Path(folder)


def is_stream(path: str | Path) -> bool:
    """Whether a name is standard output, a device or a pipe: written through, never replaced."""
    if str(path) == STDOUT:
        return True
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    if not stat.S_ISREG(mode):
        return not stat.S_ISDIR(mode)
    return _is_handle(Path(path))


def real_path(path: str | Path) -> Path:
    """Where a name leads when links are followed; the name itself when it is no link."""
    given = Path(path)
    return Path(os.path.realpath(given)) if os.path.islink(given) else given


def check_output(path: str | Path, inputs: Iterable[str | Path] = ()) -> None:
    """See, before any work is done, that an output may be written.

    Args:
        path: The output; ``-`` for standard output.
        inputs: What is read; ``-`` stands for standard input.

    Raises:
        OutputError: It is an input, a folder or write-protected, or its folder does not exist.
    """
    if str(path) == STDOUT:
        return
    if not str(path):
        raise OutputError("-o: its name is empty", hint="Name a file, or - for standard output")
    real = real_path(path)
    try:
        found = os.stat(path)
    except FileNotFoundError:
        if not real.absolute().parent.is_dir():
            raise OutputError(
                f"{path}: cannot be written: its folder does not exist", hint="Create it first"
            ) from None
        return
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise OutputError(f"{path}: is a folder", hint="Name a file in it")
    if stat.S_ISREG(found.st_mode):
        for one in inputs:
            if _same(found, one):
                raise OutputError(
                    f"{path}: is an input; writing it would destroy it", hint="Choose another -o"
                )
    if not os.access(path, os.W_OK):
        raise OutputError(f"{path}: is write-protected", hint="Choose another -o")


@contextmanager
def open_output(path: str | Path, inputs: Iterable[str | Path] = ()) -> Iterator[IO[bytes]]:
    """A stream of bytes to an output that a person named.

    A regular file appears when the block ends well; when it ends by an error, what stood there
    before still stands and nothing is left beside it.

    Args:
        path: The output; ``-`` for standard output.
        inputs: What was read; see :func:`check_output`.

    Raises:
        OutputError: See :func:`check_output`; or the disk is full or fails.
        ClosedPipeError: Standard output was closed before everything was written.
    """
    check_output(path, inputs)
    if str(path) == STDOUT:
        with _stdout() as stream:
            yield stream
    elif is_stream(path):
        with _failing(path), open(path, "wb") as stream:
            yield stream
    else:
        with _failing(path), _replacing(real_path(path)) as stream:
            yield stream


def check_room(folder: Path, wanted: int) -> None:
    """See, before it is filled, that a disk has room: for what is written by libraries that do not tell.

    Args:
        folder: A folder on it; it may be one that is yet to be made.
        wanted: Bytes.

    Raises:
        OutputError: There is less.
    """
    there = next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
    free = shutil.disk_usage(there).free
    if free < wanted:
        raise OutputError(
            f"{folder}: {wanted >> 20} MiB are needed, {free >> 20} MiB are free",
            hint="Make room, or choose another place",
        )


def write_text(path: str | Path, parts: Iterable[str], inputs: Iterable[str | Path] = ()) -> None:
    """Write text, in UTF-8, to an output that a person named; see :func:`open_output`.

    Raises:
        OutputError: The output cannot be written; names it.
        ClosedPipeError: Standard output was closed before everything was written.
    """
    with open_output(path, inputs) as stream:
        for part in parts:
            stream.write(part.encode())


def write_all(files: Mapping[Path, bytes]) -> None:
    """Replace several files: all of them are written before the first one is replaced.

    Raises:
        OutputError: One cannot be written; none was replaced, but for the rarest of failures.
    """
    staged: list[tuple[Path, Path]] = []
    name: Path | None = None
    try:
        for name, data in files.items():
            check_output(name)
            target = real_path(name)
            staged.append((_stage(target, data), target))
        for part, target in staged:
            name = target
            part.replace(target)
    except OSError as error:
        raise _unwritable(name or "", error) from error
    finally:
        for part, _ in staged:
            _discard(part)


@contextmanager
def folders_of(files: Iterable[Path]) -> Iterator[None]:
    """The folders of some files, made where they are missing; where the block fails, the empty ones go again.

    Raises:
        OutputError: A folder cannot be made; names it.
    """
    made: list[Path] = []
    try:
        for folder in dict.fromkeys(file.parent for file in files):
            for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
                try:
                    missing.mkdir(exist_ok=True)
                except OSError as error:
                    raise OutputError(
                        f"{missing}: cannot be made: {error.strerror or error}"
                    ) from error
                made.append(missing)
            if not folder.is_dir():
                raise OutputError(f"{folder}: cannot be made: there is a file of that name")
        yield
    except BaseException:
        for one in reversed(made):
            with suppress(OSError):
                one.rmdir()
        raise


def _stage(target: Path, data: bytes) -> Path:
    handle, name = _beside(target)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            _settle(stream, Path(name), target)
    except BaseException:
        _discard(Path(name))
        raise
    return Path(name)


def _beside(target: Path) -> tuple[int, str]:
    prefix, suffix = _PART
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=prefix, suffix=suffix)
    _growing.add(name)
    return handle, name


def discard_parts() -> None:
    """Remove every file that grows in this process: for one that must end without its ``finally``."""
    while _growing:
        with suppress(OSError):
            os.unlink(_growing.pop())


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _growing.discard(str(part))


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    handle, name = _beside(target)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            _settle(stream, part, target)
        part.replace(target)
    finally:
        _discard(part)


def _settle(stream: IO[bytes], part: Path, target: Path) -> None:
    """Bring all to the disk, with the rights and the owner that the file has or would have had."""
    stream.flush()
    try:
        there = target.stat()
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
    else:
        with suppress(OSError, AttributeError):  # only root gives away; Windows has no owners
            os.chown(part, there.st_uid, there.st_gid)
        part.chmod(stat.S_IMODE(there.st_mode))
    os.fsync(stream.fileno())


@contextmanager
def _stdout() -> Iterator[IO[bytes]]:
    sys.stdout.flush()
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ClosedPipeError(
            "standard output was closed before everything was written",
            hint="Write to a file with -o",
        ) from error
    except OSError as error:
        raise _unwritable("standard output", error) from error


@contextmanager
def _failing(path: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: str | Path, error: OSError | ValueError) -> OutputError:
    reason = getattr(error, "strerror", None) or error
    return OutputError(
        f"{path}: cannot be written: {reason}", hint="Make room, or choose another -o"
    )


def _same(found: os.stat_result, name: str | Path) -> bool:
    try:
        read = os.fstat(0) if str(name) == STDOUT else os.stat(name)
    except (OSError, ValueError):
        return False
    return os.path.samestat(found, read)


def _is_handle(path: Path) -> bool:
    """Whether a name is that of an open file of a process, as ``/dev/stdout`` is."""
    for _ in range(40):
        folder = os.path.realpath(path.absolute().parent)
        if folder.startswith("/proc/") and os.path.basename(folder) == "fd":
            return True
        if not os.path.islink(path):
            return False
        path = Path(folder) / os.readlink(path)
    return False
