"""A whole run on Ray: what is done is passed over, lost nodes are made up for, parts are joined."""

import gc
import os
import time
import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from policy_extract.batch.cluster.listing import list_sources, listing_digest
from policy_extract.batch.cluster.output import check_place, place, publish
from policy_extract.batch.cluster.pipeline import run_pipeline
from policy_extract.batch.cluster.receipts import Receipt, RunRecord
from policy_extract.batch.cluster.session import session
from policy_extract.batch.cluster.spans import Unit, cut, pick, unit_items
from policy_extract.batch.cluster.stages import Job, Message
from policy_extract.batch.ledger import Counts
from policy_extract.batch.run import (
    BatchOptions,
    Summary,
    Told,
    check_options,
    fingerprint,
    settle,
)
from policy_extract.batch.sinks import error_path, format_of, require
from policy_extract.errors import PolicyExtractError, UsageError

PASSES = 3
"""Passes in a row that may be lost without a single new part."""


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """Where a run is done and where its output stands.

    Attributes:
        out: A path that all nodes share, or a URL; stands for the ``out`` of the batch options.
        address: ``HOST:PORT`` of a cluster or ``auto``; null for ``RAY_ADDRESS``, else this
            machine alone.
        actors: Processes that hold an extractor; null for one on each processor.
    """

    out: str
    address: str | None = None
    actors: int | None = None


@dataclass
class _Tally:
    """What has been heard from the pipeline, over all passes."""

    told: Told | None
    call: str = field(default_factory=lambda: uuid.uuid4().hex)
    parts: dict[tuple[int, int], Receipt] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    new: Counts = field(default_factory=Counts)
    provenance: dict[str, Any] | None = None

    def take(self, message: Message) -> None:
        """Count a message; a part that is heard of twice counts once.

        Raises:
            PolicyExtractError: It says that the run cannot go on.
        """
        if message.kind == "failed":
            raise message.body
        if message.kind == "end":
            self.spans[message.unit] = message.span
            return
        key = message.unit, message.span
        if key in self.parts:
            return
        receipt = message.body
        self.provenance = receipt.provenance or self.provenance
        self.parts[key] = replace(receipt, provenance=None)
        self.counts += receipt.counts
        if receipt.call == self.call:
            self.new += receipt.counts
        if self.told is not None:
            self.told(self.counts)

    def open_units(self, units: list[Unit]) -> list[Unit]:
        """The units of which a span is still missing."""
        return [unit for unit in units if not self._closed(unit.number)]

    def _closed(self, unit: int) -> bool:
        spans = self.spans.get(unit)
        return spans is not None and all((unit, span) in self.parts for span in range(spans))


def count_on_cluster(options: BatchOptions) -> tuple[int, int]:
    """Inputs, and how many of them cannot even be opened; reads every source on this machine."""
    check_options(options)
    bad = total = 0
    for unit in _units(options, options.part_size)[1]:
        for item in unit_items(unit, options.fields):
            total += 1
            bad += item.error is not None
    return total, bad


def run_on_cluster(
    options: BatchOptions, cluster: ClusterOptions, told: Told | None = None
) -> Summary:
    """Run, or go on with, a batch on Ray.

    Args:
        options: What to do; its ``workers`` are the processors of a cluster of this machine.
        cluster: Where.
        told: Called with the counts of the whole run after every part.

    Raises:
        UsageError: An option is wrong, Ray is missing, or the run changed and neither way out
            was named.
        InputError: A source or the cluster cannot be reached, or a node is not like this machine.
        OutputError: The output cannot be written, or belongs to something else.
        PolicyExtractError: Nodes were lost again and again.
    """
    began = time.monotonic()
    check_options(options)
    store, name = place(cluster.out)
    form = format_of(options.out, options.form)
    require(form)
    record = RunRecord(store.below(f"{name}.batch"), options.part_size)
    record.load()
    check_place(form, record, store, name)
    files, units = _units(options, record.part_size)
    expected = fingerprint(options, form)
    wanted = {"options": expected, "inputs": files}
    settle(record, wanted, options)
    if record.finished:
        if store.exists(name):
            if record.run["inputs"] != files:
                raise UsageError(
                    f"{cluster.out}: the input files changed since this output was finished",
                    hint="Say --restart to make it anew",
                )
            return Summary(record.counts, Counts(), time.monotonic() - began, already=True)
        record.clear()
    with session(cluster.address, options.workers) as ray:
        if not record.run:
            if record.part_size != options.part_size:
                record.part_size = options.part_size
                units = _units(options, record.part_size)[1]
            record.begin(wanted)
        tally = _Tally(told)
        job = Job(
            options, form, expected, record.home, record.id, record.part_size, tally.call,
            os.getcwd(),
        )  # fmt: skip
        lost = _passes(ray, units, job, cluster.actors, tally)
    receipts = [tally.parts[key] for key in sorted(tally.parts)]
    publish(form, options.cells, receipts, record, store, name)
    seconds = time.monotonic() - began
    record.home.write_json(
        "manifest.json",
        {
            "output": name,
            "format": form,
            "errors_file": error_path(options.out).name if form == "jsonl" else None,
            "sources": list(options.sources),
            "counts": asdict(tally.counts),
            "parts": len(receipts),
            "provenance": tally.provenance,
            "fingerprint": record.run,
            "engine": "ray",
            "passes_lost": lost,
            "seconds_of_last_call": round(seconds, 3),
        },
    )
    record.finish(tally.counts)
    return Summary(tally.counts, tally.new, seconds, already=False, replaced=lost)


def _units(options: BatchOptions, part_size: int) -> tuple[str, list[Unit]]:
    files = list_sources(options.sources)
    units = cut(files, part_size)
    chosen = pick(units, options.fields, options.limit, options.sample, options.seed)
    return listing_digest(files), chosen


def _passes(ray: Any, units: list[Unit], job: Job, actors: int | None, tally: _Tally) -> int:
    """Pass over the units until each is whole; returns how many passes were lost."""
    lost = idle = 0
    while left := tally.open_units(units):
        before = len(tally.parts)
        reason = "parts were missing at the end"
        count = actors or max(1, int(ray.cluster_resources().get("CPU", 1)))
        try:
            for message in run_pipeline(ray, left, job, count):
                tally.take(message)
        except ray.exceptions.RayError as error:
            reason = " ".join(str(error).split())[:300]
        if not tally.open_units(left):
            break
        lost += 1
        idle = 0 if len(tally.parts) > before else idle + 1
        if idle >= PASSES:
            raise PolicyExtractError(
                f"the cluster lost {PASSES} passes in a row without a new part: {reason}",
                hint="See that its nodes have memory left; the same command then goes on",
            )
        gc.collect()  # the actors of a lost pass live as long as something names them
        time.sleep(1.0 + idle)
    return lost
