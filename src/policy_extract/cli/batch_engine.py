"""Which engine ``batch`` runs on: this machine, or a Ray cluster."""

from collections.abc import Callable
from dataclasses import dataclass

from policy_extract.batch.run import BatchOptions, Summary, Told, count_inputs, run_batch
from policy_extract.errors import UsageError
from policy_extract.writing import is_stream


@dataclass(frozen=True, slots=True)
class Engine:
    """How a batch is run and counted, and what its output is called.

    Attributes:
        run: Runs a batch, telling how far it is.
        count: Counts inputs and unreadable inputs.
        out: The output, as it was named.
        here: Whether the sources are files of this machine.
    """

    run: Callable[[BatchOptions, Told | None], Summary]
    count: Callable[[BatchOptions], tuple[int, int]]
    out: str
    here: bool = True


def choose_engine(
    name: str, options: BatchOptions, out: str, address: str | None, workers: int | None
) -> Engine:
    """The engine of a name.

    Raises:
        UsageError: It is unknown, or the options are none of its own.
    """
    if name == "local":
        if address is not None:
            raise UsageError("--address goes with --engine ray", hint="Say --engine ray")
        for place in (*options.sources, out):
            if "://" in place:
                raise UsageError(
                    f"{place}: --engine local reads and writes files of this machine",
                    hint="Say --engine ray",
                )
        return Engine(run_batch, count_inputs, out)
    if name != "ray":
        hint = "Choose local or ray; onnx and hanlp are --ner-engine"
        raise UsageError(f"--engine {name}: unknown", hint=hint)
    if is_stream(out):
        raise UsageError(f"-o {out}: --engine ray writes files", hint="Name a file, or a URL")
    from policy_extract.batch.cluster.driver import (
        ClusterOptions,
        count_on_cluster,
        run_on_cluster,
    )

    cluster = ClusterOptions(out, address, workers)

    def run(given: BatchOptions, told: Told | None) -> Summary:
        return run_on_cluster(given, cluster, told)

    return Engine(run, count_on_cluster, out, here=False)
