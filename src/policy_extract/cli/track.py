"""``policy-extract track``: what was promised against what was reached."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.cli.options import Rules
from policy_extract.entities.recognizer import DEFAULT


def track(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="OUT…",
            help="Outputs of batch or run in any form, or files and folders to be extracted.",
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Write here; - for stdout.")
    ] = "-",
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="jsonl|csv|xlsx|parquet|duckdb",
            help="Form of the rows; by the suffix of FILE when not given, JSONL on stdout.",
        ),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this entry of the catalogue; repeatable."),
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this place; repeatable.")
    ] = None,
    since: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", min=1, max=9999, help="Only periods that end in or after YEAR."
        ),
    ] = None,
    until: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", min=1, max=9999, help="Only periods that end in or before YEAR."
        ),
    ] = None,
    outcomes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your own figures (CSV), before those of the reports."),
    ] = None,
    outcomes_too: Annotated[
        bool, typer.Option("--outcomes-too", help="Outcomes without a target are rows too.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Only rows of which nothing is in doubt: target from the document that opens its "
            "period, one definition, confidence of at least 0.9.",
        ),
    ] = False,
    contradictions: Annotated[
        bool,
        typer.Option("--contradictions", help="Instead: two values for the same thing."),
    ] = False,
    rounding: Annotated[
        bool,
        typer.Option("--rounding", help="With --contradictions: those that are rounding, too."),
    ] = False,
    layers: Annotated[
        bool,
        typer.Option("--layers", help="Instead: targets beside those of the level above, ranked."),
    ] = False,
    unmatched: Annotated[
        bool,
        typer.Option("--unmatched", help="Instead: indicators that the catalogue does not know."),
    ] = False,
    points: Annotated[
        str | None,
        typer.Option(metavar="N", help="A 左右 short by up to N points is within.  [default: 0.2]"),
    ] = None,
    per_cent: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="The same for levels, in per cent of the target.  [default: 2]"
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help="The day the archive reaches to; else the date of its newest document.",
        ),
    ] = None,
    indicators: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Your own entries of the catalogue; repeatable."),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Keep what was read of each output, for an archive that grows."
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="YYYY-MM-DD", help="To extract: date of documents without one."
        ),
    ] = None,
    own_place: Annotated[
        str | None,
        typer.Option("--own-place", metavar="NAME", help="To extract: whose 全市 this is."),
    ] = None,
    text_field: Annotated[
        str, typer.Option(metavar="NAME", help="To extract a table: column of the text.")
    ] = "text",
    id_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="To extract a table: column of the name.")
    ] = None,
    date_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="To extract a table: column of the date.")
    ] = None,
    ner: Annotated[
        str, typer.Option(metavar="NAME", help="To extract: the model, as for batch.")
    ] = DEFAULT,
    rules: Rules = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="To extract: processes; default: the cores.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No summary on standard error.")
    ] = False,
) -> None:
    """Hold targets against outcomes: met or missed, by how much, with both quotes.

    One row a place, indicator and period. Exit codes: 2 usage, 3 input or output.

    \b
    Examples:
      policy-extract track reports.jsonl -o track.xlsx
      policy-extract track reports/ --indicator gdp_growth --since 2000 --format csv
      policy-extract track reports.duckdb --contradictions
    """
    from policy_extract.batch.rows import Fields
    from policy_extract.batch.worker import ReadingOptions
    from policy_extract.cli.batch_run import cores
    from policy_extract.cli.track_run import Asked, track_run
    from policy_extract.own_rules import own_entries
    from policy_extract.tracking.ingest import Sources
    from policy_extract.tracking.track import Wanted

    entries = [*own_entries(rules), *(indicators or ())]
    track_run(
        Sources(
            paths=tuple(sources),
            fields=Fields(text_field, id_field, date_field),
            reading=ReadingOptions(
                ner=ner,
                place=own_place,
                date=date,
                rules=None if rules is None else str(rules),
            ),
            workers=workers or cores(),
            cache=cache,
            rematch=bool(entries),
            unmatched=unmatched,
            catalogue=tuple(str(path) for path in entries),
        ),
        Wanted(
            indicators=tuple(indicator or ()),
            places=tuple(place or ()),
            since=since,
            until=until,
            strict=strict,
            outcomes_too=outcomes_too,
            rounding=rounding,
        ),
        Asked(
            views=tuple(
                name
                for name, asked in (
                    ("contradictions", contradictions),
                    ("layers", layers),
                    ("unmatched", unmatched),
                )
                if asked
            ),
            output=output,
            form=output_format,
            outcomes=outcomes,
            points=points,
            per_cent=per_cent,
            as_of=as_of,
            quiet=quiet,
        ),
    )
