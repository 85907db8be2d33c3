"""A whole run: what is done is passed over, the rest goes through workers, the output appears."""

import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from policy_extract._version import __version__
from policy_extract.batch.digests import file_digest, model_digest
from policy_extract.batch.items import Item
from policy_extract.batch.ledger import Counts, Ledger
from policy_extract.batch.manifest import write_manifest
from policy_extract.batch.parts import PartWriter, item_digest, part_paths, skip_done
from policy_extract.batch.pool import Pool
from policy_extract.batch.sinks import error_path, format_of, require, write_output
from policy_extract.batch.sources import list_files, listing_digest, read_items
from policy_extract.batch.tabular import Fields
from policy_extract.batch.worker import Reading
from policy_extract.errors import OutputError, UsageError


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Everything a run is told. ``workers``, ``part_size`` and ``timeout`` shape no record."""

    sources: tuple[str, ...]
    out: Path
    form: str | None = None
    fields: Fields = field(default_factory=Fields)
    reading: Reading = field(default_factory=Reading)
    headers: str = "en"
    workers: int = 1
    timeout: float = 60.0
    part_size: int = 256
    limit: int | None = None
    sample: int | None = None
    seed: int = 0
    restart: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended: what the output holds, and what of it this call did."""

    counts: Counts
    new: Counts
    seconds: float
    already: bool
    replaced: int = 0


Told = Callable[[Counts], None]
_TELL = 0.1
"""Seconds between two calls of ``told``."""


def count_inputs(options: BatchOptions) -> tuple[int, int]:
    """Inputs, and how many of them cannot even be opened; reads every source, writes nothing."""
    bad = total = 0
    for item in _chosen(options, list_files(options.sources)):
        total += 1
        bad += item.error is not None
    return total, bad


def run_batch(options: BatchOptions, told: Told | None = None) -> Summary:
    """Run, or go on with, a batch.

    Args:
        options: What to do.
        told: Called with the counts of the whole run: when what was done before has been passed
            over, some ten times a second, and at the end.

    Raises:
        UsageError: An option is wrong, or the run changed and neither way out was named.
        InputError: A source does not exist.
        OutputError: The output cannot be written, or belongs to something else.
    """
    began = time.monotonic()
    check_options(options)
    if not options.out.absolute().parent.is_dir():
        raise OutputError(f"{options.out}: its folder does not exist", hint="Create it first")
    out = options.out
    form = format_of(out, options.form)
    require(form)
    files = list_files(options.sources)
    ledger = Ledger(out.with_name(f"{out.name}.batch"))
    if out.exists() and not (ledger.home / "ledger.jsonl").exists():
        raise OutputError(
            f"{out}: exists and was not made by a batch run", hint="Choose another -o"
        )
    if (ledger.home / "run.json").exists():
        raise UsageError(
            f"{out}: was begun with --engine ray", hint="Go on with it, or choose another -o"
        )
    ledger.open()
    with closing(ledger):
        wanted = {"options": fingerprint(options, form), "inputs": listing_digest(files)}
        settle(ledger, wanted, options)
        if ledger.finished:
            if out.exists():
                return Summary(ledger.counts, Counts(), time.monotonic() - began, already=True)
            ledger.clear()
        if not ledger.run:
            ledger.begin(wanted)
        before = ledger.counts
        pool = Pool(options.workers, options.reading, options.timeout)
        _work(options, files, ledger, pool, told)
        parts = [part_paths(ledger, part.number) for part in ledger.parts]
        write_output(form, parts, out, options.headers)
        total = ledger.counts
        new = Counts(*(getattr(total, name) - getattr(before, name) for name in Counts.__slots__))
        seconds = time.monotonic() - began
        call = {
            "output": out.name,
            "format": form,
            "errors_file": error_path(out).name if form == "jsonl" else None,
            "workers": options.workers,
            "provenance": pool.provenance,
        }
        write_manifest(ledger, call, new, seconds, len(files))
        ledger.finish()
        for pair in parts:
            for path in pair:
                path.unlink(missing_ok=True)
        return Summary(total, new, seconds, already=False, replaced=pool.replaced)


def check_options(options: BatchOptions) -> None:
    """See that the options make sense, whichever engine runs them.

    Raises:
        UsageError: One is wrong, or two exclude each other.
    """
    if options.restart and options.keep:
        raise UsageError("--restart and --keep exclude each other")
    if options.workers < 1 or options.part_size < 1:
        raise UsageError("--workers and --part-size are at least 1")
    if options.timeout <= 0:
        raise UsageError("--timeout is more than 0 seconds")
    for name, value in (("--limit", options.limit), ("--sample", options.sample)):
        if value is not None and value < 1:
            raise UsageError(f"{name} is at least 1")
    if options.sample is not None and "-" in options.sources:
        raise UsageError("--sample cannot read standard input twice", hint="Name a file")
    if options.headers not in ("en", "zh"):
        raise UsageError(f"--headers {options.headers}: unknown", hint="Choose en or zh")
    if options.reading.engine not in ("onnx", "hanlp"):
        raise UsageError(
            f"--ner-engine {options.reading.engine}: unknown", hint="Choose onnx or hanlp"
        )
    if options.reading.date is not None:
        from policy_extract.dates import parse_date

        parse_date(options.reading.date)


def fingerprint(options: BatchOptions, form: str) -> dict[str, Any]:
    """All that shapes the output besides the inputs themselves."""
    from policy_extract.rules.loader import rules_fingerprint

    return {
        "tool": __version__,
        "rules": rules_fingerprint(),
        "model": model_digest(options.reading.ner),
        "lexicons": [file_digest(Path(path)) for path in options.reading.lexicons],
        "format": form,
        "headers": options.headers,
        "sources": list(options.sources),
        "limit": options.limit,
        "sample": options.sample,
        "seed": options.seed if options.sample is not None else None,
        **asdict(options.fields),
        **{name: one for name, one in asdict(options.reading).items() if name != "lexicons"},
    }


class Journal(Protocol):
    """Where a run is written down: the ledger, or its like on shared storage."""

    run: dict[str, Any]
    finished: bool

    def begin(self, run: Mapping[str, Any], /) -> None:
        """Write down what this run is."""

    def clear(self) -> None:
        """Forget everything."""


def settle(ledger: Journal, wanted: dict[str, Any], options: BatchOptions) -> None:
    """Go on, start anew, or ask.

    Raises:
        UsageError: The run changed and neither way out was named.
    """
    if options.restart:
        ledger.clear()
        return
    if not ledger.run or ledger.run == wanted:
        return
    old, new = ledger.run.get("options", {}), wanted["options"]
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    if not changed:
        if ledger.finished:
            raise UsageError(
                f"{options.out}: the input files changed since this output was finished",
                hint="Say --restart to make it anew",
            )
        return  # the digest of each finished part decides
    if not options.keep:
        raise UsageError(
            f"{options.out}: the run that made it differs in: {', '.join(changed)}",
            hint="Say --restart to make everything anew, or --keep to go on with what is done",
        )
    if {"format", "headers"} & set(changed) and ledger.finished:
        raise UsageError(f"{options.out}: is finished in another form", hint="Say --restart")
    if not ledger.finished:
        ledger.begin(wanted)


def _chosen(options: BatchOptions, files: list[Path | None]) -> Iterator[Item]:
    items = read_items(files, options.fields, options.reading.encoding)
    if options.sample is not None:
        total = sum(1 for _ in read_items(files, options.fields, options.reading.encoding))
        size = min(options.sample, total)
        chosen = set(random.Random(options.seed).sample(range(total), size))
        items = (item for index, item in enumerate(items) if index in chosen)
    return itertools.islice(items, options.limit) if options.limit is not None else items


def _work(
    options: BatchOptions,
    files: list[Path | None],
    ledger: Ledger,
    pool: Pool,
    told: Told | None,
) -> None:
    items = _chosen(options, files)
    writer = PartWriter(ledger, options.part_size)
    first = skip_done(items, ledger)
    digests: dict[int, bytes] = {}

    def numbered() -> Iterator[tuple[int, Item]]:
        for index, item in enumerate(items, first):
            digests[index] = item_digest(item)
            yield index, item

    heard = 0.0
    if told is not None:
        told(writer.counts)
    with closing(pool.run(numbered())) as results:
        for result in results:
            writer.add(digests.pop(result.index), result)
            if told is not None and time.monotonic() - heard >= _TELL:
                told(writer.counts)
                heard = time.monotonic()
    writer.flush()
    if told is not None:
        told(writer.counts)
