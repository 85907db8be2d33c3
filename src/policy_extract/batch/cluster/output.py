"""Finished parts become the output, wherever it is to stand."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policy_extract.batch.cluster.receipts import Receipt
from policy_extract.batch.cluster.store import Store, is_url
from policy_extract.batch.sinks import error_path, write_output
from policy_extract.errors import OutputError


def place(out: str) -> tuple[Store, str]:
    """The folder an output stands in, and its name there.

    Raises:
        UsageError: The protocol is unknown or its package is missing.
        OutputError: The folder does not exist on this machine.
    """
    whole = out.rstrip("/") if is_url(out) else str(Path(out).absolute())
    folder, _, name = whole.rpartition("/")
    store = Store(folder)
    if store.local is not None and not store.local.is_dir():
        raise OutputError(f"{out}: its folder does not exist", hint="Create it first")
    return store, name


def publish(
    form: str, headers: str, receipts: list[Receipt], parts: Store, store: Store, name: str
) -> None:
    """Make the output of parts, in the order of their receipts.

    Args:
        form: The form of the output.
        headers: Language of the headers of CSV and XLSX.
        receipts: All parts, in order.
        parts: Where they are.
        store: The folder of the output.
        name: Its name there.

    Raises:
        OutputError: It cannot be written, or a part is not what its receipt says.
    """
    if form == "jsonl":
        failures = error_path(Path(name)).name
        if any(one.errors for one in receipts):
            store.join(_errors(receipts, parts), failures)
        else:
            store.remove(failures)
        store.join(((parts, f"{one.stem}.jsonl", one.documents) for one in receipts), name)
    elif parts.local is not None and store.local is not None:
        pairs = [_pair(parts.local, one) for one in receipts]
        write_output(form, pairs, store.local / name, headers)
    else:
        _upload(form, headers, receipts, parts, store, name)


def _errors(receipts: list[Receipt], parts: Store) -> Iterator[tuple[Store, str, int]]:
    return ((parts, f"{one.stem}.errors.jsonl", one.errors) for one in receipts if one.errors)


def _pair(folder: Path, receipt: Receipt) -> tuple[Path, Path]:
    bad = folder / f"{receipt.stem}.errors.jsonl" if receipt.errors else Path(os.devnull)
    return folder / f"{receipt.stem}.jsonl", bad


def _upload(
    form: str, headers: str, receipts: list[Receipt], parts: Store, store: Store, name: str
) -> None:
    """Tables are built on this machine's disk and then copied."""
    with tempfile.TemporaryDirectory(prefix="policy-extract-") as scratch:
        folder = Path(scratch) / "parts"
        folder.mkdir()
        for receipt in receipts:
            parts.fetch(f"{receipt.stem}.jsonl", folder / f"{receipt.stem}.jsonl")
            if receipt.errors:
                bad = f"{receipt.stem}.errors.jsonl"
                parts.fetch(bad, folder / bad)
        made = Path(scratch) / name
        write_output(form, [_pair(folder, one) for one in receipts], made, headers)
        if made.is_dir():
            store.remove(name)
        store.put(made, name)
