"""Documents for a person at a terminal: each sentence, and under it what was read in it."""

import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from policy_extract.output import claim_row
from policy_extract.records import Document, Metric, Target

_SHARES = {"indicator": 7, "value": 5, "wording": 4, "subject": 4, "period": 5}
"""How columns of text part the width; those before and after them are as wide as their names."""
_COLUMNS = ("record", *_SHARES, "confidence")
_SIGNS = {"increase": "↑", "decrease": "↓", None: ""}


def tables(documents: Iterable[Document], width: int | None) -> Iterator[str]:
    """Each document as a text of lines that fit.

    Args:
        documents: What to show.
        width: Columns; null for those of the terminal.
    """
    for document in documents:
        buffer = io.StringIO()
        console = Console(
            file=buffer, width=width or Console().width, no_color=True, highlight=False
        )
        info = document.document
        console.rule(Text(info.title or info.name), characters="─")
        if document.claims:
            console.print(_table(console.width, header=True))
        for _, group in groupby(document.claims, key=lambda claim: claim.evidence):
            claims = list(group)
            console.print(_sentence(claims))
            table = _table(console.width, header=False)
            for claim in claims:
                table.add_row(*_cells(info.name, claim))
            console.print(table)
        if document.entities:
            console.print(_entities(document, console.width))
        yield buffer.getvalue()


def _table(width: int, *, header: bool) -> Table:
    table = Table(box=None, show_header=header, pad_edge=False, width=width, header_style="")
    for name in _COLUMNS:
        share = _SHARES.get(name)
        table.add_column(name, width=None if share else len(name), ratio=share, overflow="fold")
    return table


def _sentence(claims: list[Metric | Target]) -> Text:
    """The sentence, each value in it in brackets."""
    shown = ""
    for span in claims[0].evidence.spans:
        at = span.start
        inside = {
            (c.value.start, c.value.end) for c in claims if span.start <= c.value.start < span.end
        }
        for start, end in sorted(inside):
            if start >= at:
                before = span.text[at - span.start : start - span.start]
                shown += f"{before}【{span.text[start - span.start : end - span.start]}】"
                at = end
        shown += span.text[at - span.start :]
    return Text(shown.replace("\n", "⏎"), overflow="fold")


def _cells(name: str, claim: Metric | Target) -> list[Text]:
    row = claim_row(name, claim)
    number = row["number"] or f"{row['low']}–{row['high']}"
    value = f"{row['comparator']} {number} {row['unit'] or ''} {_SIGNS[claim.direction]}".strip()
    sure = "" if claim.confidence is None else f"{claim.confidence:.2f}"
    cells = (
        row["record"], row["indicator"], value, row["value"], row["subject"], _when(claim), sure,
    )  # fmt: skip
    return [Text(str(cell or "").replace("\n", "⏎"), overflow="fold") for cell in cells]


def _when(claim: Metric | Target) -> str:
    """The period: a whole year as the year, other spans by their ends."""
    period = claim.period
    if period is None:
        return ""
    start, end = period.start, period.end
    if start is None and end is None:
        return period.text or ""
    if start and end and (start, end) == (date(end.year, 1, 1), date(end.year, 12, 31)):
        return str(end.year)
    return f"{start or '…'} – {end or '…'}"


def _entities(document: Document, width: int) -> Table:
    table = Table(title="entities", box=None, pad_edge=False, width=width, header_style="")
    for name, share in {"type": 2, "text": 5, "canonical": 5, "source": 1}.items():
        table.add_column(name, ratio=share, overflow="fold")
    for entity in document.entities:
        cells = (entity.type, entity.text, entity.canonical, entity.source)
        table.add_row(*(Text(cell.replace("\n", "⏎"), overflow="fold") for cell in cells))
    return table
