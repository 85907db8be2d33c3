"""Paths in SQL, as DuckDB takes them: names of files, never patterns of names."""

import re
from pathlib import Path

from policy_extract.errors import InputError


def quoted(name: str | Path) -> str:
    """A text as SQL writes it.

    Raises:
        InputError: It is the name of a file that is no UTF-8.

    >>> quoted("it's")
    "'it''s'"
    """
    try:
        str(name).encode()
    except UnicodeEncodeError as error:
        shown = str(name).encode("utf-8", "backslashreplace").decode()
        raise InputError(
            f"{shown}: its name is no UTF-8, which DuckDB and Arrow do not open", hint="Rename it"
        ) from error
    return "'" + str(name).replace("'", "''") + "'"


def exactly(path: str | Path) -> str:
    """A path for a function that reads files: no sign in it stands for other names.

    Raises:
        InputError: See :func:`quoted`.

    >>> exactly("a [1]/*.csv")
    "'a [[]1]/[*].csv'"
    """
    return quoted(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))
