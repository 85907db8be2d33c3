"""A check's outcome on a terminal: tables, differences with the span marked, failed gates."""

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from policy_extract.evaluation.agreement import Agreement, named_kappas
from policy_extract.evaluation.baseline import Baseline
from policy_extract.evaluation.counts import Tally
from policy_extract.evaluation.difference import Contexts
from policy_extract.evaluation.figures import MAIN, RECORDS, main_of, records_by
from policy_extract.evaluation.reports.as_text import calibration_text, flat, percent
from policy_extract.evaluation.reports.outcome import Outcome, title
from policy_extract.evaluation.scoring import Score

_LOG_WIDTH = 120


def open_console() -> Console:
    """Standard error; where it is no terminal, wide enough for the tables of a log."""
    width = None if sys.stderr.isatty() else _LOG_WIDTH
    return Console(stderr=True, highlight=False, soft_wrap=True, width=width)


def show_score(console: Console, score: Score) -> None:
    """Tables of documents, fields, kinds and entity types."""
    total = score.total
    table = _table("document", *map(_head, MAIN))
    for document in score.documents:
        table.add_row(document.name, *map(_tally, main_of(document.counts)))
    table.add_section()
    table.add_row("total", *map(_tally, main_of(total)), style="bold")
    console.print(table)
    fields = _table("field", "share right", "pairs")
    for name, share in total.fields.items() if total.quantity_by else ():
        fields.add_row(name, percent(share.share), f"{share.right}/{share.scored}")
    kinds = _table("kind, record", *map(_head, RECORDS), "gold")
    for name, tallies in records_by(total).items():
        kinds.add_row(name, *map(_tally, tallies), str(tallies[0].gold))
    types = _table("entity type", _head("entity"), "gold")
    for name, tally in total.types.items():
        types.add_row(name, _tally(tally), str(tally.gold))
    for part in (fields, kinds, types):
        if part.row_count:
            console.print()
            console.print(part)
    told = calibration_text(total)
    if told:
        console.print(f"\n{told}", markup=False)


def show_differences(console: Console, outcome: Outcome) -> None:
    """Each difference: the sentence with the span marked, gold beside predicted, the rule."""
    contexts = {name: Contexts(text) for name, text in outcome.texts.items()}
    for item in outcome.differences:
        console.print(
            Text(f"{item.document}:{item.start}  ", style="dim")
            + Text(title(item), style="bold")
            + Text(f"  {', '.join(item.label)}", style="dim")
        )
        if item.end > item.start:
            before, span, after = contexts[item.document].around(item.start, item.end)
            console.print(
                Text(f"    {flat(before)}")
                + Text(f"【{flat(span)}】", style="bold yellow")
                + Text(flat(after))
            )
        for name, side in (
            ("gold", item.gold),
            ("predicted", item.predicted),
            ("because", item.why),
        ):
            if side:
                console.print(f"    {name:9} {side}", markup=False)
    if outcome.differences:
        console.print(f"{len(outcome.differences)} differences", markup=False)


def show_gates(console: Console, outcome: Outcome, baseline: Baseline | None) -> None:
    """One line for each failed gate, and what was left out of a comparison."""
    if len(outcome.gates) > 1:
        for gate in outcome.failed:
            console.print(f"failed: {gate.line}", markup=False)
    if outcome.gates and not outcome.failed:
        count = len(outcome.gates)
        console.print(f"{count} gate{'s' if count > 1 else ''} passed", markup=False)
    if baseline is not None and outcome.score is not None:
        for document in outcome.score.documents:
            if document.name not in baseline.documents:
                console.print(f"{document.name}: not in the baseline", markup=False)


def show_agreement(console: Console, agreement: Agreement) -> None:
    """A table of kappas: characters, entity types, each field."""
    table = _table("Cohen's kappa", "kappa", "observed", "items")
    for name, kappa in named_kappas(agreement).items():
        table.add_row(name, percent(kappa.kappa), percent(kappa.observed), str(kappa.items))
    console.print(table)


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _head(figure: str) -> str:
    """A figure's name over its three measures, set as :func:`_tally` sets them."""
    return f"{figure}\nP     R     F1   "


def _tally(tally: Tally) -> str:
    """Precision, recall and F1 in one cell of a fixed width."""
    return " ".join(f"{percent(v):5}" for v in (tally.precision, tally.recall, tally.f1))
