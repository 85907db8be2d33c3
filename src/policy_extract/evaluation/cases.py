"""Short cases in inline markup, held against an extraction."""

from decimal import Decimal

from policy_extract.evaluation.annotation.inline_parser import InlineCase, Mark
from policy_extract.evaluation.annotation.region import RECORDS, Region, regions_of
from policy_extract.evaluation.gold import gold_of_document
from policy_extract.records import Document

_NUMBERS = ("number", "low", "high")


def unmet(case: InlineCase, document: Document, *, complete: bool = False) -> tuple[str, ...]:
    """What the extraction of a case's text leaves unmet, one line each; empty when all is well.

    Only what the marks say is held: an attribute that is not written may have any value.

    Args:
        case: The parsed case.
        document: The extraction of ``case.text``.
        complete: Also name every record and mention that the case does not mark. Records count
            only where the case marks a record, mentions only where it marks a mention.
    """
    regions = list(regions_of(gold_of_document(document)))
    lines: list[str] = []
    for mark in case.marks:
        shown = f"{case.text[mark.start : mark.end]} at {mark.start}"
        near = [r for r in regions if (r.start, r.end) == (mark.start, mark.end)]
        near = [r for r in near if (r.label in RECORDS) == (mark.label in RECORDS)]
        if not near:
            lines.append(f"{shown}: no {mark.label} there")
            continue
        best = min(near, key=lambda region: len(_wrong(mark, region)))
        regions.remove(best)
        lines += [f"{shown}: {reason}" for reason in _wrong(mark, best)]
    if complete:
        sorts = {mark.label in RECORDS for mark in case.marks}
        for region in regions:
            if (region.label in RECORDS) in sorts:
                text = case.text[region.start : region.end]
                lines.append(f"{text} at {region.start}: {region.label} that is not marked")
    return tuple(lines)


def _wrong(mark: Mark, region: Region) -> list[str]:
    reasons = [] if mark.label == region.label else [f"is {region.label}, not {mark.label}"]
    for name, wanted in mark.fields.items():
        there = region.fields.get(name)
        if not _same(name, wanted, there):
            reasons.append(f"{name} is {there or 'null'}, not {wanted or 'null'}")
    return reasons


def _same(name: str, wanted: str | None, there: str | None) -> bool:
    if name in _NUMBERS and wanted is not None and there is not None:
        return Decimal(wanted) == Decimal(there)
    return wanted == there
