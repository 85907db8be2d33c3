"""Elements of a page as text: a block a line, white space as a browser folds it, tables as rows."""

import re
from collections.abc import Iterator
from typing import Any

from policy_extract.text.grid import GridCell, grid_lines
from policy_extract.text.raised import raised

_BLOCK_NAMES = """address article aside blockquote body center caption dd details dialog div dl dt
fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre
section summary table tbody td tfoot th thead tr ul"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN_NAMES = """script style noscript template head iframe object embed audio video svg canvas map
select option button input textarea label link meta title"""
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
"""Not ``visibility``: articles of WeChat are hidden so until a script shows them."""
_SPACE = re.compile("[ \t\r\n\f]+")
_BREAK = re.compile("[\r\n]")
_DEPTH = 400
"""Elements inside each other that are read; what lies deeper is read as one line."""
_CELL = 60
"""A cell of a table of data is hardly ever longer."""


def tag_of(element: Any) -> str:
    """The name of an element; empty for a comment."""
    return element.tag if isinstance(element.tag, str) else ""


def is_unseen(element: Any) -> bool:
    """Whether a browser shows nothing of an element."""
    if tag_of(element) in _UNSEEN or not tag_of(element):
        return True
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def element_text(element: Any) -> str:
    """The text of an element: a block a line, rows of tables with tabs."""
    writer = _Writer()
    writer.element(element, 0)
    return writer.text()


class _Writer:
    """Collects lines; white space is folded as it comes."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._last = ""
        self._pending = ""

    def text(self) -> str:
        """All lines."""
        self.close()
        return "\n".join(self._lines)

    def close(self) -> None:
        """End the line."""
        line = "".join(self._parts).rstrip()
        if line:
            self._lines.append(line)
        self._parts.clear()
        self._last = self._pending = ""

    def write(self, text: str) -> None:
        """Add text of a source; its white space is a blank, or nothing beside Chinese."""
        at = 0
        for space in _SPACE.finditer(text):
            self._put(text[at : space.start()])
            at = space.end()
            if not self._pending or _BREAK.search(space.group()):
                self._pending = "\n" if _BREAK.search(space.group()) else " "
        self._put(text[at:])

    def _put(self, text: str) -> None:
        if not text:
            return
        if self._pending and self._parts:
            before, after = self._last, text[0]
            words = before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
            if self._pending == " " or words:
                self._parts.append(" ")
        self._pending = ""
        if not self._parts:
            text = text.lstrip("\u3000\xa0 ")
            if not text:
                return
        self._parts.append(text)
        self._last = text[-1]

    def element(self, element: Any, depth: int) -> None:
        """Add an element and what is in it."""
        tag = tag_of(element)
        if is_unseen(element):
            return
        if depth > _DEPTH:
            self.write("".join(element.itertext()))
            return
        if tag == "br":
            self.close()
            return
        if tag in ("sup", "sub") and not len(element):
            inner = (element.text or "").strip()
            self._put(raised("".join(self._parts[-3:]), inner) if tag == "sup" else inner)
            return
        block = tag in _BLOCKS
        if block:
            self.close()
        if tag == "table" and (rows := _data_rows(element)):
            for caption in element.iterchildren("caption"):
                self.element(caption, depth + 1)
            self._lines += grid_lines(rows)
            return
        if element.text:
            self.write(element.text)
        for child in element:
            self.element(child, depth + 1)
            if child.tail:
                self.write(child.tail)
        if block:
            self.close()


def _data_rows(table: Any) -> list[list[GridCell]]:
    """The rows of a table of data; none for one that only lays out a page."""
    rows = list(_rows(table))
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell.text]
    if len(rows) < 2 or max(map(len, rows)) < 2 or not filled:
        return []
    if next(table.iterdescendants("table"), None) is not None:
        return []
    long = sum(len(cell.text) > _CELL for cell in filled)
    return rows if long <= 0.3 * len(filled) else []


def _rows(table: Any) -> Iterator[list[GridCell]]:
    for row in table.iter("tr"):
        yield [
            GridCell(
                element_text(cell).replace("\n", " "),
                _count(cell.get("colspan")),
                _count(cell.get("rowspan")),
            )
            for cell in row
            if tag_of(cell) in ("td", "th") and not is_unseen(cell)
        ]


def _count(given: str | None) -> int:
    found = re.match(r"\s*([0-9]{1,4})", given or "")
    return max(1, int(found[1])) if found else 1
