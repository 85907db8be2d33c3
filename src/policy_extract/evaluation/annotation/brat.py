"""brat: a ``.txt`` and a standoff ``.ann`` for each document, and the annotation configuration.

Regions are text-bound annotations. brat's attributes hold values of a closed list, so ``kind``,
``comparator`` and ``direction`` are attributes (``>=`` is written ``ge``) and the free fields
stand as JSON in the region's note. brat cannot mark a line break: a region over one is written as
fragments, and read back as one when nothing but white space stands between.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation.mapping import PLAIN, LabelMapping, mapped
from policy_extract.evaluation.annotation.region import (
    CHOICES,
    RECORDS,
    TYPES,
    Annotated,
    Region,
    gold_of,
    meta_of,
    regions_of,
)
from policy_extract.evaluation.json_lines import read_json

COMPARATORS = {"=": "eq", ">=": "ge", ">": "gt", "<=": "le", "<": "lt", "~": "about"}
"""Comparators by names that attributes can hold."""

_SIGNS = {name: sign for sign, name in COMPARATORS.items()}
_BOUND = re.compile(r"(T\d+)\t(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)\t(.*)", re.DOTALL)
_ATTRIBUTE = re.compile(r"A\d+\t(\S+) (T\d+) (\S+)")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.*)", re.DOTALL)
_DOCUMENT = re.compile(r"#\d+\tDocument \*\t(.*)", re.DOTALL)


def write(items: Iterable[Annotated]) -> dict[str, str]:
    """Two files for each document, and ``annotation.conf``."""
    files: dict[str, str] = {"annotation.conf": _configuration()}
    for item in items:
        files[f"{item.name}.txt"] = item.text
        files[f"{item.name}.ann"] = "".join(f"{line}\n" for line in _lines(item))
    return files


def read(files: Mapping[str, str], mapping: LabelMapping = PLAIN) -> tuple[Annotated, ...]:
    """Read documents back.

    Raises:
        GoldError: A ``.ann`` has no ``.txt`` beside it, or a line of it is malformed.
    """
    return tuple(
        _read(name.removesuffix(".ann"), files, mapping) for name in files if name.endswith(".ann")
    )


def _lines(item: Annotated) -> Iterator[str]:
    attributes = 0
    notes = 0
    meta = meta_of(item.gold)
    if meta:
        notes += 1
        yield f"#{notes}\tDocument *\t{_json(meta)}"
    for number, region in enumerate(regions_of(item.gold), 1):
        key = f"T{number}"
        pieces = _pieces(item.text, region)
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        shown = " ".join(item.text[start:end] for start, end in pieces)
        yield f"{key}\t{region.label} {offsets}\t{shown}"
        free = dict(region.fields)
        for name in CHOICES:
            if name in free:
                value = free.pop(name)
                attributes += 1
                yield f"A{attributes}\t{name} {key} {COMPARATORS.get(value, value)}"
        if free:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes {key}\t{_json(free)}"


def _pieces(text: str, region: Region) -> list[tuple[int, int]]:
    """The region without line breaks: the stretches between them that hold anything."""
    pieces = [
        (region.start + match.start(), region.start + match.end())
        for match in re.finditer(r"[^\r\n]+", text[region.start : region.end])
    ]
    whole = [(region.start, region.end)]
    covers = bool(pieces) and (pieces[0][0], pieces[-1][1]) == whole[0]
    if not covers:
        raise GoldError(
            f"{region.label} at {region.start}:{region.end} begins or ends with a line break, "
            "which brat cannot mark"
        )
    return pieces


@dataclass(slots=True)
class _Bound:
    start: int
    end: int
    label: str
    fields: dict[str, str] = field(default_factory=dict)


def _read(name: str, files: Mapping[str, str], mapping: LabelMapping) -> Annotated:
    if f"{name}.txt" not in files:
        raise GoldError(f"{name}.ann: no {name}.txt beside it")
    text = files[f"{name}.txt"]
    bounds: dict[str, _Bound] = {}
    meta: dict[str, str] = {}
    later: list[tuple[str, str]] = []
    for number, line in enumerate(files[f"{name}.ann"].split("\n"), 1):
        where = f"{name}.ann:{number}"
        if not line.strip() or line[0] in "REM*":
            continue
        bound = _BOUND.fullmatch(line)
        if bound:
            bounds[bound[1]] = _bound(text, bound, where)
        elif line[0] in "A#":
            later.append((where, line))
        else:
            raise GoldError(f"{where}: not a line of brat's standoff format")
    for where, line in later:
        _attach(line, bounds, meta, where)
    regions = [Region(b.start, b.end, b.label, b.fields) for b in bounds.values()]
    regions = mapped(regions, mapping, f"{name}.ann")
    return Annotated(name, text, gold_of(text, regions, meta, where=f"{name}.ann"))


def _bound(text: str, match: re.Match[str], where: str) -> _Bound:
    pieces = [tuple(map(int, piece.split())) for piece in match[3].split(";")]
    start, end = pieces[0][0], pieces[-1][1]
    for left, right in zip(pieces, pieces[1:], strict=False):
        if text[left[1] : right[0]].strip():
            raise GoldError(
                f"{where}: a mention in two places cannot be gold", hint="Mark it whole"
            )
    if " ".join(text[a:b] for a, b in pieces) != match[4]:
        raise GoldError(f"{where}: text is {match[4]!r}, but {text[start:end]!r} stands there")
    return _Bound(start, end, match[2])


def _attach(line: str, bounds: dict[str, _Bound], meta: dict[str, str], where: str) -> None:
    attribute = _ATTRIBUTE.fullmatch(line)
    note = _NOTE.fullmatch(line)
    document = _DOCUMENT.fullmatch(line)
    if attribute:
        name, key, value = attribute.groups()
        _of(bounds, key, where).fields[name] = _SIGNS.get(value, value)
    elif document:
        meta.update(_object(document[1], where))
    elif note and note[2].startswith("{"):
        _of(bounds, note[1], where).fields.update(_object(note[2], where))
    elif line[0] == "A":
        raise GoldError(f"{where}: not an attribute as brat writes it")


def _of(bounds: dict[str, _Bound], key: str, where: str) -> _Bound:
    if key not in bounds:
        raise GoldError(f"{where}: speaks of {key}, which is not there")
    return bounds[key]


def _object(source: str, where: str) -> dict[str, str]:
    data = read_json(source, f"{where}: the note")
    if not isinstance(data, dict):
        raise GoldError(f"{where}: the note is no JSON object")
    return {str(key): str(value) for key, value in data.items()}


def _json(data: Mapping[str, str]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _configuration() -> str:
    labels = "\n".join((*RECORDS, *TYPES))
    bearers = "|".join(RECORDS)
    attributes = "\n".join(
        f"{name}\tArg:{bearers}, Value:{'|'.join(COMPARATORS.get(v, v) for v in values)}"
        for name, values in CHOICES.items()
    )
    return (
        f"[entities]\n{labels}\n\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, "
        f"<OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n{attributes}\n"
    )
