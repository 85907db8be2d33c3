"""Command lines as a user gives them: in processes of their own, or, where the process is not the point, in this one."""

import gc
import io
import subprocess
import sys
from pathlib import Path

import pytest

from policy_extract.cli.main import main


def batch_command(*arguments: str) -> list[str]:
    """`policy-extract batch` without a recogniser and a reader: what is tested is not what is read."""
    plain = ("--ner", "none", "--reader", "none")
    return [sys.executable, "-m", "policy_extract", "batch", *arguments, *plain]


def here(
    *arguments: object, data: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`policy-extract` in this process, with streams of its own: for all that starting Python anew does not change.

    What nobody caught is raised here, where a process would show a traceback.
    """
    line = ["policy-extract", *map(str, arguments)]
    out, err = io.BytesIO(), io.BytesIO()
    threshold = gc.get_threshold()
    code: object = 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", line)
        for name, stream in (("stdin", io.BytesIO(data)), ("stdout", out), ("stderr", err)):
            patched.setattr(sys, name, io.TextIOWrapper(stream, "utf-8"))
        patched.delenv("COLUMNS", raising=False)
        if cwd is not None:
            patched.chdir(cwd)
        try:
            main()
        except SystemExit as end:
            code = end.code
        finally:
            gc.set_threshold(*threshold)
            sys.stdout.flush()
            sys.stderr.flush()
        assert code is None or isinstance(code, int)
        return subprocess.CompletedProcess(line, code or 0, out.getvalue(), err.getvalue())
