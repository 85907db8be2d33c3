"""``policy-extract gold``: make, judge, compare and exchange gold."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.cli.complete import models, values
from policy_extract.entities.recognizer import DEFAULT

forms = values("labelstudio", "doccano", "brat", "inline")
app = typer.Typer(
    help="Make, judge, compare and exchange the gold that check scores against.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folders = Annotated[
    list[Path],
    typer.Argument(metavar="DIR", help="Gold folders, or folders above such."),
]


@app.command("init")
def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The article.")],
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="Publication date; kept in the gold."),
    ] = None,
    place: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose 全市 this is; kept in the gold.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The corpus in which the article gets its folder. Default: corpora/; an "
            "article.* stays where it is.",
        ),
    ] = None,
    window: Annotated[
        list[str] | None,
        typer.Option(
            metavar="START:END",
            help="Annotate this stretch only: characters from 0, or lines as L5:L20. Repeatable.",
        ),
    ] = None,
    ner: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            autocompletion=models,
            help="The recogniser, as for run; none: rules only.",
        ),
    ] = DEFAULT,
) -> None:
    """Extract a draft to review.

    Writes draft.json into the article's gold folder; gold accept makes it gold.
    """
    from policy_extract.cli.gold_run import run_init

    run_init(file, date=date, place=place, into=into, windows=window or (), ner=ner)


@app.command("validate")
def validate(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Gold files, gold folders, or folders above such."),
    ],
) -> None:
    """Refuse malformed gold, naming each fault with its line."""
    from policy_extract.cli.gold_run import run_validate

    run_validate(paths)


@app.command("accept")
def accept(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The gold folder.")],
    reviewed: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="The reviewed prediction: a gold file or the JSON of run. Default: draft.json.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the gold that is there.")
    ] = False,
) -> None:
    """Take a reviewed prediction over as gold."""
    from policy_extract.cli.gold_run import run_accept

    run_accept(folder, reviewed=reviewed, replace=replace)


@app.command("agree")
def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="A gold file or folder.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another annotator's.")],
    output_format: Annotated[
        str | None,
        typer.Option("--format", metavar="json", help="Also print the figures on stdout."),
    ] = None,
) -> None:
    """Show how far two annotators agree: F1 and Cohen's kappa."""
    from policy_extract.cli.gold_run import run_agree

    run_agree(first, second, output_format=output_format)


@app.command("export")
def export(
    folders: Folders,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="labelstudio|doccano|brat|inline",
            autocompletion=forms,
            help="The format.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="Write here, with the tool's configuration. Default: standard output, "
            "for a format that is one file.",
        ),
    ] = None,
) -> None:
    """Write gold in the format of an annotation tool."""
    from policy_extract.cli.gold_run import run_export

    run_export(folders, to=to, output=output)


@app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="The tool's export: files or a folder.")
    ],
    source_format: Annotated[
        str,
        typer.Option(
            "--from",
            "--to",
            metavar="labelstudio|doccano|brat|inline",
            autocompletion=forms,
            help="The format.",
        ),
    ],
    into: Annotated[
        Path, typer.Option(metavar="DIR", help="The corpus; each document has its folder there.")
    ] = Path("corpora"),
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of gold that is there.")
    ] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Write draft.json, which may still have faults to mend."),
    ] = False,
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML that maps a project's own labels and fields."),
    ] = None,
) -> None:
    """Read an annotation tool's export back as gold, judged before anything is written."""
    from policy_extract.cli.gold_run import run_import

    run_import(
        paths,
        source_format=source_format,
        into=into,
        replace=replace,
        draft=draft,
        mapping=mapping,
    )
