"""What ``indicators`` does: the catalogue as rows, and names or sentences tried against it."""

from pathlib import Path

from policy_extract.cli.query_run import Written, form_of, write_rows
from policy_extract.errors import GateError
from policy_extract.indicators import Catalogue, Indicator, Matcher, load_catalogue

_LISTED = ("id", "zh", "en", "form", "unit", "good", "aliases", "predecessors", "nbs", "wdi")
_MATCHED = ("text", "indicator", "value", "direction", "indicator_id", "zh")


def list_run(words: tuple[str, ...], files: tuple[Path, ...], output_format: str | None) -> None:
    """Write the entries that hold any of the words, or all of them."""
    form = form_of(output_format, Written())
    catalogue = load_catalogue(files)
    rows = [
        _row(catalogue, entry)
        for entry in catalogue.entries.values()
        if not words or any(_holds(catalogue, entry, word) for word in words)
    ]
    write_rows(list(_LISTED), iter(rows), form, Written())


def match_run(texts: tuple[str, ...], files: tuple[Path, ...], output_format: str | None) -> None:
    """Write what every value, or every bare name, is.

    Raises:
        GateError: No entry was found for anything.
    """
    from policy_extract.extractor import extract

    form = form_of(output_format, Written())
    matcher = Matcher(load_catalogue(files))
    rows: list[tuple[str | None, ...]] = []
    for text in texts:
        claims = extract(text, ner="none").claims
        for claim in claims:
            found = matcher.match(
                claim.indicator,
                unit=claim.value.unit,
                direction=claim.direction,
                evidence=claim.evidence.text,
                at=claim.value.start - claim.evidence.spans[0].start,
            )
            name = matcher.catalogue[found].zh if found else None
            rows.append((text, claim.indicator, claim.value.text, claim.direction, found, name))
        if not claims:
            named = matcher.named(text)
            rows += [(text, text, None, None, one.id, one.zh) for one in named]
            if not named:
                rows.append((text, text, None, None, None, None))
    write_rows(list(_MATCHED), iter(rows), form, Written())
    if not any(row[4] for row in rows):
        raise GateError(
            "no entry of the catalogue fits", hint="See them with: policy-extract indicators list"
        )


def _row(catalogue: Catalogue, entry: Indicator) -> tuple[str | None, ...]:
    names = dict.fromkeys(one.name for one in catalogue.names(entry))
    return (
        entry.id,
        entry.zh,
        entry.en,
        entry.form,
        "/".join(entry.held_units),
        entry.good,
        "、".join(name for name in names if name != entry.zh),
        ", ".join(f"{one.id} (to {one.until})" for one in entry.predecessors) or None,
        entry.nbs,
        entry.wdi,
    )


def _holds(catalogue: Catalogue, entry: Indicator, word: str) -> bool:
    names = (entry.id, entry.en.lower(), *(one.name for one in catalogue.names(entry)))
    return any(word in name or word.lower() in name for name in names)
