"""Rows of Parquet, some at a time."""

from collections.abc import Iterator
from typing import IO, Any

from policy_extract.batch.archives import MAX_RATIO, SMALL
from policy_extract.batch.items import Input
from policy_extract.batch.rows import RowReader
from policy_extract.errors import InputError
from policy_extract.text.extra import needs_extra

_ROWS = 64
"""Rows in memory at a time."""


def read_parquet(
    stream: IO[bytes], name: str, rows: RowReader, encoding: str | None
) -> Iterator[Input]:
    """Every row of a Parquet file.

    Args:
        stream: Its bytes; must be able to seek.
        name: What to call it.
        rows: Makes items of rows.
        encoding: Not used: text in Parquet is UTF-8.

    Raises:
        InputError: It is damaged, a bomb, or has no column of text by that name.
        UsageError: The extra ``batch`` is not installed.
    """
    with needs_extra("reading Parquet"):
        import pyarrow
        import pyarrow.parquet
    number = 0
    try:
        size = stream.seek(0, 2)
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
        _refuse_bomb(table.metadata, wanted, size)
        # One text that many rows share stays one in memory.
        table = pyarrow.parquet.ParquetFile(stream, read_dictionary=[rows.fields.text])
        for batch in table.iter_batches(_ROWS, columns=wanted):
            for index in range(batch.num_rows):
                number += 1
                label = f"{name}:{number}"
                try:
                    (row,) = batch.slice(index, 1).to_pylist()
                except UnicodeDecodeError as error:
                    yield Input(label, error=f"holds bytes that are no UTF-8: {error.reason}")
                else:
                    yield rows.item(row, label)
    except (pyarrow.ArrowException, OSError) as error:
        place = f" after row {number}" if number else ""
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"is no readable Parquet file{place}: {reason}") from error


def _refuse_bomb(metadata: Any, wanted: list[str], size: int) -> None:
    """See that the columns of a group of rows do not unpack to too much.

    Raises:
        InputError: They do.
    """
    limit = max(SMALL, MAX_RATIO * size)
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        columns = (group.column(index) for index in range(group.num_columns))
        unpacked = sum(
            column.total_uncompressed_size
            for column in columns
            if column.path_in_schema.partition(".")[0] in wanted
        )
        if unpacked > limit:
            raise InputError(f"would unpack to {unpacked} bytes; taken for a bomb")


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
