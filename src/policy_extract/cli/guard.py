"""Ctrl-C and a closed pipe as errors of our own, before Typer makes something else of them."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from policy_extract.errors import ClosedPipeError, InterruptError

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def guarded(command: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """The command, raising :class:`InterruptError` and :class:`ClosedPipeError`."""

    @functools.wraps(command)
    def run(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        try:
            return command(*args, **kwargs)
        except KeyboardInterrupt as error:
            raise InterruptError("interrupted; what was finished has been written") from error
        except BrokenPipeError as error:
            raise ClosedPipeError(
                "standard output was closed before everything was written",
                hint="Write to a file with -o",
            ) from error

    return run
