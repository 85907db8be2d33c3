"""The way in which units of work are run: here by a pool of processes, elsewhere as one likes."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from policy_extract.batch.counts import Counts
from policy_extract.batch.options import BatchOptions
from policy_extract.batch.pool import Pool
from policy_extract.batch.receipts import Receipt, make_parts
from policy_extract.batch.store import Store
from policy_extract.batch.work import FileGroup, WorkUnit, work_units


@dataclass(frozen=True, slots=True)
class Job:
    """What everyone who works on a run is told.

    Attributes:
        options: The options of the run, with the part size that it was begun with.
        form: The form of the output.
        fingerprint: All that shapes the output; a machine where it differs does no work.
        home: The folder ``OUT.batch``.
        id: The id of the run.
        call: Tells this call from those before.
        folder: The working folder of the call: relative paths begin there.
    """

    options: BatchOptions
    form: str
    fingerprint: dict[str, Any]
    home: Store
    id: str
    call: str
    folder: str

    @property
    def parts(self) -> Store:
        """Where the parts are made."""
        return self.home.below(self.id)

    def units(self, group: FileGroup) -> Generator[WorkUnit, None, int]:
        """The units of a group that are not done yet; see :func:`work_units`."""
        options = self.options
        return work_units(group, options.fields, options.reading.encoding, options.part_size)

    def pool(self, workers: int) -> Pool:
        """A pool that reads as the run does."""
        return Pool(workers, self.options.reading, self.options.timeout)


class Engine(Protocol):
    """Runs units of work.

    Attributes:
        name: As ``--engine`` has it.
        replaced: Workers, or passes over the groups, that were lost and made up for.
    """

    name: str
    replaced: int

    def session(self, options: BatchOptions) -> AbstractContextManager[None]:
        """What has to be there while units are run; entered before anything is written.

        Raises:
            PolicyExtractError: It cannot be had.
        """

    def run(
        self, groups: list[FileGroup], job: Job, hear: Callable[[Counts], None]
    ) -> Iterator[Receipt]:
        """Make a part of every unit that is not done; yields the receipts as they come.

        Args:
            groups: What to do.
            job: How.
            hear: May be told of what a part that is being made has come to.

        Raises:
            PolicyExtractError: It cannot go on.
        """


class Local:
    """A pool of processes on this machine."""

    name = "local"

    def __init__(self) -> None:
        self.replaced = 0

    def session(self, options: BatchOptions) -> AbstractContextManager[None]:
        """Nothing but this machine is needed."""
        return nullcontext()

    def run(
        self, groups: list[FileGroup], job: Job, hear: Callable[[Counts], None]
    ) -> Iterator[Receipt]:
        """One pool for all units, so that a worker never waits for the end of a part."""
        units = (unit for group in groups for unit in job.units(group))
        with closing(job.pool(job.options.workers)) as pool:
            try:
                yield from make_parts(units, pool, job.parts, job.call, hear)
            finally:
                self.replaced = pool.replaced
