"""How many inputs a run will have: counted where that is cheap, estimated where it is not, or unknown."""

import gzip
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import IO, NamedTuple

from policy_extract.batch.archives import is_archive
from policy_extract.batch.tabular import TABLES
from policy_extract.text.files import DOCUMENTS, LETTERS

_BUDGET = 16 * 1024 * 1024
"""Bytes of the disk that counting lines may read; the rest is estimated from them."""
_UNPACKED = 8 * _BUDGET
"""Bytes that a packed table may unpack to before the rest is estimated."""
_BLOCK = 64 * 1024


class Expected(NamedTuple):
    """A number of inputs, and whether it was counted rather than estimated."""

    inputs: int
    exact: bool


def expected_inputs(files: list[Path | None], budget: int = _BUDGET) -> Expected | None:
    """The inputs of files; null when only reading all of them would tell.

    Documents, members of a zip file and rows of Parquet are counted. Lines are counted as far as
    the budget goes; what is left has as many by its size on the disk. A tar file, a table inside an
    archive and standard input tell nothing.
    """
    total = 0
    unread: dict[str, int] = defaultdict(int)
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path in files:
        if path is None or path.name.lower().endswith((".tar", ".tar.gz", ".tgz")):
            return None
        kind = _kind(path.name)
        try:
            if is_archive(path.name):
                inside = _members(path)
                if inside is None:
                    return None
                total += inside
            elif kind == ".parquet":
                total += _rows(path)
            elif kind.removesuffix(".gz") not in TABLES:
                total += 1
            else:
                lines, read = _lines(path, kind, budget) if budget > 0 else (0, 0)
                budget -= read
                total += lines
                seen[kind][0] += lines
                seen[kind][1] += read
                unread[kind] += path.stat().st_size - read
        except Exception:  # no number is worth a run
            return None
    exact = True
    for kind, size in unread.items():
        lines, read = seen[kind]
        if size > 0 and not read:
            return None
        exact = exact and size <= 0
        total += round(max(0, size) * lines / max(1, read))
    return Expected(total, exact)


def _kind(name: str) -> str:
    suffixes = [suffix.lower() for suffix in Path(name).suffixes[-2:]]
    return "".join(suffixes) if suffixes[-1:] == [".gz"] else "".join(suffixes[-1:])


def _members(path: Path) -> int | None:
    with zipfile.ZipFile(path) as archive:
        names = [info.filename.lower() for info in archive.infolist() if not info.is_dir()]
    if any(_kind(name).removesuffix(".gz") in TABLES for name in names):
        return None
    known = {*DOCUMENTS, *LETTERS}
    return sum(_kind(name).removesuffix(".gz") in known or is_archive(name) for name in names)


def _rows(path: Path) -> int:
    import pyarrow.parquet

    return int(pyarrow.parquet.ParquetFile(path).metadata.num_rows)


def _lines(path: Path, kind: str, budget: int) -> tuple[int, int]:
    """Lines that are not blank, and the bytes of the disk that hold them; a CSV's first is none.

    Of what is unpacked on the way no more than :data:`_UNPACKED` bytes are looked at, a block at a time.
    """
    lines = unpacked = 0
    open_line = False
    with path.open("rb") as raw:
        stream: IO[bytes] = gzip.GzipFile(fileobj=raw) if kind.endswith(".gz") else raw  # type: ignore[assignment]
        while block := stream.read(_BLOCK):
            *ended, rest = block.split(b"\n")
            for piece in ended:
                lines += open_line or bool(piece.strip())
                open_line = False
            open_line = open_line or bool(rest.strip())
            unpacked += len(block)
            if raw.tell() > budget or unpacked > _UNPACKED:
                return lines, raw.tell()
    return max(0, lines + open_line - kind.startswith((".csv", ".tsv"))), path.stat().st_size
