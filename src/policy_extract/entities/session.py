"""Opening the ONNX weights of a model folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from policy_extract.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_session(path: Path, threads: int) -> "InferenceSession":
    """A session of ONNX Runtime on the processor.

    Args:
        path: The weights.
        threads: Threads of the runtime.

    Raises:
        ModelError: They cannot be loaded.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A thread that waits sleeps: spinning gains little and counts as work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(
            f"{path.parent}: the ONNX weights cannot be loaded: {error}",
            hint="Install policy-extract again",
        ) from error
