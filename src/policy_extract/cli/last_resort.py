"""What nobody expected: a report that a person can attach, without any of their text in it."""

import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from policy_extract._version import __version__

_PREFIX = "policy-extract-report-"


def save_report(error: BaseException, command: Sequence[str], subject: str = "") -> str:
    """Write down what happened, and say where.

    The report holds the command line, versions and the way through the code. Messages of errors can
    quote a few words of a document; they are cut to a line.

    Args:
        error: What was raised.
        command: The command line.
        subject: The file that was being read.

    Returns:
        The path of the report; empty where it cannot be written.
    """
    frames = traceback.format_tb(error.__traceback__)
    lines = [
        f"policy-extract {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"command: {' '.join(command)}",
        f"file: {subject or 'none in particular'}",
        f"error: {_line(error)}",
        "",
        *frames,
    ]
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", prefix=_PREFIX, suffix=".txt",
            delete=False,
        ) as stream:  # fmt: skip
            stream.write("\n".join(lines) + "\n")
    except OSError:
        return ""
    return stream.name


def told(error: BaseException, report: str, subject: str = "") -> str:
    """The one line for standard error."""
    where = f"{subject}: " if subject else ""
    attach = f" Please attach {report} to an issue" if report else ""
    return f"{where}a defect of policy-extract: {_line(error)}.{attach}"


def command_line() -> list[str]:
    """The command as it was typed."""
    return [Path(sys.argv[0]).name, *sys.argv[1:]]


def _line(error: BaseException) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= 200 else f"{text[:199]}…"
