"""Which engine ``batch`` runs on: this machine, or a Ray cluster."""

from policy_extract.batch.engine import Engine, Local
from policy_extract.errors import UsageError
from policy_extract.writing import is_stream


def choose_engine(name: str, out: str, address: str | None, workers: int | None) -> Engine:
    """The engine of a name.

    Raises:
        UsageError: It is unknown, or the options are none of its own.
    """
    if name == "local":
        if address is not None:
            raise UsageError("--address goes with --engine ray", hint="Say --engine ray")
        return Local()
    if name != "ray":
        hint = "Choose local or ray; onnx and hanlp are --ner-engine"
        raise UsageError(f"--engine {name}: unknown", hint=hint)
    if is_stream(out):
        raise UsageError(f"-o {out}: --engine ray writes files", hint="Name a file, or a URL")
    from policy_extract.batch.ray_engine import OnRay

    return OnRay(address, workers)
