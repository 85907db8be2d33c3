"""What folders and globs hold: links followed, no folder read twice, and what is passed over counted."""

import fnmatch
import glob
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from policy_extract.batch.ledger import is_ledger
from policy_extract.batch.names import is_litter
from policy_extract.batch.sinks import error_path

LINK = "links to folders that are read already"
OWN = "outputs of batch runs"
LITTER = "files that systems leave behind"
NO_FILE = "pipes, sockets and devices"


def kinds(passed: Mapping[str, int]) -> str:
    """What was passed over, the most first: ``2 .jpg, 1 files without a suffix``."""
    ordered = sorted(passed.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{count} {kind}" for kind, count in ordered)


def kind_of(name: str) -> str:
    """What to call files of that name that are passed over."""
    return PurePosixPath(name.lower()).suffix or "files without a suffix"


class Finder:
    """Finds files, once each, and counts by kind what it passes over.

    Args:
        readable: Whether a file of that name is read.
        holds: Whether a file of another name is, by what it holds.

    Attributes:
        passed: How many files of each kind were passed over; a kind is a suffix or a phrase.
    """

    def __init__(
        self, readable: Callable[[str], bool], holds: Callable[[Path], bool] = lambda path: False
    ) -> None:
        self._readable, self._holds = readable, holds
        self._made: dict[str, frozenset[str]] = {}
        self._read: set[tuple[int, int]] = set()
        self.passed: Counter[str] = Counter()

    def below(self, folder: Path) -> list[Path]:
        """All files to read of a folder, sorted by path.

        Raises:
            OSError: A folder cannot be read.
        """
        found = [
            inner / name
            for inner in self._folders(folder, self._read)
            for name in self._names(inner)
            if not (inner / name).is_dir() and self._wanted(inner / name)
        ]
        return sorted(found)

    def matching(self, pattern: str) -> list[Path]:
        """All files to read that a glob matches, or that are in a folder that it matches.

        Raises:
            OSError: A folder cannot be read.
        """
        found: dict[Path, None] = {}
        parts = Path(pattern).parts
        # the folders of ** hold those of a second one
        once = tuple(
            one
            for one, after in zip(parts, (*parts[1:], ""), strict=True)
            if one != after or one != "**"
        )
        for match in sorted(set(self._expand(Path(), once))):
            if match.is_dir():
                found.update(dict.fromkeys(self.below(match)))
            elif self._wanted(match):
                found[match] = None
        return list(found)

    def _wanted(self, file: Path) -> bool:
        """Whether a file is read; a link that leads nowhere is, so that it is named."""
        if is_litter(file.name):
            kind = LITTER
        elif not self._readable(file.name) and not (file.is_file() and self._holds(file)):
            kind = kind_of(file.name)
        elif file.is_file() or (file.is_symlink() and not file.exists()):
            return True
        else:
            kind = NO_FILE
        self.passed[kind] += 1
        return False

    def _names(self, folder: Path) -> list[str]:
        """What stands in a folder, but for outputs of batch runs."""
        names = sorted(os.listdir(folder))
        made = self._own(folder, names)
        return [name for name in names if name not in made]

    def _own(self, folder: Path, names: list[str]) -> frozenset[str]:
        key = str(folder)
        if key not in self._made:
            own: set[str] = set()
            for name in names:
                if name.endswith(".batch") and is_ledger(folder / name):
                    out = Path(name.removesuffix(".batch"))
                    own |= {name, out.name, error_path(out).name}
            self._made[key] = frozenset(own)
            self.passed[OWN] += len(own.intersection(names))
        return self._made[key]

    def _folders(
        self, top: Path, seen: set[tuple[int, int]], *, hidden: bool = True
    ) -> Iterator[Path]:
        """A folder and all below it, each once; links after the folders that are no links."""
        waiting, links = deque([top]), deque[Path]()
        while waiting or links:
            link = not waiting
            folder = (waiting or links).popleft()
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                self.passed[LINK] += link
                continue
            seen.add((status.st_dev, status.st_ino))
            yield folder
            for name in self._names(folder):
                inner = folder / name
                if inner.is_dir() and (hidden or not name.startswith(".")):
                    (links if inner.is_symlink() else waiting).append(inner)

    def _expand(self, base: Path, parts: tuple[str, ...]) -> Iterator[Path]:
        if not parts:
            yield base
            return
        part, rest = parts[0], parts[1:]
        if part == "**":
            for folder in self._folders(base, set(), hidden=False) if base.is_dir() else ():
                if rest:
                    yield from self._expand(folder, rest)
                else:
                    inside = (folder / name for name in self._names(folder))
                    yield from (file for file in inside if not file.is_dir())
        elif glob.has_magic(part):
            for name in self._names(base) if base.is_dir() else ():
                if name.startswith(".") <= part.startswith(".") and fnmatch.fnmatch(name, part):
                    yield from self._expand(base / name, rest)
        elif os.path.lexists(base / part):
            yield from self._expand(base / part, rest)
