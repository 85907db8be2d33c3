"""What ``run`` does: read each file, extract, write; a bad file is reported and costs no other."""

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from policy_extract.batch.names import plain_name
from policy_extract.claims.readers import READER
from policy_extract.cli.last_resort import command_line, save_report, told
from policy_extract.cli.limit import time_limit
from policy_extract.cli.render import FORMATS, Look, render
from policy_extract.dates import parse_date
from policy_extract.errors import DefectError, InputError, InterruptError, UsageError
from policy_extract.extractor import Engine, Extractor
from policy_extract.output import check_confidence, confident
from policy_extract.records import Document
from policy_extract.segmentation import as_segmenter
from policy_extract.text.files import read_any, read_file
from policy_extract.text.source import SourceText, read_stream
from policy_extract.writing import STDOUT, check_output, is_stream, open_output

if TYPE_CHECKING:
    from rich.console import Console

_MANY = 20
_THREADS = 2
"""Threads of the model for one command at a keyboard; more gain little on single documents."""
_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".xlsx": "xlsx"}
_ROWS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".zip", ".tar", ".tgz", ".gz"})
"""Files of many documents."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of ``run``, as given."""

    files: tuple[str, ...]
    date: str | None = None
    place: str | None = None
    output_format: str | None = None
    output: str | None = None
    ner: str = "none"
    engine: str = "onnx"
    reader: str = READER
    segmenter: str = "auto"
    lexicons: tuple[Path, ...] = ()
    rules: Path | None = None
    encoding: str | None = None
    min_confidence: float | None = None
    timeout: float | None = None
    bom: bool = True
    guard: bool = True
    quiet: bool = False
    verbose: bool = False


@dataclass
class _Tally:
    """What became of the files."""

    done: int = 0
    failed: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def run_files(options: RunOptions) -> None:
    """Extract every file and write the result.

    Raises:
        UsageError: An option is wrong; nothing was read.
        OutputError: The output cannot be written.
        InputError: At least one file could not be read; the others were written.
        DefectError: At least one file met a defect of this package; the others were written.
        InterruptError: Ctrl-C; says what was written.
    """
    form = _form(options)
    names = _names(options.files)
    published = parse_date(options.date) if options.date else None
    if options.timeout is not None and not options.timeout > 0:
        raise UsageError("--timeout is more than 0 seconds")
    check_confidence(options.min_confidence)
    out = STDOUT if options.output is None else options.output
    read: tuple[str | Path, ...] = (*names, *options.lexicons)
    check_output(out, read)
    extractor = Extractor(
        ner=options.ner,
        engine=_engine(options.engine),
        reader=options.reader,
        segmenter=as_segmenter(options.segmenter),
        lexicons=options.lexicons,
        rules=options.rules,
        threads=min(_THREADS, os.cpu_count() or 1),
    )
    barred = len(names) >= _MANY and sys.stderr.isatty() and not options.quiet
    console = _console() if barred else None
    tally = _Tally()

    def documents() -> Iterator[Document]:
        for name in names if console is None else _tracked(names, console):
            began = time.monotonic()
            try:
                with time_limit(options.timeout, name):
                    source = _read(name, options.encoding)
                    document = confident(
                        extractor.extract(
                            source, published=published, place=options.place, name=plain_name(name)
                        ),
                        options.min_confidence,
                    )
            except UsageError:
                raise
            except InputError as error:
                tally.failed.append(name)
                _say(console, f"policy-extract: {error}")
                continue
            except MemoryError:
                tally.failed.append(name)
                _say(console, f"policy-extract: {name}: needs more memory than there is")
                continue
            except Exception as error:
                tally.defects.append(name)
                report = save_report(error, command_line(), name)
                _say(console, f"policy-extract: {told(error, report, name)}")
                continue
            if not options.quiet:
                _summarise(console, document, time.monotonic() - began if options.verbose else None)
            yield document
            tally.done += 1

    try:
        with open_output(out, read) as stream:
            look = Look(
                many=len(names) > 1, bom=options.bom, guard=options.guard, width=_width(out)
            )
            for part in render(documents(), form, look):
                stream.write(part)
    except KeyboardInterrupt as error:
        raise _interrupted(out, tally, len(names)) from error
    _judge(tally, len(names))


def _form(options: RunOptions) -> str:
    form = options.output_format
    suffix = Path(options.output).suffix.lower() if options.output else ""
    if form is None:
        if suffix in (".parquet", ".duckdb", ".db"):
            raise UsageError(
                f"-o {options.output}: run does not write this form",
                hint=f"Use: policy-extract batch FILE -o {options.output}",
            )
        return _BY_SUFFIX.get(suffix, "json")
    if form not in FORMATS:
        raise UsageError(f"--format {form}: unknown", hint=f"Choose from {', '.join(FORMATS)}")
    if form == "xlsx" and options.output is None and sys.stdout.isatty():
        raise UsageError("--format xlsx is no text for a terminal", hint="Name a file with -o")
    return form


def _engine(name: str) -> Engine:
    if name == "onnx":
        return "onnx"
    if name == "hanlp":
        return "hanlp"
    raise UsageError(f"--ner-engine {name}: unknown", hint="Choose onnx or hanlp")


def _names(files: tuple[str, ...]) -> tuple[str, ...]:
    for name in files:
        if PurePosixPath(name.lower()).suffix in _ROWS:
            raise UsageError(
                f"{name}: is a table or an archive of many documents",
                hint=f"Use: policy-extract batch {name} -o OUT",
            )
    if files:
        return files
    if sys.stdin.isatty():
        raise UsageError("no file given", hint="Name a file, or - for standard input")
    return ("-",)


def _read(name: str, encoding: str | None) -> SourceText:
    if name == "-":
        return read_any(read_stream(sys.stdin.buffer, "-"), name="-", encoding=encoding)
    return read_file(Path(name), encoding=encoding)


def _width(out: str) -> int | None:
    """Columns for a table: the terminal's, where it goes to one."""
    return None if out == STDOUT and sys.stdout.isatty() else 120


def _console() -> "Console":
    """Where a bar is shown; loaded only then."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def _tracked(names: Sequence[str], console: "Console") -> Iterable[str]:
    """The names, with a bar that tells how far it came."""
    from rich.progress import track

    return track(names, description="extracting", console=console, transient=True)


def _say(console: "Console | None", line: str) -> None:
    if console is None:
        print(plain_name(line), file=sys.stderr)
    else:
        console.print(plain_name(line), markup=False)


def _summarise(console: "Console | None", document: Document, seconds: float | None) -> None:
    info = document.document
    spent = f", {seconds:.2f} s" if seconds is not None else ""
    _say(
        console,
        f"{info.name}: {len(document.targets)} targets, {len(document.metrics)} metrics, "
        f"{len(document.entities)} entities in {info.chars} characters ({info.encoding}){spent}",
    )
    for warning in document.warnings:
        _say(console, f"{info.name}: warning: {warning.message}")


def _interrupted(out: str, tally: _Tally, total: int) -> InterruptError:
    if is_stream(out):
        return InterruptError(f"interrupted; {tally.done} of {total} files have been written")
    return InterruptError(
        f"{out}: not written: interrupted after {tally.done} of {total} files",
        hint="For many files use: policy-extract batch, which goes on where it stopped",
    )


def _judge(tally: _Tally, total: int) -> None:
    bad = [plain_name(name) for name in (*tally.failed, *tally.defects)]
    if not bad:
        return
    kind = DefectError if tally.defects else InputError
    raise kind(
        f"{len(bad)} of {total} files failed: {', '.join(bad)}",
        hint=f"The other {tally.done} were written" if tally.done else "",
    )
