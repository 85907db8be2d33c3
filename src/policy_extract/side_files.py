"""Files that nobody named: they replace and remove only what this package itself has made.

A command that is given one name may write more than that: errors beside the output, pages in the
folder of a report. A person's own file may stand under such a name already. What was made here is
known by its digest, kept in a receipt; everything else is left alone and named in an error.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as name:
...     folder = Path(name) / "report"
...     write_folder(folder, {"index.html": b"<p>1</p>"})
...     write_folder(folder, {"index.html": b"<p>2</p>"})
...     _ = (folder / "index.html").write_bytes(b"<p>mended by hand</p>")
...     try:
...         write_folder(folder, {"index.html": b"<p>3</p>"})
...     except OutputError as error:
...         print(error.message.rpartition("/")[2])
index.html: is there already and was not made by policy-extract
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from policy_extract.errors import OutputError
from policy_extract.writing import STDOUT, folders_of, is_part, part_folder, write_all

RECEIPT = ".policy-extract-made"
"""In a folder: what was made in it, as digests by name, in JSON; no suffix that tools take for data."""
_MAKER = "policy-extract"
_BLOCK = 1 << 20


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, read a piece at a time.

    Raises:
        OSError: It cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def is_foreign(path: Path, made: Collection[str]) -> bool:
    """Whether something stands under a name that is no file with one of these digests."""
    if not os.path.lexists(path):
        return False
    try:
        return path.is_symlink() or not path.is_file() or file_digest(path) not in made
    except OSError:
        return True


def refuse_foreign(path: Path, made: Collection[str]) -> None:
    """See that a side file may be replaced or removed.

    Args:
        path: The side file.
        made: Digests of what this package has made under that name.

    Raises:
        OutputError: Something stands there that it has not made.
    """
    if is_foreign(path, made):
        raise OutputError(
            f"{path}: is there already and was not made by policy-extract",
            hint="Move it away, or choose another -o",
        )


def write_folder(folder: Path, files: Mapping[str, bytes], *, prune: bool = False) -> None:
    """Write the files of a folder that a person named, and a receipt of them.

    Args:
        folder: The folder; it is made where it is missing.
        files: Bytes by name; a name may have folders in it.
        prune: Also remove what an earlier call has made here and this one does not make.

    Raises:
        OutputError: One of the files is there and was not made here, or was changed since, and
            would be another one now: nothing was written. Or the folder cannot be written.
    """
    _refuse_file(folder)
    made = made_in(folder)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    for name, digest in digests.items():
        refuse_foreign(folder / name, {digest, *made.get(name, ())})
    stale = {
        name: known
        for name, known in made.items()
        if name not in files and prune and not is_foreign(folder / name, known)
    }
    both = _receipt({**made, **{n: {*made.get(n, ()), d} for n, d in digests.items()}})
    wanted = {folder / name: data for name, data in files.items()}
    with folders_of((folder / RECEIPT, *wanted)):
        # Whenever it is cut off, the receipt knows what stands: the old files, or the new ones.
        write_all({folder / RECEIPT: both})
        try:
            write_all(wanted)
        except OutputError:
            if not made and not any(map(os.path.lexists, wanted)):
                (folder / RECEIPT).unlink(missing_ok=True)
            raise
    for name in stale:
        (folder / name).unlink(missing_ok=True)
    kept = {name: known for name, known in made.items() if name not in stale}
    now = _receipt({**kept, **{name: {digest} for name, digest in digests.items()}})
    if now != both:
        with suppress(OutputError):  # the receipt that stands knows all of it, too
            write_all({folder / RECEIPT: now})


def claim_folder(folder: Path, own: Collection[str]) -> None:
    """Make a folder that a person named for many files, or see that it holds only such as these.

    Args:
        folder: The folder.
        own: Paths, as seen from it, of the files that are written there.

    Raises:
        OutputError: It holds something else, or cannot be made.
    """
    _refuse_file(folder)
    try:
        inside = [
            path for path in sorted(folder.rglob("*")) if not path.is_dir() and not is_part(path)
        ]
        for path in inside:
            if path.relative_to(folder).as_posix() not in own:
                raise OutputError(
                    f"{path}: is there already and was not made by policy-extract",
                    hint="Choose an empty folder",
                )
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from error


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder of the same name elsewhere on the disk, whose files replace those of ``folder`` at the end.

    Where the block fails, nothing of ``folder`` has changed, and it is not there if it was not and is
    empty. ``manifest.json`` is replaced last: it tells which files belong together.

    Raises:
        OutputError: The disk is full or fails.
    """
    new = not any(folder.iterdir()) if folder.is_dir() else True
    try:
        with part_folder(folder) as beside:
            made = beside / folder.absolute().name
            made.mkdir()
            yield made
            files = [path for path in sorted(made.rglob("*")) if path.is_file()]
            for path in sorted(files, key=lambda path: path.name == "manifest.json"):
                there = folder / path.relative_to(made)
                there.parent.mkdir(parents=True, exist_ok=True)
                path.replace(there)
    except BaseException:
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _refuse_file(folder: Path) -> None:
    if str(folder) == STDOUT:
        raise OutputError("-: standard output is no folder", hint="Name a folder")
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputError(f"{folder}: is no folder", hint="Name a folder")


def made_in(folder: Path) -> dict[str, set[str]]:
    """What :func:`write_folder` has made in a folder: digests by name.

    Raises:
        OutputError: The receipt is none of ours.
    """
    try:
        data = json.loads((folder / RECEIPT).read_bytes())
        if data["made_by"] != _MAKER:
            raise ValueError("another maker")
        if any(_leads_out(name) for name in data["files"]):
            raise ValueError("it names files outside its folder")
        return {str(name): {str(one) for one in known} for name, known in data["files"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(
            f"{folder / RECEIPT}: is no receipt of policy-extract: {error}",
            hint="Move it away, or choose another folder",
        ) from error


def _leads_out(name: str) -> bool:
    path = PurePath(name)
    return path.is_absolute() or ".." in path.parts


def _receipt(files: Mapping[str, Collection[str]]) -> bytes:
    entry = {"made_by": _MAKER, "files": {name: sorted(files[name]) for name in sorted(files)}}
    return json.dumps(entry, ensure_ascii=False, indent=1).encode() + b"\n"
