"""Finished parts become an output of any form."""

import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from policy_extract.batch.sql_names import exactly, quoted
from policy_extract.batch.tables import COLUMNS, Cells, Row, RowGroup, header, row_groups
from policy_extract.batch.xlsx import write_xlsx
from policy_extract.cells import guarded
from policy_extract.errors import UsageError
from policy_extract.text.extra import needs_extra

FORMATS = ("jsonl", "parquet", "duckdb", "csv", "xlsx")
_FILE_ROWS = 500_000
VIEWS = {
    "claims": "SELECT * FROM targets UNION ALL SELECT * FROM metrics",
    "targets_dated": "SELECT t.*, d.title, d.place, d.published_start FROM targets t "
    "JOIN documents d USING (doc)",
    "metrics_dated": "SELECT m.*, d.title, d.place, d.published_start FROM metrics m "
    "JOIN documents d USING (doc)",
}
"""Views of a DuckDB output, also there in every query."""


def format_of(out: Path, named: str | None) -> str:
    """The form of an output: as named, else by suffix, else JSONL.

    Raises:
        UsageError: The name is unknown.
    """
    if named is not None:
        if named not in FORMATS:
            raise UsageError(f"--format {named}: unknown", hint=f"Choose from {', '.join(FORMATS)}")
        return named
    suffix = out.suffix.lower().lstrip(".")
    if suffix in FORMATS:
        return suffix
    if suffix in ("db", "ddb"):
        return "duckdb"
    if suffix in ("ndjson", "json"):
        return "jsonl"
    if suffix:
        raise UsageError(
            f"-o {out}: its suffix is no form of output",
            hint=f"Name one with --format: {', '.join(FORMATS)}",
        )
    return "parquet"


def require(form: str, out: str = "") -> None:
    """See, before any work is done, that the packages of a form are there and take such a name.

    Raises:
        UsageError: One is missing.
        InputError: One takes only names in UTF-8.
    """
    with needs_extra(f"--format {form}"):
        if form in ("parquet", "duckdb"):
            import pyarrow  # noqa: F401

            quoted(out)
        if form == "duckdb":
            import duckdb  # noqa: F401
        if form == "xlsx":
            import openpyxl  # noqa: F401


def error_path(out: Path) -> Path:
    """Where the errors of a JSONL output go; two outputs never share it."""
    return out.parent / f"{out.name.removesuffix('.jsonl')}.errors.jsonl"  # also of / and .


def build(
    form: str, documents: Iterable[str], errors: Iterable[str], made: Path, cells: Cells
) -> None:
    """Turn the lines of finished parts into tables under a name of our own; see :mod:`.publish`.

    Args:
        form: The form of the output; not JSONL.
        documents: A line of JSON for each document.
        errors: A line of JSON for each document that failed.
        made: Where to build; nothing is there yet.
        cells: How cells of CSV and XLSX are written.

    Raises:
        OutputError: The rows do not fit the form.
        OSError: It cannot be written.
    """
    groups = row_groups(documents, errors)
    if form == "parquet":
        _parquet(groups, made)
    elif form == "duckdb":
        _duckdb(groups, made)
    elif form == "csv":
        _csv(groups, made, cells)
    else:
        write_xlsx(groups, made, cells)


def remove(path: Path) -> None:
    """Remove a file or a folder that was made here; a link goes, what it leads to stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def arrow_schema(table: str) -> Any:
    """The Arrow schema of a table."""
    import pyarrow as pa

    types = {
        "int64": pa.int64(),
        "string": pa.string(),
        "decimal": pa.decimal128(38, 10),
        "date": pa.date32(),
        "float": pa.float64(),
    }
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS[table].items()])


def arrow_table(table: str, rows: list[Row]) -> Any:
    """RowGroup as a typed Arrow table; dates are read from their ISO form."""
    from datetime import date, datetime

    import pyarrow as pa

    columns = {}
    for name, kind in COLUMNS[table].items():
        values = [row.get(name) for row in rows]
        if kind == "date":
            values = [date.fromisoformat(one) if isinstance(one, str) else one for one in values]
            values = [one.date() if isinstance(one, datetime) else one for one in values]
        columns[name] = pa.array(values, type=arrow_schema(table).field(name).type)
    return pa.table(columns, schema=arrow_schema(table))


def _parquet(groups: Iterator[RowGroup], out: Path) -> None:
    import pyarrow.parquet as pq

    writers: dict[str, Any] = {}
    files = dict.fromkeys(COLUMNS, 0)
    rows_in = dict.fromkeys(COLUMNS, 0)

    def writer(table: str) -> Any:
        if table not in writers:
            folder = out / table
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"part-{files[table]:05d}.parquet"
            writers[table] = pq.ParquetWriter(path, arrow_schema(table), compression="zstd")
            files[table] += 1
        return writers[table]

    try:
        for table in COLUMNS:
            writer(table)
        for group in groups:
            for table, rows in group.items():
                if rows:
                    writer(table).write_table(arrow_table(table, rows))
                    rows_in[table] += len(rows)
                    if rows_in[table] >= _FILE_ROWS:
                        writers.pop(table).close()
                        rows_in[table] = 0
    finally:
        for one in writers.values():
            one.close()


def _duckdb(groups: Iterator[RowGroup], out: Path) -> None:
    import duckdb

    staging = out.with_name(out.name + ".d")
    remove(staging)
    try:
        _parquet(groups, staging)
        with duckdb.connect(str(out)) as connection:
            for table in COLUMNS:
                source = ", ".join(map(exactly, sorted((staging / table).iterdir())))
                connection.execute(
                    f"CREATE TABLE {table} AS SELECT * FROM read_parquet([{source}])"
                )
            for name, select in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {select}")
    except duckdb.Error as error:  # a full disk has half a dozen classes
        raise OSError(str(error).splitlines()[0]) from error
    finally:
        remove(staging)
        out.with_name(out.name + ".wal").unlink(missing_ok=True)


def _csv(groups: Iterator[RowGroup], out: Path, cells: Cells) -> None:
    out.mkdir(parents=True)
    streams = {
        table: (out / f"{table}.csv").open("w", encoding="utf-8-sig", newline="")
        for table in COLUMNS
    }
    shown = guarded if cells.guard else lambda value: value
    try:
        for table, stream in streams.items():
            csv.writer(stream).writerow(header(table, cells.headers))
        for group in groups:
            for table, rows in group.items():
                columns = COLUMNS[table]
                csv.writer(streams[table]).writerows(
                    [shown(_plain(row.get(name))) for name in columns] for row in rows
                )
    finally:
        for stream in streams.values():
            stream.close()


def _plain(value: Any) -> Any:
    from decimal import Decimal

    return format(value, "f") if isinstance(value, Decimal) else value
