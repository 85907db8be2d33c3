"""Lines of JSONL, CSV and Parquet as items; a bad line is an item with its complaint."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from policy_extract.batch.archives import TORN
from policy_extract.batch.items import Item
from policy_extract.text.extra import needs_extra

MAX_LINE = 64 * 1024 * 1024
"""Bytes that one line may have."""
TABLES = (".jsonl", ".ndjson", ".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Fields:
    """Which columns hold what; only the text is needed."""

    text: str = "text"
    id: str | None = None
    date: str | None = None
    title: str | None = None


def read_table(stream: IO[bytes], name: str, suffix: str, fields: Fields) -> Iterator[Item]:
    """Every line of a table, in order.

    A stream that breaks off ends with one item that says so.
    """
    reader = {".csv": _csv, ".parquet": _parquet}.get(suffix, _jsonl)
    try:
        yield from reader(stream, name, fields)
    except TORN as error:
        yield Item(name, error=f"the file is damaged or cut off: {error}")


def _jsonl(stream: IO[bytes], name: str, fields: Fields) -> Iterator[Item]:
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        label = f"{name}:{number}"
        if len(line) > MAX_LINE:
            yield Item(label, error=f"the line is longer than {MAX_LINE} bytes")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            continue
        if number == 1 and line.startswith(b"\xef\xbb\xbf"):
            line = line[3:]
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Item(label, error=f"is no JSON: {error}")
            continue
        yield _item(row, label, fields)


def _csv(stream: IO[bytes], name: str, fields: Fields) -> Iterator[Item]:
    csv.field_size_limit(MAX_LINE)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    reader = csv.DictReader(text)
    number = 1
    try:
        for row in reader:
            number += 1
            yield _item(row, f"{name}:{number}", fields)
    except (csv.Error, UnicodeDecodeError) as error:
        yield Item(f"{name}:{number + 1}", error=f"is no UTF-8 CSV from here on: {error}")


def _parquet(stream: IO[bytes], name: str, fields: Fields) -> Iterator[Item]:
    with needs_extra("reading Parquet"):
        import pyarrow
        import pyarrow.parquet
    number = 0
    try:
        table = pyarrow.parquet.ParquetFile(stream)
        have = set(table.schema_arrow.names)
        wanted = [one for one in (fields.text, fields.id, fields.date, fields.title) if one]
        for batch in table.iter_batches(256, columns=[one for one in wanted if one in have]):
            for row in batch.to_pylist():
                number += 1
                yield _item(row, f"{name}:{number}", fields)
    except (pyarrow.ArrowException, OSError) as error:
        yield Item(name, error=f"is no readable Parquet file: {error}")


def _item(row: Any, label: str, fields: Fields) -> Item:
    if not isinstance(row, dict):
        return Item(label, error="is no JSON object")
    name = label
    if fields.id is not None:
        if row.get(fields.id) in (None, ""):
            return Item(label, error=f"has no field {fields.id!r} (--id-field)")
        name = str(row[fields.id])
    text = row.get(fields.text)
    if not isinstance(text, str):
        what = "no field" if text is None else "no text in the field"
        return Item(name, error=f"has {what} {fields.text!r} (--text-field)")
    return Item(
        name, text=text, published=_given(row, fields.date), title=_given(row, fields.title)
    )


def _given(row: dict[str, Any], field: str | None) -> str | None:
    value = row.get(field) if field else None
    return None if value in (None, "") else str(value)
