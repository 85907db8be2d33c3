"""The text of a Word document, paragraphs and tables in their order; opened by python-docx (MIT)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from policy_extract.errors import InputError, PolicyExtractError
from policy_extract.text.extra import needs_extra

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes that the XML of a document may unpack to."""
_XML = (".xml", ".rels")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_UNREAD = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
"""What a reader does not see: deleted text, and second versions of drawings for old programs."""


def docx_text(data: bytes, *, name: str) -> str:
    """Paragraphs one a line, a table's rows too, with tabs between its cells.

    Text of content controls, insertions and text boxes is read; headers, footers, notes and
    comments are not.

    Raises:
        InputError: The file is damaged, locked, no Word document, a bomb, or holds no text.
        UsageError: The extra ``batch`` is not installed.
    """
    with needs_extra("reading DOCX"):
        import docx
    try:
        _check(data, name)
        body = docx.Document(io.BytesIO(data)).element.body
        text = "\n".join(_lines(body))
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
    """See that the package is one that can be unpacked.

    Raises:
        InputError: It is encrypted, or unpacks to too much.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            f"{name}: is locked by a password, or an old Office file", hint="Save a copy as DOCX"
        )
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = sum(one.file_size for one in package.infolist() if one.filename.endswith(_XML))
    if size > MAX_UNPACKED:
        raise InputError(f"{name}: unpacks to {size} bytes; taken for a zip bomb")


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _lines(element: Any) -> Iterator[str]:
    """The lines of whatever holds paragraphs and tables."""
    for child in element:
        tag = _tag(child)
        if tag == "p":
            text, boxes = _paragraph(child)
            yield text
            for box in boxes:
                yield from _lines(box)
        elif tag == "tbl":
            yield from _rows(child)
        elif tag not in _UNREAD and tag != "sectPr":
            yield from _lines(child)


def _rows(table: Any) -> Iterator[str]:
    for row in _below(table, "tr"):
        cells = [" ".join(filter(None, _lines(cell))) for cell in _below(row, "tc")]
        yield "\t".join(cell.replace("\n", " ") for cell in cells)


def _below(element: Any, wanted: str) -> Iterator[Any]:
    """The nearest elements of a name, through content controls and insertions."""
    for child in element:
        tag = _tag(child)
        if tag == wanted:
            yield child
        elif tag not in _UNREAD and tag not in ("tbl", "p"):
            yield from _below(child, wanted)


def _paragraph(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[Any] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = _tag(element)
        if tag == "t":
            parts.append(element.text or "")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == "txbxContent":
            boxes.append(element)
        elif tag not in _UNREAD and tag not in ("pPr", "rPr"):
            waiting.extend(reversed(element))
    return "".join(parts), boxes
