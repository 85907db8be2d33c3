"""Reading inline markup: a strict parser that asserts nothing by accident."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation.brat import COMPARATORS
from policy_extract.evaluation.annotation.region import META_FIELDS, RECORD_FIELDS, TYPES

ATTRIBUTES = {"number": "value", "comparator": "cmp", "period_start": "from", "period_end": "to"}
"""Fields whose attribute has a shorter name."""

TAGS = {"metric": "m", "target": "t"}
"""The tags of records; every entity type has ``e``."""

NULL = "null"
"""A bare value that says that the field is null."""

_FIELDS = {ATTRIBUTES.get(name, name): name for name in RECORD_FIELDS}
_LABELS = {tag: label for label, tag in TAGS.items()}
_SIGNS = {name: sign for sign, name in COMPARATORS.items()}
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_ATTRIBUTE = re.compile(r'\s+(?P<name>[a-z_]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"<>]+))')
_OPEN = re.compile(
    r'<(?P<tag>m|t|e|gold)(?P<key>#\d+)?(?P<rest>(?:\s+[a-z_]+=(?:"[^"]*"|[^\s"<>]+))*)\s*>'
)
_CLOSE = re.compile(r"</(?P<tag>m|t|e)(?P<key>#\d+)?>")
_ENTITY = re.compile(r"&(lt|gt|amp|quot);")
_PLAIN = re.compile("[^<&]+")


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


class _Open(NamedTuple):
    """A mark that is not closed yet; ``order`` is its place among all, ``at`` where it stands."""

    tag: str
    key: str
    label: str
    start: int
    order: int
    fields: dict[str, str | None]
    at: int


class _Parser:
    """Walks marked text once; the marks that are open form a stack."""

    def __init__(self, markup: str, name: str) -> None:
        self._markup = markup
        self._name = name
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
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
                text = _PLAIN.match(self._markup, at)
                assert text is not None
                self._add(text.group())
                at = text.end()
        if self._open:
            last = self._open[-1]
            raise self._error(last.at, f"<{last.tag}{last.key}> is not closed")
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
        self._open.append(_Open(tag, match["key"] or "", label, self._length, order, named, at))
        return match.end()

    def _closed(self, match: re.Match[str], at: int) -> None:
        wanted = match["key"] or ""
        tag = match["tag"]
        for index in range(len(self._open) - 1, -1, -1):
            opened = self._open[index]
            if (opened.key, opened.tag) == (wanted, tag):
                break
            if not wanted and not opened.key:
                raise self._error(at, f"</{tag}> closes across <{opened.tag}>")
        else:
            raise self._error(at, f"{match.group()} closes nothing")
        if opened.start == self._length:
            raise self._error(at, f"<{tag}> marks no character")
        del self._open[index]
        mark = Mark(opened.start, self._length, opened.label, opened.fields)
        self._marks.append((opened.order, mark))

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
                found[name] = None if bare == NULL else bare
        return found

    def _error(self, at: int, reason: str) -> GoldError:
        line = self._markup.count("\n", 0, at) + 1
        return GoldError(f"{self._name}:{line}: {reason}")
