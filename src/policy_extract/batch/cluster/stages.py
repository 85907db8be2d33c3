"""The two stages of the pipeline: a task reads a unit into spans, an actor makes parts of them."""

import hashlib
import itertools
import os
import pickle
import platform
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, Literal

from policy_extract.batch.cluster.receipts import Receipt, finished_part, part_stem
from policy_extract.batch.cluster.spans import Unit, fetched, unit_items
from policy_extract.batch.cluster.store import Store, is_url
from policy_extract.batch.items import Item
from policy_extract.batch.ledger import Counts
from policy_extract.batch.parts import error_line, item_digest
from policy_extract.batch.pool import Pool
from policy_extract.batch.run import BatchOptions, fingerprint
from policy_extract.batch.worker import Result
from policy_extract.errors import InputError, OutputError, PolicyExtractError

SPAN_BYTES = 64 * 1024 * 1024
"""A span of large documents ends early, so that a node can hold a few."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every node is told.

    Attributes:
        options: The options of the run.
        form: The form of the output.
        expected: The driver's fingerprint; a node where it differs does no work.
        home: The folder ``OUT.batch``.
        id: The id of the run.
        part_size: Documents of a part.
        call: Tells this call of the driver from those before.
        folder: The driver's working folder: relative paths begin there on every node.
    """

    options: BatchOptions
    form: str
    expected: dict[str, Any]
    home: Store
    id: str
    part_size: int
    call: str
    folder: str


@dataclass(frozen=True, slots=True)
class Message:
    """A row between the stages and to the driver.

    ``work`` carries a digest and items, ``part`` a receipt, ``end`` says
    that the unit has as many spans as ``span``, ``failed`` carries an error that ends the run.
    """

    kind: Literal["work", "part", "end", "failed"]
    unit: int
    span: int
    body: Any = None


def to_row(message: Message) -> Any:
    """The message as a table of one row; pickled, since no column type holds an item."""
    import pyarrow

    packed = pyarrow.array([pickle.dumps(message)], type=pyarrow.large_binary())
    return pyarrow.table({"message": packed})


def from_row(table: Any) -> Message:
    """The message of a table of one row."""
    message: Message = pickle.loads(table.column("message")[0].as_py())
    return message


def read_unit(table: Any, job: Job) -> Iterator[Any]:
    """The first stage: a unit in, one row for each span of it out."""
    unit: Unit = pickle.loads(table.column("unit")[0].as_py())
    _enter(job.folder)
    try:
        for message in _spans(unit, job):
            yield to_row(message)
    except PolicyExtractError as error:
        yield to_row(Message("failed", unit.number, 0, error))
    except OSError as error:
        yield to_row(Message("failed", unit.number, 0, _storage(unit.files[0].name, error)))


def _enter(folder: str) -> None:
    with suppress(OSError):  # where it is missing, the check of each path tells
        os.chdir(folder)


def _storage(name: str, error: OSError) -> InputError:
    return InputError(
        f"{name}: node {platform.node()} cannot reach its storage: {error}",
        hint="The same command then goes on where it stopped",
    )


def _spans(unit: Unit, job: Job) -> Iterator[Message]:
    for file in unit.files:
        if not is_url(file.name) and not os.path.exists(file.name):
            raise _unseen(file.name)
    parts = job.home.below(job.id)
    items = unit_items(unit, job.options.fields)
    span = 0
    while taken := _take(items, job.part_size):
        digest = hashlib.sha256()
        for item in taken:
            digest.update(item_digest(item))
        inputs = digest.hexdigest()
        receipt = finished_part(parts, unit.number, span)
        if receipt is None:
            yield Message("work", unit.number, span, (inputs, taken))
        elif receipt.inputs != inputs:
            raise OutputError(
                f"{parts.url}: the inputs changed since part {receipt.stem} was made",
                hint="Say --restart to make everything anew",
            )
        else:
            yield Message("part", unit.number, span, receipt)
        span += 1
    yield Message("end", unit.number, span)


def _take(items: Iterator[Item], most: int) -> list[Item]:
    taken: list[Item] = []
    size = 0
    for item in itertools.islice(items, most):
        taken.append(item)
        size += item.size
        if size > SPAN_BYTES:
            break
    return taken


def _unseen(name: str) -> InputError:
    return InputError(
        f"{name}: node {platform.node()} does not see it",
        hint="Name a folder that all nodes share, or a URL as s3:// or hdfs://",
    )


class _LastingPool(Pool):
    """A pool whose process, and the model in it, stays from one part to the next."""

    def close(self) -> None:
        """Keep the process when its work is done; end it when it is in the middle of some."""
        if any(worker.open for worker in self._workers):
            self.end()

    def end(self) -> None:
        """End the process."""
        super().close()


class PartMaker:
    """The second stage: an actor with one process that holds the model.

    The process is apart from the actor so that one that hangs can be killed.

    Args:
        job: What to do.
    """

    def __init__(self, job: Job) -> None:
        _enter(job.folder)
        self._job = job
        self._parts = job.home.below(job.id)
        self._pool = _LastingPool(1, job.options.reading, job.options.timeout)
        self._next = 0
        self._checked = False

    def __call__(self, table: Any) -> Any:
        """Make a part of a row of work; pass on any other row."""
        message = from_row(table)
        if message.kind != "work":
            return table
        try:
            self._check_node()
            receipt = self._make(message.unit, message.span, *message.body)
        except PolicyExtractError as error:
            return to_row(Message("failed", message.unit, message.span, error))
        except OSError as error:
            failed = _storage(self._parts.url, error)
            return to_row(Message("failed", message.unit, message.span, failed))
        return to_row(Message("part", message.unit, message.span, receipt))

    def _check_node(self) -> None:
        """See that this node has the same extractor, model and storage as the driver.

        Raises:
            InputError: It has not.
        """
        if self._checked:
            return
        if not self._job.home.exists("run.json"):
            raise _unseen(self._job.home.url)
        own = fingerprint(self._job.options, self._job.form)
        expected = self._job.expected
        other = sorted(name for name in expected if own.get(name) != expected[name])
        if other:
            raise InputError(
                f"node {platform.node()} differs from this machine in: {', '.join(other)}",
                hint="Install the same policy-extract, model and lexicons on every node",
            )
        self._checked = True

    def _make(self, unit: int, span: int, inputs: str, items: list[Item]) -> Receipt:
        for item in items[:1]:
            if item.path is not None and not item.path.exists():
                raise _unseen(str(item.path))
        stem = part_stem(unit, span)
        first, self._next = self._next, self._next + len(items)
        source = fetched(iter(items), 4 * self._job.options.reading.max_chars + 4)
        counts, bad = Counts(), bytearray()
        with (
            self._parts.making(f"{stem}.jsonl") as good,
            closing(self._pool.run(enumerate(source, first))) as results,
        ):
            for result in results:
                if result.line is None:
                    row = error_line(result) + "\n"
                    bad += row.encode()
                else:
                    good.write(result.line + b"\n")
                counts += counts_of(result)
            documents = good.tell()
        if bad:
            with self._parts.making(f"{stem}.errors.jsonl") as stream:
                stream.write(bad)
        receipt = Receipt(
            unit, span, inputs, counts, documents, len(bad), self._job.call, self._pool.provenance
        )
        self._parts.write_json(f"{stem}.receipt.json", receipt.to_json())
        return receipt


def counts_of(result: Result) -> Counts:
    """What one document adds to the counts."""
    failed = result.line is None
    return Counts(
        1, not failed, failed, result.chars, result.targets, result.metrics, result.entities
    )
