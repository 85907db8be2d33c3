"""``policy-extract check``: gold folders in, a score and the verdict of the gates out."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.claims.readers import READER
from policy_extract.cli.complete import engines, models, values
from policy_extract.cli.options import ClaimsReader, Lexicons, Rules
from policy_extract.entities.recognizer import DEFAULT


def check(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="DIR",
            help="Folders with an article and a gold.json, or above such. Default: corpora/.",
        ),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE=FLOOR",
            help="Fail below a floor: strict=0.85, full=0.7, entity.recall=0.8, period=0.9, POLICY=0.5, "
            "strict.money=0.9, DOCUMENT:strict=0.7. Repeatable.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Fail when a document or field falls below this file."),
    ] = None,
    tolerance: Annotated[
        float, typer.Option(metavar="SHARE", help="How far below the baseline is forgiven.")
    ] = 0.0,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write the score to the baseline file.")
    ] = False,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="json|junit|github|markdown|text",
            autocompletion=values("json", "junit", "github", "markdown", "text"),
            help="Also print a report on standard output.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write the report here.")
    ] = None,
    differences: Annotated[
        bool, typer.Option("-d", "--differences", help="Show every miss, extra and wrong field.")
    ] = False,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Show only these differences: misses, extras, wrong, records, entities, "
            "a field (period), a kind (money), an entity type (POLICY).",
        ),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Compare whole outputs with each folder's output.json.")
    ] = False,
    update_exact: Annotated[
        bool, typer.Option("--update-exact", help="Write each folder's output.json anew.")
    ] = False,
    dates: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='TOML file with NAME = "YYYY-MM-DD" for each document.'),
    ] = None,
    published: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=DATE", help="A document's publication date. Repeatable."),
    ] = None,
    ner: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            autocompletion=models,
            help="The recogniser, as for run; none: rules only.",
        ),
    ] = DEFAULT,
    engine: Annotated[
        str, typer.Option(metavar="onnx|hanlp", autocompletion=engines, help="What runs the model.")
    ] = "onnx",
    reader: ClaimsReader = READER,
    segmenter: Annotated[
        str, typer.Option(metavar="auto|rjieba|jieba", help="What cuts words; same records.")
    ] = "auto",
    lexicon: Lexicons = None,
    rules: Rules = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No tables on stderr.")] = False,
) -> None:
    """Score the extraction against gold, and fail when it got worse.

    Tables, differences and reasons go to standard error, the report of --format to standard
    output. Exit codes: 0 all gates passed, 1 a gate failed, 2 usage, 3 input.

    \b
    Examples:
      policy-extract check corpora/ -d --only period
      policy-extract check corpora/ --baseline corpora/baseline.json --format junit -o report.xml
    """
    from policy_extract.cli.check_run import CheckOptions, run_check

    run_check(
        CheckOptions(
            folders=tuple(folders or [Path("corpora")]),
            fail_under=tuple(fail_under or ()),
            baseline=baseline,
            tolerance=tolerance,
            update_baseline=update_baseline,
            output_format=output_format,
            output=output,
            differences=differences or only is not None,
            only=only,
            exact=exact,
            update_exact=update_exact,
            dates=dates,
            published=tuple(published or ()),
            ner=ner,
            engine=engine,
            reader=reader,
            segmenter=segmenter,
            lexicons=tuple(lexicon or ()),
            rules=rules,
            quiet=quiet,
        )
    )
