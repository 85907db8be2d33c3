"""Runs a batch and reports: how far it is on the way, and at the end a line that adds up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console

from policy_extract.batch.counts import Counts
from policy_extract.batch.engine import Engine
from policy_extract.batch.estimate import Expected, expected_inputs
from policy_extract.batch.folders import kinds
from policy_extract.batch.options import BatchOptions
from policy_extract.batch.run import Summary, Told, count_inputs, run_batch
from policy_extract.batch.store import is_url
from policy_extract.cli.batch_progress import bar, log_line, logger
from policy_extract.errors import GateError, InterruptError
from policy_extract.text.files import LETTERS, SAVE_LETTERS
from policy_extract.writing import is_stream


@dataclass(frozen=True, slots=True)
class Shown:
    """How a run is shown, and when it fails."""

    dry_run: bool = False
    strict: bool = False
    log_json: bool = False
    quiet: bool = False
    verbose: bool = False


def cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batch_run(options: BatchOptions, shown: Shown, engine: Engine) -> None:
    """Run and report.

    Raises:
        GateError: A document failed and ``strict`` was asked for.
        InterruptError: Ctrl-C; says how to go on.
        PolicyExtractError: What the engine raises.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if shown.dry_run:
        total, bad = count_inputs(options)
        console.print(
            f"dry run: {total} documents, {bad} of them unreadable; nothing was written",
            markup=False,
        )
        return
    if shown.verbose:
        for line in _details(options):
            console.print(line, markup=False)
    try:
        with _progress(options, shown, console) as told:
            summary = run_batch(options, told, engine)
    except KeyboardInterrupt as error:
        if is_stream(options.out):
            raise InterruptError(f"{options.out}: interrupted; nothing was written") from error
        raise InterruptError(
            f"{options.out}: interrupted; finished parts are kept",
            hint="The same command goes on from there",
        ) from error
    counts = summary.counts
    for reason in summary.failures:
        if shown.log_json:
            log_line("failed", Counts(), message=reason)
        else:
            console.print(f"policy-extract: {reason}", markup=False)
    if shown.log_json:
        seconds = round(summary.seconds, 3)
        log_line("finished", counts, new=summary.new.inputs, seconds=seconds)
    else:
        if summary.passed:
            hint = f". {SAVE_LETTERS}" if LETTERS & summary.passed.keys() else ""
            console.print(f"passed over: {kinds(summary.passed)}{hint}", markup=False)
        console.print(_line(options.out, summary), markup=False)
    if shown.strict and counts.errors:
        raise GateError(
            f"{counts.errors} of {counts.inputs} documents failed (--strict)",
            hint="See the errors of the output",
        )


def _details(options: BatchOptions) -> Iterator[str]:
    """What a run is made with."""
    reading = options.reading
    yield f"sources: {', '.join(options.sources)}"
    yield f"model: {reading.ner} ({reading.engine}); lexicons: {', '.join(reading.lexicons) or 'none'}"
    yield f"rules besides the shipped ones: {reading.rules or 'none'}"
    yield f"{options.workers} workers, {options.timeout:g} s a document, {options.part_size} to a part"
    yield f"kept in {options.out}.batch: ledger, finished parts, manifest.json"


def _line(out: object, summary: Summary) -> str:
    counts, new = summary.counts, summary.new
    line = (
        f"{out}: {counts.inputs} inputs = {counts.documents} documents + "
        f"{counts.errors} errors; {counts.targets} targets, {counts.metrics} metrics, "
        f"{counts.entities} entities in {counts.chars} characters"
    )
    if summary.already:
        return f"{line}; was finished already"
    if new.inputs != counts.inputs:
        line += f"; {counts.inputs - new.inputs} were done before"
    rate = new.chars / summary.seconds if summary.seconds else 0.0
    return f"{line}; {summary.seconds:.1f} s, {rate:,.0f} characters/s"


@contextmanager
def _progress(options: BatchOptions, shown: Shown, console: Console) -> Iterator[Told | None]:
    if shown.log_json:
        yield logger(expected(options))
        return
    if shown.quiet or not console.is_terminal:
        yield None
        return
    with bar(console, expected(options)) as told:
        yield told


def expected(options: BatchOptions) -> Expected | None:
    """The number of inputs as far as it can be known before the work, else null."""
    from policy_extract.batch.listing import list_files

    far = any(map(is_url, options.sources))
    known = None if far else expected_inputs(list_files(options.sources))
    bounds = [bound for bound in (options.limit, options.sample) if bound is not None]
    if known is not None:
        return Expected(min(known.inputs, *bounds), known.exact) if bounds else known
    return Expected(min(bounds), exact=False) if bounds else None
