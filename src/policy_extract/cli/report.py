"""``policy-extract report``: sources in, one self-contained page out."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.cli.options import Lexicons, Rules
from policy_extract.entities.recognizer import DEFAULT


def report(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Documents (- is standard input), gold folders, an output of batch or run, "
            "an output of track; several may be mixed.",
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="PAGE", help="The page; - is standard output.")
    ] = "report.html",
    lang: Annotated[
        str, typer.Option("--lang", metavar="zh|en", help="The language that the page opens in.")
    ] = "zh",
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The page's title; else the document's.")
    ] = None,
    charts: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also draw the charts of a track output as SVG and PNG."),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="Publication date of the documents."),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose 全市 this is, when the text does not say."),
    ] = None,
    only_indicator: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Only records whose indicator holds this text."),
    ] = None,
    only_place: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only records whose place holds this text.")
    ] = None,
    only_year: Annotated[
        str | None, typer.Option(metavar="YYYY", help="Only records of this year.")
    ] = None,
    ner: Annotated[
        str, typer.Option(metavar="NAME", help="The recogniser, as for run; none: rules only.")
    ] = DEFAULT,
    engine: Annotated[
        str, typer.Option(metavar="onnx|hanlp", help="What runs the model.")
    ] = "onnx",
    lexicon: Lexicons = None,
    rules: Rules = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Encoding of the documents; else detected.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No summary on stderr.")] = False,
) -> None:
    """Show records on a page to read, check, review and pass on.

    One HTML file without network, in Chinese and English. Exit codes: 2 usage, 3 input (a document
    that cannot be read is named on the page, the others are shown).
    """
    from policy_extract.cli.report_run import ReportOptions, run_report

    run_report(
        ReportOptions(
            sources=tuple(sources),
            output=output,
            lang=lang,
            title=title,
            charts=charts,
            date=date,
            place=place,
            only_indicator=only_indicator,
            only_place=only_place,
            only_year=only_year,
            ner=ner,
            engine=engine,
            lexicons=tuple(lexicon or ()),
            rules=rules,
            encoding=encoding,
            quiet=quiet,
        )
    )
