"""A limit on the time of one document, in the process that reads it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from policy_extract.errors import InputError, UsageError

_LONGEST = 1e8
"""Seconds from which on a limit is none: clocks take no more."""


class _TimeUp(BaseException):
    """No Exception, so that nothing on the way takes it for one of its own."""


@contextmanager
def time_limit(seconds: float | None, name: str) -> Iterator[None]:
    """Stop the block after so many seconds; null sets no limit.

    Code in C that does not ask for signals is stopped when it comes back.

    Raises:
        InputError: It took longer.
        UsageError: This system, or this thread, has no such clock.
    """
    if seconds is None or seconds > _LONGEST:
        yield
        return
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        raise UsageError("--timeout is not to be had here", hint="Use: policy-extract batch")

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    except _TimeUp as error:
        raise InputError(
            f"{name}: took longer than {seconds:g} seconds", hint="Give it more by --timeout"
        ) from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
