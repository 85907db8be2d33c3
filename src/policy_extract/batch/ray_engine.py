"""Units of work on a Ray cluster: readers cut files into units, makers make parts of them."""

import os
import platform
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from policy_extract.batch.counts import Counts
from policy_extract.batch.engine import Job
from policy_extract.batch.options import BatchOptions, fingerprint
from policy_extract.batch.ray_session import session
from policy_extract.batch.receipts import Receipt, done_units, finished_parts, make_parts
from policy_extract.batch.store import is_url
from policy_extract.batch.work import FileGroup, WorkUnit
from policy_extract.errors import InputError, PolicyExtractError, UsageError

PASSES = 3
"""Passes in a row that may be lost without a single new part."""
_AHEAD = 2
"""Units that a maker is given: while it makes one, the next is on its way."""
_PATIENCE = 30.0
"""Seconds without an answer after which it is seen whether anybody is left to give one."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Says that a group has been read to its end, and how many units it has."""

    group: int
    units: int


Answer = WorkUnit | Receipt | Ended | PolicyExtractError | None


class OnRay:
    """A Ray cluster of many machines, or of this one alone.

    Args:
        address: ``HOST:PORT`` of a cluster or ``auto``; null for ``RAY_ADDRESS``, else this
            machine alone, as wide as the options' ``workers``.
        makers: Processes that hold an extractor; null for one on each processor.
    """

    name = "ray"

    def __init__(self, address: str | None = None, makers: int | None = None) -> None:
        self.replaced = 0
        self._address, self._makers = address, makers
        self._ray: Any = None

    @contextmanager
    def session(self, options: BatchOptions) -> Iterator[None]:
        """A connection to Ray.

        Raises:
            UsageError: Ray is missing, or the options are none for a cluster.
            InputError: The cluster cannot be reached.
        """
        if "-" in options.sources:
            raise UsageError("--engine ray cannot read standard input", hint="Name a file")
        with session(self._address, options.workers) as self._ray:
            yield

    def run(
        self, groups: list[FileGroup], job: Job, hear: Callable[[Counts], None]
    ) -> Iterator[Receipt]:
        """Pass over the groups until each is whole; a node that is lost ends a pass.

        What Ray would wait for may never come back, as on a cluster that has become smaller. The
        next pass goes on from the finished parts, with a maker for each processor that is left.
        """
        idle = 0
        known = {(group.number, unit) for group in groups for unit in group.done}
        while True:
            before = len(known)
            ended: dict[int, int] = {}
            try:
                for answer in self._pass(groups, job):
                    if isinstance(answer, Ended):
                        ended[answer.group] = answer.units
                    else:
                        known.add(answer.key)
                        yield answer
                return
            except self._ray.exceptions.RayError as error:
                reason = " ".join(str(error).split())[:300]
            self.replaced += 1
            receipts = finished_parts(job.parts)
            yield from (receipt for key, receipt in receipts.items() if key not in known)
            known |= set(receipts)
            idle = 0 if len(known) > before else idle + 1
            if idle >= PASSES:
                raise PolicyExtractError(
                    f"the cluster lost {PASSES} passes in a row without a new part: {reason}",
                    hint="See that its nodes have memory left; the same command then goes on",
                )
            done = done_units(receipts.values())
            groups = [
                replace(group, done=done.get(group.number, {}))
                for group in groups
                if not _whole(group, ended, known)
            ]
            time.sleep(1.0 + idle)

    def _pass(self, groups: list[FileGroup], job: Job) -> Iterator[Receipt | Ended]:
        """Every reader has a group, every maker a unit or two, until all groups are at their ends.

        Raises:
            ray.exceptions.RayError: A node, an actor or an object was lost.
            PolicyExtractError: A reader or maker says that the run cannot go on.
        """
        ray, waiting = self._ray, deque(groups)
        count = self._makers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        makers = [ray.remote(num_cpus=1)(Maker).remote(job) for _ in range(count)]
        readers: deque[Any] = deque(
            ray.remote(num_cpus=0)(GroupReader).remote(job)
            for _ in range(min(len(groups), max(2, count // 4)))
        )
        actors = [*makers, *readers]
        for reader in readers:
            reader.begin.remote(waiting.popleft())
        # A maker has no place yet where its cluster has become too small: none waits for it.
        flight: dict[Any, tuple[Any, Any]] = {
            maker.ready.remote(): (maker, None) for maker in makers for _ in range(_AHEAD)
        }
        left, made = {group.number for group in groups}, 0
        try:
            while left or made:
                first = self._answered(list(flight))
                maker, reader = flight.pop(first)
                made -= reader is not None
                answer: Answer = ray.get(first)
                if isinstance(answer, PolicyExtractError):
                    raise answer
                if isinstance(answer, Receipt):
                    yield answer
                elif isinstance(answer, Ended) and answer.group in left:
                    yield answer
                    left.remove(answer.group)
                    if waiting:
                        reader.begin.remote(waiting.popleft())
                    else:
                        readers.remove(reader)
                if readers:
                    reader = readers[0]
                    readers.rotate(-1)
                    flight[maker.make.remote(reader.next.remote())] = maker, reader
                    made += 1
        finally:
            for actor in actors:
                with suppress(Exception):  # one that is gone already
                    ray.kill(actor)

    def _answered(self, flight: list[Any]) -> Any:
        """The first that answers.

        Raises:
            InputError: The cluster has no node left that could.
        """
        while True:
            answered, _ = self._ray.wait(flight, num_returns=1, timeout=_PATIENCE)
            if answered:
                return answered[0]
            if not any(node["Alive"] for node in self._ray.nodes()):
                raise InputError(
                    "the cluster has no node left",
                    hint="Start one; the same command then goes on where it stopped",
                )


def _whole(group: FileGroup, ended: dict[int, int], known: set[tuple[int, int]]) -> bool:
    units = ended.get(group.number)
    return units is not None and all((group.number, unit) in known for unit in range(units))


class GroupReader:
    """An actor that reads groups and hands out their units, one at a time.

    Args:
        job: What to do.
    """

    def __init__(self, job: Job) -> None:
        _enter(job.folder)
        self._job = job
        self._units: Iterator[WorkUnit | Ended] = iter(())
        self._last: Answer = None

    def begin(self, group: FileGroup) -> None:
        """Read a group from now on."""
        self._units = self._read(group)

    def next(self) -> Answer:
        """The next unit; at the end of the group, and ever after, word of that."""
        try:
            self._last = next(self._units, self._last)
        except PolicyExtractError as error:
            self._last = error
        except OSError as error:
            self._last = _storage(error)
        return self._last

    def _read(self, group: FileGroup) -> Iterator[WorkUnit | Ended]:
        for file in group.files:
            if not is_url(file.name) and not os.path.exists(file.name):
                raise _unseen(file.name)
        units = yield from self._job.units(group)
        yield Ended(group.number, units)


class Maker:
    """An actor with one process that holds the model, apart so that one that hangs can be killed.

    Args:
        job: What to do.
    """

    def __init__(self, job: Job) -> None:
        _enter(job.folder)
        self._job = job
        self._pool = job.pool(1)
        self._checked = False

    def ready(self) -> None:
        """Answers when the actor has a place."""

    def make(self, unit: Answer) -> Answer:
        """Make a part of a unit; anything else is passed on."""
        if not isinstance(unit, WorkUnit):
            return unit
        try:
            self._check_node(unit)
            (receipt,) = make_parts([unit], self._pool, self._job.parts, self._job.call)
        except PolicyExtractError as error:
            return error
        except OSError as error:
            return _storage(error)
        return receipt

    def _check_node(self, unit: WorkUnit) -> None:
        """See that this node has the same extractor, model and storage as the driver.

        Raises:
            InputError: It has not.
        """
        path = unit.items[0].path
        if path is not None and not path.exists():
            raise _unseen(str(path))
        if self._checked:
            return
        if not self._job.home.exists("run.json"):
            raise _unseen(self._job.home.url)
        own, wanted = fingerprint(self._job.options, self._job.form), self._job.fingerprint
        other = sorted(name for name in wanted if own.get(name) != wanted[name])
        if other:
            raise InputError(
                f"node {platform.node()} differs from this machine in: {', '.join(other)}",
                hint="Install the same policy-extract, model and lexicons on every node",
            )
        self._checked = True


def _enter(folder: str) -> None:
    with suppress(OSError):  # where it is missing, the check of each path tells
        os.chdir(folder)


def _unseen(name: str) -> InputError:
    return InputError(
        f"{name}: node {platform.node()} does not see it",
        hint="Name a folder that all nodes share, or a URL as s3:// or hdfs://",
    )


def _storage(error: OSError) -> InputError:
    return InputError(
        f"node {platform.node()} cannot reach its storage: {error}",
        hint="The same command then goes on where it stopped",
    )
