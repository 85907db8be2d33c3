"""Ctrl-C ends a command also where a library holds on, and leaves nothing half written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from interrupts import begun, hear_ctrl_c

from policy_extract.cli.letting_go import letting_go

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

HOLDS_ON = """
import sys, time
from policy_extract.cli import letting_go as module
from policy_extract.writing import open_output
module.PATIENCE = 0.3
with module.letting_go(lambda: print("cleaned", flush=True)), open_output(sys.argv[1]) as stream:
    stream.write(b"half")
    while True:
        try:
            print("holds", flush=True)
            time.sleep(60)
        except KeyboardInterrupt:
            pass  # as DuckDB, which waits for a worker
"""


def test_what_holds_on_is_left(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDS_ON, str(tmp_path / "out.csv")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with begun(command, preexec_fn=hear_ctrl_c, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holds\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == "holds\ncleaned\n"
    assert err == "policy-extract: interrupted; nothing was written\n"
    assert list(tmp_path.iterdir()) == []


def test_what_lets_go_is_not_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_extract.cli.letting_go.PATIENCE", 0.05)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), letting_go(lambda: None):
            os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        time.sleep(0.2)
    finally:
        signal.signal(signal.SIGINT, before)
