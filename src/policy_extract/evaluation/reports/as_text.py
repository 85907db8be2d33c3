"""A score as plain text, to read in a terminal or a log."""

from collections.abc import Iterable, Mapping

from policy_extract.evaluation.counts import Share, Tally
from policy_extract.evaluation.difference import Contexts, Difference
from policy_extract.evaluation.reports.outcome import Outcome, title
from policy_extract.evaluation.scoring import Score


def percent(value: float | None) -> str:
    """A share with three decimals, ``–`` where there was nothing to measure."""
    return "–" if value is None else f"{value:.3f}"


def score_text(score: Score) -> str:
    """Documents, totals, fields, kinds and types, one line each."""
    lines = [f"{'':28}  {'quantity P/R/F1':18}  {'strict P/R/F1':18}  {'entity P/R/F1':18}  gold"]
    for document in score.documents:
        counts = document.counts
        lines.append(_line(document.name, counts.quantity, counts.strict, counts.entity))
    total = score.total
    lines += [_line("total", total.quantity, total.strict, total.entity), ""]
    lines.append("fields over paired records")
    lines += [_share(name, share) for name, share in total.fields.items()]
    lines += ["", f"{'kinds and records':28}  {'quantity P/R/F1':18}  strict P/R/F1"]
    for name, tally in total.quantity_by.items():
        lines.append(_line(name, tally, total.strict_by[name]))
    lines += ["", f"{'entity types':28}  P/R/F1"]
    lines += [_line(name, tally) for name, tally in total.types.items()]
    return "\n".join(lines) + "\n"


def render(outcome: Outcome) -> str:
    """The differences, the figures and the verdicts of the gates."""
    parts = [differences_text(outcome.differences, outcome.texts)]
    if outcome.score is not None:
        parts.append(score_text(outcome.score))
    parts.append("".join(f"failed: {gate.line}\n" for gate in outcome.failed))
    return "\n".join(part for part in parts if part)


def differences_text(found: Iterable[Difference], texts: Mapping[str, str]) -> str:
    """Each difference with its sentence, the span between ``【`` and ``】``.

    Args:
        found: What to show.
        texts: The articles by document name.
    """
    contexts = {name: Contexts(text) for name, text in texts.items()}
    blocks: list[str] = []
    for item in found:
        head = f"{item.document}:{item.start}  {title(item)}  ({', '.join(item.label)})"
        before, span, after = contexts[item.document].around(item.start, item.end)
        lines = [head, f"    {_flat(before)}【{_flat(span)}】{_flat(after)}"]
        if item.gold:
            lines.append(f"    gold      {item.gold}")
        if item.predicted:
            lines.append(f"    predicted {item.predicted}")
        if item.why:
            lines.append(f"    because   {item.why}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _flat(text: str) -> str:
    return text.replace("\n", "⏎")


def _line(name: str, *tallies: Tally) -> str:
    cells = [
        f"{percent(t.precision)} {percent(t.recall)} {percent(t.f1)}".ljust(18) for t in tallies
    ]
    sizes = " ".join(f"{t.right}/{t.gold}/{t.predicted}" for t in tallies)
    return f"{name:28}  " + "  ".join(cells) + f"  {sizes}"


def _share(name: str, share: Share) -> str:
    return f"  {name:12} {percent(share.share)}  {share.right}/{share.scored}"
