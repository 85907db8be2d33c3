"""``policy-extract batch``: whole archives in, tables out."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.claims.readers import READER
from policy_extract.cli.complete import headers as zh_or_en
from policy_extract.cli.complete import values
from policy_extract.cli.options import (
    ClaimsReader,
    Encoding,
    Lexicons,
    MinConfidence,
    Ner,
    NerEngine,
    NoGuard,
    Place,
    Rules,
)
from policy_extract.entities.recognizer import DEFAULT


def batch(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Folders, globs, files (txt md html pdf docx jsonl csv parquet, zip tar.gz gz), "
            "or - for JSONL on standard input; also URLs as s3://.",
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="Where the output appears.")
    ],
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="jsonl|parquet|duckdb|csv|xlsx",
            autocompletion=values("jsonl", "parquet", "duckdb", "csv", "xlsx"),
            help="Form of the output; by its suffix when not given.",
        ),
    ] = None,
    text_field: Annotated[
        str, typer.Option(metavar="NAME", help="Column that holds the text.")
    ] = "text",
    id_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column that names the document.")
    ] = None,
    date_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column with the publication date.")
    ] = None,
    title_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column with the title.")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Publication date of documents without one."),
    ] = None,
    place: Place = None,
    ner: Ner = DEFAULT,
    ner_engine: NerEngine = "onnx",
    reader: ClaimsReader = READER,
    lexicon: Lexicons = None,
    rules: Rules = None,
    encoding: Encoding = None,
    min_confidence: MinConfidence = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", help="Worker processes; default: the cores, of all nodes."),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="local|ray",
            autocompletion=values("local", "ray"),
            help="This machine, or a Ray cluster and any storage.",
        ),
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="The Ray cluster, or auto; default: RAY_ADDRESS, else one of this machine.",
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", help="Longest that a document may take, per 100,000 characters."
        ),
    ] = 60.0,
    max_chars: Annotated[
        int, typer.Option(metavar="N", help="Longest document in characters.")
    ] = 2_000_000,
    part_size: Annotated[
        int, typer.Option(metavar="N", help="Documents of a part: what a kill can cost.")
    ] = 256,
    limit: Annotated[
        int | None, typer.Option(metavar="N", help="Only the first N documents.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(metavar="N", help="Only N documents, drawn by --seed.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="Seed of --sample.")] = 0,
    headers: Annotated[
        str, typer.Option(metavar="en|zh", autocompletion=zh_or_en, help="Headers of CSV and XLSX.")
    ] = "en",
    no_guard: NoGuard = False,
    restart: Annotated[bool, typer.Option("--restart", help="Make everything anew.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep what is done although the run changed.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count the inputs; write nothing.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when any document failed.")
    ] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Progress as JSON lines on standard error.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No progress; only the final line.")
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "-v", "--verbose", help="Also what the run is made with, and where it is kept."
        ),
    ] = False,
) -> None:
    """Extract a whole archive; the same command goes on where a killed one stopped.

    Every document ends as a record or as a row of errors. Exit codes: 1 with --strict when a
    document failed, 2 usage, 3 input or output, 70 a defect, 130 interrupted.

    \b
    Examples:
      policy-extract batch news/ 2023.zip -o news.duckdb
      policy-extract batch crawl.jsonl.gz --text-field body --date-field day -o rows.csv
      policy-extract batch 'archive/**/*.pdf' -o archive.parquet --workers 8
    """
    from policy_extract.batch.options import BatchOptions
    from policy_extract.batch.store import is_url
    from policy_extract.batch.tabular import Fields
    from policy_extract.batch.worker import ReadingOptions
    from policy_extract.cli.batch_engine import choose_engine
    from policy_extract.cli.batch_run import Shown, batch_run, cores

    options = BatchOptions(
        sources=tuple(sources),
        out=output if is_url(output) else Path(output),
        form=output_format,
        fields=Fields(text_field, id_field, date_field, title_field),
        reading=ReadingOptions(
            ner=ner,
            engine=ner_engine,
            reader=reader,
            lexicons=tuple(str(path) for path in lexicon or ()),
            rules=None if rules is None else str(rules),
            place=place,
            date=date,
            encoding=encoding,
            max_chars=max_chars,
            min_confidence=min_confidence,
        ),
        headers=headers,
        guard=not no_guard,
        workers=cores() if workers is None else workers,
        timeout=timeout,
        part_size=part_size,
        limit=limit,
        sample=sample,
        seed=seed,
        restart=restart,
        keep=keep,
    )
    chosen = choose_engine(engine, output, address, workers)
    batch_run(options, Shown(dry_run, strict, log_json, quiet, verbose), chosen)
