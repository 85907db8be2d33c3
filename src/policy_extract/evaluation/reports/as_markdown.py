"""A check's outcome as Markdown, for a pull request's comment or a job's summary."""

from collections.abc import Iterable, Sequence

from policy_extract.evaluation.counts import Tally
from policy_extract.evaluation.difference import Contexts
from policy_extract.evaluation.figures import MAIN, RECORDS, main_of, records_by
from policy_extract.evaluation.reports.as_text import calibration_text, percent
from policy_extract.evaluation.reports.outcome import Outcome, title
from policy_extract.evaluation.scoring import Score

SHOWN = 50
"""How many differences the report lists; a comment has a size limit."""


def render(outcome: Outcome) -> str:
    """Verdict, table of documents, fields, kinds and types, then the first differences."""
    verdict = f"{len(outcome.failed)} of {len(outcome.gates)} gates failed"
    if not outcome.failed:
        verdict = f"{len(outcome.gates)} gates passed" if outcome.gates else "no gates"
    parts = [f"### policy-extract check: {verdict}"]
    if outcome.failed:
        parts.append("\n".join(f"- {_cell(gate.line)}" for gate in outcome.failed))
    if outcome.score is not None:
        parts += _score(outcome.score)
    if outcome.differences:
        parts.append(_differences(outcome))
    return "\n\n".join(parts) + "\n"


def _score(score: Score) -> list[str]:
    head = ["document"]
    for figure in MAIN:
        head += [f"{figure} P", "R", "F1"]
    rows = [[document.name, *_tallies(main_of(document.counts))] for document in score.documents]
    rows.append(["**total**", *_tallies(main_of(score.total))])
    total = score.total
    fields = [
        [name, percent(share.share), f"{share.right}/{share.scored}"]
        for name, share in total.fields.items()
    ]
    kinds = [[name, *_tallies(tallies)] for name, tallies in records_by(total).items()]
    types = [[name, *_tally(tally)] for name, tally in total.types.items()]
    told = calibration_text(total)
    return [
        _table(head, rows),
        *([told] if told else []),
        _details("Fields", _table(["field", "share right", "pairs"], fields)),
        _details(
            "Kinds and records",
            _table(["", *(m for name in RECORDS for m in (f"{name} P", "R", "F1"))], kinds),
        ),
        _details("Entity types", _table(["type", "P", "R", "F1"], types)),
    ]


def _tallies(tallies: Iterable[Tally]) -> list[str]:
    return [cell for tally in tallies for cell in _tally(tally)]


def _tally(tally: Tally) -> list[str]:
    return [percent(tally.precision), percent(tally.recall), percent(tally.f1)]


def _differences(outcome: Outcome) -> str:
    contexts = {name: Contexts(text) for name, text in outcome.texts.items()}
    rows = []
    for item in outcome.differences[:SHOWN]:
        before, span, after = contexts[item.document].around(item.start, item.end)
        sentence = f"{_cell(before)}<b>{_cell(span)}</b>{_cell(after)}"
        place = f"{item.document}:{item.start}"
        cells = [place, title(item), item.gold, item.predicted, item.why]
        rows.append([_cell(cell) for cell in cells] + [sentence])
    left = len(outcome.differences) - len(rows)
    table = _table(["where", "what", "gold", "predicted", "because", "sentence"], rows, raw=True)
    more = f"\n\n{left} more are not shown." if left else ""
    return _details(f"{len(outcome.differences)} differences", table + more)


def _details(summary: str, body: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False) -> str:
    lines = [_line(head), _line(["---"] * len(head))]
    lines += [_line(row if raw else [_cell(cell) for cell in row]) for row in rows]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    """Text that cannot break a table's cell or start markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return escaped.replace("\n", " ")
