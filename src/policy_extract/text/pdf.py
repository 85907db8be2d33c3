"""The text layer of a PDF in reading order; glyphs and their places by playa-pdf (MIT)."""

import logging
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policy_extract.errors import InputError, PolicyExtractError
from policy_extract.text.extra import needs_extra
from policy_extract.text.glyphs import Glyph, pieces
from policy_extract.text.paragraphs import Paragraph, document_text, paragraphs
from policy_extract.text.reading_order import read_order

if TYPE_CHECKING:
    from playa.content import GlyphObject
    from playa.document import Document
    from playa.page import Page

MAX_PAGES = 5_000
"""Pages of a PDF that is read; a longer one is no document."""
MAX_PAGE_CHARS = 100_000
"""Characters on a page; a broadsheet has some 15,000."""
_NO_OCR = "OCR is out of scope: recognise its text first"
_FETCH = "Fetch it again, or save it anew"


def pdf_text(data: bytes, *, name: str, max_chars: int | None = None) -> str:
    """The text of a PDF: a paragraph a line, in reading order; an empty line between pages.

    Args:
        data: The whole file.
        name: What to call it in errors.
        max_chars: Stop with an error at so many characters.

    Raises:
        InputError: The file is damaged, needs a password, has no text layer (a scan), or is too
            long.
        UsageError: The extra ``batch`` is not installed.
    """
    with needs_extra("reading PDF"):
        import playa
    # What playa finds odd is told to nobody who has not asked for it.
    logging.getLogger("playa").addHandler(logging.NullHandler())
    with _damage(name):
        document = playa.parse(data, max_workers=None)
    with document:
        return _text(document, name, max_chars)


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Turn whatever a hostile file makes the parser do into one line; our own errors pass."""
    from playa.exceptions import PDFEncryptionError

    try:
        yield
    except (PolicyExtractError, MemoryError):
        raise
    except PDFEncryptionError as error:
        raise InputError(
            f"{name}: the PDF needs a password", hint="Save a copy without one"
        ) from error
    except Exception as error:
        reason = str(error).rstrip(".") or type(error).__name__
        raise InputError(f"{name}: is a damaged PDF: {reason}", hint=_FETCH) from error


def _text(document: "Document", name: str, max_chars: int | None) -> str:
    with _damage(name):
        source = list(document.pages)
    count = len(source)
    if count > MAX_PAGES:
        raise InputError(
            f"{name}: the PDF has {count} pages, more than {MAX_PAGES}", hint="Split it"
        )
    if not count:
        raise InputError(f"{name}: the PDF has no pages", hint=_FETCH)
    pages: list[list[Paragraph]] = []
    chars = unknown = 0
    for number, page in enumerate(source, 1):
        with _damage(name):
            glyphs, unmapped = _glyphs(page, f"{name}: page {number}")
        chars += sum(map(len, glyphs.values()))
        unknown += unmapped
        if max_chars is not None and chars > max_chars:
            raise InputError(
                f"{name}: has more than {max_chars} characters (--max-chars) by page {number}",
                hint="Raise --max-chars, or split it",
            )
        most_first = sorted(glyphs.values(), key=lambda one: -len(one))
        pages.append(paragraphs(block for turn in most_first for block in read_order(pieces(turn))))
    if unknown > chars:
        raise InputError(
            f"{name}: the fonts of the PDF do not say which characters they show", hint=_NO_OCR
        )
    if not chars:
        raise InputError(f"{name}: the PDF has no text layer; it is a scan", hint=_NO_OCR)
    return document_text(pages)


def _glyphs(page: "Page", place: str) -> tuple[dict[int, list[Glyph]], int]:
    """Glyphs of a page by the quarter turn in which their lines run, each as if it ran to the
    right; and how many glyphs have no character.
    """
    found: dict[int, list[Glyph]] = defaultdict(list)
    unmapped = 0
    spaced = False
    for count, one in enumerate(page.glyphs):
        if count == MAX_PAGE_CHARS:
            raise InputError(f"{place} has more than {MAX_PAGE_CHARS} characters", hint="Split it")
        text = "".join(map(_meant, one.text or ""))
        if not text:
            unmapped += not one.text
        elif text.isspace():
            spaced = True
        elif (placed := _placed(one, text, spaced)) is not None:
            turn, glyph = placed
            found[turn].append(glyph)
            spaced = False
    return found, unmapped


def _placed(one: "GlyphObject", text: str, spaced: bool) -> tuple[int, Glyph] | None:
    """The quarter turn of a glyph's line, and the glyph turned back; null for one of no size."""
    a, b, c, d, x, y = one.matrix
    size = math.hypot(c, d)
    if not size or not all(map(math.isfinite, (a, b, c, d, x, y))):
        return None
    if one.font.vertical:  # lines run downwards, the first of them on the right
        return 1, Glyph(text, y, y + size, -x, size, spaced)
    width = one.font.hdisp(one.cid) * math.hypot(a, b)
    turn = round(math.atan2(b, a) / (math.pi / 2)) % 4
    start, base = ((x, y), (y, -x), (-x, -y), (-y, x))[turn]
    return turn, Glyph(text, start, start + max(width, 0.0), base, size, spaced)


def _meant(char: str) -> str:
    """A character as it is meant: Kangxi radicals as the characters they are, no signs unseen."""
    if "\u2f00" <= char <= "\u2fd5":
        return unicodedata.normalize("NFKC", char)
    if char.isspace():
        return " "
    return "" if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
