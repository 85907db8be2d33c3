"""``policy-extract indicators``: the catalogue of indicators, to look at and to try."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The catalogue of indicators.", no_args_is_help=True, rich_markup_mode=None)

_Files = Annotated[
    list[Path] | None,
    typer.Option("--indicators", metavar="FILE", help="Your own entries (TOML); repeatable."),
]
_Form = Annotated[
    str | None, typer.Option("--format", metavar="table|blocks|csv|jsonl", help="Form of the rows.")
]


@app.command("list")
def list_entries(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD…]", help="Only entries whose id or a name holds a word."),
    ] = None,
    indicators: _Files = None,
    output_format: _Form = None,
) -> None:
    """List the entries: id, names, form, unit, which way is good, definitions before, codes."""
    from policy_extract.cli.indicators_run import list_run

    list_run(tuple(words or ()), tuple(indicators or ()), output_format)


@app.command("match")
def match(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT…", help="A sentence with values, or the name of an indicator."
        ),
    ],
    indicators: _Files = None,
    output_format: _Form = None,
) -> None:
    """Show which entry every value of a text is, or which entries a bare name may be.

    Exit code 1 when no entry was found for anything.
    """
    from policy_extract.cli.indicators_run import match_run

    match_run(tuple(texts), tuple(indicators or ()), output_format)
