"""``policy-extract query``: SQL over what ``batch`` made."""

from pathlib import Path
from typing import Annotated

import typer


def query(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="An output of batch, in any form.")],
    sql: Annotated[
        str | None,
        typer.Argument(
            metavar="[SQL]",
            help="A SELECT over documents, targets, metrics, entities, errors, claims.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="A named query; list names them.")
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", metavar="table|csv|jsonl", help="Form of the result.")
    ] = "table",
) -> None:
    """Query an output by SQL; the result goes to standard output."""
    from policy_extract.cli.query_run import query_run

    query_run(out, sql, name, output_format)
