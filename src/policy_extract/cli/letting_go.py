"""Ctrl-C where a library does not let go: DuckDB can wait for a worker thread until its end, an hour or more."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from policy_extract.errors import InterruptError
from policy_extract.writing import discard_parts

PATIENCE = 3.0
"""Seconds between Ctrl-C and the end of the process."""


@contextmanager
def letting_go(clean: Callable[[], None]) -> Iterator[None]:
    """Within the block, Ctrl-C ends the process after :data:`PATIENCE` where it has not ended otherwise.

    What has not been written whole by then is removed. Elsewhere than in the main thread, and where
    Ctrl-C is ignored or somebody else's, nothing is changed.

    Args:
        clean: Removes what else would be left.
    """
    theirs = signal.getsignal(signal.SIGINT)
    if (
        threading.current_thread() is not threading.main_thread()
        or theirs is not signal.default_int_handler
    ):
        yield
        return
    timer = threading.Timer(PATIENCE, _end, [clean])
    timer.daemon = True

    def heard(number: int, frame: FrameType | None) -> None:
        if timer.ident is None:
            timer.start()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, theirs)


def _end(clean: Callable[[], None]) -> None:
    discard_parts()
    clean()
    print("policy-extract: interrupted; nothing was written", file=sys.stderr, flush=True)
    os._exit(InterruptError.exit_code)
