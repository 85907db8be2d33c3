"""The main text of a web page, by trafilatura (Apache-2.0); its encoding is found as for any text."""

import logging
import re

from policy_extract.errors import DecodingError, InputError
from policy_extract.text.extra import needs_extra
from policy_extract.text.source import decode

MAX_PAGE = 32 * 1024 * 1024
"""Bytes of a page that is read."""
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
"""A declaration of an encoding that the decoded page no longer has."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_HEAD = 4096


def html_text(data: bytes, *, name: str, encoding: str | None = None) -> str:
    """The article of a page without menus, links and advertisements.

    The bytes say in which encoding they are; what the page declares is asked only where they do
    not, because declarations are often wrong.

    Args:
        data: The page.
        name: What to call it in errors.
        encoding: Its encoding, when known.

    Raises:
        InputError: The page is too long, in no known encoding, or holds no main text.
        UsageError: ``encoding`` is unknown, or the extra ``batch`` is not installed.
    """
    with needs_extra("reading HTML"):
        import trafilatura

    if len(data) > MAX_PAGE:
        raise InputError(
            f"{name}: a page of {len(data)} bytes, more than {MAX_PAGE}", hint="Split it"
        )
    page = _XML.sub("", _decoded(data, name, encoding)).replace("\0", "")
    for logger in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(logger).addHandler(logging.NullHandler())
    try:
        text = trafilatura.extract(
            page, include_comments=False, include_tables=True, include_links=False
        )
    except MemoryError:
        raise
    except Exception as error:  # whatever a hostile page makes a parser do
        raise InputError(
            f"{name}: cannot be read as HTML: {error or type(error).__name__}",
            hint="Save its text as .txt",
        ) from error
    if not text or not text.strip():
        raise InputError(f"{name}: the page holds no main text", hint="Save its text as .txt")
    return str(text)


def _decoded(data: bytes, name: str, encoding: str | None) -> str:
    try:
        return decode(data, name=name, encoding=encoding)[0]
    except DecodingError:
        declared = _CHARSET.search(data[:_HEAD])
        if encoding is not None or declared is None:
            raise
        codec = declared[1].decode("ascii").lower()
        codec = "gb18030" if codec in ("gb2312", "gbk", "gb_2312-80") else codec
        try:
            return data.decode(codec)
        except (UnicodeError, LookupError):
            pass
        raise
