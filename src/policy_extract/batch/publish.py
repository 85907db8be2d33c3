"""The output takes its name: what stood there stands until then, and no file of others goes.

All is built first, inside ``OUT.batch`` where the storage can rename. Then, written down in the ledger
before it is done: the errors take their name, and the output its own. Where both change, an older
output goes before, so that no moment shows the output of one run beside the errors of another.
"""

import hashlib
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from policy_extract.batch.ledger import Ledger
from policy_extract.batch.listing import File
from policy_extract.batch.receipts import Receipt
from policy_extract.batch.sinks import build, error_path, remove
from policy_extract.batch.store import BLOCK, Store, damaged, is_url, unwritable
from policy_extract.batch.tables import COLUMNS, Cells
from policy_extract.errors import OutputError
from policy_extract.side_files import refuse_foreign

_OWN = re.compile(rf"|({'|'.join(COLUMNS)})(\.csv|/part-[0-9]{{5}}\.parquet)")
"""What stands in an output that is a folder; the output itself where it is a file."""


class Destination:
    """Where an output is to stand.

    Args:
        store: The folder it stands in.
        name: Its name there.
        form: Its form.
        ledger: Of its run.
    """

    def __init__(self, store: Store, name: str, form: str, ledger: Ledger) -> None:
        self._store, self._name, self._form, self._ledger = store, name, form, ledger
        self._failures = error_path(Path(name)).name

    def check(self, files: Iterable[File] = ()) -> None:
        """See that the output may be put there.

        Args:
            files: What is read.

        Raises:
            OutputError: The output is an input, or something stands there or beside it that no
                batch run made.
        """
        store, name = self._store, self._name
        out = f"{store.url}/{name}"
        if store.exists(name):
            if not self._ledger.published:
                raise OutputError(
                    f"{out}: exists and was not made by a batch run", hint="Choose another -o"
                )
            for inner in store.sizes(name):
                if not _OWN.fullmatch(inner):
                    raise OutputError(
                        f"{out}/{inner}: was not made by a batch run",
                        hint="Move it away, or choose another -o",
                    )
        if self._form == "jsonl":
            self._refuse_errors()
        self._refuse_inputs(files)

    def _refuse_errors(self) -> None:
        store = self._store
        if store.local is not None:
            refuse_foreign(store.local / self._failures, self._ledger.errors)
        elif store.digest(self._failures) not in (None, *self._ledger.errors):
            raise OutputError(
                f"{store.url}/{self._failures}: is there already and was not made by policy-extract",
                hint="Move it away, or choose another -o",
            )

    def _refuse_inputs(self, files: Iterable[File]) -> None:
        store, names = self._store, (self._name, self._failures)
        urls = {f"{store.url}/{name}" for name in names}
        there = [path for name in names if store.local and (path := store.local / name).is_file()]
        for file in files:
            if file.name in urls or (there and _is_one(file, there)):
                raise OutputError(
                    f"{file.name}: is an input; {store.url}/{self._name} would destroy it",
                    hint="Choose another -o",
                )

    def publish(self, receipts: list[Receipt], cells: Cells) -> None:
        """Make the output of parts; it appears whole or not at all.

        Args:
            receipts: All parts, in order.
            cells: How cells of CSV and XLSX are written.

        Raises:
            OutputError: It cannot be written, a part is not what its receipt says, or it would
                replace what no batch run made.
        """
        try:
            if self._form == "jsonl":
                self._publish_lines(receipts)
            else:
                self._publish_tables(receipts, cells)
        except OSError as error:
            raise unwritable(f"{self._store.url}/{self._name}", error) from error

    def _publish_lines(self, receipts: list[Receipt]) -> None:
        store, parts, home = self._store, self._ledger.parts, f"{self._name}.batch"
        with (
            store.staged(self._failures, f"{home}/made.errors") as (bad, show_errors),
            store.staged(self._name, f"{home}/made") as (good, show),
        ):
            _join(parts, ((one.good, one.documents) for one in receipts), good)
            failed = [(one.bad, one.errors) for one in receipts if one.errors]
            digest = _join(parts, failed, bad) if failed else None
            self.check()
            self._ledger.publish(digest)
            if store.digest(self._failures) != digest:
                store.remove(self._name)
            if digest is not None:
                show_errors()
            else:
                store.remove(self._failures)
            show()

    def _publish_tables(self, receipts: list[Receipt], cells: Cells) -> None:
        """Tables are built on this machine's disk: where they are to stand, or to be copied there."""
        store, home, parts = self._store, self._ledger.home.local, self._ledger.parts
        good = _lines(parts, [one.good for one in receipts])
        bad = _lines(parts, [one.bad for one in receipts if one.errors])
        with tempfile.TemporaryDirectory(prefix="policy-extract-") as scratch:
            folder = Path(scratch) if home is None else home
            made, old = folder / "made", folder / "old"
            try:
                remove(made)
                remove(old)
                build(self._form, good, bad, made, cells)
                self.check()
                self._ledger.publish(None)
                if store.digest(self._failures) in self._ledger.errors:
                    store.remove(self._failures)  # of an earlier run, which made another form
                if store.local is None:
                    store.remove(self._name)
                    store.put(made, self._name)
                    return
                out = store.local / self._name
                if out.is_dir() or (made.is_dir() and out.exists()):
                    out.rename(old)
                made.replace(out)
            finally:
                remove(made)
            remove(old)


def _is_one(file: File, there: list[Path]) -> bool:
    path = None if is_url(file.name) else file.path
    return path is not None and path.exists() and any(path.samefile(one) for one in there)


def _join(parts: Store, files: Iterable[tuple[str, int]], stream: IO[bytes]) -> str:
    """Copy files one after the other, without room for them on this machine; returns a digest of all."""
    digest = hashlib.sha256()
    for name, size in files:
        copied = 0
        with parts.open(name) as part:
            while block := part.read(BLOCK):
                stream.write(block)
                digest.update(block)
                copied += len(block)
        if copied != size:
            raise damaged(f"{parts.url}/{name}", f"it has {copied} bytes, its receipt says {size}")
    return digest.hexdigest()


def _lines(parts: Store, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        with parts.open(name) as raw, io.TextIOWrapper(raw, "utf-8", newline="\n") as lines:
            yield from lines
