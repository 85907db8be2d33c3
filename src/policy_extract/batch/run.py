"""A whole run: what is done is passed over, the rest goes to an engine, the output appears."""

import hashlib
import json
import os
import shutil
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from policy_extract.batch.counts import Counts, total
from policy_extract.batch.engine import Engine, Job, Local
from policy_extract.batch.ledger import Ledger
from policy_extract.batch.listing import File, list_sources, listing_digest
from policy_extract.batch.manifest import write_manifest
from policy_extract.batch.options import BatchOptions as BatchOptions
from policy_extract.batch.options import check_options, fingerprint
from policy_extract.batch.publish import Destination
from policy_extract.batch.receipts import Receipt, done_units, finished_parts
from policy_extract.batch.sinks import error_path, format_of, require
from policy_extract.batch.store import place, reaching
from policy_extract.batch.work import FileGroup, choose, group_items, inputs_changed, work_units
from policy_extract.errors import UsageError
from policy_extract.writing import is_stream, open_output

Told = Callable[[Counts], None]
_TELL = 0.1
"""Seconds between two calls of ``told``."""


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


def count_inputs(options: BatchOptions) -> tuple[int, int]:
    """Inputs, and how many of them cannot even be opened; reads every source here, writes nothing."""
    check_options(options)
    bad = inputs = 0
    with reaching(*options.sources):
        for group in _groups(options, list_sources(options.sources)):
            for item in group_items(group, options.fields, options.reading.encoding):
                inputs += 1
                bad += item.error is not None
    return inputs, bad


def run_batch(
    options: BatchOptions, told: Told | None = None, engine: Engine | None = None
) -> Summary:
    """Run, or go on with, a batch; one engine may go on where another stopped.

    Args:
        options: What to do. An output that is standard output, a device or a pipe is written
            through at the end, and such a run cannot go on after a kill.
        told: Called with the counts of the whole run: when it is known what was done before, some
            ten times a second or after every part, and at the end.
        engine: What runs the units of work; this machine when null.

    Raises:
        UsageError: An option is wrong, or the run changed and neither way out was named.
        InputError: A source does not exist, or a storage or cluster cannot be reached or is not like
            this machine.
        OutputError: The output cannot be written, or belongs to something else.
        ClosedPipeError: Standard output was closed before everything was written.
        PolicyExtractError: Workers or nodes were lost again and again.
    """
    check_options(options)
    engine = engine or Local()
    with reaching(*options.sources, options.out):
        if is_stream(options.out):
            return _run_through(options, told, engine)
        return _run(options, told, engine)


def _run_through(options: BatchOptions, told: Told | None, engine: Engine) -> Summary:
    form = options.form or "jsonl"
    if form in ("parquet", "csv"):
        raise UsageError(f"-o {options.out}: {form} is a folder of files", hint="Choose jsonl")
    with tempfile.TemporaryDirectory(prefix="policy-extract-") as folder:
        out = Path(folder) / f"out.{form}"
        summary = _run(replace(options, out=out, form=form), told, engine)
        with open_output(options.out) as stream, out.open("rb") as made:
            shutil.copyfileobj(made, stream, 1 << 20)
        failures = error_path(out)
        lines = failures.read_text("utf-8").splitlines() if failures.exists() else []
    return replace(summary, failures=tuple(json.loads(line)["message"] for line in lines))


def _run(options: BatchOptions, told: Told | None, engine: Engine) -> Summary:
    began = time.monotonic()
    store, name = place(options.out)
    form = format_of(Path(options.out), options.form)
    require(form, f"{store.url}/{name}")
    passed: Counter[str] = Counter()
    files = list_sources(options.sources, passed)
    ledger = Ledger(store.below(f"{name}.batch"))
    ledger.load()
    out = Destination(store, name, form, ledger)
    out.check(files)
    wanted: dict[str, Any] = {
        "options": fingerprint(options, form),
        "inputs": listing_digest(files),
    }
    with ledger.locked():
        settle(ledger, wanted, options)
        if ledger.finished and store.exists(name):
            _see_same_inputs(ledger, wanted, options, files)
            seconds = time.monotonic() - began
            passed += Counter(ledger.passed)
            return Summary(ledger.counts, Counts(), seconds, already=True, passed=dict(passed))
        if ledger.finished:
            ledger.clear()
        with engine.session(options):
            if not ledger.run:
                ledger.part_size = ledger.part_size or options.part_size
                ledger.begin(wanted)
            options = replace(options, part_size=ledger.part_size)
            call = uuid.uuid4().hex
            job = Job(options, form, wanted["options"], ledger.home, ledger.id, call, os.getcwd())
            receipts = _work(files, job, engine, told)
        out.publish(receipts, options.cells)
        counts = total(receipts)
        inside: Counter[str] = sum((Counter(one.passed) for one in receipts), Counter())
        passed += inside
        new = total(one for one in receipts if one.call == call)
        seconds = time.monotonic() - began
        about = {
            "output": name,
            "format": form,
            "errors_file": error_path(Path(name)).name if form == "jsonl" else None,
            "engine": engine.name,
            "workers": options.workers,
            "replaced": engine.replaced,
            "passed_over": dict(sorted(passed.items())),
        }
        write_manifest(ledger, about, receipts, new, seconds, len(files))
        ledger.finish(counts, _content(one.inputs for one in receipts), inside)
    return Summary(
        counts, new, seconds, already=False, replaced=engine.replaced, passed=dict(passed)
    )


def settle(ledger: Ledger, wanted: dict[str, Any], options: BatchOptions) -> None:
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


def _see_same_inputs(
    ledger: Ledger, wanted: dict[str, Any], options: BatchOptions, files: list[File]
) -> None:
    """See that a finished output was made from these inputs: by what is known of the files, and
    where that differs, or there is a stream among them, by what they hold.

    Raises:
        UsageError: It was not.
    """
    if ledger.run["inputs"] == wanted["inputs"] and all(file.name for file in files):
        return
    options = replace(options, part_size=ledger.part_size)
    fields, encoding = options.fields, options.reading.encoding
    units = (
        unit
        for group in _groups(options, files)
        for unit in work_units(group, fields, encoding, options.part_size)
    )
    if _content(unit.inputs for unit in units) != ledger.content:
        raise UsageError(
            f"{options.out}: the input files changed since this output was finished",
            hint="Say --restart to make it anew",
        )
    ledger.begin({**ledger.run, "inputs": wanted["inputs"]})


def _content(inputs: Iterable[str]) -> str:
    """A digest of the digests of all units."""
    return hashlib.sha256("".join(inputs).encode()).hexdigest()


def _groups(options: BatchOptions, files: list[File]) -> list[FileGroup]:
    drawn = options.limit, options.sample, options.seed
    return choose(files, options.part_size, options.fields, options.reading.encoding, *drawn)


def _work(files: list[File], job: Job, engine: Engine, told: Told | None) -> list[Receipt]:
    """Have all parts made that are not there yet; returns the receipts of all, in order."""
    receipts = finished_parts(job.parts)
    done = done_units(receipts.values())
    groups = [replace(one, done=done.pop(one.number, {})) for one in _groups(job.options, files)]
    for group, units in done.items():
        raise inputs_changed(group, min(units))
    so_far = total(receipts.values())
    heard = 0.0

    def hear(counts: Counts) -> None:
        nonlocal heard
        if told is not None and time.monotonic() - heard >= _TELL:
            told(so_far + counts)
            heard = time.monotonic()

    hear(Counts())
    for receipt in engine.run(groups, job, hear):
        if receipt.key not in receipts:
            receipts[receipt.key] = receipt
            so_far += receipt.counts
            hear(Counts())
    if told is not None:
        told(so_far)
    return [receipts[key] for key in sorted(receipts)]
