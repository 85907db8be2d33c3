"""The limit on the time of one document."""

import signal
import threading
import time
from contextlib import suppress

import pytest

from policy_extract.cli.limit import time_limit
from policy_extract.errors import InputError, UsageError

# The limit on a test is kept by the same clock, unless by a thread.
pytestmark = pytest.mark.timeout(60, method="thread")
CLOCK = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no such clock")


@CLOCK
def test_a_block_that_takes_too_long_is_stopped_and_the_clock_put_back() -> None:
    def never_done() -> None:
        while True:
            with suppress(Exception):  # what reads a document may catch whatever it likes
                time.sleep(10)

    before = signal.getsignal(signal.SIGALRM)
    told = pytest.raises(InputError, match=r"a\.txt: took longer than 0\.05 seconds")
    with told, time_limit(0.05, "a.txt"):
        never_done()
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@CLOCK
def test_an_error_of_the_block_is_its_own_and_stops_the_clock() -> None:
    with pytest.raises(ZeroDivisionError), time_limit(60, "a.txt"):
        raise ZeroDivisionError
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.parametrize("seconds", [None, 1e9])
def test_no_limit_touches_no_clock(seconds: float | None) -> None:
    with time_limit(seconds, "a.txt"):
        if hasattr(signal, "getitimer"):
            assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_another_thread_has_no_such_clock() -> None:
    said: list[str] = []

    def ask() -> None:
        with pytest.raises(UsageError, match="--timeout"), time_limit(1, "a.txt"):
            pass
        said.append("told")

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert said == ["told"]
