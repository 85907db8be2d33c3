"""Any file that this package reads, by its suffix and first bytes, as a :class:`SourceText`."""

from pathlib import PurePosixPath

from policy_extract.text.docx import docx_text
from policy_extract.text.html import html_text
from policy_extract.text.pdf import pdf_text
from policy_extract.text.source import SourceText, from_text, read_source

PLAIN = frozenset({".txt", ".md", ".text"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
DOCUMENTS = PLAIN | PAGES | {".pdf", ".docx"}
"""Suffixes of files that hold one document each."""


def read_any(data: bytes, *, name: str, encoding: str | None = None) -> SourceText:
    """Read the bytes of one document.

    Raises:
        InputError: The bytes are damaged, hold no text, or are in no known encoding.
        UsageError: ``encoding`` is unknown, or the extra ``batch`` is not installed.
    """
    suffix = PurePosixPath(name.lower()).suffix
    if suffix == ".pdf" or data.startswith(b"%PDF"):
        return _made(pdf_text(data, name=name), name, "pdf")
    if suffix == ".docx":
        return _made(docx_text(data, name=name), name, "docx")
    if suffix in PAGES:
        return _made(html_text(data, name=name), name, "html")
    return read_source(data, name=name, encoding=encoding)


def _made(text: str, name: str, form: str) -> SourceText:
    return SourceText(from_text(text).text, name, form)
