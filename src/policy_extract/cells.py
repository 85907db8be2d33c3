"""Texts in cells of a spreadsheet: never a formula.

A spreadsheet runs a cell of CSV that begins with ``=``, ``+``, ``-``, ``@``, their full-width forms, a
tab or a line break, and documents are written by others. Such a text gets an apostrophe before it, which spreadsheets take as "this is text".
"""

import re
from typing import Any

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+\-＋－]?[0-9]+(\.[0-9]+)?[%％]?")
MARKED = r"^'+[=+\-@＝＋－＠\t\r\n]"
"""What a cell that was guarded looks like, as a regular expression of any dialect."""


def guarded(value: Any) -> Any:
    """A value as a cell may hold it; what is no text, and a plain number, stays as it is.

    >>> guarded("=1+1"), guarded("＝1+1"), guarded("-3.2%"), guarded("'=x"), guarded(5)
    ("'=1+1", "'＝1+1", '-3.2%', "''=x", 5)
    """
    if not isinstance(value, str) or not _FORMULA.match(value) or _NUMBER.fullmatch(value):
        return value
    return "'" + value
