"""Processes that hear Ctrl-C wherever the tests themselves were started."""

import signal


def hear_ctrl_c() -> None:
    """For ``preexec_fn``: background jobs of a shell ignore SIGINT, and so would all they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
