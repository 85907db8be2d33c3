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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation.brat import COMPARATORS
from policy_extract.evaluation.annotation.region import (
    META_FIELDS,
    RECORD_FIELDS,
    TYPES,
    Annotated,
    Region,
    gold_of,
    meta_of,
    regions_of,
)

SUFFIX = ".inline.txt"

_NAMES = {"number": "value", "comparator": "cmp", "period_start": "from", "period_end": "to"}
_FIELDS = {_NAMES.get(name, name): name for name in RECORD_FIELDS}
_TAGS = {"metric": "m", "target": "t"}
_LABELS = {"m": "metric", "t": "target"}
_SIGNS = {name: sign for sign, name in COMPARATORS.items()}
_NULL = "null"

_ATTRIBUTE = re.compile(r'\s+(?P<name>[a-z_]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"<>]+))')
_OPEN = re.compile(
    r'<(?P<tag>m|t|e|gold)(?P<key>#\d+)?(?P<rest>(?:\s+[a-z_]+=(?:"[^"]*"|[^\s"<>]+))*)\s*>'
)
_CLOSE = re.compile(r"</(?P<tag>m|t|e)(?P<key>#\d+)?>")
_ENTITY = re.compile(r"&(lt|gt|amp|quot);")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_BARE = re.compile(r'[^\s"<>&]+')


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a case: its span and what it says. A field that is not there is not asserted; one
    that is ``None`` is asserted to be null.
    """

    start: int
    end: int
    label: str
    fields: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class InlineCase:
    """A text without its marks, and the marks in the order in which they open."""

    text: str
    marks: tuple[Mark, ...]
    meta: Mapping[str, str]


def parse_inline(markup: str, *, name: str = "case") -> InlineCase:
    """Read marked text.

    Raises:
        GoldError: A mark is unclosed, unknown, empty, crosses another without a number or has an
            unknown attribute; or the text holds no mark at all and so asserts nothing.
    """
    case = _Parser(markup, name).parse()
    if not case.marks and case.meta.get("no_records") != "true":
        raise GoldError(f"{name}: no mark in it, so it asserts nothing")
    return case


def write(items: Iterable[Annotated]) -> dict[str, str]:
    """One marked text for each document."""
    return {f"{item.name}{SUFFIX}": _marked(item) for item in items}


def read(files: Mapping[str, str]) -> tuple[Annotated, ...]:
    """Read marked texts back as gold.

    Raises:
        GoldError: As :func:`parse_inline`, or a record lacks what makes its number.
    """
    return tuple(_read(name, source) for name, source in files.items())


def _read(name: str, source: str) -> Annotated:
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
    gold = gold_of(case.text, regions, case.meta, where=name)
    return Annotated(name.removesuffix(SUFFIX).removesuffix(".txt"), case.text, gold)


class _Parser:
    """Walks marked text once; the marks that are open form a stack."""

    def __init__(self, markup: str, name: str) -> None:
        self._markup = markup
        self._name = name
        self._text: list[str] = []
        self._length = 0
        self._open: list[tuple[str, str, int, int, dict[str, str | None], int]] = []
        self._marks: list[tuple[int, Mark]] = []
        self._meta: dict[str, str] = {}

    def parse(self) -> InlineCase:
        at = self._head()
        while at < len(self._markup):
            char = self._markup[at]
            if char == "<":
                at = self._tag(at)
            elif char == "&":
                at = self._entity(at)
            else:
                stop = next(self._stops(at), len(self._markup))
                self._add(self._markup[at:stop])
                at = stop
        if self._open:
            label, key, _, _, _, place = self._open[-1]
            raise self._error(place, f"<{_TAGS.get(label, 'e')}{key}> is not closed")
        marks = tuple(mark for _, mark in sorted(self._marks, key=lambda item: item[0]))
        return InlineCase("".join(self._text), marks, self._meta)

    def _head(self) -> int:
        match = _OPEN.match(self._markup)
        if match is None or match["tag"] != "gold":
            return 0
        for name, value in self._attributes(match, META_FIELDS).items():
            if value is not None:
                self._meta[name] = value
        end = match.end()
        return end + 1 if self._markup[end : end + 1] == "\n" else end

    def _stops(self, at: int) -> Iterator[int]:
        found = [p for p in (self._markup.find("<", at), self._markup.find("&", at)) if p >= 0]
        if found:
            yield min(found)

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _entity(self, at: int) -> int:
        match = _ENTITY.match(self._markup, at)
        if match is None:
            raise self._error(at, "a bare & is not text; write &amp;")
        self._add(_CHARACTERS[match[1]])
        return match.end()

    def _tag(self, at: int) -> int:
        close = _CLOSE.match(self._markup, at)
        if close is not None:
            self._closed(close, at)
            return close.end()
        match = _OPEN.match(self._markup, at)
        if match is None or match["tag"] == "gold":
            shown = self._markup[at : at + 24]
            raise self._error(at, f"{shown!r} is no mark; write &lt; for the character")
        tag = match["tag"]
        fields = self._attributes(match, ("type", "canonical") if tag == "e" else tuple(_FIELDS))
        label = _LABELS.get(tag) or fields.pop("type", None)
        if label is None or (tag == "e" and label not in TYPES):
            raise self._error(at, f"<e> has no known type; one of {', '.join(TYPES)}")
        order = len(self._open) + len(self._marks)
        named = {_FIELDS.get(key, key): value for key, value in fields.items()}
        sign = named.get("comparator")
        if sign is not None:
            named["comparator"] = _SIGNS.get(sign, sign)
        self._open.append((label, match["key"] or "", self._length, order, named, at))
        return match.end()

    def _closed(self, match: re.Match[str], at: int) -> None:
        wanted = match["key"] or ""
        tag = match["tag"]
        for index in range(len(self._open) - 1, -1, -1):
            label, key, start, order, fields, _ = self._open[index]
            if key == wanted and _TAGS.get(label, "e") == tag:
                break
            if not wanted and not key:
                raise self._error(at, f"</{tag}> closes across <{_TAGS.get(label, 'e')}>")
        else:
            raise self._error(at, f"{match.group()} closes nothing")
        if start == self._length:
            raise self._error(at, f"<{tag}> marks no character")
        del self._open[index]
        self._marks.append((order, Mark(start, self._length, label, fields)))

    def _attributes(self, match: re.Match[str], known: tuple[str, ...]) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for part in _ATTRIBUTE.finditer(match["rest"]):
            name = part["name"]
            if name not in known:
                raise self._error(
                    match.start(), f"unknown attribute {name!r}; known: {', '.join(known)}"
                )
            if name in found:
                raise self._error(match.start(), f"attribute {name!r} stands twice")
            if part["quoted"] is not None:
                found[name] = _ENTITY.sub(lambda m: _CHARACTERS[m[1]], part["quoted"])
            else:
                bare = _ENTITY.sub(lambda m: _CHARACTERS[m[1]], part["bare"])
                found[name] = None if bare == _NULL else bare
        return found

    def _error(self, at: int, reason: str) -> GoldError:
        line = self._markup.count("\n", 0, at) + 1
        return GoldError(f"{self._name}:{line}: {reason}")


def _marked(item: Annotated) -> str:
    regions = sorted(regions_of(item.gold), key=lambda region: (region.start, -region.end))
    keys = _crossing(regions)
    events: list[tuple[int, int, int, str]] = []
    for index, region in enumerate(regions):
        tag = _TAGS.get(region.label, "e")
        shown = {_NAMES.get(name, name): value for name, value in region.fields.items()}
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
    if _BARE.fullmatch(value) and value != _NULL:
        return value
    return '"' + value.translate(_ESCAPES).replace('"', "&quot;") + '"'
