"""What ``report`` does: refuse what is wrong, gather the sources, write the page and the charts."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rich.console import Console

from policy_extract.dates import parse_date
from policy_extract.errors import InputError, UsageError
from policy_extract.extractor import Extractor
from policy_extract.report.contents import Contents, Selection
from policy_extract.report.page import Language, environment, page_html
from policy_extract.report.sources import (
    add_gold,
    add_lines,
    add_tables,
    add_track,
    files_of,
    kind_of,
)
from policy_extract.text.files import read_any, read_file
from policy_extract.text.source import read_stream
from policy_extract.writing import STDOUT, check_output, write_text


@dataclass(frozen=True)
class ReportOptions:
    """The options of ``report``, as given."""

    sources: tuple[str, ...]
    output: str
    lang: str
    title: str | None
    charts: Path | None
    date: str | None
    place: str | None
    only_indicator: str | None
    only_place: str | None
    only_year: str | None
    ner: str
    engine: str
    lexicons: tuple[Path, ...]
    rules: Path | None
    encoding: str | None
    quiet: bool


def run_report(options: ReportOptions) -> None:
    """Make the page.

    Raises:
        UsageError: An option is wrong or the extra ``report`` is missing; nothing was read.
        InputError: A source cannot be read, or the page would be too large. Where a document
            failed and others did not, the page was written and names it.
    """
    language = _language(options.lang)
    environment()
    if options.engine not in ("onnx", "hanlp"):
        raise UsageError(f"--engine {options.engine}: unknown", hint="Choose onnx or hanlp")
    check_output(options.output, _read(options))
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    contents = Contents(
        wanted=Selection(options.only_indicator, options.only_place, options.only_year)
    )
    failed = _gather(options, contents, console)
    if not (contents.documents or contents.track or contents.errors):
        raise InputError(
            "; ".join(failed) or "nothing was found that fits the choice",
            hint="" if failed else "Choose less narrowly",
        )
    if options.charts is not None and not contents.track:
        raise UsageError("--charts: no source is an output of track", hint="Give one, or leave it")
    page = page_html(contents, language=language, title=options.title or _title(contents))
    write_text(options.output, [page], _read(options))
    if options.charts is not None:
        from policy_extract.report.chart_files import write_charts

        drawn = write_charts(contents.track, options.charts, language=language)
        console.print(f"{options.charts}: {drawn} charts, each as SVG and PNG", markup=False)
    if not options.quiet:
        name = "standard output" if options.output == STDOUT else options.output
        console.print(
            f"{name}: {len(contents.documents)} documents, {contents.records} records, "
            f"{len(page.encode()) / 1e6:.1f} MB",
            markup=False,
        )
    if failed:
        raise InputError(
            f"{len(failed)} of {len(options.sources)} sources failed",
            hint="The page names them",
        )


def _read(options: ReportOptions) -> Iterator[str | Path]:
    """Every file that is read, so that none of them is written."""
    yield from options.lexicons
    for name in options.sources:
        yield name
        if name != STDOUT:
            yield from files_of(Path(name))


class _Reader:
    """Extracts documents; the extractor is built for the first one."""

    def __init__(self, options: ReportOptions) -> None:
        self._options = options
        self.published = parse_date(options.date) if options.date else None

    @cached_property
    def extractor(self) -> Extractor:
        options = self._options
        return Extractor(
            ner=options.ner,
            engine="hanlp" if options.engine == "hanlp" else "onnx",
            lexicons=options.lexicons,
            rules=options.rules,
            threads=min(2, os.cpu_count() or 1),
        )

    def add_document(self, contents: Contents, name: str) -> None:
        encoding = self._options.encoding
        whole = read_stream(sys.stdin.buffer, "-") if name == "-" else None
        source = (
            read_file(Path(name), encoding=encoding)
            if whole is None
            else read_any(whole, name="-", encoding=encoding)
        )
        document = self.extractor.extract(
            source, published=self.published, place=self._options.place
        )
        contents.add_document(document)

    def add_gold(self, contents: Contents, folder: Path) -> None:
        add_gold(
            contents,
            folder,
            lambda case: self.extractor.extract(
                case.text,
                published=case.published or self.published,
                place=case.place or self._options.place,
                name=case.name,
            ),
        )


def _gather(options: ReportOptions, contents: Contents, console: Console) -> list[str]:
    """Read every source into the page; what could not be read, one line each."""
    reader = _Reader(options)
    failed: list[str] = []
    for name in options.sources:
        path = Path(name)
        kind = kind_of(path)
        if kind == "gold":
            reader.add_gold(contents, path)
        elif kind == "lines":
            add_lines(contents, path)
        elif kind == "tables":
            add_tables(contents, path)
        elif kind == "track":
            add_track(contents, path)
        else:
            try:
                reader.add_document(contents, name)
            except InputError as error:
                if len(options.sources) == 1:
                    raise
                failed.append(str(error))
                contents.errors.append({"name": name, "code": "input", "message": str(error)})
                console.print(f"policy-extract: {error}", markup=False)
    return failed


def _language(name: str) -> Language:
    if name == "zh":
        return "zh"
    if name == "en":
        return "en"
    raise UsageError(f"--lang {name}: unknown", hint="Choose zh or en")


def _title(contents: Contents) -> str:
    if len(contents.documents) == 1:
        only = contents.documents[0]
        return str(only["title"] or only["name"])
    return "policy-extract"
