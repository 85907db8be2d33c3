"""A score as plain text, to read in a terminal or a log."""

from collections.abc import Iterable, Mapping

from policy_extract.evaluation.counts import SURE, Share, Tallies, Tally
from policy_extract.evaluation.difference import Contexts, Difference
from policy_extract.evaluation.figures import MAIN, RECORDS, main_of, records_by
from policy_extract.evaluation.reports.outcome import Outcome, title
from policy_extract.evaluation.scoring import Score


def percent(value: float | None) -> str:
    """A share with three decimals, ``–`` where there was nothing to measure."""
    return "–" if value is None else f"{value:.3f}"


def score_text(score: Score) -> str:
    """Documents, totals, fields, kinds and types, one line each."""
    total = score.total
    lines = [_head("", MAIN)]
    lines += [_line(document.name, *main_of(document.counts)) for document in score.documents]
    lines += [_line("total", *main_of(total)), "", "fields over paired records"]
    lines += [_share(name, share) for name, share in total.fields.items()]
    lines += ["", _head("kinds and records", RECORDS)]
    lines += [_line(name, *tallies) for name, tallies in records_by(total).items()]
    lines += ["", f"{'entity types':28}  P/R/F1"]
    lines += [_line(name, tally) for name, tally in total.types.items()]
    told = calibration_text(total)
    return "\n".join([*lines, "", told] if told else lines) + "\n"


def calibration_text(counts: Tallies) -> str:
    """How far the confidences are to be believed, in one line; empty where none is given."""
    found = counts.calibration
    if found.error is None:
        return ""
    sure = found.sure
    share = sure.right / sure.records if sure.records else None
    return (
        f"confidence: expected calibration error {percent(found.error)} over {found.records} "
        f"records; {sure.records} of {counts.strict.predicted} at {SURE} or more, "
        f"{percent(share)} of these strictly right"
    )


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
        lines = [head, f"    {flat(before)}【{flat(span)}】{flat(after)}"]
        if item.gold:
            lines.append(f"    gold      {item.gold}")
        if item.predicted:
            lines.append(f"    predicted {item.predicted}")
        if item.why:
            lines.append(f"    because   {item.why}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def flat(text: str) -> str:
    """A text on one line, its line breaks shown."""
    return text.replace("\n", "⏎")


def _head(name: str, figures: Iterable[str]) -> str:
    cells = "  ".join(f"{figure} P/R/F1".ljust(18) for figure in figures)
    return f"{name:28}  {cells}  right/gold/predicted"


def _line(name: str, *tallies: Tally) -> str:
    cells = [
        f"{percent(t.precision)} {percent(t.recall)} {percent(t.f1)}".ljust(18) for t in tallies
    ]
    sizes = " ".join(f"{t.right}/{t.gold}/{t.predicted}" for t in tallies)
    return f"{name:28}  " + "  ".join(cells) + f"  {sizes}"


def _share(name: str, share: Share) -> str:
    return f"  {name:12} {percent(share.share)}  {share.right}/{share.scored}"
