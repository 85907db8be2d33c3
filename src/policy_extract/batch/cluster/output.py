"""Finished parts become the output, wherever it is to stand."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policy_extract.batch.cluster.receipts import Receipt, RunRecord
from policy_extract.batch.cluster.store import Store, is_url
from policy_extract.batch.publish import refuse_strangers
from policy_extract.batch.sinks import build, error_path, remove
from policy_extract.batch.tables import Cells
from policy_extract.errors import OutputError
from policy_extract.writing import real_path


def place(out: str) -> tuple[Store, str]:
    """The folder an output stands in, and its name there.

    Raises:
        UsageError: The protocol is unknown or its package is missing.
        OutputError: The folder does not exist on this machine.
    """
    whole = out.rstrip("/") if is_url(out) else str(real_path(out).absolute())
    folder, _, name = whole.rpartition("/")
    store = Store(folder)
    if store.local is not None and not store.local.is_dir():
        raise OutputError(f"{out}: its folder does not exist", hint="Create it first")
    return store, name


def check_place(form: str, record: RunRecord, store: Store, name: str) -> None:
    """See that an output may be put where it is to be.

    Raises:
        OutputError: Something stands there or beside it that no batch run made.
    """
    if store.exists(name):
        if not record.published:
            raise OutputError(
                f"{store.url}/{name}: exists and was not made by a batch run",
                hint="Choose another -o",
            )
        refuse_strangers(f"{store.url}/{name}", store.names(name))
    if form == "jsonl":
        failures = error_path(Path(name)).name
        if store.digest(failures) not in (None, *record.errors):
            raise OutputError(
                f"{store.url}/{failures}: is there already and was not made by policy-extract",
                hint="Move it away, or choose another -o",
            )


def publish(
    form: str, cells: Cells, receipts: list[Receipt], record: RunRecord, store: Store, name: str
) -> None:
    """Make the output of parts, in the order of their receipts.

    Args:
        form: The form of the output.
        cells: How cells of CSV and XLSX are written.
        receipts: All parts, in order.
        record: Of the run; knows where the parts are.
        store: The folder of the output.
        name: Its name there.

    Raises:
        OutputError: It cannot be written, a part is not what its receipt says, or it would
            replace what no batch run made.
    """
    parts = record.home.below(record.id)
    if form == "jsonl":
        check_place(form, record, store, name)
        failures = error_path(Path(name)).name
        digest = _digest(receipts, parts)
        record.publish(digest)
        if store.digest(failures) != digest:
            store.remove(name)  # never the output of one run beside the errors of another
        if digest is not None:
            store.join(_errors(receipts, parts), failures)
        else:
            store.remove(failures)
        store.join(((parts, f"{one.stem}.jsonl", one.documents) for one in receipts), name)
    else:
        _build(form, cells, receipts, record, store, name)


def _digest(receipts: list[Receipt], parts: Store) -> str | None:
    """The digest of all errors, one part after the other; null where there are none."""
    digest = hashlib.sha256()
    for _, name, _ in (found := list(_errors(receipts, parts))):
        with parts.open(name) as stream:
            digest.update(stream.read())
    return digest.hexdigest() if found else None


def _errors(receipts: list[Receipt], parts: Store) -> Iterator[tuple[Store, str, int]]:
    return ((parts, f"{one.stem}.errors.jsonl", one.errors) for one in receipts if one.errors)


def _pair(folder: Path, receipt: Receipt) -> tuple[Path, Path]:
    bad = folder / f"{receipt.stem}.errors.jsonl" if receipt.errors else Path(os.devnull)
    return folder / f"{receipt.stem}.jsonl", bad


def _build(
    form: str, cells: Cells, receipts: list[Receipt], record: RunRecord, store: Store, name: str
) -> None:
    """Tables are built on this machine's disk: where they are to stand, or to be copied there."""
    parts = record.home.below(record.id)
    if parts.local is not None and store.local is not None:
        made = parts.local.parent / "made"
        remove(made)
        try:
            build(form, [_pair(parts.local, one) for one in receipts], made, cells)
            check_place(form, record, store, name)
            record.publish(None)
            if made.is_dir():
                store.remove(name)
            made.replace(store.local / name)
        except OSError as error:
            raise OutputError(
                f"{store.url}/{name}: cannot be written: {error.strerror or error}",
                hint="Make room; the same command then goes on",
            ) from error
        finally:
            remove(made)
        return
    with tempfile.TemporaryDirectory(prefix="policy-extract-") as scratch:
        folder = Path(scratch) / "parts"
        folder.mkdir()
        for receipt in receipts:
            parts.fetch(f"{receipt.stem}.jsonl", folder / f"{receipt.stem}.jsonl")
            if receipt.errors:
                bad = f"{receipt.stem}.errors.jsonl"
                parts.fetch(bad, folder / bad)
        made = Path(scratch) / "made"
        build(form, [_pair(folder, one) for one in receipts], made, cells)
        check_place(form, record, store, name)
        record.publish(None)
        if made.is_dir():
            store.remove(name)
        store.put(made, name)
