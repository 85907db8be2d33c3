"""Batches whose worker processes are kept for the next one: for all that their start does not change."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from policy_extract.batch.counts import Counts
from policy_extract.batch.engine import Job, Local
from policy_extract.batch.options import BatchOptions
from policy_extract.batch.pool import Pool
from policy_extract.batch.receipts import Receipt, make_parts
from policy_extract.batch.run import Summary, run_batch
from policy_extract.batch.work import FileGroup

_pool = lru_cache(maxsize=None)(Pool)


class Warm(Local):
    """The pool of this machine, which is not closed; relative names of sources are those of its first run."""

    def run(
        self, groups: list[FileGroup], job: Job, hear: Callable[[Counts], None]
    ) -> Iterator[Receipt]:
        units = (unit for group in groups for unit in job.units(group))
        options = job.options
        pool = _pool(options.workers, options.reading, options.timeout)
        yield from make_parts(units, pool, job.parts, job.call, hear)


def run_warm(options: BatchOptions) -> Summary:
    """`run_batch` by workers that may be warm already."""
    return run_batch(options, engine=Warm())
