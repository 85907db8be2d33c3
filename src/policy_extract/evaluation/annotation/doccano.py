"""doccano: one JSON object a line, with ``entities`` for all regions.

doccano knows no attributes, so a record's fields travel in the ``records`` metadata, which doccano
hands back as it got it. A region that an annotator adds or moves has none there. An entity needs
none; a record's number is then read from the words marked, and its indicator stays empty, which
``gold validate`` names until a person writes it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation.mapping import (
    PLAIN,
    LabelMapping,
    mapped,
    missing,
    name_in,
    text_in,
)
from policy_extract.evaluation.annotation.region import (
    META_FIELDS,
    Annotated,
    Region,
    gold_of,
    meta_of,
    regions_of,
)
from policy_extract.evaluation.json_lines import read_json

MAIN = "doccano.jsonl"


def write(items: Iterable[Annotated]) -> dict[str, str]:
    """One line for each document."""
    return {MAIN: "".join(json.dumps(_line(i), ensure_ascii=False) + "\n" for i in items)}


def read(files: Mapping[str, str], mapping: LabelMapping = PLAIN) -> tuple[Annotated, ...]:
    """Read lines back, those of projects with labels of their own by a mapping; both ``entities`` and the older ``label`` lists are understood.

    Raises:
        GoldError: A line is no doccano export, or a region cannot become a record.
    """
    found: list[Annotated] = []
    for name, source in files.items():
        for number, line in enumerate(source.split("\n"), 1):
            if line.strip():
                found.append(_read_line(line, f"{name}:{number}", number, mapping))
    return tuple(found)


def _line(item: Annotated) -> dict[str, Any]:
    regions = regions_of(item.gold)
    return {
        "text": item.text,
        "entities": [
            {"id": n, "label": r.label, "start_offset": r.start, "end_offset": r.end}
            for n, r in enumerate(regions)
        ],
        "relations": [],
        "name": item.name,
        **meta_of(item.gold),
        "records": [
            {"label": r.label, "start": r.start, "end": r.end, "fields": dict(r.fields)}
            for r in regions
            if r.fields
        ],
    }


def _read_line(line: str, where: str, number: int, mapping: LabelMapping) -> Annotated:
    data = read_json(line, where)
    try:
        meta = {**data, **(data.get("meta") or {})}
        spans = [_span(entry) for entry in data.get("entities", data.get("label")) or []]
        waiting: dict[tuple[int, int, str], list[dict[str, str]]] = {}
        for item in meta.get("records") or []:
            key = (item["start"], item["end"], item["label"])
            fields = {str(name): str(value) for name, value in item["fields"].items()}
            waiting.setdefault(key, []).append(fields)
        text = text_in(data, mapping, where)
        name = name_in(meta, data.get("id", number), mapping)
    except (
        KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError,
    ) as error:  # fmt: skip
        raise GoldError(f"{where}: not a line as doccano writes it: {missing(error)}") from error
    regions = [Region(*span, waiting[span].pop(0) if waiting.get(span) else {}) for span in spans]
    regions = mapped(regions, mapping, where)
    told = {key: str(meta[key]) for key in META_FIELDS if meta.get(key)}
    return Annotated(name, text, gold_of(text, regions, told, where=f"{where} ({name})"))


def _span(entry: Any) -> tuple[int, int, str]:
    if isinstance(entry, dict):
        return int(entry["start_offset"]), int(entry["end_offset"]), str(entry["label"])
    return int(entry[0]), int(entry[1]), str(entry[2])
