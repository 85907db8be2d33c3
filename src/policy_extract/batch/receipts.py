"""Parts of an output: the documents of one unit of work, their errors, and the receipt that counts them."""

import itertools
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from policy_extract.batch.counts import Counts
from policy_extract.batch.items import Input
from policy_extract.batch.pool import Pool
from policy_extract.batch.store import Store, damaged
from policy_extract.batch.work import WorkUnit, fetched
from policy_extract.batch.worker import Result
from policy_extract.surrogates import whole_data

_RECEIPT = ".receipt.json"
_AT_ONCE = 16
Key = tuple[int, int]
"""A group of files, and a unit of work in it: where a part stands among the others."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One finished part; written after its files, so that where it stands they do.

    Attributes:
        group: The files it was made from.
        unit: The unit of work among those of the group.
        inputs: A digest of its inputs.
        counts: What it came to.
        documents: Bytes of the file of documents.
        errors: Bytes of the file of errors; there is no such file when 0.
        call: The call that made it.
        provenance: What the extractor was.
        passed: Members of archives that were passed over, by kind.
    """

    group: int
    unit: int
    inputs: str
    counts: Counts
    documents: int
    errors: int
    call: str = ""
    provenance: dict[str, Any] | None = None
    passed: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Its place among all parts."""
        return self.group, self.unit

    @property
    def good(self) -> str:
        """The name of its file of documents."""
        return f"{part_stem(self.key)}.jsonl"

    @property
    def bad(self) -> str:
        """The name of its file of errors."""
        return f"{part_stem(self.key)}.errors.jsonl"


def part_stem(key: Key) -> str:
    """The name of a part's files without their suffix.

    >>> part_stem((3, 12))
    '0000003-0000012'
    """
    return "-".join(f"{number:07d}" for number in key)


def finished_parts(parts: Store) -> dict[Key, Receipt]:
    """The receipts of all parts whose files are there and whole.

    Raises:
        OutputError: A receipt is damaged.
    """
    known: dict[str, Any] = {}

    def read(name: str) -> Receipt | None:
        data = parts.read_json(name)
        if data is None:
            return None
        try:
            told = known.setdefault(json.dumps(data["provenance"]), data["provenance"])
            receipt = Receipt(**{**data, "counts": Counts(**data["counts"]), "provenance": told})
            if part_stem(receipt.key) + _RECEIPT != name:
                raise ValueError("it is that of another part")
            own = (*asdict(receipt.counts).values(), *receipt.passed.values())
            numbers = (receipt.documents, receipt.errors, *own)
            if not all(isinstance(one, int) for one in numbers):
                raise ValueError("its counts are no numbers")
            return receipt
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise damaged(f"{parts.url}/{name}", error) from error

    sizes = parts.sizes()
    names = sorted(name for name in sizes if name.endswith(_RECEIPT) and name[0] != ".")
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        found = [one for one in threads.map(read, names) if one]
    return {
        one.key: one
        for one in found
        if sizes.get(one.good) == one.documents and sizes.get(one.bad, 0) == one.errors
    }


def done_units(receipts: Iterable[Receipt]) -> dict[int, dict[int, str]]:
    """Digests of the inputs of the units that are done, by group and unit."""
    done: dict[int, dict[int, str]] = defaultdict(dict)
    for receipt in receipts:
        done[receipt.group][receipt.unit] = receipt.inputs
    return done


def make_parts(
    units: Iterable[WorkUnit],
    pool: Pool,
    parts: Store,
    call: str,
    hear: Callable[[Counts], None] = lambda counts: None,
) -> Iterator[Receipt]:
    """Put units of work through a pool and write a part of each; yields the receipts.

    Args:
        units: What to do, read as late as the pool needs it.
        pool: What extracts.
        parts: Where the parts appear.
        call: Tells this call from those before.
        hear: Told of what the part that is being made has come to, after each document.

    Raises:
        OutputError: A part cannot be written.
        PolicyExtractError: The pool cannot go on.
    """
    begun: deque[WorkUnit] = deque()

    def items() -> Iterator[Input]:
        for unit in units:
            begun.append(unit)
            yield from fetched(unit.items, pool.reading.longest)

    with closing(pool.run(enumerate(items()))) as results:
        for first in results:
            unit = begun.popleft()
            own = itertools.chain([first], itertools.islice(results, len(unit.items) - 1))
            yield _make_part(unit, own, pool, parts, call, hear)


def _make_part(
    unit: WorkUnit,
    results: Iterator[Result],
    pool: Pool,
    parts: Store,
    call: str,
    hear: Callable[[Counts], None],
) -> Receipt:
    made = Receipt(unit.group, unit.number, unit.inputs, Counts(), 0, 0)
    counts, errors = Counts(), bytearray()
    with parts.making(made.good) as stream:
        for result in results:
            if result.line is not None:
                stream.write(result.line + b"\n")
            else:
                errors += f"{error_line(result)}\n".encode()
            counts += _counts(result)
            hear(counts)
        documents = stream.tell()
    if errors:
        with parts.making(made.bad) as stream:
            stream.write(errors)
    passed = Counter(kind for item in unit.items for kind in item.passed)
    receipt = replace(
        made,
        counts=counts,
        documents=documents,
        errors=len(errors),
        call=call,
        provenance=pool.provenance,
        passed=dict(passed),
    )
    parts.write_json(part_stem(receipt.key) + _RECEIPT, asdict(receipt))
    return receipt


def _counts(result: Result) -> Counts:
    """What one document adds to the counts."""
    failed = result.line is None
    found = (result.chars, result.targets, result.metrics, result.entities)
    return Counts(1, not failed, failed, *found)


def error_line(result: Result) -> str:
    """The row of ``errors`` of a document that failed, as JSON."""
    row = {"name": result.name, "code": result.code, "message": result.error}
    return json.dumps(whole_data(row), ensure_ascii=False)
