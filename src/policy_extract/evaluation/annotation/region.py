"""What annotation tools share: a text with labelled regions that carry named values.

A record is a region labelled ``metric`` or ``target`` over its value, an entity one labelled with
its type. A record's other fields are strings by name; a field that is null is not there.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import ValidationError

from policy_extract.errors import GoldError
from policy_extract.evaluation.gold import Gold, GoldDocument, GoldEntity, GoldRecord
from policy_extract.evaluation.json_lines import read_json
from policy_extract.quantities import find_quantities
from policy_extract.records import (
    Comparator,
    Direction,
    EntityType,
    Kind,
    Quantity,
    Span,
    Statistic,
    decimal_text,
    text_digest,
)

RECORDS = ("metric", "target")
TYPES: tuple[str, ...] = get_args(EntityType)
VALUE_FIELDS = ("kind", "number", "low", "high", "unit", "comparator")
CLAIM_FIELDS = ("indicator", "direction", "baseline", "scope", "subject")
PERIOD_FIELDS = ("period", "period_start", "period_end", "period_by")
PLACES = ("indicator_at", "period_at")
"""Where a field's words stand: ``START-END``, several with commas between."""

RECORD_FIELDS = (*VALUE_FIELDS, *CLAIM_FIELDS, "statistic", *PERIOD_FIELDS, *PLACES)
NONE = "none"
"""A statistic that the gold says to be null; older gold says nothing of it."""

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "comparator": get_args(Comparator),
    "direction": get_args(Direction),
    "statistic": (*get_args(Statistic), NONE),
    "period_by": ("genre",),
}
"""The fields whose values are a closed list."""

META_FIELDS = (
    *("published", "place", "source", "no_records", "unannotated"),
    *("windows", "gold_source", "genre"),
)

_PLACE = re.compile(r"(\d{1,12})-(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled stretch of a text, with its fields."""

    start: int
    end: int
    label: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its gold, under the name of its folder."""

    name: str
    text: str
    gold: Gold


def regions_of(gold: Gold) -> tuple[Region, ...]:
    """Records first, then entities, each in their order in the gold."""
    records = [Region(r.value.start, r.value.end, r.record, _fields(r)) for r in gold.records or ()]
    entities = [
        Region(e.start, e.end, e.type, {"canonical": e.canonical} if e.canonical else {})
        for e in gold.entities or ()
    ]
    return (*records, *entities)


def meta_of(gold: Gold) -> dict[str, str]:
    """What a gold says of the document itself, as strings; absent where it says nothing."""
    told = gold.document or GoldDocument()
    meta = {"published": told.published, "place": told.place, "source": told.name}
    meta["no_records"] = "true" if gold.no_records else None
    left = [name for name in ("records", "entities") if getattr(gold, name) is None]
    meta["unannotated"] = ",".join(left) or None
    for name, value in (
        ("windows", gold.windows), ("gold_source", gold.source), ("genre", gold.genre),
    ):  # fmt: skip
        meta[name] = None if value is None else json.dumps(value, ensure_ascii=False)
    return {name: value for name, value in meta.items() if value is not None}


def gold_of(text: str, regions: Iterable[Region], meta: Mapping[str, str], *, where: str) -> Gold:
    """Build the gold that regions and document fields describe.

    Args:
        text: The article.
        regions: Its regions; records and entities keep their order.
        meta: See :func:`meta_of`.
        where: What to call the source in an error.

    Raises:
        GoldError: A label or field is unknown, a span lies outside the text, or a record lacks
            what makes its number.
    """
    records: list[dict[str, Any]] = []
    entities: list[dict[str, Any]] = []
    for region in regions:
        at = f"{where}: {region.label} at {region.start}:{region.end}"
        if not 0 <= region.start < region.end <= len(text):
            raise GoldError(f"{at}: outside the text of {len(text)} characters")
        span = {
            "text": text[region.start : region.end],
            "start": region.start,
            "end": region.end,
        }
        if region.label in RECORDS:
            records.append(_record(region, text, at))
        elif region.label in TYPES:
            _refuse_unknown(region, ("canonical",), at)
            entities.append({"type": region.label, **span, **region.fields})
        else:
            known = ", ".join((*RECORDS, *TYPES))
            raise GoldError(f"{at}: unknown label", hint=f"Known: {known}")
    unannotated = meta.get("unannotated", "").split(",")
    told = {"published": meta.get("published"), "place": meta.get("place")}
    told["name"] = meta.get("source")
    try:
        return Gold(
            text_chars=len(text),
            sha256=text_digest(text),
            document=GoldDocument(**told) if any(told.values()) else None,
            windows=_told(meta, "windows", where),
            source=_told(meta, "gold_source", where),
            genre=_told(meta, "genre", where),
            no_records=meta.get("no_records") == "true" and not records,
            records=None
            if "records" in unannotated and not records
            else tuple(GoldRecord.model_validate(record) for record in records),
            entities=None
            if "entities" in unannotated and not entities
            else tuple(GoldEntity.model_validate(entity) for entity in entities),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise GoldError(f"{where}: {_path(first['loc'])}{first['msg']}") from error


def _told(meta: Mapping[str, str], name: str, where: str) -> Any:
    """A document field that is no plain string, written as JSON."""
    return read_json(meta[name], f"{where}: {name}") if name in meta else None


def _fields(record: GoldRecord) -> dict[str, str]:
    period = record.period
    found: dict[str, str | None] = {**_value_fields(record.value)}
    found |= {name: getattr(record, name) for name in CLAIM_FIELDS}
    if "statistic" in record.model_fields_set:
        found["statistic"] = record.statistic or NONE
    found["indicator_at"] = _places(record.indicator_at or ())
    if period is not None:
        found |= {"period": period.text, "period_by": period.by}
        found["period_at"] = _places([period.at] if period.at else ())
        found["period_start"] = period.start.isoformat() if period.start else None
        found["period_end"] = period.end.isoformat() if period.end else None
    return {name: text for name, text in found.items() if text is not None}


def _places(spans: Iterable[Span]) -> str | None:
    return ",".join(f"{span.start}-{span.end}" for span in spans) or None


def _spans(places: str, text: str, at: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place in places.split(","):
        match = _PLACE.fullmatch(place)
        if match is None:
            raise GoldError(f"{at}: {place!r} is no place in the text", hint="Write 4-6,9-11")
        start, end = int(match[1]), int(match[2])
        found.append({"text": text[start:end], "start": start, "end": end})
    return found


def _value_fields(value: Quantity) -> dict[str, str]:
    found: dict[str, str | None] = {"kind": value.kind}
    for name in ("number", "low", "high"):
        exact = getattr(value, name)
        found[name] = None if exact is None else decimal_text(exact)
    found |= {"unit": value.unit, "comparator": value.comparator}
    return {name: text for name, text in found.items() if text is not None}


def _record(region: Region, text: str, at: str) -> dict[str, Any]:
    _refuse_unknown(region, RECORD_FIELDS, at)
    words = text[region.start : region.end]
    given = {**_read_value(region, words), **region.fields}
    if "kind" not in given or not {"number", "low"} & set(given):
        raise GoldError(
            f"{at}: {words!r} has no kind or no number, and none can be read from it",
            hint="Mark the whole value, or give the region its fields",
        )
    for name, allowed in CHOICES.items():
        if name in given and given[name] not in allowed:
            raise GoldError(
                f"{at}: unknown {name} {given[name]!r}", hint=f"One of {', '.join(allowed)}"
            )
    value = {"text": words, "start": region.start, "end": region.end}
    value |= {name: given[name] for name in VALUE_FIELDS if name in given}
    period: dict[str, Any] = {
        name: given[key]
        for name, key in zip(("text", "start", "end", "by"), PERIOD_FIELDS, strict=True)
        if key in given
    }
    if "period_at" in given:
        period["at"] = _spans(given["period_at"], text, at)[0]
    record: dict[str, Any] = {"record": region.label, "value": value, "period": period or None}
    record |= {name: given.get(name) for name in CLAIM_FIELDS}
    record["indicator"] = given.get("indicator", "")
    if "statistic" in given:
        record["statistic"] = None if given["statistic"] == NONE else given["statistic"]
    if "indicator_at" in given:
        record["indicator_at"] = _spans(given["indicator_at"], text, at)
    return record


def _read_value(region: Region, text: str) -> dict[str, str]:
    """What the quantity grammar reads in the marked words, for a region that leaves it out: the
    whole value when it gives no number, else only its kind.
    """
    if "kind" in region.fields and {"number", "low"} & set(region.fields):
        return {}
    found = [q for q in find_quantities(text) if (q.start, q.end) == (0, len(text))]
    if len(found) != 1:
        return {}
    read = _value_fields(found[0])
    return {"kind": read["kind"]} if {"number", "low"} & set(region.fields) else read


def _refuse_unknown(region: Region, known: tuple[str, ...], at: str) -> None:
    for name in region.fields:
        if name not in known:
            raise GoldError(f"{at}: unknown field {name!r}", hint=f"Known: {', '.join(known)}")


def _path(parts: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in parts) + ": " if parts else ""
