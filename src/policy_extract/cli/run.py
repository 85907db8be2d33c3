"""``policy-extract run``: files in, records out."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.entities.recognizer import DEFAULT


def run(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE…|-]", help="Files to read; - or nothing: standard input."),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="Publication date; resolves 今年, 去年, 上半年. YYYY-MM and YYYY are accepted.",
        ),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose 全市 this is, when the text does not say."),
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", metavar="json|jsonl|table|csv", help="Form of the output.")
    ] = "json",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="Write here, not to stdout."),
    ] = None,
    ner: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="policy-ner-fast, policy-ner, none, a folder of any HanLP NER model, "
            "or a name in hanlp.pretrained.",
        ),
    ] = DEFAULT,
    engine: Annotated[
        str, typer.Option(metavar="onnx|hanlp", help="What runs the model.")
    ] = "onnx",
    lexicon: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="More names and words; repeatable."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Encoding of the files; else detected.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No summary, no warnings on stderr.")
    ] = False,
) -> None:
    """Extract targets, metrics and entities from files.

    JSON goes to standard output: one object for one file, an array for several. Summary and
    warnings go to standard error. Exit codes: 2 usage, 3 input, 130 interrupted, 141 closed pipe.
    """
    from policy_extract.cli.run_files import RunOptions, run_files

    run_files(
        RunOptions(
            files=tuple(files or ()),
            date=date,
            place=place,
            output_format=output_format,
            output=output,
            ner=ner,
            engine=engine,
            lexicons=tuple(lexicon or ()),
            encoding=encoding,
            quiet=quiet,
        )
    )
