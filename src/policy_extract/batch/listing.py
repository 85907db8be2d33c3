"""Which files a run reads: folders, globs, names and URLs, in a fixed order."""

import glob
import hashlib
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from policy_extract.batch.archives import is_archive
from policy_extract.batch.folders import LITTER, Finder, kind_of, kinds
from policy_extract.batch.names import is_litter
from policy_extract.batch.store import is_url, open_filesystem
from policy_extract.batch.tabular import TABLES
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import (
    DOCUMENTS,
    HEAD,
    LETTERS,
    SAVE_LETTERS,
    TAIL,
    readable_bytes,
    readable_content,
    told_by_content,
)

_KINDS = {stat.S_IFSOCK: "a socket", stat.S_IFIFO: "a pipe", stat.S_IFBLK: "a device"}
_KINDS[stat.S_IFCHR] = "a device"


@dataclass(frozen=True, slots=True)
class File:
    """One file of the sources.

    Attributes:
        name: Its path or URL; empty for standard input.
        stamp: What its system or storage says of its content.
        size: Its bytes; of standard input more than any file has.
    """

    name: str
    stamp: str = ""
    size: int = 1 << 62

    @property
    def path(self) -> Path | None:
        """Where it is on this machine; null for standard input."""
        return Path(self.name) if self.name else None

    @property
    def plain(self) -> bool:
        """Whether it holds one document, which a worker can read by itself."""
        suffix = PurePosixPath(self.name.lower()).suffix
        return suffix in DOCUMENTS or bool(self.name) and suffix in {"", *LETTERS}


def list_sources(sources: tuple[str, ...], passed: Counter[str] | None = None) -> list[File]:
    """The files behind folders, globs, names and URLs, in the order given.

    Args:
        sources: Folders, globs, names, URLs; ``-`` for standard input.
        passed: Where what is left out is counted, by kind.

    Raises:
        InputError: A source does not exist or cannot be looked at, or nothing is there to read.
        UsageError: A named file has a suffix that is not read, or no source was given.
    """
    found: list[File] = []
    passed = Counter() if passed is None else passed
    for source in sources:
        if is_url(source):
            found += _remote(source, passed)
        else:
            found += [_local(path) for path in _listed(source, passed)]
    return found or _nothing(sources, passed)


def list_files(sources: tuple[str, ...], passed: Counter[str] | None = None) -> list[Path | None]:
    """The files behind folders, globs and names, in the order given; ``-`` is null.

    Files of a folder come sorted by path. Links to folders are followed, but no folder is read
    twice for one source. Left out are files of a suffix that is not read, outputs of batch runs
    and what systems leave behind.

    Args:
        sources: Folders, globs, names, ``-``.
        passed: Where what is left out is counted, by kind.

    Raises:
        InputError: A source does not exist or cannot be looked at.
        UsageError: A named file has a suffix that is not read, or no source was given.
    """
    passed = Counter() if passed is None else passed
    found = [path for source in sources for path in _listed(source, passed)]
    return found or _nothing(sources, passed)


def _nothing(sources: tuple[str, ...], passed: Counter[str]) -> NoReturn:
    over = f"; passed over: {kinds(passed)}" if passed else ""
    raise InputError(
        f"{', '.join(sources) or 'no source'}: nothing to read{over}",
        hint=SAVE_LETTERS
        if LETTERS & passed.keys()
        else "Name a folder, a file, or - for JSONL on standard input",
    )


def _listed(source: str, passed: Counter[str]) -> list[Path | None]:
    finder = Finder(readable, readable_content)
    try:
        found: list[Path | None] = [None] if source == "-" else _found(source, finder)
    except OSError as error:
        raise InputError(
            f"{error.filename or source}: cannot be read: {error.strerror}",
            hint="Check its name and permissions",
        ) from error
    passed.update(+finder.passed)
    return found


def readable_member(name: str, data: bytes) -> bool:
    """Whether a member that no suffix tells to be read is: one without a suffix by what it holds; a letter
    always, so that it is told about where it is not.
    """
    return bool(PurePosixPath(name).suffix) or readable_bytes(name, data[:HEAD], data[-TAIL:])


def _found(source: str, finder: Finder) -> list[Path | None]:
    path = Path(source)
    if path.is_dir():
        return [*finder.below(path)]
    if path.exists():
        kind = _KINDS.get(stat.S_IFMT(path.stat().st_mode))
        if kind is not None:
            raise InputError(f"{source}: is {kind}, no file", hint="Save its bytes as a file")
        if not readable(path.name) and not readable_content(path):
            known = f"Known: {', '.join(sorted((*DOCUMENTS, *TABLES)))}, .zip, .tar.gz, .gz"
            raise UsageError(
                f"{source}: files of this kind are not read",
                hint=SAVE_LETTERS if path.suffix.lower() in LETTERS else known,
            )
        return [path]
    if path.is_symlink():
        raise InputError(f"{source}: is a link to nothing", hint="Mend it, or leave it out")
    magic = glob.has_magic(source)
    matches = finder.matching(source) if magic and "\0" not in source else []
    if not matches and not +finder.passed:
        what = "matches no file" if magic else "no such file or folder"
        raise InputError(f"{source}: {what}", hint="Check the name")
    return [*matches]


def readable(name: str) -> bool:
    """Whether the suffix is one that is read here."""
    bare = name.lower().removesuffix(".gz")
    return is_archive(name) or PurePosixPath(bare).suffix in {*DOCUMENTS, *TABLES}


def table_suffix(name: str) -> str | None:
    """The suffix of a table, packed or not; null for other files."""
    bare = name.lower().removesuffix(".gz")
    return next((suffix for suffix in TABLES if bare.endswith(suffix)), None)


def _local(path: Path | None) -> File:
    """The stamp changes whenever the file does, also where its size and time are set back after."""
    if path is None:
        return File("")
    try:
        status = path.stat()
    except OSError:
        return File(str(path), "gone", 0)
    about = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return File(str(path), ":".join(map(str, about)), status.st_size)


def _remote(source: str, passed: Counter[str]) -> list[File]:
    filesystem, path = open_filesystem(source)
    try:
        if filesystem.isdir(path):
            found = filesystem.find(path, detail=True)
        elif any(sign in path for sign in "*?["):
            found = filesystem.glob(path, detail=True)
        else:
            found = {path: filesystem.info(path)}
            if not _readable_there(filesystem, path):
                raise UsageError(f"{source}: files of this kind are not read")
        files = {name: info for name, info in found.items() if info.get("type") == "file"}
        kinds = {name: _kind_there(filesystem, name) for name in files}
    except FileNotFoundError as error:
        raise InputError(f"{source}: no such file or folder", hint="Check the name") from error
    except (OSError, RuntimeError) as error:
        raise InputError(f"{source}: cannot be reached: {error}", hint="Check the name") from error
    passed.update(kind for kind in kinds.values() if kind)
    return [
        File(str(filesystem.unstrip_protocol(name)), _stamp(info), int(info.get("size") or 0))
        for name, info in sorted(files.items(), key=lambda each: each[0].split("/"))
        if not kinds[name]
    ]


def _kind_there(filesystem: Any, name: str) -> str:
    """The kind of a file of a storage that is passed over; empty for one that is read."""
    if is_litter(name):
        return LITTER
    return "" if _readable_there(filesystem, name) else kind_of(name)


def _readable_there(filesystem: Any, name: str) -> bool:
    """Whether a file of a storage is read: by its suffix, else by its first and last bytes."""
    if readable(name):
        return True
    if not told_by_content(name):
        return False
    head = filesystem.cat_file(name, start=0, end=HEAD)
    return readable_bytes(name, head, filesystem.cat_file(name, start=-TAIL))


def _stamp(info: dict[str, Any]) -> str:
    changed = ("ETag", "etag", "mtime", "LastModified", "last_modified", "modified", "updated")
    when = next((info[key] for key in changed if info.get(key)), "")
    return f"{info.get('size')}:{when}"


def listing_digest(files: list[File]) -> str:
    """A digest of names and stamps: when it is the same, the files are the same.

    A file that was copied or touched, and is the same, has another: then its content decides.
    """
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0{file.stamp}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
