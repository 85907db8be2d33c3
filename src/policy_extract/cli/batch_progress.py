"""How far a batch is: a bar for a person, JSON lines for a machine."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from policy_extract.batch.counts import Counts
from policy_extract.batch.estimate import Expected
from policy_extract.batch.run import Told

_EVERY = 1.0
"""Seconds between two lines of JSON."""


class _Pace:
    """Characters a second of this call; what was done before does not count."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self._from: int | None = None

    def rate(self, counts: Counts) -> float:
        if self._from is None:
            self._from, self.began = counts.chars, time.monotonic()
        return (counts.chars - self._from) / max(time.monotonic() - self.began, 1e-9)


class _TwoLines(Progress):
    """The bar, and below it what was found, so that both fit a narrow terminal."""

    below = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield self.make_tasks_table(self.tasks)
        yield Text(self.below, no_wrap=True, overflow="ellipsis")


def found_line(counts: Counts, rate: float) -> str:
    """What was found so far, for the second line."""
    return (
        f"{rate:,.0f} characters/s · {counts.targets:,} targets · {counts.metrics:,} metrics · "
        f"{counts.errors:,} errors"
    )


@contextmanager
def bar(console: Console, expected: Expected | None) -> Iterator[Told]:
    """A bar while the block runs: documents, time left, and below it what was found."""
    with _TwoLines(
        BarColumn(),
        TextColumn("{task.fields[count]} documents"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as shown:
        total = expected.inputs if expected else None
        goal = "" if expected is None else f" of {'' if expected.exact else '~'}{total:,}"
        task = shown.add_task("batch", total=total, count=f"0{goal}")
        pace = _Pace()
        told_before = False

        def told(counts: Counts) -> None:
            nonlocal told_before
            over = total is not None and counts.inputs > total
            if not told_before:  # what earlier calls did says nothing about the pace
                shown.reset(task, total=total, completed=counts.inputs)
                told_before = True
            shown.below = found_line(counts, pace.rate(counts))
            count = f"{counts.inputs:,}{'' if over else goal}"
            shown.update(task, completed=counts.inputs, total=None if over else total, count=count)

        yield told


def log_line(event: str, counts: Counts, **more: object) -> None:
    """Write one JSON line to standard error."""
    entry = {"event": event, **asdict(counts), **more}
    print(json.dumps(entry, ensure_ascii=False), file=sys.stderr, flush=True)


def logger(expected: Expected | None) -> Told:
    """Tells by a JSON line a second."""
    last = [0.0]
    pace = _Pace()
    more = {
        "expected": expected.inputs if expected else None,
        "expected_is_exact": bool(expected and expected.exact),
    }

    def told(counts: Counts) -> None:
        rate, now = pace.rate(counts), time.monotonic()
        if now - last[0] >= _EVERY:
            last[0] = now
            log_line(
                "progress",
                counts,
                **more,
                characters_per_second=round(rate),
                seconds=round(now - pace.began, 3),
            )

    return told
