"""Rows of CSV: the delimiter by the header, every row as long as the header, quotes closed."""

import csv
from collections.abc import Iterator
from typing import IO

from policy_extract.batch.encoded import MAX_LINE, TooLong, is_broken, lines
from policy_extract.batch.items import Input
from policy_extract.batch.rows import RowReader
from policy_extract.errors import InputError

MAX_FIELD = 16 * 1024 * 1024
"""Characters of one field; a quote that is never closed swallows so many."""
_DELIMITERS = ",\t;|"


class _Strings:
    """Lines as :mod:`csv` takes them; one that is too long is an error, and the next is not."""

    def __init__(self, source: Iterator[str | TooLong]) -> None:
        self._source = source

    def __iter__(self) -> "_Strings":
        return self

    def __next__(self) -> str:
        line = next(self._source)
        if isinstance(line, TooLong):
            raise csv.Error(f"a line is longer than {MAX_LINE} bytes")
        return line


def read_csv(
    stream: IO[bytes], name: str, rows: RowReader, encoding: str | None
) -> Iterator[Input]:
    """Every row of a CSV file.

    Args:
        stream: Its bytes.
        name: What to call it.
        rows: Makes items of rows.
        encoding: Its encoding; null to find it.

    Raises:
        InputError: It has no header with the columns that are asked for.
    """
    csv.field_size_limit(MAX_FIELD)
    source = _Strings(lines(stream, encoding))
    first = next(source, None)
    if first is None:
        return
    delimiter, header = _header(first, rows)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        label = f"{name}:{reader.line_num + 2}"
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Input(label, error=f"is no CSV: {error}; are its quotes doubled and closed?")
            continue
        if row is None:
            return
        if row:
            yield _item(row, header, label, rows)


def _header(line: str, rows: RowReader) -> tuple[str, list[str]]:
    """The delimiter that makes the header have the columns asked for, and the header."""
    complaint = None
    for delimiter in _DELIMITERS:
        try:
            header = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        missing = rows.missing(header)
        if missing is None:
            return delimiter, header
        complaint = complaint or missing
    raise InputError(complaint or "has a header that is no CSV")


def _item(row: list[str], header: list[str], label: str, rows: RowReader) -> Input:
    if any(map(is_broken, row)):
        return Input(label, error="holds bytes that are no characters in the file's encoding")
    if any("\0" in field for field in row):
        return Input(label, error="holds a zero byte, so it is no text")
    if len(row) < len(header) or any(row[len(header) :]):
        return Input(
            label,
            error=f"has {len(row)} fields where the header has {len(header)}; "
            "a text with a delimiter or a line break in it needs quotes",
        )
    return rows.item(dict(zip(header, row, strict=False)), label)
