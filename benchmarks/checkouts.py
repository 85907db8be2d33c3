"""A checkout of the project at work in a process of its own, asked line by line."""

import json
import os
import subprocess
import sys
from typing import Any


class Checkout:
    """Runs a program of a benchmark with a checkout's package.

    Args:
        program: Python; prints a line when it is ready, then for each line of its standard input one of JSON.
        path: Folders that its packages are imported from.
        arguments: What the program is given.
    """

    def __init__(self, program: str, path: list[str], arguments: list[str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, *(arguments or [])],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            sys.exit("a checkout ended")
        return line

    def ask(self, line: str) -> Any:
        """What the program answers to a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return json.loads(self._line())
