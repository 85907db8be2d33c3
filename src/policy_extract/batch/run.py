"""A whole run: what is done is passed over, the rest goes through workers, the output appears."""

import itertools
import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from policy_extract._version import __version__
from policy_extract.batch.digests import model_digest, path_digest
from policy_extract.batch.items import Item
from policy_extract.batch.ledger import Counts, Ledger, is_ledger
from policy_extract.batch.manifest import write_manifest
from policy_extract.batch.parts import PartWriter, item_digest, part_paths, skip_done
from policy_extract.batch.pool import Pool
from policy_extract.batch.publish import check_place, publish
from policy_extract.batch.sinks import error_path, format_of, require
from policy_extract.batch.sources import list_files, listing_digest, read_items
from policy_extract.batch.tables import Cells
from policy_extract.batch.tabular import Fields
from policy_extract.batch.worker import Reading
from policy_extract.errors import OutputError, UsageError
from policy_extract.output import check_confidence
from policy_extract.side_files import refuse_foreign
from policy_extract.writing import is_stream, open_output, real_path


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Everything a run is told. ``workers``, ``part_size`` and ``timeout`` shape no record."""

    sources: tuple[str, ...]
    out: Path
    form: str | None = None
    fields: Fields = field(default_factory=Fields)
    reading: Reading = field(default_factory=Reading)
    headers: str = "en"
    guard: bool = True
    workers: int = 1
    timeout: float = 60.0
    part_size: int = 256
    limit: int | None = None
    sample: int | None = None
    seed: int = 0
    restart: bool = False
    keep: bool = False

    @property
    def cells(self) -> Cells:
        """How cells of CSV and XLSX are written."""
        return Cells(self.headers, self.guard)


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended: what the output holds, and what of it this call did.

    Attributes:
        counts: What the output holds.
        new: What of it this call did.
        seconds: How long this call took.
        already: Whether everything was done before.
        replaced: Workers, or passes on a cluster, that were lost and made up for.
        passed: Files that were passed over, by kind.
        failures: Reasons why documents failed, where the output has no place for them.
    """

    counts: Counts
    new: Counts
    seconds: float
    already: bool
    replaced: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    failures: tuple[str, ...] = ()


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
        options: What to do. An output that is standard output, a device or a pipe is written
            through at the end, and such a run cannot go on after a kill.
        told: Called with the counts of the whole run: when what was done before has been passed
            over, some ten times a second, and at the end.

    Raises:
        UsageError: An option is wrong, or the run changed and neither way out was named.
        InputError: A source does not exist.
        OutputError: The output cannot be written, or belongs to something else.
        ClosedPipeError: Standard output was closed before everything was written.
    """
    check_options(options)
    if is_stream(options.out):
        return _run_through(options, told)
    return _run(replace(options, out=real_path(options.out)), told)


def _run_through(options: BatchOptions, told: Told | None) -> Summary:
    form = options.form or "jsonl"
    if form in ("parquet", "csv"):
        raise UsageError(f"-o {options.out}: {form} is a folder of files", hint="Choose jsonl")
    with tempfile.TemporaryDirectory(prefix="policy-extract-") as folder:
        out = Path(folder) / f"out.{form}"
        summary = _run(replace(options, out=out, form=form), told)
        with open_output(options.out) as stream, out.open("rb") as made:
            shutil.copyfileobj(made, stream, 1 << 20)
        failures = error_path(out)
        lines = failures.read_text("utf-8").splitlines() if failures.exists() else []
    return replace(summary, failures=tuple(json.loads(line)["message"] for line in lines))


def _run(options: BatchOptions, told: Told | None) -> Summary:
    began = time.monotonic()
    out = options.out
    if not out.absolute().parent.is_dir():
        raise OutputError(f"{out}: its folder does not exist", hint="Create it first")
    form = format_of(out, options.form)
    require(form)
    passed: Counter[str] = Counter()
    files = list_files(options.sources, passed)
    ledger = Ledger(out.with_name(f"{out.name}.batch"))
    if (ledger.home / "run.json").exists() and is_ledger(ledger.home):
        raise UsageError(
            f"{out}: was begun with --engine ray", hint="Go on with it, or choose another -o"
        )
    if out.exists() and not ledger.home.exists():
        raise OutputError(
            f"{out}: exists and was not made by a batch run", hint="Choose another -o"
        )
    if form == "jsonl" and not ledger.home.exists():
        refuse_foreign(error_path(out), ())
    ledger.open()
    with closing(ledger):
        check_place(form, out, ledger, files)
        wanted = {"options": fingerprint(options, form), "inputs": listing_digest(files)}
        settle(ledger, wanted, options)
        if ledger.finished and out.exists():
            _see_same_inputs(ledger, wanted, options, files)
            seconds = time.monotonic() - began
            return Summary(ledger.counts, Counts(), seconds, already=True, passed=dict(passed))
        if ledger.finished:
            ledger.clear()
        if not ledger.run:
            ledger.begin(wanted)
        before = ledger.counts
        pool = Pool(options.workers, options.reading, options.timeout)
        _work(options, files, ledger, pool, told)
        parts = [part_paths(ledger, part.number) for part in ledger.parts]
        publish(form, parts, out, options.cells, ledger)
        total = ledger.counts
        new = Counts(*(getattr(total, name) - getattr(before, name) for name in Counts.__slots__))
        seconds = time.monotonic() - began
        call = {
            "output": out.name,
            "format": form,
            "errors_file": error_path(out).name if form == "jsonl" else None,
            "workers": options.workers,
            "provenance": pool.provenance,
            "passed_over": dict(sorted(passed.items())),
        }
        write_manifest(ledger, call, new, seconds, len(files))
        ledger.finish()
        for pair in parts:
            for path in pair:
                path.unlink(missing_ok=True)
        return Summary(
            total, new, seconds, already=False, replaced=pool.replaced, passed=dict(passed)
        )


def _see_same_inputs(
    ledger: Ledger, wanted: dict[str, Any], options: BatchOptions, files: list[Path | None]
) -> None:
    """See that a finished output was made from these inputs: by what the system knows of the
    files, and where that differs, or there is only a stream, by what they hold.

    Raises:
        UsageError: It was not.
    """
    if ledger.run["inputs"] == wanted["inputs"] and None not in files:
        return
    items = _chosen(options, files)
    try:
        skip_done(items, ledger)
        same = next(items, None) is None
    except OutputError:
        same = False
    if not same:
        raise UsageError(
            f"{options.out}: the input files changed since this output was finished",
            hint="Say --restart to make it anew",
        )
    ledger.begin({**ledger.run, "inputs": wanted["inputs"]})


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
    check_confidence(options.reading.min_confidence)
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
        "lexicons": [path_digest(Path(path)) for path in options.reading.lexicons],
        "format": form,
        "headers": options.headers,
        "guard": options.guard,
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
        return  # whether the inputs are the same, their content decides
    if not options.keep:
        raise UsageError(
            f"{options.out}: the run that made it differs in: {', '.join(changed)}",
            hint="Say --restart to make everything anew, or --keep to go on with what is done",
        )
    if {"format", "guard", "headers"} & set(changed) and ledger.finished:
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
