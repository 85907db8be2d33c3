"""The forms in which ``run`` prints documents."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from policy_extract.output import csv_parts, json_parts, jsonl_parts
from policy_extract.records import Document

FORMATS = ("json", "jsonl", "table", "csv", "xlsx")


class Look(NamedTuple):
    """How a form is written.

    Attributes:
        many: Whether JSON is an array.
        bom: Whether CSV begins with the mark by which Excel knows UTF-8.
        guard: Whether texts that a spreadsheet would run as formulas are marked as text.
        width: Columns of a table; null for those of the terminal.
    """

    many: bool = False
    bom: bool = True
    guard: bool = True
    width: int | None = None


def render(documents: Iterable[Document], form: str, look: Look) -> Iterator[bytes]:
    """The documents as pieces of a file, ready to write.

    Args:
        documents: What to print; consumed as it is written.
        form: One of :data:`FORMATS`.
        look: How.

    Raises:
        UsageError: The form needs the extra ``batch``.
    """
    if form == "xlsx":
        yield _workbook(documents, look)
        return
    if form == "csv" and look.bom:
        yield b"\xef\xbb\xbf"
    if form == "json":
        parts = json_parts(documents, many=look.many)
    elif form == "jsonl":
        parts = jsonl_parts(documents)
    elif form == "csv":
        parts = csv_parts(documents, guard=look.guard)
    else:
        from policy_extract.cli.show import tables

        parts = tables(documents, look.width)
    for part in parts:
        yield part.encode()


def _workbook(documents: Iterable[Document], look: Look) -> bytes:
    from policy_extract.batch.sinks import require
    from policy_extract.batch.tables import Cells, row_groups
    from policy_extract.batch.xlsx import write_xlsx

    require("xlsx")
    lines = (document.to_json(indent=None) for document in documents)
    with tempfile.TemporaryDirectory(prefix="policy-extract-") as folder:
        made = Path(folder) / "made.xlsx"
        write_xlsx(row_groups(lines, ()), made, Cells(guard=look.guard))
        return made.read_bytes()
