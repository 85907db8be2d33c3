"""Which files a run reads: folders, globs and names, in a fixed order."""

import glob
import hashlib
import stat
from collections import Counter
from pathlib import Path, PurePosixPath

from policy_extract.batch.archives import is_archive
from policy_extract.batch.folders import Finder
from policy_extract.batch.tabular import TABLES
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import DOCUMENTS

_KINDS = {stat.S_IFSOCK: "a socket", stat.S_IFIFO: "a pipe", stat.S_IFBLK: "a device"}
_KINDS[stat.S_IFCHR] = "a device"


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
    found: list[Path | None] = []
    for source in sources:
        finder = Finder(readable)
        try:
            found += [None] if source == "-" else _found(source, finder)
        except OSError as error:
            raise InputError(
                f"{error.filename or source}: cannot be read: {error.strerror}",
                hint="Check its name and permissions",
            ) from error
        if passed is not None:
            passed.update(+finder.passed)
    if not found:
        raise InputError(
            f"{', '.join(sources) or 'no source'}: nothing to read",
            hint="Name a folder, a file, or - for JSONL on standard input",
        )
    return found


def _found(source: str, finder: Finder) -> list[Path | None]:
    path = Path(source)
    if path.is_dir():
        return [*finder.below(path)]
    if path.exists():
        kind = _KINDS.get(stat.S_IFMT(path.stat().st_mode))
        if kind is not None:
            raise InputError(f"{source}: is {kind}, no file", hint="Save its bytes as a file")
        if not readable(path.name):
            raise UsageError(
                f"{source}: files of this kind are not read",
                hint=f"Known: {', '.join(sorted((*DOCUMENTS, *TABLES)))}, .zip, .tar.gz, .gz",
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


def listing_digest(files: list[Path | None]) -> str:
    """A digest of what the system knows of all files: when it is the same, they are the same.

    A file that was copied or touched, and is the same, has another: then its content decides.
    """
    digest = hashlib.sha256()
    for path in files:
        line = f"{path}\0{stamp(path) if path else ''}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def stamp(path: Path) -> str:
    """What changes whenever a file does, also where its size and time are set back after."""
    try:
        status = path.stat()
    except OSError:
        return "gone"
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
