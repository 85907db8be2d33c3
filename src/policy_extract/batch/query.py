"""SQL over any output of a batch run, by DuckDB: one SELECT, with all other doors shut."""

import csv
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from policy_extract.batch.sinks import VIEWS, arrow_table, error_path
from policy_extract.batch.sql_names import exactly, quoted
from policy_extract.batch.tables import CHINESE, COLUMNS, Row, row_groups
from policy_extract.cells import MARKED
from policy_extract.errors import InputError, UsageError
from policy_extract.surrogates import whole
from policy_extract.text.extra import needs_extra

NAMED = {
    "targets-by-place": "SELECT d.place, count(*) AS targets, count(DISTINCT t.indicator) AS "
    "indicators FROM targets t JOIN documents d USING (doc) GROUP BY d.place "
    "ORDER BY targets DESC, d.place",
    "targets-due": "SELECT period_end, subject, indicator, comparator, number, unit, document "
    "FROM targets WHERE period_end IS NOT NULL ORDER BY period_end, subject, indicator",
    "promised-and-reached": "SELECT t.subject, t.indicator, t.unit, t.period_end AS due, "
    "t.comparator, t.number AS promised, m.number AS reached, t.document AS promised_in, "
    "m.document AS reached_in FROM targets t JOIN metrics m ON t.subject = m.subject AND "
    "t.indicator = m.indicator AND t.unit IS NOT DISTINCT FROM m.unit AND "
    "t.period_end = m.period_end AND t.direction IS NOT DISTINCT FROM m.direction "
    "ORDER BY due, t.subject, t.indicator",
    "metrics-by-indicator": "SELECT indicator, unit, count(*) AS metrics, min(number) AS least, "
    "max(number) AS most FROM metrics GROUP BY indicator, unit ORDER BY metrics DESC, indicator",
    "top-entities": "SELECT type, canonical, count(*) AS mentions, count(DISTINCT doc) AS "
    "documents FROM entities GROUP BY type, canonical ORDER BY mentions DESC, canonical LIMIT 100",
    "errors-by-reason": "SELECT code, count(*) AS documents, min(message) AS example FROM errors "
    "GROUP BY code ORDER BY documents DESC, code",
}
"""Queries that an analyst starts with."""


DAMAGED = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RecursionError, TypeError,
    ValueError, BadZipFile, zlib.error, csv.Error,
)  # fmt: skip
"""What a file that is no output, or is damaged, makes its readers raise."""
_LOCKS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
"""DuckDB's own locks: no file, no network, no extension, no variable of ours, and none to be undone."""


def query(out: Path, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Column names and rows of a SELECT over the tables and views of an output.

    Nothing else can be reached: DuckDB opens no other file, no network and no extension, and what
    the output itself holds (a view of a foreign database) is no more trusted than the SQL.

    Args:
        out: An output of a batch run, in any form, under any name.
        sql: One SELECT.

    Raises:
        InputError: The output is missing, half-written or no output of a batch run.
        UsageError: The SQL is wrong, or more or other than one SELECT. Or the extra ``batch`` is not
            installed.
    """
    with needs_extra("query"):
        import duckdb
    sql = whole(sql)
    _see_select(duckdb, sql)
    if not out.exists():
        raise InputError(f"{out}: no such output", hint="Make it with: policy-extract batch")
    if not (out.is_file() or out.is_dir()):
        raise InputError(f"{out}: is a device or a pipe, no output of a batch run")
    try:
        connection = _open(out)
    except InputError:
        raise
    except (duckdb.Error, *DAMAGED) as error:
        raise InputError(
            f"{out}: is no output of a batch run: {error}",
            hint="Make one with: policy-extract batch … -o …",
        ) from error
    try:
        result = connection.execute(sql)
        names = [column[0] for column in result.description or []]
        first = result.fetchmany(_ROWS)
    except duckdb.Error as error:
        connection.close()
        raise _wrong(error) from error
    return names, _rows(duckdb, connection, result, first)


_ROWS = 1_000


def _see_select(duckdb: Any, sql: str) -> None:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise _wrong(error) from error
    kinds = [statement.type.name for statement in statements]
    if kinds != ["SELECT"]:
        what = " and ".join(kinds) if kinds else "nothing"
        raise UsageError(f"SQL: one SELECT is needed, this is {what}", hint=_TABLES)


_TABLES = f"Tables: {', '.join((*COLUMNS, *VIEWS))}"


def _wrong(error: Exception) -> UsageError:
    return UsageError(f"SQL: {error}", hint=_TABLES)


def _rows(duckdb: Any, connection: Any, result: Any, rows: list[Any]) -> Iterator[tuple[Any, ...]]:
    try:
        while rows:
            yield from rows
            rows = result.fetchmany(_ROWS)
    except duckdb.Error as error:
        raise _wrong(error) from error
    finally:
        connection.close()


def spill_folder() -> Path:
    """Where a large query of this process spills to; DuckDB removes it."""
    return Path(tempfile.gettempdir()) / f"policy-extract-query-{os.getpid()}"


def _lock(connection: Any, folder: Path | None = None) -> None:
    """Shut every door but that to the files of a folder; sorting may spill to a folder of its own."""
    settings = {"temp_directory": quoted(spill_folder())}
    if folder is not None:
        # names are looked at as they are written, and again as they are opened
        settings["allowed_directories"] = f"[{quoted(folder)}, {exactly(folder)}]"
    for name, value in {**settings, **_LOCKS}.items():
        connection.execute(f"SET {name} = {value}")


def _open(out: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    form = _form(out)
    if form == "duckdb":
        connection.execute(f"ATTACH {quoted(out)} AS made (READ_ONLY)")
        connection.execute("USE made")
        _lock(connection)
        return connection
    folder = None
    if form == "parquet":
        folder = out.absolute()
        for table in COLUMNS:
            files = ", ".join(map(exactly, sorted((folder / table).glob("*.parquet"))))
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{files}])")
    elif form == "csv":
        for table in COLUMNS:
            _from_csv(connection, table, out / f"{table}.csv")
    elif form == "xlsx":
        _from_xlsx(connection, out)
    else:
        _from_jsonl(connection, out)
    for name, select in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {select}")
    _lock(connection, folder)
    return connection


def _form(out: Path) -> str:
    """What an output is, by what it holds."""
    if out.is_dir():
        return "parquet" if (out / "documents").is_dir() else "csv"
    with out.open("rb") as stream:
        start = stream.read(12)
    if start[8:12] == b"DUCK":
        return "duckdb"
    return "xlsx" if start.startswith(b"PK") else "jsonl"


_SQL = {
    "int64": "BIGINT",
    "string": "VARCHAR",
    "decimal": "DECIMAL(38,10)",
    "date": "DATE",
    "float": "DOUBLE",
}


def _create(connection: Any, table: str) -> None:
    columns = ", ".join(f'"{name}" {_SQL[kind]}' for name, kind in COLUMNS[table].items())
    connection.execute(f"CREATE TABLE {table} ({columns})")


def _from_csv(connection: Any, table: str, path: Path) -> None:
    _create(connection, table)
    if not path.exists():
        raise OSError(f"{path.name} is missing")
    types = ", ".join(f"'{one}': '{_SQL[kind]}'" for one, kind in COLUMNS[table].items())
    connection.execute(
        f"INSERT INTO {table} SELECT {_unguarded(table)} FROM read_csv({exactly(path)}, "
        "header=false, skip=1, "
        f"quote='\"', escape='\"', delim=',', columns={{{types}}}, auto_detect=false, "
        "max_line_size=67108864)"
    )


def _unguarded(table: str) -> str:
    """The columns of a table of CSV, texts without the mark that keeps them from being formulas."""
    marked = quoted(MARKED)
    return ", ".join(
        f'CASE WHEN regexp_matches("{name}", {marked}) THEN "{name}"[2:] ELSE "{name}" END'
        if kind == "string"
        else f'"{name}"'
        for name, kind in COLUMNS[table].items()
    )


def _insert(connection: Any, table: str, rows: list[Row]) -> None:
    if rows:
        batch = arrow_table(table, rows)
        connection.register("batch", batch)
        connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
        connection.unregister("batch")


def _from_jsonl(connection: Any, out: Path) -> None:
    for table in COLUMNS:
        _create(connection, table)
    failures = error_path(out)
    with out.open(encoding="utf-8", newline="\n") as lines:
        for group in row_groups(lines, []):
            for table, rows in group.items():
                _insert(connection, table, rows)
    if failures.exists():
        with failures.open(encoding="utf-8", newline="\n") as lines:
            for group in row_groups([], lines):
                _insert(connection, "errors", group["errors"])


def _from_xlsx(connection: Any, out: Path) -> None:
    from decimal import Decimal

    from openpyxl import load_workbook

    book = load_workbook(out.open("rb"), read_only=True)  # a name of any suffix
    for table, columns in COLUMNS.items():
        _create(connection, table)
        sheet = book[table if table in book.sheetnames else CHINESE[table]]
        held: list[Row] = []
        for values in sheet.iter_rows(min_row=2, values_only=True):
            row: Row = dict(zip(columns, values, strict=False))
            for name, kind in columns.items():
                if kind == "decimal" and row.get(name) is not None:
                    row[name] = Decimal(str(row[name]))
            held.append(row)
            if len(held) >= 5_000:
                _insert(connection, table, held)
                held = []
        _insert(connection, table, held)
