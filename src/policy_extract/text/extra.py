"""Packages of the extra ``batch``: missing ones are a clear line, not a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from policy_extract.errors import UsageError, install_hint


@contextmanager
def needs_extra(what: str, extra: str = "batch") -> Iterator[None]:
    """Turn an ImportError into the line that says what to install.

    Raises:
        UsageError: An import inside the block failed.
    """
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"{what} needs {error.name or 'a package that is missing'}",
            hint=install_hint(extra),
        ) from error
