"""SQL over any output of a batch run, by DuckDB, in memory and without the network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policy_extract.batch.sinks import VIEWS, arrow_table, error_path
from policy_extract.batch.tables import CHINESE, COLUMNS, Row, row_groups
from policy_extract.errors import InputError, UsageError
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


def query(out: Path, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Column names and rows of a query over the tables and views of an output.

    Raises:
        InputError: The output is missing, half-written or no output of a batch run.
        UsageError: The SQL is wrong; says where. Or the extra ``batch`` is not installed.
    """
    with needs_extra("query"):
        import duckdb
    if not out.exists():
        raise InputError(f"{out}: no such output", hint="Make it with: policy-extract batch")
    try:
        connection = _open(out)
    except (duckdb.Error, OSError, ValueError, KeyError) as error:
        raise InputError(f"{out}: is no output of a batch run: {error}") from error
    try:
        result = connection.execute(sql)
    except duckdb.Error as error:
        raise UsageError(
            f"SQL: {error}", hint=f"Tables: {', '.join((*COLUMNS, *VIEWS))}"
        ) from error
    names = [column[0] for column in result.description or []]
    return names, _rows(connection, result)


def _rows(connection: Any, result: Any) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(1_000):
        yield from rows
    connection.close()


def _open(out: Path) -> Any:
    import duckdb

    if out.is_file() and out.suffix.lower() not in (".jsonl", ".ndjson", ".json", ".xlsx"):
        return duckdb.connect(str(out), read_only=True)
    connection = duckdb.connect()
    if (out / "documents").is_dir():
        for table in COLUMNS:
            pattern = str(out / table / "*.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{pattern}')")
    elif out.is_dir():
        for table in COLUMNS:
            _from_csv(connection, table, out / f"{table}.csv")
    elif out.suffix.lower() == ".xlsx":
        _from_xlsx(connection, out)
    else:
        _from_jsonl(connection, out)
    for name, select in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {select}")
    return connection


_SQL = {"int64": "BIGINT", "string": "VARCHAR", "decimal": "DECIMAL(38,10)", "date": "DATE"}


def _create(connection: Any, table: str) -> None:
    columns = ", ".join(f'"{name}" {_SQL[kind]}' for name, kind in COLUMNS[table].items())
    connection.execute(f"CREATE TABLE {table} ({columns})")


def _from_csv(connection: Any, table: str, path: Path) -> None:
    _create(connection, table)
    if not path.exists():
        raise OSError(f"{path.name} is missing")
    name = str(path).replace("'", "''")
    types = ", ".join(f"'{one}': '{_SQL[kind]}'" for one, kind in COLUMNS[table].items())
    connection.execute(
        f"INSERT INTO {table} SELECT * FROM read_csv('{name}', header=false, skip=1, "
        f"quote='\"', escape='\"', delim=',', columns={{{types}}}, auto_detect=false, "
        "max_line_size=67108864)"
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

    book = load_workbook(out, read_only=True)
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
