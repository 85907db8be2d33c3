"""What ``track`` does: read, link, write, and say how it went."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import cast

from rich.console import Console

from policy_extract.batch.listing import readable
from policy_extract.batch.sinks import error_path
from policy_extract.dates import parse_date
from policy_extract.errors import UsageError
from policy_extract.indicators import load_catalogue
from policy_extract.tracking.columns import Row
from policy_extract.tracking.ingest import Sources, open_archive
from policy_extract.tracking.judging import Tolerance
from policy_extract.tracking.official import read_official
from policy_extract.tracking.tables import format_of, write_table
from policy_extract.tracking.track import COLUMNS, Track, View, Wanted
from policy_extract.writing import check_output


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be written, where, and how outcomes are judged."""

    views: tuple[str, ...]
    output: str
    form: str | None
    outcomes: Path | None
    points: str | None
    per_cent: str | None
    as_of: str | None
    quiet: bool


def track_run(sources: Sources, wanted: Wanted, asked: Asked) -> None:
    """Read the archive and write the rows of one view.

    Raises:
        UsageError: An option is wrong, or more than one view was asked for.
        InputError: Something cannot be read.
        OutputError: The output cannot be written.
    """
    if len(asked.views) > 1:
        raise UsageError(f"--{' and --'.join(asked.views)} are different rows", hint="Give one")
    if wanted.rounding and asked.views != ("contradictions",):
        raise UsageError("--rounding belongs to --contradictions", hint="Give both")
    view = cast(View, asked.views[0] if asked.views else "pairs")
    form = format_of(asked.output, asked.form)
    inputs = [*_read(sources, asked)] if Path(asked.output).is_file() else []
    check_output(asked.output, inputs)
    catalogue = load_catalogue(sources.catalogue)
    tolerance = _tolerance(asked)
    as_of = parse_date(asked.as_of).end if asked.as_of else None
    own = read_official(asked.outcomes, catalogue) if asked.outcomes else []
    with open_archive(sources, catalogue, official=own) as archive:
        track = Track(archive, catalogue, wanted=wanted, tolerance=tolerance, as_of=as_of)
        told: Counter[str] = Counter()
        written = write_table(
            form,
            asked.output,
            _counted(track.view(view), told),
            COLUMNS[view],
            name=view,
            inputs=inputs,
        )
        if not asked.quiet:
            _report(track, view, written, told, tolerance)


def _read(sources: Sources, asked: Asked) -> Iterator[str | Path]:
    """Every file that is read, so that none of them is written."""
    yield from (*sources.catalogue, *([asked.outcomes] if asked.outcomes else ()))
    for name in sources.paths:
        yield from (name, error_path(Path(name)))
        for inner in Path(name).rglob("*") if Path(name).is_dir() else ():
            if readable(inner.name):
                yield inner


def _counted(rows: Iterator[Row], told: Counter[str]) -> Iterator[Row]:
    for row in rows:
        told[row.get("status") or row.get("kind") or "without a target"] += 1
        yield row


def _tolerance(asked: Asked) -> Tolerance:
    default = Tolerance.default()
    return Tolerance(
        default.points if asked.points is None else _number("--points", asked.points),
        default.per_cent if asked.per_cent is None else _number("--per-cent", asked.per_cent),
    )


def _number(option: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        raise UsageError(f"{option} {text}: is no number of at least 0", hint="Such as 0.2")
    return number


def _report(
    track: Track, view: View, written: int, told: Counter[str], tolerance: Tolerance
) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(line: str) -> None:
        console.print(line, markup=False)

    passed = track.archive.passed
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(told.items()))
    counted = f" ({kinds})" if view in ("pairs", "contradictions") and kinds else ""
    say(f"{written} rows{counted} of {passed.observations} figures of the catalogue's indicators")
    if passed.reasons:
        why = ", ".join(f"{count} {reason}" for reason, count in passed.reasons.most_common())
        say(f"left out: {why}")
    if view == "pairs":
        say(
            f"within: 左右 short by up to {tolerance.points:f} points, "
            f"or {tolerance.per_cent:f} % of a level"
        )
