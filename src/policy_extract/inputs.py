"""What a caller may give to be read: a text, a file, bytes, or what was read already."""

from pathlib import Path

from policy_extract.text.files import read_any, read_file
from policy_extract.text.source import SourceText, from_text

Readable = str | Path | bytes | SourceText
"""A text; a file; the bytes of a file (PDF, or text in any encoding); a text that was read."""


def as_source(given: Readable, name: str | None = None) -> SourceText:
    """Read what a caller gave.

    Args:
        given: See :data:`Readable`.
        name: What to call it; its suffix tells what bytes are.

    Raises:
        InputError: A file or bytes cannot be read.
        UsageError: It is nothing that can be read, or the extra ``batch`` is missing.
    """
    if isinstance(given, SourceText):
        return given
    if isinstance(given, str):
        return from_text(given)
    if isinstance(given, Path):
        return read_file(given)
    return read_any(bytes(given), name=name or "-")
