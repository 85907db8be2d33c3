"""Where on a page its article stands: by the names sites give it, else by where the prose is."""

import re
from collections.abc import Iterator
from typing import Any

from policy_extract.text.chrome import is_chrome, page_rules
from policy_extract.text.markup import is_unseen, tag_of

_NAMES = re.compile(r"[\s]+")
_SHARE = 0.8
"""The share of an element's prose that one child must hold to stand for it."""
_FRAME_SHARE = 0.35
"""An element named as frame that holds more of the page's prose is none."""
_FRAME_TAGS = frozenset({"nav", "footer", "aside", "form"})
_LISTS = frozenset({"ul", "ol", "dl", "div", "section", "td", "table", "p"})
_LINKS = 3
_LINK_SHARE = 0.75
"""The least share of a list's text that is links."""
_ENOUGH = 0.3
"""The share of a page's prose that a named article must hold."""


def article(body: Any) -> Any:
    """The element that holds the article of a page."""
    weights = _weights(body)
    whole = weights.get(body, 0)
    _drop_frames(body, weights, whole)
    _drop_link_lists(body)
    weights = _weights(body)
    whole = weights.get(body, 0)
    named = [
        element
        for element in body.iter()
        if tag_of(element) and _is_content(element) and weights.get(element, 0) >= _ENOUGH * whole
    ]
    if named:
        return max(named, key=lambda element: weights.get(element, 0))
    found = body
    while True:
        inner = max(found, key=lambda child: weights.get(child, 0), default=None)
        if inner is None or tag_of(inner) in ("p", "tr", "table", "tbody", "span", "strong"):
            return found
        if weights.get(inner, 0) < _SHARE * weights.get(found, 0):
            return found
        found = inner


def names_of(element: Any) -> Iterator[str]:
    """The id and the classes of an element, in small letters."""
    for attribute in ("id", "class"):
        value = element.get(attribute)
        if value:
            yield from _NAMES.split(value.lower())


def _is_content(element: Any) -> bool:
    content = page_rules().content
    return any(name in content for name in names_of(element))


def _drop_frames(body: Any, weights: dict[Any, int], whole: int) -> None:
    """Take menus, footers and the like off the page, unless they hold much of its prose."""
    frame = page_rules().frame
    for element in list(body.iter()):
        if not tag_of(element) or element is body:
            continue
        if weights.get(element, 0) > _FRAME_SHARE * whole:
            continue
        if tag_of(element) in _FRAME_TAGS or any(
            name.startswith(frame) or name.endswith(frame) for name in names_of(element)
        ):
            _remove(element)


def _drop_link_lists(body: Any) -> None:
    """Take lists of links off the page: menus, related articles."""
    texts: dict[Any, int] = {}
    links: dict[Any, int] = {}
    counts: dict[Any, int] = {}
    for element in reversed(list(body.iter())):
        if not tag_of(element) or is_unseen(element):
            continue
        own = len((element.text or "").strip())
        own += sum(len((child.tail or "").strip()) for child in element)
        texts[element] = own + sum(texts.get(child, 0) for child in element)
        if tag_of(element) == "a":
            links[element], counts[element] = texts[element], 1
        else:
            links[element] = sum(links.get(child, 0) for child in element)
            counts[element] = sum(counts.get(child, 0) for child in element)
    gone: set[Any] = set()
    for element in list(body.iter()):
        parent = element.getparent()
        if parent in gone:
            gone.add(element)
        elif (
            element is not body
            and tag_of(element) in _LISTS
            and counts.get(element, 0) >= _LINKS
            and links[element] >= _LINK_SHARE * texts[element]
        ):
            gone.add(element)
            _remove(element)


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _weights(body: Any) -> dict[Any, int]:
    """Characters of prose in each element: text outside links that is no frame."""
    own: dict[Any, int] = {}
    for element in body.iter():
        if not tag_of(element) or is_unseen(element) or tag_of(element) == "a":
            continue
        own[element] = _prose(element.text)
        for child in element:
            own[element] += _prose(child.tail)
    for element in reversed(list(body.iter())):
        parent = element.getparent()
        if element in own and parent is not None and parent in own and element is not body:
            own[parent] += own[element]
    return own


def _prose(text: str | None) -> int:
    if not text or text.isspace():
        return 0
    text = text.strip()
    return 0 if is_chrome(text) else len(text)
