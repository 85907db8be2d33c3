"""Lines of JSONL, CSV and Parquet as items; a bad line is an item with its complaint."""

import json
from collections.abc import Callable, Iterator
from typing import IO

from policy_extract.batch.archives import TORN
from policy_extract.batch.csv_rows import read_csv
from policy_extract.batch.encoded import MAX_LINE, TooLong, is_broken, lines
from policy_extract.batch.items import Input
from policy_extract.batch.parquet_rows import read_parquet
from policy_extract.batch.rows import Fields as Fields
from policy_extract.batch.rows import RowReader
from policy_extract.errors import InputError

TABLES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
_Reader = Callable[[IO[bytes], str, RowReader, str | None], Iterator[Input]]


def read_table(
    stream: IO[bytes], name: str, suffix: str, fields: Fields, encoding: str | None = None
) -> Iterator[Input]:
    """Every line of a table, in order.

    A table that breaks off, is in no known encoding, or has no lines gives an item that says so.

    Args:
        stream: Its bytes.
        name: What to call it; lines without an id are called ``name:number``.
        suffix: What it is, one of :data:`TABLES`.
        fields: Which columns hold what.
        encoding: Its encoding; null to find it.

    Raises:
        UsageError: ``encoding`` is unknown, or the extra ``batch`` is not installed.
    """
    readers: dict[str, _Reader] = {".csv": read_csv, ".tsv": read_csv, ".parquet": read_parquet}
    reader = readers.get(suffix, _jsonl)
    count = 0
    try:
        for item in reader(stream, name, RowReader(fields), encoding):
            count += 1
            yield item
        if not count:
            yield Input(name, error="is empty: no line to read")
    except InputError as error:
        yield Input(name, error=str(error))
    except TORN as error:
        yield Input(name, error=f"the file is damaged or cut off: {error or type(error).__name__}")


def _jsonl(stream: IO[bytes], name: str, rows: RowReader, encoding: str | None) -> Iterator[Input]:
    for number, line in enumerate(lines(stream, encoding), 1):
        label = f"{name}:{number}"
        if isinstance(line, TooLong):
            yield Input(label, error=f"the line is longer than {MAX_LINE} bytes")
        elif is_broken(line):
            yield Input(label, error="holds bytes that are no characters in the file's encoding")
        elif line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Input(label, error=f"is no JSON: {error}")
            else:
                yield rows.item(row, label)
