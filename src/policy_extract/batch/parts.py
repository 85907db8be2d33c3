"""Part files: results in order, a fixed number each, whole or not there."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import IO

from policy_extract.batch.items import Item
from policy_extract.batch.ledger import Counts, Ledger, Part
from policy_extract.batch.worker import Result
from policy_extract.errors import OutputError
from policy_extract.surrogates import whole_data


class PartWriter:
    """Gathers results on disk and hands a part to the ledger when it is full.

    Args:
        ledger: Where finished parts are written down.
        size: Inputs of one part.
    """

    def __init__(self, ledger: Ledger, size: int) -> None:
        self._ledger = ledger
        self._size = size
        self._streams: tuple[IO[bytes], IO[bytes]] | None = None
        self._digest = hashlib.sha256()
        self._open = [0] * len(fields(Counts))
        self._before = ledger.counts

    def add(self, item_digest: bytes, result: Result) -> None:
        """Write one result; on the last of a part, the part appears.

        Raises:
            OutputError: The disk is full or cannot be written.
        """
        try:
            good, bad = self._streams = self._streams or self._start()
            if result.line is not None:
                good.write(result.line + b"\n")
            else:
                bad.write(f"{error_line(result)}\n".encode())
        except OSError as error:
            raise _full(self._ledger.folder, error) from error
        self._digest.update(item_digest)
        failed = result.line is None
        found = (result.chars, result.targets, result.metrics, result.entities)
        for at, more in enumerate((1, not failed, failed, *found)):
            self._open[at] += more
        if self._open[0] >= self._size:
            self.flush()

    @property
    def counts(self) -> Counts:
        """What all parts come to, the open one included."""
        return self._before + Counts(*self._open)

    def flush(self) -> None:
        """End the open part, however short it is.

        Raises:
            OutputError: The disk is full or cannot be written.
        """
        if self._streams is None:
            return
        number = len(self._ledger.parts)
        try:
            for stream in self._streams:
                stream.flush()
                os.fsync(stream.fileno())
                stream.close()
                Path(stream.name).replace(stream.name.removesuffix(".part"))
        except OSError as error:
            raise _full(self._ledger.folder, error) from error
        counts = Counts(*self._open)
        self._ledger.add(Part(number, counts, self._digest.hexdigest()))
        self._before += counts
        self._open = [0] * len(self._open)
        self._streams, self._digest = None, hashlib.sha256()

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        number = len(self._ledger.parts)
        first, second = (
            path.with_name(path.name + ".part") for path in part_paths(self._ledger, number)
        )
        return first.open("wb"), second.open("wb")


def _full(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{folder}: cannot be written: {error.strerror}",
        hint="Make room; the same command then goes on where it stopped",
    )


def error_line(result: Result) -> str:
    """The row of ``errors`` of a document that failed, as JSON."""
    row = {"name": result.name, "code": result.code, "message": result.error}
    return json.dumps(whole_data(row), ensure_ascii=False)


def part_paths(ledger: Ledger, number: int) -> tuple[Path, Path]:
    """The files of a part: its documents, its errors."""
    stem = f"{number:07d}"
    return ledger.folder / f"{stem}.jsonl", ledger.folder / f"{stem}.errors.jsonl"


def item_digest(item: Item) -> bytes:
    """A digest of one input."""
    digest = hashlib.sha256()
    item.digest_into(digest)
    return digest.digest()


def skip_done(items: Iterator[Item], ledger: Ledger) -> int:
    """Pass over the inputs of finished parts, and see that they are the same as then.

    Returns how many were passed.

    Raises:
        OutputError: The inputs are others than those the parts were made from.
    """
    passed = 0
    for part in ledger.parts:
        digest = hashlib.sha256()
        for _ in range(part.counts.inputs):
            item = next(items, None)
            if item is None:
                break
            digest.update(item_digest(item))
        if digest.hexdigest() != part.inputs:
            raise OutputError(
                f"{ledger.home}: the inputs changed since part {part.number} was made",
                hint="Say --restart to make everything anew",
            )
        passed += part.counts.inputs
    return passed
