"""``policy-extract schema``: the JSON Schema of one document's output."""

from typing import Annotated

import typer


def schema(
    check: Annotated[
        str | None,
        typer.Option(help="Compare with this file instead of printing; exit 1 if it differs."),
    ] = None,
) -> None:
    """Print the JSON Schema of the output (the file in schemas/)."""
    from pathlib import Path

    from policy_extract.data_files import read_data
    from policy_extract.errors import GateError, InputError
    from policy_extract.schema import document_schema

    current = document_schema()
    if check is None:
        typer.echo(current, nl=False)
        return
    try:
        written = read_data(Path(check)).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{check}: cannot be read: {error}") from error
    if written != current:
        raise GateError(
            f"{check}: is not the current schema",
            hint=f"Write it again with: policy-extract schema > {check}",
        )
