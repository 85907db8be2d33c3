"""One pass of the Ray Data pipeline over units: read, extract, receipts out."""

import pickle
from collections.abc import Iterator
from typing import Any

from policy_extract.batch.cluster.spans import Unit
from policy_extract.batch.cluster.stages import Job, Message, PartMaker, from_row, read_unit


def run_pipeline(ray: Any, units: list[Unit], job: Job, actors: int) -> Iterator[Message]:
    """The messages of all units, in the order in which they are done.

    An actor that dies ends the pass: what Ray would wait for may never come back, as on a cluster
    that has become smaller. The next pass goes on from the finished parts with an actor for each
    processor that is left.

    Args:
        ray: The module, connected.
        units: What to do.
        job: What every node is told.
        actors: How many processes hold an extractor.

    Raises:
        ray.exceptions.RayError: A node, an actor or an object was lost.
    """
    data = ray.data
    context = data.DataContext.get_current()
    settings = {
        "enable_progress_bars": False,
        "print_on_execution_start": False,
        "target_max_block_size": 1,  # a block for each row, so that spans spread over actors
        "target_min_block_size": 0,
    }
    before = {name: getattr(context, name) for name in settings}
    for name, value in settings.items():
        setattr(context, name, value)
    try:
        rows = data.from_items(
            [{"unit": pickle.dumps(unit)} for unit in units], override_num_blocks=len(units)
        )
        spans = rows.map_batches(
            read_unit,
            fn_kwargs={"job": job},
            batch_size=1,
            batch_format="pyarrow",
            num_cpus=0,
            compute=data.TaskPoolStrategy(size=min(len(units), max(2, actors // 4))),
        )
        parts = spans.map_batches(
            PartMaker,
            fn_constructor_kwargs={"job": job},
            batch_size=1,
            batch_format="pyarrow",
            num_cpus=1,
            max_restarts=0,
            compute=data.ActorPoolStrategy(size=actors, max_tasks_in_flight_per_actor=2),
        )
        batches = parts.iter_batches(batch_size=1, batch_format="pyarrow", prefetch_batches=0)
        for table in batches:
            yield from_row(table)
    finally:
        for name, value in before.items():
            setattr(context, name, value)
