"""The files behind sources given by path or URL, in order."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from policy_extract.batch.cluster.store import is_url, open_filesystem
from policy_extract.batch.listing import readable, stamp
from policy_extract.batch.sources import list_files
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import DOCUMENTS


@dataclass(frozen=True, slots=True)
class File:
    """One file of the sources: its path or URL, and what tells it from a later one."""

    name: str
    stamp: str

    @property
    def plain(self) -> bool:
        """Whether it holds one document, which a worker can read by itself."""
        return PurePosixPath(self.name.lower()).suffix in DOCUMENTS


def list_sources(sources: tuple[str, ...]) -> list[File]:
    """The files behind folders, globs and names, in the order given.

    Raises:
        InputError: A source does not exist, or nothing is there to read.
        UsageError: A source is of a kind that is not read here.
    """
    found: list[File] = []
    for source in sources:
        if source == "-":
            raise UsageError("--engine ray cannot read standard input", hint="Name a file")
        if is_url(source):
            found += _remote(source)
        else:
            for path in list_files((source,)):
                if path is not None:
                    found.append(File(str(path), stamp(path)))
    if not found:
        raise InputError(f"{', '.join(sources)}: nothing to read", hint="Name a folder or a file")
    return found


def _remote(source: str) -> list[File]:
    filesystem, path = open_filesystem(source)
    try:
        if filesystem.isdir(path):
            found = filesystem.find(path, detail=True)
        elif any(sign in path for sign in "*?["):
            found = filesystem.glob(path, detail=True)
        else:
            found = {path: filesystem.info(path)}
            if not readable(path):
                raise UsageError(f"{source}: files of this kind are not read")
    except FileNotFoundError as error:
        raise InputError(f"{source}: no such file or folder", hint="Check the name") from error
    except (OSError, RuntimeError) as error:
        raise InputError(f"{source}: cannot be reached: {error}", hint="Check the name") from error
    return [
        File(str(filesystem.unstrip_protocol(name)), _stamp(info))
        for name, info in sorted(found.items(), key=lambda each: each[0].split("/"))
        if info.get("type") == "file" and readable(name)
    ]


def _stamp(info: dict[str, Any]) -> str:
    changed = ("ETag", "etag", "mtime", "LastModified", "last_modified", "modified", "updated")
    when = next((info[key] for key in changed if info.get(key)), "")
    return f"{info.get('size')}:{when}"


def listing_digest(files: list[File]) -> str:
    """A digest of names and stamps: the same files give the same."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0{file.stamp}\n".encode("utf-8", "replace"))
    return digest.hexdigest()
