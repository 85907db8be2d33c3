"""``policy-extract query``: SQL over what ``batch`` made."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.cli.complete import values
from policy_extract.cli.options import NoBom, NoGuard


def named(incomplete: str) -> list[str]:
    """Completes the name of a query."""
    from policy_extract.batch.query import NAMED

    return [name for name in (*NAMED, "list") if name.startswith(incomplete)]


def query(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="An output of batch, in any form.")],
    sql: Annotated[
        str | None,
        typer.Argument(
            metavar="[SQL]",
            help="One SELECT over documents, targets, metrics, entities, errors, claims.",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", autocompletion=named, help="A named query; list names them."),
    ] = None,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="table|blocks|csv|jsonl",
            autocompletion=values("table", "blocks", "csv", "jsonl"),
            help="Form of the result; a table that does not fit the terminal becomes blocks.",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Write here; - for stdout.")
    ] = "-",
    no_bom: NoBom = False,
    no_guard: NoGuard = False,
) -> None:
    """Query an output by SQL; the result goes to standard output.

    The SQL can read the output and nothing else: no other file, no network.

    \b
    Examples:
      policy-extract query news.duckdb --name targets-by-place
      policy-extract query news.jsonl "SELECT indicator, number, unit FROM targets" --format csv
    """
    from policy_extract.cli.query_run import Written, query_run

    query_run(out, sql, name, output_format, Written(output, not no_bom, not no_guard))
