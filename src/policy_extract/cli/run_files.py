"""What ``run`` does: read each file, extract, write; a bad file is reported and costs no other."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from policy_extract.cli.render import render
from policy_extract.dates import parse_date
from policy_extract.errors import InputError, UsageError
from policy_extract.extractor import Engine, Extractor
from policy_extract.records import Document
from policy_extract.text.files import read_any, read_file
from policy_extract.text.source import SourceText
from policy_extract.writing import check_output, write_text

FORMATS = ("json", "jsonl", "table", "csv")
_MANY = 20
_THREADS = 2
"""Threads of the model for one command at a keyboard; more gain little on single documents."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of ``run``, as given."""

    files: tuple[str, ...]
    date: str | None
    place: str | None
    output_format: str
    output: Path | None
    ner: str
    engine: str
    lexicons: tuple[Path, ...]
    encoding: str | None
    quiet: bool


def run_files(options: RunOptions) -> None:
    """Extract every file and write the result.

    Raises:
        UsageError: An option is wrong; nothing was read.
        InputError: At least one file could not be read; the others were written.
    """
    if options.output_format not in FORMATS:
        raise UsageError(
            f"--format {options.output_format}: unknown", hint=f"Choose from {', '.join(FORMATS)}"
        )
    names = _names(options.files)
    published = parse_date(options.date) if options.date else None
    if options.output is not None:
        check_output(options.output, names)
    extractor = Extractor(
        ner=options.ner,
        engine=_engine(options.engine),
        lexicons=options.lexicons,
        threads=min(_THREADS, os.cpu_count() or 1),
    )
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    failed: list[str] = []

    def documents() -> Iterator[Document]:
        shown = track(
            names,
            description="extracting",
            console=console,
            transient=True,
            disable=len(names) < _MANY or not sys.stderr.isatty() or options.quiet,
        )
        for name in shown:
            try:
                source = _read(name, options.encoding)
                document = extractor.extract(source, published=published, place=options.place)
            except InputError as error:
                failed.append(name)
                console.print(f"policy-extract: {error}", markup=False)
                continue
            if not options.quiet:
                _summarise(console, document)
            yield document

    text = render(documents(), options.output_format, many=len(names) > 1)
    if options.output is None:
        for part in text:
            sys.stdout.write(part)
        sys.stdout.flush()
    else:
        write_text(options.output, text, names)
    if failed:
        good = len(names) - len(failed)
        raise InputError(
            f"{len(failed)} of {len(names)} files failed: {', '.join(failed)}",
            hint=f"The other {good} were written" if good else "",
        )


def _engine(name: str) -> Engine:
    if name == "onnx":
        return "onnx"
    if name == "hanlp":
        return "hanlp"
    raise UsageError(f"--engine {name}: unknown", hint="Choose onnx or hanlp")


def _names(files: tuple[str, ...]) -> tuple[str, ...]:
    if files:
        return files
    if sys.stdin.isatty():
        raise UsageError("no file given", hint="Name a file, or - for standard input")
    return ("-",)


def _read(name: str, encoding: str | None) -> SourceText:
    if name == "-":
        return read_any(sys.stdin.buffer.read(), name="-", encoding=encoding)
    return read_file(Path(name), encoding=encoding)


def _summarise(console: Console, document: Document) -> None:
    info = document.document
    console.print(
        f"{info.name}: {len(document.targets)} targets, {len(document.metrics)} metrics, "
        f"{len(document.entities)} entities in {info.chars} characters ({info.encoding})",
        markup=False,
    )
    for warning in document.warnings:
        console.print(f"{info.name}: warning: {warning.message}", markup=False)
