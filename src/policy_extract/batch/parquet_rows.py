"""Rows of Parquet, some at a time."""

from collections.abc import Iterator
from typing import IO, Any

from policy_extract.batch.items import Item
from policy_extract.batch.rows import RowReader
from policy_extract.errors import InputError
from policy_extract.text.extra import needs_extra

_ROWS = 64
"""Rows in memory at a time."""


def read_parquet(
    stream: IO[bytes], name: str, rows: RowReader, encoding: str | None
) -> Iterator[Item]:
    """Every row of a Parquet file.

    Args:
        stream: Its bytes; must be able to seek.
        name: What to call it.
        rows: Makes items of rows.
        encoding: Not used: text in Parquet is UTF-8.

    Raises:
        InputError: It is damaged, or has no column of text by that name.
        UsageError: The extra ``batch`` is not installed.
    """
    with needs_extra("reading Parquet"):
        import pyarrow
        import pyarrow.parquet
    number = 0
    try:
        table = pyarrow.parquet.ParquetFile(stream)
        schema = table.schema_arrow
        missing = rows.missing(list(schema.names))
        if missing is not None:
            raise InputError(missing)
        kind = schema.field(rows.fields.text).type
        if not _is_text(kind):
            raise InputError(
                f"has {kind} in the column {rows.fields.text!r}, no text (--text-field)"
            )
        wanted = list(dict.fromkeys(column for _, column in rows.fields.named))
        for batch in table.iter_batches(_ROWS, columns=wanted):
            for index in range(batch.num_rows):
                number += 1
                label = f"{name}:{number}"
                try:
                    (row,) = batch.slice(index, 1).to_pylist()
                except UnicodeDecodeError as error:
                    yield Item(label, error=f"holds bytes that are no UTF-8: {error.reason}")
                else:
                    yield rows.item(row, label)
    except (pyarrow.ArrowException, OSError) as error:
        place = f" after row {number}" if number else ""
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"is no readable Parquet file{place}: {reason}") from error


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
        or types.is_null(kind)
    )
