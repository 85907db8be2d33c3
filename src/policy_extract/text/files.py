"""Any file that this package reads, by its suffix and first bytes, as a :class:`SourceText`."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

from policy_extract.errors import InputError
from policy_extract.text.detect import Detected, detect
from policy_extract.text.docx import docx_text
from policy_extract.text.html import (
    fragment_text,
    holds_markup,
    html_page,
    is_mht,
    is_page,
)
from policy_extract.text.pdf import read_pdf
from policy_extract.text.signatures import recognise
from policy_extract.text.source import SourceText, from_text, read_bytes, read_source

PLAIN = frozenset({".txt", ".md", ".text"})
PAGES = frozenset(
    {".html", ".htm", ".xhtml", ".shtml", ".shtm", ".jsp", ".jspx", ".asp", ".aspx", ".php", ".mht"}
    | {".mhtml", ".do", ".action"}
)
DOCUMENTS = PLAIN | PAGES | {".pdf", ".docx"}
"""Suffixes of files that hold one document each."""
LETTERS = frozenset({".doc", ".dot", ".rtf", ".wps", ".wpt", ".ofd"})
"""Suffixes of documents that are not read as such, though pages and DOCX are saved under them, too."""
SAVE_LETTERS = "Save .doc, .wps, .rtf and .ofd as DOCX, PDF or plain text"
_ZIP = b"PK\x03\x04"
TAIL = 65_536
HEAD = 16_384
"""Bytes at the end and the beginning of a file that tell what it holds."""
_CHINESE = 0.1
"""The least share of Chinese characters in a text that is read without a name that says so."""


def read_file(path: Path, *, encoding: str | None = None) -> SourceText:
    """Read a file of one document.

    Raises:
        InputError: The file cannot be read, is damaged, or holds no text.
        UsageError: ``encoding`` is unknown, or the extra ``batch`` is not installed.
    """
    return read_any(read_bytes(path), name=str(path), encoding=encoding)


def read_any(
    data: bytes, *, name: str, encoding: str | None = None, max_chars: int | None = None
) -> SourceText:
    """Read the bytes of one document.

    Args:
        data: The whole file.
        name: What to call it; its suffix and first bytes say what it is.
        encoding: Its encoding, when known; for plain text and HTML.
        max_chars: Stop reading a PDF with an error at so many characters.

    Raises:
        InputError: The bytes are damaged, hold no text, or are in no known encoding.
        UsageError: ``encoding`` is unknown, or the extra ``batch`` is not installed.
    """
    suffix = PurePosixPath(name.lower()).suffix
    if not data and suffix in DOCUMENTS - PLAIN:
        raise InputError(f"{name}: is empty: it has no bytes", hint="Fetch it again")
    if suffix == ".pdf" or data.startswith(b"%PDF"):
        pdf = read_pdf(data, name=name, max_chars=max_chars)
        return replace(_made(pdf.text, name, "pdf"), scanned=pdf.scanned)
    if suffix == ".docx":
        return _made(docx_text(data, name=name), name, "docx")
    if data.startswith(_ZIP) and _is_docx(data):
        return _made(docx_text(data, name=name), name, "docx")
    if suffix in PAGES or is_page(data) or is_mht(data):
        page = html_page(data, name=name, encoding=encoding)
        return replace(_made(page.text, name, "html"), title=page.title, published=page.published)
    return read_source(data, name=name, encoding=encoding)


def readable_content(path: Path) -> bool:
    """Whether a file that no suffix tells to be read holds a document that is: a letter (.doc, .ofd) that
    is a page, a PDF or DOCX; a file without a suffix also where it holds Chinese text.
    """
    try:
        return told_by_content(path.name) and readable_bytes(path.name, *_ends(path))
    except OSError:
        return False


def told_by_content(name: str) -> bool:
    """Whether what a file of this name holds decides whether it is read."""
    return PurePosixPath(name.lower()).suffix in {"", *LETTERS}


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, path.stat().st_size - TAIL))
        return head, stream.read()


def readable_bytes(name: str, head: bytes, tail: bytes) -> bool:
    """What :func:`readable_content` says of a file of this name, by its first and last bytes."""
    suffix = PurePosixPath(name.lower()).suffix
    if (
        head.startswith(b"%PDF")
        or head.startswith(_ZIP)
        and _is_docx(tail)
        or is_page(head)
        or is_mht(head)
    ):
        return True
    return not suffix and recognise(head) is None and _is_chinese(head)


def _is_chinese(head: bytes) -> bool:
    """Whether the first bytes of a file, cut off anywhere, are Chinese text."""
    for cut in range(4):
        found = detect(head[: len(head) - cut])
        if isinstance(found, Detected):
            chinese = sum("\u4e00" <= char <= "\u9fff" for char in found.text)
            return chinese > _CHINESE * len(found.text)
    return False


def read_text(text: str, *, name: str, title: str | None = None) -> SourceText:
    """A text that came as text, such as a field of a table; one that is HTML without its tags.

    Args:
        text: The text.
        name: What to call it.
        title: Its title, where that is told beside it.

    Raises:
        InputError: It is HTML that cannot be read.
        UsageError: It is HTML, and the extra ``batch`` is not installed.
    """
    form = "str"
    if holds_markup(text):
        text, form = fragment_text(text, name=name), "html"
    return replace(from_text(text, name), encoding=form, title=title)


def _is_docx(data: bytes) -> bool:
    """Whether a zip archive holds a Word document, by its directory at the end."""
    return b"word/document.xml" in data[-TAIL:]


def _made(text: str, name: str, form: str) -> SourceText:
    return SourceText(from_text(text).text, name, form)
