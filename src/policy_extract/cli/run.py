"""``policy-extract run``: files in, records out."""

from typing import Annotated

import typer

from policy_extract.claims.readers import READER
from policy_extract.cli.complete import engines, values
from policy_extract.cli.options import (
    ClaimsReader,
    Encoding,
    Lexicons,
    MinConfidence,
    Ner,
    NoBom,
    NoGuard,
    Place,
    Rules,
)
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
            metavar="DATE",
            help="Publication date; resolves 今年, 去年, 上半年: 2024-04-02, 2024/4/2, 20240402, "
            "2024-04, 2024.",
        ),
    ] = None,
    place: Place = None,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="json|jsonl|table|csv|xlsx",
            autocompletion=values("json", "jsonl", "table", "csv", "xlsx"),
            help="Form of the output; by the suffix of OUT when not given, else json.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="Write here; - for standard output."),
    ] = None,
    ner: Ner = DEFAULT,
    ner_engine: Annotated[
        str,
        typer.Option(
            "--ner-engine",
            "--engine",
            metavar="onnx|hanlp",
            autocompletion=engines,
            help="What runs the model; named as on batch.",
        ),
    ] = "onnx",
    reader: ClaimsReader = READER,
    segmenter: Annotated[
        str, typer.Option(metavar="auto|rjieba|jieba", help="What cuts words; same records.")
    ] = "auto",
    lexicon: Lexicons = None,
    rules: Rules = None,
    encoding: Encoding = None,
    min_confidence: MinConfidence = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Longest that one file may take.")
    ] = None,
    no_bom: NoBom = False,
    no_guard: NoGuard = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No summary, no warnings on stderr.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Also the time that each file took.")
    ] = False,
) -> None:
    """Extract targets, metrics and entities from files.

    JSON goes to standard output: one object for one file, an array for several. Summary and
    warnings go to standard error. Exit codes: 2 usage, 3 input or output, 70 a defect, 130
    interrupted, 141 closed pipe.

    \b
    Examples:
      policy-extract run article.txt --date 2024-04
      policy-extract run *.pdf -o rows.xlsx
      cat article.txt | policy-extract run - --place 太原市 --format table
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
            engine=ner_engine,
            reader=reader,
            segmenter=segmenter,
            lexicons=tuple(lexicon or ()),
            rules=rules,
            encoding=encoding,
            min_confidence=min_confidence,
            timeout=timeout,
            bom=not no_bom,
            guard=not no_guard,
            quiet=quiet,
            verbose=verbose,
        )
    )
