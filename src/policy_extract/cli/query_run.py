"""What ``query`` does: find the SQL, run it, write the rows."""

import csv
import io
import itertools
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from policy_extract.batch.query import NAMED, query, spill_folder
from policy_extract.batch.sinks import error_path
from policy_extract.cells import guarded
from policy_extract.cli.letting_go import letting_go
from policy_extract.cli.query_show import blocks, fits, table
from policy_extract.errors import UsageError
from policy_extract.records import decimal_text
from policy_extract.writing import STDOUT, check_output, open_output

FORMATS = ("table", "blocks", "csv", "jsonl")
_SHOWN = 1_000
"""Rows that are shown to a person; more of them want another form."""
_WIDE = 200
"""Columns of a table that goes to no terminal."""


class Written(NamedTuple):
    """Where a result goes and how CSV is written."""

    output: str = STDOUT
    bom: bool = True
    guard: bool = True


def query_run(
    out: Path, sql: str | None, name: str | None, output_format: str | None, written: Written
) -> None:
    """Run one query and write its rows.

    Raises:
        UsageError: Neither or both of SQL and name were given, or one of them is wrong.
        InputError: ``out`` is no output of a batch run.
        OutputError: The result cannot be written.
    """
    form = form_of(output_format, written)
    inside = out.rglob("*") if out.is_dir() else ()
    check_output(written.output, itertools.chain([out, error_path(out)], inside))
    if name == "list":
        with open_output(written.output) as stream:
            for key, statement in NAMED.items():
                stream.write(f"{key}\t{statement}\n".encode())
        return
    if (sql is None) == (name is None):
        raise UsageError("give a SELECT or --name", hint=f"Names: {', '.join(NAMED)}")
    if name is not None and name not in NAMED:
        raise UsageError(f"--name {name}: unknown", hint=f"Names: {', '.join(NAMED)}")
    with letting_go(_unspill):
        columns, rows = query(out, NAMED[name] if name is not None else sql or "")
    write_rows(columns, _fetched(rows), form, written)


def _fetched(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The same rows; Ctrl-C ends the wait for them, but not a pager in which they are read."""
    while True:
        with letting_go(_unspill):
            some = list(itertools.islice(rows, _SHOWN))
        if not some:
            return
        yield from some


def _unspill() -> None:
    shutil.rmtree(spill_folder(), ignore_errors=True)


def form_of(output_format: str | None, written: Written) -> str:
    """The form of a result: as named, else by the output's suffix, else a table.

    Raises:
        UsageError: The name is unknown.
    """
    suffix = Path(written.output).suffix.lower().lstrip(".")
    form = output_format or (suffix if suffix in FORMATS else "table")
    if form not in FORMATS:
        raise UsageError(f"--format {form}: unknown", hint=f"Choose from {', '.join(FORMATS)}")
    return form


def write_rows(
    columns: list[str], rows: Iterator[tuple[Any, ...]], form: str, written: Written
) -> None:
    """Write rows in one of the forms.

    Raises:
        OutputError: They cannot be written.
    """
    plain = ([_plain(value) for value in row] for row in rows)
    if form in ("table", "blocks"):
        _show(columns, plain, form, written)
        return
    lines = _csv(columns, plain, written) if form == "csv" else _jsonl(columns, plain)
    with open_output(written.output) as stream:
        for line in lines:
            stream.write(line)


def _csv(columns: list[str], rows: Iterator[list[Any]], written: Written) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if written.bom and written.output != STDOUT:
        yield b"\xef\xbb\xbf"
    for row in itertools.chain([columns], rows):
        writer.writerow([guarded(value) for value in row] if written.guard else row)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _jsonl(columns: list[str], rows: Iterator[list[Any]]) -> Iterator[bytes]:
    for row in rows:
        entry = dict(zip(columns, row, strict=True))
        yield json.dumps(entry, ensure_ascii=False, default=str).encode() + b"\n"


def _show(columns: list[str], rows: Iterator[list[Any]], form: str, written: Written) -> None:
    """For a person: a table where it fits, else a block a row; by pages on a terminal."""
    shown = list(itertools.islice(rows, _SHOWN))
    more = next(rows, None) is not None
    here = written.output == STDOUT and sys.stdout.isatty()
    console = Console(file=sys.stdout) if here else Console(file=io.StringIO(), width=_WIDE)
    as_table = form == "table" and fits(columns, shown, console.width)
    made = table(columns, shown) if as_table else blocks(columns, shown, console.width)
    if here:
        lines = len(console.render_lines(made, pad=False))
        with console.pager() if lines > console.height else nullcontext():
            console.print(made)
    else:
        console.print(made)
        with open_output(written.output) as stream:
            stream.write(console.file.getvalue().encode())  # type: ignore[attr-defined]
    if more:
        Console(stderr=True, highlight=False).print(
            f"policy-extract: only the first {_SHOWN:,} rows are shown; all of them with --format csv",
            markup=False,
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value
