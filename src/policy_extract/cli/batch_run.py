"""What ``batch`` shows: a bar for a person, JSON lines for a machine, and a line that adds up."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from policy_extract.batch.ledger import Counts
from policy_extract.batch.run import BatchOptions, Summary, Told
from policy_extract.cli.batch_engine import Engine
from policy_extract.errors import GateError

_EVERY = 1.0
"""Seconds between two lines of ``--log-json``."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a run is shown, and when it fails."""

    dry_run: bool = False
    strict: bool = False
    log_json: bool = False
    quiet: bool = False


def cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batch_run(options: BatchOptions, shown: Shown, engine: Engine) -> None:
    """Run and report.

    Raises:
        GateError: A document failed and ``strict`` was asked for.
        PolicyExtractError: What the engine raises.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if shown.dry_run:
        total, bad = engine.count(options)
        console.print(
            f"dry run: {total} documents, {bad} of them unreadable; nothing was written",
            markup=False,
        )
        return
    with _progress(options, shown, console, engine) as told:
        summary = engine.run(options, told)
    counts = summary.counts
    if shown.log_json:
        _log({"event": "finished", **asdict(counts), "seconds": round(summary.seconds, 3)})
    else:
        console.print(_line(engine.out, summary), markup=False)
    if shown.strict and counts.errors:
        raise GateError(
            f"{counts.errors} of {counts.inputs} documents failed (--strict)",
            hint="See the errors of the output",
        )


def _line(out: str, summary: Summary) -> str:
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


def _log(entry: dict[str, object]) -> None:
    print(json.dumps(entry, ensure_ascii=False), file=sys.stderr, flush=True)


@contextmanager
def _progress(
    options: BatchOptions, shown: Shown, console: Console, engine: Engine
) -> Iterator[Told | None]:
    if shown.log_json:
        yield _logger()
        return
    if shown.quiet or not console.is_terminal:
        yield None
        return
    total = (
        options.limit or options.sample or (count_inputs_if_cheap(options) if engine.here else None)
    )
    with Progress(
        BarColumn(),
        TextColumn("{task.completed} documents"),
        TextColumn("{task.fields[found]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task("batch", total=total, found="")
        began = time.monotonic()
        first: list[Counts] = []

        def told(counts: Counts) -> None:
            if not first:
                first.append(counts)
            rate = (counts.chars - first[0].chars) / max(time.monotonic() - began, 1e-9)
            found = (
                f"{rate:,.0f} characters/s · {counts.targets} targets · "
                f"{counts.metrics} metrics · {counts.errors} errors"
            )
            bar.update(task, completed=counts.inputs, found=found)

        yield told


def count_inputs_if_cheap(options: BatchOptions) -> int | None:
    """The number of inputs where no file must be read to know it, else null."""
    from policy_extract.batch.sources import list_files
    from policy_extract.text.files import DOCUMENTS

    files = list_files(options.sources)
    plain = all(path is not None and path.suffix.lower() in DOCUMENTS for path in files)
    return len(files) if plain else None


def _logger() -> Told:
    last = [0.0]
    began = time.monotonic()

    def told(counts: Counts) -> None:
        now = time.monotonic()
        if now - last[0] >= _EVERY:
            last[0] = now
            _log({"event": "progress", **asdict(counts), "seconds": round(now - began, 3)})

    return told
