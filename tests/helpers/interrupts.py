"""Processes that hear Ctrl-C wherever the tests themselves were started, and that none outlives."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any


def hear_ctrl_c() -> None:
    """For ``preexec_fn``: background jobs of a shell ignore SIGINT, and so would all they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def begun(command: Sequence[str], **given: Any) -> Iterator[subprocess.Popen]:
    """A process with a group of its own, of which nothing is left when the block ends, however it ends."""
    process = subprocess.Popen(command, start_new_session=True, **given)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
