"""What ``check`` does with its options: refuse what is wrong, score, show, write, judge."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from policy_extract.cli.check_show import open_console, show_differences, show_gates, show_score
from policy_extract.dates import parse_date
from policy_extract.errors import GateError, InputError, UsageError
from policy_extract.evaluation.baseline import (
    Baseline,
    baseline_of,
    baseline_text,
    read_baseline,
)
from policy_extract.evaluation.checking import (
    Extract,
    check_corpus,
    check_exact,
    golden_files,
)
from policy_extract.evaluation.corpus import Article, read_dates
from policy_extract.evaluation.difference import check_selection
from policy_extract.evaluation.gates import Floor, parse_floor
from policy_extract.evaluation.reports import RENDERERS
from policy_extract.evaluation.reports.outcome import Outcome
from policy_extract.extractor import Engine, Extractor
from policy_extract.records import Document
from policy_extract.segmentation import as_segmenter
from policy_extract.writing import check_output, write_all, write_text


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The options of ``check``, as given."""

    folders: tuple[Path, ...]
    fail_under: tuple[str, ...]
    baseline: Path | None
    tolerance: float
    update_baseline: bool
    output_format: str | None
    output: Path | None
    differences: bool
    only: str | None
    exact: bool
    update_exact: bool
    dates: Path | None
    published: tuple[str, ...]
    ner: str
    engine: str
    reader: str
    segmenter: str
    lexicons: tuple[Path, ...]
    rules: Path | None
    quiet: bool


def run_check(options: CheckOptions) -> None:
    """Check and report.

    Raises:
        UsageError: An option is wrong; nothing was read or written.
        InputError: A folder, article, gold, baseline or dates file is faulty; nothing was written.
        GateError: A gate failed; the report was written, the baseline was not.
    """
    _refuse(options)
    floors = [parse_floor(text) for text in options.fail_under]
    dates = _dates(options)
    recorded = _recorded(options)
    extract = _extract(options)
    console = open_console()
    if options.update_exact:
        files = golden_files(options.folders, extract, dates=dates)
        write_all({path: text.encode() for path, text in files.items()})
        for path in files:
            console.print(f"wrote {path}", markup=False)
        return
    if options.exact:
        outcome = check_exact(options.folders, extract, dates=dates, only=options.only)
    else:
        outcome = check_corpus(
            options.folders,
            extract,
            dates=dates,
            floors=floors,
            baseline=recorded,
            tolerance=options.tolerance,
            only=options.only,
        )
    outcome = replace(outcome, articles={n: _near(p) for n, p in outcome.articles.items()})
    _report(options, outcome, console)
    _judge(outcome, floors, recorded, console)
    if options.update_baseline and options.baseline and outcome.score:
        write_text(options.baseline, [baseline_text(baseline_of(outcome.score))])
        console.print(f"wrote {options.baseline}", markup=False)


def _near(path: Path) -> Path:
    """A path as seen from here, which is how CI servers name files."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _refuse(options: CheckOptions) -> None:
    if options.output_format is not None and options.output_format not in RENDERERS:
        known = ", ".join(RENDERERS)
        raise UsageError(f"--format {options.output_format}: unknown", hint=f"Choose from {known}")
    if options.output is not None and options.output_format is None:
        raise UsageError("-o needs a --format", hint="Add --format json, for instance")
    if options.output is not None:
        check_output(options.output, _read(options))
    if options.update_baseline and options.baseline is None:
        raise UsageError("--update-baseline needs --baseline FILE")
    if not 0 <= options.tolerance <= 1:
        raise UsageError(f"--tolerance {options.tolerance}: not between 0 and 1")
    if options.engine not in ("onnx", "hanlp"):
        raise UsageError(f"--engine {options.engine}: unknown", hint="Choose onnx or hanlp")
    if options.exact or options.update_exact:
        if options.fail_under or options.baseline:
            raise UsageError(
                "--exact compares whole outputs; it takes no --fail-under and no --baseline"
            )
    elif options.only is not None:
        check_selection(options.only)


def _read(options: CheckOptions) -> Iterator[Path]:
    """Every file that is read, so that none of them is written."""
    yield from (path for path in (options.baseline, options.dates, *options.lexicons) if path)
    yield from options.rules.rglob("*") if options.rules else ()
    for folder in options.folders:
        yield from folder.rglob("*")


def _dates(options: CheckOptions) -> dict[str, str]:
    found = read_dates(options.dates) if options.dates else {}
    for text in options.published:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise UsageError(f"--published {text}: not NAME=DATE")
        try:
            parse_date(value)
        except UsageError as error:
            raise UsageError(f"--published {text}: {error.message}", hint=error.hint) from error
        found[name] = value
    return found


def _recorded(options: CheckOptions) -> Baseline | None:
    """The baseline to compare with. One to be replaced is read too: no foreign file is lost."""
    if options.baseline is None:
        return None
    if options.update_baseline:
        if options.baseline.exists():
            read_baseline(options.baseline)
        elif not options.baseline.parent.is_dir():
            raise InputError(f"{options.baseline.parent}: no such folder")
        return None
    return read_baseline(options.baseline)


def _extract(options: CheckOptions) -> Extract:
    engine: Engine = "hanlp" if options.engine == "hanlp" else "onnx"
    extractor = Extractor(
        ner=options.ner,
        engine=engine,
        reader=options.reader,
        lexicons=options.lexicons,
        rules=options.rules,
        segmenter=as_segmenter(options.segmenter),
    )

    def extract(article: Article) -> Document:
        return extractor.extract(
            article.text, published=article.published, place=article.place, name=article.name
        )

    return extract


def _report(options: CheckOptions, outcome: Outcome, console: Console) -> None:
    if options.differences and options.output_format != "text":
        show_differences(console, outcome)
    if not options.quiet and outcome.score is not None:
        show_score(console, outcome.score)
    if options.output_format is None:
        if options.exact and not options.differences:
            show_differences(console, outcome)
        return
    text = RENDERERS[options.output_format](outcome)
    if options.output is not None:
        write_text(options.output, [text])
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def _judge(
    outcome: Outcome, floors: list[Floor], recorded: Baseline | None, console: Console
) -> None:
    show_gates(console, outcome, recorded)
    failed = outcome.failed
    if failed:
        raise GateError(
            failed[0].line
            if len(outcome.gates) == 1
            else f"{len(failed)} of {len(outcome.gates)} gates failed"
        )
