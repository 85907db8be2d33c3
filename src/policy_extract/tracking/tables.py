"""Rows of tracking as files: JSON Lines, CSV, a workbook, Parquet, a DuckDB database."""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from policy_extract.batch.xlsx import saved
from policy_extract.cells import guarded
from policy_extract.errors import OutputError, UsageError
from policy_extract.text.extra import needs_extra
from policy_extract.tracking.columns import Row
from policy_extract.writing import STDOUT, open_output

FORMATS = ("jsonl", "csv", "xlsx", "parquet", "duckdb")
_SUFFIXES = {"ndjson": "jsonl", "db": "duckdb", "ddb": "duckdb"}
_GROUP = 10_000
_ROWS_PER_SHEET = 1_048_575
_WIDTHS = {"quote": 60, "because": 50, "document": 26, "revisions": 40, "wording": 14}


def format_of(output: str, named: str | None) -> str:
    """The form of an output: as named, else by its suffix; JSON Lines for standard output.

    Raises:
        UsageError: There is no such form, or the suffix tells none.
    """
    suffix = Path(output).suffix.lower().lstrip(".")
    form = named or _SUFFIXES.get(suffix, suffix) or ("jsonl" if output == STDOUT else "")
    if form not in FORMATS:
        raise UsageError(
            f"{'--format ' + named if named else '-o ' + output}: no form of output",
            hint=f"Choose --format from {', '.join(FORMATS)}",
        )
    return form


def write_table(
    form: str,
    output: str,
    rows: Iterable[Row],
    columns: dict[str, str],
    *,
    name: str,
    inputs: Sequence[str | Path] = (),
) -> int:
    """Write rows to an output that appears whole or not at all; how many they were.

    Args:
        form: One of :data:`FORMATS`.
        output: A file, or ``-``.
        rows: The rows.
        columns: Their columns with their types.
        name: What a sheet or a table is called.
        inputs: What was read; it is not overwritten.

    Raises:
        OutputError: It cannot be written.
        UsageError: A package of the form is missing.
    """
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with open_output(output, inputs) as stream:
        if form == "jsonl":
            for row in counted():
                stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        elif form == "csv":
            for part in _csv(counted(), columns, mark=output != STDOUT):
                stream.write(part)
        elif form == "xlsx":
            _xlsx(counted(), columns, name, stream)
        elif form == "parquet":
            _parquet(counted(), columns, stream)
        else:
            _duckdb(counted(), columns, name, stream)
    return count


def arrow_table(rows: Sequence[Row], columns: dict[str, str]) -> Any:
    """Rows as an Arrow table: exact decimals, dates as dates, a list as a text."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int64": pa.int64(),
        "float": pa.float64(),
        "date": pa.date32(),
        "decimal": pa.decimal128(38, 10),
        "list": pa.string(),
    }
    return pa.table(
        {
            name: pa.array([_typed(row.get(name), kind) for row in rows], type=types[kind])
            for name, kind in columns.items()
        }
    )


def _typed(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "decimal":
        number = Decimal(value)
        exponent = number.as_tuple().exponent
        return number if isinstance(exponent, int) and exponent >= -10 else round(number, 10)
    return "; ".join(value) or None if kind == "list" else value


def _csv(rows: Iterator[Row], columns: dict[str, str], *, mark: bool) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    yield (b"\xef\xbb\xbf" if mark else b"") + buffer.getvalue().encode()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        cells = [
            _typed(row.get(name), kind) if kind == "list" else row.get(name)
            for name, kind in columns.items()
        ]
        writer.writerow([guarded(cell) for cell in cells])
        yield buffer.getvalue().encode()


def _xlsx(rows: Iterator[Row], columns: dict[str, str], name: str, stream: Any) -> None:
    with needs_extra("--format xlsx"):
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        width = _WIDTHS.get(column.split("_")[-1], 14)
        sheet.column_dimensions[get_column_letter(number)].width = width

    def cell(value: Any, kind: str) -> Any:
        typed = _typed(value, kind)
        if not isinstance(typed, str):
            made = WriteOnlyCell(sheet, typed)
            if kind == "date":
                made.number_format = "yyyy-mm-dd"
            return made
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", typed)[:32_767])
        made.data_type = "s"
        return made

    heads = [WriteOnlyCell(sheet, column) for column in columns]
    for head in heads:
        head.font = Font(bold=True)
    with saved(book, stream):
        sheet.append(heads)
        for count, row in enumerate(rows, 1):
            if count > _ROWS_PER_SHEET:
                raise OutputError(
                    f"more rows than a sheet holds ({_ROWS_PER_SHEET})",
                    hint="Choose --format parquet or duckdb",
                )
            sheet.append([cell(row.get(column), kind) for column, kind in columns.items()])


def _parquet(rows: Iterator[Row], columns: dict[str, str], stream: Any) -> None:
    with needs_extra("--format parquet"):
        import pyarrow.parquet as pq
    with pq.ParquetWriter(stream, arrow_table([], columns).schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            writer.write_table(arrow_table(group, columns))


def _duckdb(rows: Iterator[Row], columns: dict[str, str], name: str, stream: Any) -> None:
    with needs_extra("--format duckdb"):
        import duckdb
    with tempfile.TemporaryDirectory(prefix="policy-extract-") as folder:
        made = Path(folder) / "track.duckdb"
        with duckdb.connect(str(made)) as connection:
            empty = arrow_table([], columns)
            connection.register("batch", empty)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM batch")
            while group := list(islice(rows, _GROUP)):
                connection.register("batch", arrow_table(group, columns))
                connection.execute(f"INSERT INTO {name} SELECT * FROM batch")
            connection.unregister("batch")
        with made.open("rb") as source:
            shutil.copyfileobj(source, stream, 1 << 20)
