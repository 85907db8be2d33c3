"""What ``query`` does: find the SQL, run it, write the rows."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from policy_extract.batch.query import NAMED, query
from policy_extract.errors import UsageError
from policy_extract.records import decimal_text

FORMATS = ("table", "csv", "jsonl")


def query_run(out: Path, sql: str | None, name: str | None, output_format: str) -> None:
    """Run one query and write its rows to standard output.

    Raises:
        UsageError: Neither or both of SQL and name were given, or one of them is wrong.
        InputError: ``out`` is no output of a batch run.
    """
    check_format(output_format)
    if name == "list":
        for key, statement in NAMED.items():
            sys.stdout.write(f"{key}\t{statement}\n")
        return
    if (sql is None) == (name is None):
        raise UsageError("give a SELECT or --name", hint=f"Names: {', '.join(NAMED)}")
    if name is not None:
        if name not in NAMED:
            raise UsageError(f"--name {name}: unknown", hint=f"Names: {', '.join(NAMED)}")
        sql = NAMED[name]
    columns, rows = query(out, sql or "")
    write_rows(columns, rows, output_format)


def check_format(output_format: str) -> None:
    """See that rows have such a form.

    Raises:
        UsageError: They have not; names the forms.
    """
    if output_format not in FORMATS:
        raise UsageError(
            f"--format {output_format}: unknown", hint=f"Choose from {', '.join(FORMATS)}"
        )


def write_rows(columns: list[str], rows: Iterator[tuple[Any, ...]], output_format: str) -> None:
    """Write rows to standard output.

    Raises:
        UsageError: The form is unknown.
    """
    check_format(output_format)
    if output_format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([_plain(value) for value in row] for row in rows)
    elif output_format == "jsonl":
        for row in rows:
            entry = dict(zip(columns, (_plain(value) for value in row), strict=True))
            sys.stdout.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")
    else:
        table = Table(*columns)
        for row in rows:
            table.add_row(*(Text("" if value is None else str(_plain(value))) for value in row))
        Console(file=sys.stdout, soft_wrap=not sys.stdout.isatty()).print(table)
    sys.stdout.flush()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value
