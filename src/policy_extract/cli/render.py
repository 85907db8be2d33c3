"""The forms in which ``run`` prints documents."""

import io
from collections.abc import Iterable, Iterator

from policy_extract.output import claim_row, csv_parts, json_parts, jsonl_parts
from policy_extract.records import Document

_COLUMNS = ("record", "indicator", "value", "direction", "subject", "period")


def render(documents: Iterable[Document], form: str, *, many: bool) -> Iterator[str]:
    """The documents as text parts, ready to write.

    Args:
        documents: What to print; consumed as it is written.
        form: ``json``, ``jsonl``, ``csv`` or ``table``.
        many: Whether JSON is an array.
    """
    if form == "json":
        return json_parts(documents, many=many)
    if form == "jsonl":
        return jsonl_parts(documents)
    if form == "csv":
        return csv_parts(documents)
    return _tables(documents)


def _tables(documents: Iterable[Document]) -> Iterator[str]:
    from rich.console import Console
    from rich.table import Table

    for document in documents:
        table = Table(title=document.document.title or document.document.name)
        for column in _COLUMNS:
            table.add_column(column, overflow="fold")
        for claim in document.claims:
            row = claim_row(document.document.name, claim)
            number = row["number"] or f"{row['low']}–{row['high']}"
            shown = f"{row['comparator']} {number} {row['unit'] or ''}".strip()
            cells = [row["record"], row["indicator"], shown, row["direction"], row["subject"]]
            table.add_row(*(str(cell or "") for cell in cells), _period(row))
        entities = Table(title="entities")
        for column in ("type", "text", "canonical", "source"):
            entities.add_column(column, overflow="fold")
        for entity in document.entities:
            entities.add_row(entity.type, entity.text, entity.canonical, entity.source)
        buffer = io.StringIO()
        console = Console(file=buffer, width=120, no_color=True)
        console.print(table)
        console.print(entities)
        yield buffer.getvalue()


def _period(row: dict[str, str | int | None]) -> str:
    if row["period_start"] or row["period_end"]:
        return f"{row['period_start'] or '…'} – {row['period_end'] or '…'}"
    return str(row["period"] or "")
