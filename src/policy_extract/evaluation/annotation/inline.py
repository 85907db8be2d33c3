"""Inline markup: gold written into the text itself, for short cases that a person can read.

    全市增长<m value=5 unit=% cmp=ge>5%以上</m>，<e type=COMPANY>太钢</e>投产。

``<m …>`` marks a metric's value, ``<t …>`` a target's, ``<e type=…>`` a mention. The attributes
are ``value``, ``low``, ``high``, ``unit``, ``cmp`` (``eq ge gt le lt about`` or the sign itself),
``kind``, ``indicator``, ``direction``, ``baseline``, ``scope``, ``subject``, ``period``, ``from``,
``to`` and, for a mention, ``canonical``. A value with blanks or ``>`` stands in double quotes; an
attribute written ``name=null`` says that the field is null. ``&lt; &gt; &amp; &quot;`` are the
characters themselves. Marks nest; two that cross carry a number: ``<m#1 …>…</m#1>``.

A leading ``<gold …>`` line carries what a gold says of its document.
"""

import re
from collections.abc import Iterable, Mapping

from policy_extract.evaluation.annotation.brat import COMPARATORS
from policy_extract.evaluation.annotation.inline_parser import ATTRIBUTES, NULL, TAGS, parse_inline
from policy_extract.evaluation.annotation.mapping import PLAIN, LabelMapping, mapped
from policy_extract.evaluation.annotation.region import (
    Annotated,
    Region,
    gold_of,
    meta_of,
    regions_of,
)

SUFFIX = ".inline.txt"

_ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_BARE = re.compile(r'[^\s"<>&]+')


def write(items: Iterable[Annotated]) -> dict[str, str]:
    """One marked text for each document."""
    return {f"{item.name}{SUFFIX}": _marked(item) for item in items}


def read(files: Mapping[str, str], mapping: LabelMapping = PLAIN) -> tuple[Annotated, ...]:
    """Read marked texts back as gold.

    Raises:
        GoldError: As :func:`parse_inline`, or a record lacks what makes its number.
    """
    return tuple(_read(name, source, mapping) for name, source in files.items())


def _read(name: str, source: str, mapping: LabelMapping) -> Annotated:
    case = parse_inline(source, name=name)
    regions = [
        Region(
            mark.start,
            mark.end,
            mark.label,
            {key: value for key, value in mark.fields.items() if value is not None},
        )
        for mark in case.marks
    ]
    regions = mapped(regions, mapping, name)
    gold = gold_of(case.text, regions, case.meta, where=name)
    return Annotated(name.removesuffix(SUFFIX).removesuffix(".txt"), case.text, gold)


def _marked(item: Annotated) -> str:
    regions = sorted(regions_of(item.gold), key=lambda region: (region.start, -region.end))
    keys = _crossing(regions)
    events: list[tuple[int, int, int, str]] = []
    for index, region in enumerate(regions):
        tag = TAGS.get(region.label, "e")
        shown = {ATTRIBUTES.get(name, name): value for name, value in region.fields.items()}
        if "cmp" in shown:
            shown["cmp"] = COMPARATORS[shown["cmp"]]
        if tag == "e":
            shown = {"type": region.label, **shown}
        start = f"<{tag}{keys[index]}{_shown(shown)}>"
        events.append((region.start, 1, index, start))
        events.append((region.end, 0, -index, f"</{tag}{keys[index]}>"))
    parts = [f"<gold{_shown(meta_of(item.gold))}>\n"]
    at = 0
    for offset, _, _, mark in sorted(events):
        parts += [item.text[at:offset].translate(_ESCAPES), mark]
        at = offset
    parts.append(item.text[at:].translate(_ESCAPES))
    return "".join(parts)


def _crossing(regions: list[Region]) -> list[str]:
    """A number for each region that crosses another, else nothing."""
    crossed: set[int] = set()
    for i, left in enumerate(regions):
        for j in range(i + 1, len(regions)):
            if regions[j].start >= left.end:
                break
            if left.start < regions[j].start and left.end < regions[j].end:
                crossed |= {i, j}
    return [f"#{index}" if index in crossed else "" for index in range(len(regions))]


def _shown(fields: Mapping[str, str]) -> str:
    return "".join(f" {name}={_value(value)}" for name, value in fields.items())


def _value(value: str) -> str:
    if _BARE.fullmatch(value) and value != NULL:
        return value
    return '"' + value.translate(_ESCAPES).replace('"', "&quot;") + '"'
