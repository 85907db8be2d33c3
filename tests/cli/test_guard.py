"""Ctrl-C is told as what it is, also in the midst of a query."""

import signal
from types import FrameType

import pytest

from policy_extract.cli.guard import guarded
from policy_extract.errors import InterruptError

duckdb = pytest.importorskip("duckdb")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_an_interrupted_query_is_an_interruption() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # One thread: a worker of DuckDB's that has not heard of the interruption is waited for to its end.
    database = duckdb.connect(config={"threads": 1})
    before = signal.signal(signal.SIGALRM, stop)
    # Again after five seconds: one signal may come before the query listens.
    signal.setitimer(signal.ITIMER_REAL, 0.2, 5.0)
    try:
        with pytest.raises(InterruptError, match="interrupted"):
            guarded(database.execute)("SELECT sum(hash(i)) FROM range(10000000000) t(i)")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_other_errors_at_run_time_stay_what_they_are() -> None:
    def broken() -> None:
        raise RuntimeError("dictionary changed size during iteration")

    with pytest.raises(RuntimeError, match="changed size"):
        guarded(broken)()
