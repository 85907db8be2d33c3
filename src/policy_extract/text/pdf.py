"""The text layer of a PDF in reading order; glyphs and their places by playa-pdf (MIT)."""

import logging
import math
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_extract.errors import InputError, PolicyExtractError
from policy_extract.text.extra import needs_extra
from policy_extract.text.glyphs import Glyph
from policy_extract.text.memory import MAX_MEMORY, bounded_memory
from policy_extract.text.pages import PageGlyphs, page_paragraphs, turned
from policy_extract.text.paragraphs import document_text
from policy_extract.text.ruling import MAX_RULES

if TYPE_CHECKING:
    from playa.content import GlyphObject, ImageObject, PathObject
    from playa.document import Document
    from playa.page import Page

MAX_PAGES = 5_000
"""Pages of a PDF that is read; a longer one is no document."""
MAX_PAGE_CHARS = 100_000
"""Characters on a page; a broadsheet has some 15,000."""
_SLANT = 0.06
"""Quarter turns by which a line may be off the level; a watermark is more."""
_WHITE = 0.99
"""The least part of each colour that is white."""
_ODD = re.compile(r"[!\"#$&'*+/:;<=>?@\[\\\]^_`{|}~]")
_WORDS = re.compile("[A-Za-z\u4e00-\u9fff\u0370-\u04ff\u3040-\u30ff\uac00-\ud7af]")
_ODD_LEAST = 100
_NO_OCR = "OCR is out of scope: recognise its text first, such as with: ocrmypdf -l chi_sim IN.pdf OUT.pdf"
_FETCH = "Fetch it again, or save it anew"


@dataclass(frozen=True, slots=True)
class PdfText:
    """A PDF as read.

    Attributes:
        text: A paragraph a line, in reading order; an empty line between pages.
        scanned: The numbers of the pages that are pictures without text, from 1.
    """

    text: str
    scanned: tuple[int, ...] = ()


def read_pdf(data: bytes, *, name: str, max_chars: int | None = None) -> PdfText:
    """Read the text layer of a PDF.

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
    try:
        with bounded_memory():
            with _damage(name):
                document = playa.parse(data, max_workers=None)
            with document:
                return _text(document, name, max_chars)
    except MemoryError as error:
        raise InputError(
            f"{name}: the PDF needs more than {MAX_MEMORY} bytes of memory; taken for a bomb",
            hint="Save it anew as PDF, or its text as .txt",
        ) from error


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


def _text(document: "Document", name: str, max_chars: int | None) -> PdfText:
    with _damage(name):
        source = list(document.pages)
    count = len(source)
    if count > MAX_PAGES:
        raise InputError(
            f"{name}: the PDF has {count} pages, more than {MAX_PAGES}", hint="Split it"
        )
    if not count:
        raise InputError(f"{name}: the PDF has no pages", hint=_FETCH)
    read: list[PageGlyphs] = []
    chars = unknown = 0
    for number, page in enumerate(source, 1):
        with _damage(name):
            found = _glyphs(page, f"{name}: page {number}")
        chars += found.count
        unknown += found.unmapped
        if max_chars is not None and chars > max_chars:
            raise InputError(
                f"{name}: has more than {max_chars} characters (--max-chars) by page {number}",
                hint="Raise --max-chars, or split it",
            )
        read.append(found)
    if unknown > chars:
        raise InputError(
            f"{name}: the fonts of the PDF do not say which characters they show", hint=_NO_OCR
        )
    if not chars:
        raise InputError(f"{name}: the PDF has no text layer; it is a scan", hint=_NO_OCR)
    text = document_text(page_paragraphs(read))
    if _is_cipher(text):
        raise InputError(
            f"{name}: the PDF shows other characters than its text layer holds", hint=_NO_OCR
        )
    return PdfText(text, tuple(at for at, page in enumerate(read, 1) if page.is_scan))


def _is_cipher(text: str) -> bool:
    """Whether a text is signs where words should be: fonts that call their glyphs by made-up names."""
    marks = len(_ODD.findall(text))
    words = len(_WORDS.findall(text))
    return marks >= _ODD_LEAST and marks > words


def _glyphs(page: "Page", place: str) -> PageGlyphs:
    """Glyphs and rules of a page, by the quarter turn in which their lines run."""
    from playa.content import ImageObject, PathObject, TextObject

    found = PageGlyphs()
    spaced = False
    drawn = 0
    for thing in page.flatten():
        if isinstance(thing, PathObject):
            drawn += 1
            if drawn <= MAX_RULES:
                found.rules += _rules(thing)
            continue
        if isinstance(thing, ImageObject):
            found.pictured += _share(thing, page)
        if not isinstance(thing, TextObject):
            continue
        for one in thing:
            found.seen += 1
            if found.seen > MAX_PAGE_CHARS:
                raise InputError(
                    f"{place} has more than {MAX_PAGE_CHARS} characters", hint="Split it"
                )
            text = "".join(map(_meant, one.text or ""))
            if not text:
                found.unmapped += not one.text
            elif text.isspace():
                spaced = True
            elif (placed := _placed(one, text, spaced)) is not None:
                found.add(*placed)
                spaced = False
    return found


def _share(picture: "ImageObject", page: "Page") -> float:
    """The share of a page that a picture covers."""
    box, whole = picture.bbox, page.mediabox
    if box is None:
        return 0.0
    area = abs((whole[2] - whole[0]) * (whole[3] - whole[1]))
    covered = abs((box[2] - box[0]) * (box[3] - box[1]))
    return covered / area if area else 0.0


def _rules(path: "PathObject") -> list[tuple[float, float, float, float]]:
    """The corners of the lines and boxes that a path draws."""
    found = []
    at: tuple[float, float] | None = None
    curved = False
    points: list[tuple[float, float]] = []
    for segment in path.segments:
        if segment.operator == "m":
            at = segment.points[0]
        elif segment.operator == "l" and at is not None:
            to = segment.points[0]
            found.append((*at, *to))
            at = to
        elif segment.operator in "cvy":
            curved = True
        points += segment.points
    if path.fill and not path.stroke and _is_white(path):
        return []
    if path.fill and not path.stroke and not curved and points:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return [(min(xs), min(ys), max(xs), max(ys))]
    return [] if curved else found


def _is_white(path: "PathObject") -> bool:
    """Whether a path is filled with the white of the paper, as the ground of a line of text."""
    values = [value for value in path.gstate.ncolor.values if isinstance(value, (int, float))]
    if len(values) == 4:
        return not any(values)
    return len(values) in (1, 3) and all(value >= _WHITE for value in values)


def _placed(one: "GlyphObject", text: str, spaced: bool) -> tuple[int, Glyph, bool] | None:
    """The quarter turn of a glyph's line, the glyph turned back, and whether its line is slanted;
    null for one of no size.
    """
    a, b, c, d, x, y = one.matrix
    size = math.hypot(c, d)
    if not size or not all(map(math.isfinite, (a, b, c, d, x, y))):
        return None
    if one.font.vertical:  # lines run downwards, the first of them on the right
        return 1, Glyph(text, y, y + size, -x, size, spaced), False
    width = one.font.hdisp(one.cid) * math.hypot(a, b)
    angle = math.atan2(b, a) / (math.pi / 2)
    turn = round(angle) % 4
    start, base = turned(turn, x, y)
    glyph = Glyph(text, start, start + max(width, 0.0), base, size, spaced)
    return turn, glyph, abs(angle - round(angle)) > _SLANT


def _meant(char: str) -> str:
    """A character as it is meant: Kangxi radicals as the characters they are, no signs unseen."""
    if "\u2f00" <= char <= "\u2fd5":
        return unicodedata.normalize("NFKC", char)
    if char.isspace():
        return " "
    return "" if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
