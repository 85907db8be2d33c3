"""The output takes its name: what stood there stands until then, and no file of others goes.

All is built inside ``OUT.batch`` first. Then, written down in the ledger before it is done: the
errors take their name, and the output its own. Where both change, an older output goes before, so
that no moment shows the output of one run beside the errors of another.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from policy_extract.batch.ledger import Ledger
from policy_extract.batch.sinks import build, error_path, join, remove
from policy_extract.batch.tables import COLUMNS, Cells
from policy_extract.errors import OutputError
from policy_extract.side_files import file_digest, refuse_foreign

_OWN = re.compile(rf"({'|'.join(COLUMNS)})(\.csv|/part-[0-9]{{5}}\.parquet)?")
"""What stands in an output that is a folder."""


def check_place(form: str, out: Path, ledger: Ledger, files: Iterable[Path | None]) -> None:
    """See, before any work is done, that an output may be put where it is to be.

    Args:
        form: The form of the output.
        out: The output, no link.
        ledger: Of the run, opened.
        files: The files that are read.

    Raises:
        OutputError: The output is an input, or something stands there or beside it that no batch
            run made.
    """
    places = [place for place in (out, error_path(out)) if place.is_file()]
    for file in files if places else ():
        if file is not None and any(file.exists() and file.samefile(one) for one in places):
            raise OutputError(
                f"{file}: is an input; {out} would destroy it", hint="Choose another -o"
            )
    if out.exists():
        if not ledger.published:
            raise OutputError(
                f"{out}: exists and was not made by a batch run", hint="Choose another -o"
            )
        refuse_strangers(out, (str(one.relative_to(out)) for one in sorted(out.rglob("*"))))
    if form == "jsonl":
        refuse_foreign(error_path(out), ledger.errors)


def refuse_strangers(out: Path | str, names: Iterable[str]) -> None:
    """See that a folder of Parquet or CSV holds only what a batch run puts there.

    Raises:
        OutputError: It holds something else.
    """
    for name in names:
        if not _OWN.fullmatch(name):
            raise OutputError(
                f"{out}/{name}: was not made by a batch run",
                hint="Move it away, or choose another -o",
            )


def publish(
    form: str, parts: list[tuple[Path, Path]], out: Path, cells: Cells, ledger: Ledger
) -> None:
    """Make the output of finished parts; it appears whole or not at all.

    Raises:
        OutputError: It cannot be written, does not fit its form, or would replace what no batch
            run made.
    """
    made, failed, old = (ledger.home / name for name in ("made", "made.errors", "old"))
    try:
        for path in (made, failed, old):
            remove(path)
        build(form, parts, made, cells)
        if form == "jsonl":
            join([bad for _, bad in parts], failed)
            _put_both(made, failed, out, ledger)
        else:
            ledger.publish(None)
            _put(made, out, old)
    except OSError as error:
        raise OutputError(
            f"{out}: cannot be written: {error.strerror or error}",
            hint="Make room; the same command then goes on",
        ) from error
    finally:
        for path in (made, failed):
            remove(path)
    remove(old)


def _put_both(made: Path, failed: Path, out: Path, ledger: Ledger) -> None:
    failures = error_path(out)
    old = ledger.home / "old"
    digest = file_digest(failed) if failed.stat().st_size else None
    refuse_foreign(failures, ledger.errors)
    ledger.publish(digest)
    before = file_digest(failures) if failures.exists() else None
    if before != digest and out.exists():
        out.rename(old)
    try:
        if digest is not None:
            failed.replace(failures)
        else:
            failures.unlink(missing_ok=True)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    made.replace(out)


def _put(made: Path, out: Path, old: Path) -> None:
    if out.is_dir() or (made.is_dir() and out.exists()):
        if out.is_dir():
            refuse_strangers(out, (str(one.relative_to(out)) for one in sorted(out.rglob("*"))))
        out.rename(old)
    made.replace(out)
