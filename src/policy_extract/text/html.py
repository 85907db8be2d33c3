"""The article of a web page: headline, date and text, tables in place, without the page's frame."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy_extract.errors import DecodingError, InputError
from policy_extract.text.chrome import is_chrome, opens_others
from policy_extract.text.extra import needs_extra
from policy_extract.text.source import decode

MAX_PAGE = 32 * 1024 * 1024
"""Bytes of a page that is read."""
MAX_ATTRIBUTES = 2_000
"""Attributes of one element; parsers need the square of their number."""
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
"""A declaration of an encoding that the decoded page no longer has."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_HEAD = 4096
_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*(?:<!doctype\s+html|<html[\s>]|<head[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
_FRAME_LINES = 20
_SHORT_LINE = 40
_SAYS = re.compile(r"[。；，！？\t0-9]|.{16}")
"""A line of an article, not of its frame."""
_SENTENCE = re.compile(r"[。；\t]|.{60}")
"""What no headline of another article has."""
_STAMPED = re.compile("(?:发布|发表|更新|成文)?(?:日期|时间)\\s*[：:]")
_CATALOGUED = re.compile(r"[^\t：:]{2,8}[：:]\t")
"""A row of the catalogue over a document: 发文机关：, 某市人民政府, 成文日期：, …"""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARKUP = re.compile(
    r"</(?:p|div|span|section|strong|b|td|tr|table|li|ul|font|a|h[1-6]|em|article)\s*>|<br\s*/?>|<p[\s>]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read.

    Attributes:
        text: Its headline and article, a block a line.
        title: The headline; null when the page shows none.
        published: The day that the page states of itself.
    """

    text: str
    title: str | None = None
    published: date | None = None


def is_page(data: bytes) -> bool:
    """Whether bytes open as a web page, whatever their file is called."""
    return _PAGE.match(data[:_HEAD]) is not None


def is_mht(data: bytes) -> bool:
    """Whether bytes open as a page saved with its pictures (MHTML)."""
    head = data[:_HEAD].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def html_page(data: bytes, *, name: str, encoding: str | None = None) -> Page:
    """The article of a page without menus, links and advertisements.

    The bytes say in which encoding they are; what the page declares is asked only where they do
    not, because declarations are often wrong.

    Args:
        data: The page, or a page with its pictures (MHTML).
        name: What to call it in errors.
        encoding: Its encoding, when known.

    Raises:
        InputError: The page is too long, in no known encoding, hostile, or holds no text.
        UsageError: ``encoding`` is unknown, or the extra ``batch`` is not installed.
    """
    if len(data) > MAX_PAGE:
        raise InputError(
            f"{name}: a page of {len(data)} bytes, more than {MAX_PAGE}", hint="Split it"
        )
    if is_mht(data):
        data = _of_mht(data, name)
    source = _decoded(data, name, encoding)
    root = _parse(source, name)
    from policy_extract.text.headline import find_headline, find_published, press_day
    from policy_extract.text.main_text import article
    from policy_extract.text.markup import element_text

    body = root.find("body")
    body = root if body is None else body
    title = find_headline(root)
    published = find_published(root) or press_day(source)
    text = _lines(element_text(article(body)))
    if not any(_SAYS.search(line) for line in text.split("\n") if line.strip() != title):
        raise InputError(f"{name}: the page holds no main text", hint="Save its text as .txt")
    title = title or _above_stamp(text)
    if title:
        text = _from_title(text, title)
    if title and title not in text[: 3 * len(title) + 60]:
        text = f"{title}\n{text}"
    return Page(text, title, published)


def holds_markup(text: str) -> bool:
    """Whether a text, such as a column of a table, is written in HTML.

    >>> holds_markup("<p>今年增长6%左右。</p>"), holds_markup("甲<乙，丙>丁")
    (True, False)
    """
    return "<" in text and _MARKUP.search(text) is not None


def fragment_text(text: str, *, name: str) -> str:
    """The text of a piece of HTML, all of it.

    Raises:
        InputError: The piece is hostile.
        UsageError: The extra ``batch`` is not installed.
    """
    from policy_extract.text.markup import element_text

    return _lines(element_text(_parse(text, name)))


def _lines(text: str) -> str:
    """The lines of an article: none of the page's frame, none of a list of other articles in or behind it."""
    kept: list[str] = []
    others = False
    for line in text.split("\n"):
        others = opens_others(line) or (others and _SENTENCE.search(line) is None)
        if line.strip() and not others and not is_chrome(line):
            kept.append(line)
    return "\n".join(kept)


def _above_stamp(text: str) -> str | None:
    """The line over the first stamp (发布时间：…　来源：…): the headline that nothing else tells."""
    lines = text.split("\n")[:_FRAME_LINES]
    for above, line in zip(lines, lines[1:], strict=False):
        if _STAMPED.match(line.strip()):
            told = above.strip()
            whole = 6 <= len(told) <= _SHORT_LINE and "\t" not in told and told[-1] not in "：:。"
            return told if whole else None
        if "。" in line:
            break
    return None


def _from_title(text: str, title: str) -> str:
    """A text from its headline on, where only short lines of the page's frame stand before it."""
    lines = text.split("\n")
    for index, line in enumerate(lines[:_FRAME_LINES]):
        if line.strip() == title:
            return "\n".join(lines[index:])
        row = "\t" in line.strip() and not _CATALOGUED.match(line)
        if len(line) > _SHORT_LINE and not _CATALOGUED.match(line) or "。" in line or row:
            break
    return text


def _parse(page: str, name: str) -> Any:
    with needs_extra("reading HTML"):
        from lxml import etree, html
    page = _XML.sub("", page).replace("\0", "")
    for tag in _LONG_TAG.finditer(page):
        if len(_QUOTED.sub("", tag.group()).split()) + tag.group().count("=") > MAX_ATTRIBUTES:
            raise InputError(
                f"{name}: an element of the page has more than {MAX_ATTRIBUTES} attributes",
                hint="Save its text as .txt",
            )
    if not page.strip():
        raise InputError(f"{name}: the page holds no main text", hint="Save its text as .txt")
    try:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(
            f"{name}: cannot be read as HTML: {error or type(error).__name__}",
            hint="Save its text as .txt",
        ) from error
    return root


def _of_mht(data: bytes, name: str) -> bytes:
    """The page of an MHTML file, in UTF-8."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise InputError(f"{name}: the saved page holds no HTML", hint="Save its text as .txt")


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
