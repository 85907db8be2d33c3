"""Which files a run reads: folders, globs and names, in a fixed order."""

import glob
import hashlib
import os
import stat
from pathlib import Path, PurePosixPath

from policy_extract.batch.archives import is_archive
from policy_extract.batch.names import is_litter
from policy_extract.batch.tabular import TABLES
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import DOCUMENTS

_KINDS = {stat.S_IFSOCK: "a socket", stat.S_IFIFO: "a pipe", stat.S_IFBLK: "a device"}
_KINDS[stat.S_IFCHR] = "a device"


def list_files(sources: tuple[str, ...]) -> list[Path | None]:
    """The files behind folders, globs and names, in the order given; ``-`` is null.

    Files of a folder come sorted by path; those of a suffix that is not read are left out, and so
    are outputs of batch runs and what systems leave behind.

    Raises:
        InputError: A source does not exist or cannot be looked at.
        UsageError: A named file has a suffix that is not read, or no source was given.
    """
    found: list[Path | None] = []
    for source in sources:
        try:
            found += [None] if source == "-" else _found(source)
        except OSError as error:
            raise InputError(
                f"{error.filename or source}: cannot be read: {error.strerror}",
                hint="Check its name and permissions",
            ) from error
    if not found:
        raise InputError(
            f"{', '.join(sources) or 'no source'}: nothing to read",
            hint="Name a folder, a file, or - for JSONL on standard input",
        )
    return found


def _found(source: str) -> list[Path | None]:
    path = Path(source)
    if path.is_dir():
        return _folder(path)
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
    matches = sorted(glob.glob(source, recursive=True)) if "\0" not in source else []
    if not matches:
        what = "matches no file" if glob.has_magic(source) else "no such file or folder"
        raise InputError(f"{source}: {what}", hint="Check the name")
    found: list[Path | None] = []
    for match in map(Path, matches):
        if match.is_dir():
            found += _folder(match)
        elif match.is_file() and readable(match.name) and not is_litter(match.name):
            found.append(match)
    return found


def readable(name: str) -> bool:
    """Whether the suffix is one that is read here."""
    bare = name.lower().removesuffix(".gz")
    return is_archive(name) or PurePosixPath(bare).suffix in {*DOCUMENTS, *TABLES}


def table_suffix(name: str) -> str | None:
    """The suffix of a table, packed or not; null for other files."""
    bare = name.lower().removesuffix(".gz")
    return next((suffix for suffix in TABLES if bare.endswith(suffix)), None)


def _folder(path: Path) -> list[Path | None]:
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise error

    for home, folders, names in os.walk(path, onerror=refuse):
        here = Path(home)
        ledgers = {name for name in folders if (here / name / "ledger.jsonl").is_file()}
        made = {name.removesuffix(".batch") for name in ledgers if name.endswith(".batch")}
        folders[:] = [name for name in folders if name not in ledgers | made]
        made |= {f"{Path(name).stem}.errors.jsonl" for name in made}
        for name in names:
            file = here / name
            if readable(name) and not is_litter(name) and name not in made and _counts(file):
                found.append(file)
    return [*sorted(found)]


def _counts(path: Path) -> bool:
    """Whether a file is to be read: a regular one, or a link that leads nowhere, to be named."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def listing_digest(files: list[Path | None]) -> str:
    """A digest of the names, sizes and times of all files: the same files give the same."""
    digest = hashlib.sha256()
    for path in files:
        line = f"{path}\0{stamp(path) if path else ''}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def stamp(path: Path) -> str:
    """Size and time of a file."""
    try:
        status = path.stat()
    except OSError:
        return "gone"
    return f"{status.st_size}:{status.st_mtime_ns}"
