"""The text of a Word document, paragraphs and tables in their order; opened by python-docx (MIT)."""

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any

from policy_extract.errors import InputError, PolicyExtractError
from policy_extract.text.extra import needs_extra
from policy_extract.text.grid import GridCell, grid_lines
from policy_extract.text.numbering import Numbering
from policy_extract.text.raised import may_be_raised, raised

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes that all members of a document may unpack to."""
MAX_XML = 64 * 1024 * 1024
"""Bytes of the XML that is read; elements take some twenty times as much memory."""
MAX_RATIO = 200
"""Unpacked to packed bytes of a member; honest XML of Word packs to about a tenth."""
_SMALL = 8 * 1024 * 1024
_PIECE = 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = f"{_WORD}val"
_RUN = f"{_WORD}rPr"
_ALIGNED = f"{_WORD}vertAlign"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_UNREAD = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
"""What a reader does not see: deleted text, and second versions of drawings for old programs."""
_FORMAL = _UNREAD | {"pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "sectPr"}
"""What is not read, and properties, which hold no text."""


def docx_text(data: bytes, *, name: str) -> str:
    """Paragraphs one a line, a table's rows too, with tabs between its cells; notes at the end.

    Text of content controls, insertions and text boxes is read, and the numbers that Word sets
    before headings and items; headers, footers and comments are not.

    Raises:
        InputError: The file is damaged, locked, no Word document, a bomb, or holds no text.
        UsageError: The extra ``batch`` is not installed.
    """
    with needs_extra("reading DOCX"):
        import docx
    try:
        _check(data, name)
        part = docx.Document(io.BytesIO(data)).part
        reader = _Reader(Numbering(part))
        lines = [*reader.lines(part.element.body), *_notes(part, reader)]
        text = "\n".join(lines)
    except (PolicyExtractError, MemoryError):
        raise
    except Exception as error:  # python-docx lets zip, XML and key errors through as they are
        reason = str(error).rstrip(".") or type(error).__name__
        raise InputError(
            f"{name}: is no readable DOCX: {reason}", hint="Fetch it again, or save it anew"
        ) from error
    if not text.strip():
        raise InputError(
            f"{name}: the document holds no text", hint="Pictures of text need OCR first"
        )
    return text


def _check(data: bytes, name: str) -> None:
    """See that the package is one that can be unpacked; sizes are counted, not believed.

    Raises:
        InputError: It is encrypted, or unpacks to too much.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            f"{name}: is locked by a password, or an old Office file", hint="Save a copy as DOCX"
        )
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for member in package.infolist():
            size = 0
            with package.open(member) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    total += len(piece)
                    bomb = size > max(_SMALL, MAX_RATIO * member.compress_size)
                    if bomb or total > MAX_UNPACKED or (_is_xml(member) and size > MAX_XML):
                        raise InputError(
                            f"{name}: {member.filename} unpacks to more than {size} bytes; "
                            "taken for a zip bomb",
                            hint="Save it anew without what makes it so large",
                        )


def _is_xml(member: zipfile.ZipInfo) -> bool:
    """Whether python-docx would read a member as XML: all but pictures and other media."""
    return "/media/" not in member.filename and "/embeddings/" not in member.filename


@cache
def _local(tag: Any) -> str:
    """A tag without its namespace; empty for what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _notes(part: Any, reader: "_Reader") -> Iterator[str]:
    """The lines of footnotes and endnotes."""
    from lxml import etree

    for related in part.rels.values():
        if related.reltype.endswith(("/footnotes", "/endnotes")) and not related.is_external:
            parser = etree.XMLParser(no_network=True, resolve_entities=False)
            root = etree.fromstring(related.target_part.blob, parser)
            for note in root:
                if note.get(f"{_WORD}type") is None:
                    yield from filter(str.strip, reader.lines(note))


class _Reader:
    """Turns elements into lines; counts the numbers of headings as it goes."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def lines(self, element: Any) -> Iterator[str]:
        """The lines of whatever holds paragraphs and tables."""
        for child in element:
            tag = _local(child.tag)
            if tag == "p":
                text, boxes = _paragraph(child)
                yield _numbered(self._numbering.before(child), text) if text.strip() else text
                for box in boxes:
                    yield from self.lines(box)
            elif tag == "tbl":
                yield from grid_lines(self._rows(child))
            elif tag not in _FORMAL:
                yield from self.lines(child)

    def _rows(self, table: Any) -> Iterator[list[GridCell]]:
        for row in _below(table, "tr"):
            cells = [GridCell("", across) for across in _skipped(row)]
            for cell in _below(row, "tc"):
                across, goes_on = _merged(cell)
                text = " ".join(filter(None, self.lines(cell)))
                cells.append(GridCell("" if goes_on else text.replace("\t", " "), across))
            yield cells


def _numbered(number: str, text: str) -> str:
    """A paragraph behind its number; a blank keeps ``1.`` from becoming a decimal's whole part."""
    apart = number[-1:] == "." and text[:1].isdigit()
    return f"{number} {text}" if apart else number + text


def _skipped(row: Any) -> list[int]:
    """Columns that a row leaves out at its left."""
    return [
        _number(child)
        for properties in row.iterchildren(f"{_WORD}trPr")
        for child in properties.iterchildren(f"{_WORD}gridBefore")
    ][:1]


def _merged(cell: Any) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it goes on the one above it."""
    across, goes_on = 1, False
    for properties in cell.iterchildren(f"{_WORD}tcPr"):
        for child in properties:
            if _local(child.tag) == "gridSpan":
                across = _number(child)
            elif _local(child.tag) == "vMerge":
                goes_on = child.get(_VALUE) in (None, "continue")
    return across, goes_on


def _number(element: Any) -> int:
    value = element.get(_VALUE) or ""
    return min(int(value), 1000) if value.isdigit() else 1


def _below(element: Any, wanted: str) -> Iterator[Any]:
    """The nearest elements of a name, through content controls and insertions."""
    for child in element:
        tag = _local(child.tag)
        if tag == wanted:
            yield child
        elif tag not in _FORMAL and tag not in ("tbl", "p"):
            yield from _below(child, wanted)


def _paragraph(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[Any] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = _local(element.tag)
        if tag == "t":
            text = element.text or ""
            if may_be_raised(text) and _is_raised(element):
                text = raised("".join(parts[-3:]), text)
            parts.append(text)
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == "txbxContent":
            boxes.append(element)
        elif tag not in _FORMAL:
            waiting.extend(reversed(element))
    return "".join(parts), boxes


def _is_raised(element: Any) -> bool:
    """Whether a piece of text stands raised above its line."""
    run = element.getparent()
    properties = next(run.iterchildren(_RUN), None) if run is not None else None
    if properties is None:
        return False
    return any(one.get(_VALUE) == "superscript" for one in properties.iterchildren(_ALIGNED))
