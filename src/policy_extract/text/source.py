"""Bytes to text: the encoding found by evidence, never by a codec that cannot fail.

Order: a byte order mark; strict UTF-8; else every other candidate that decodes strictly, judged by how
many of its Han characters are among the commonest of Chinese. Random pairs of bytes decode in GB18030
and Big5 too, but to rare characters: nothing plausible means an error that names the candidates.
"""

import codecs
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policy_extract.errors import DecodingError, InputError, UsageError
from policy_extract.rules.loader import read_shipped

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
_MAGIC = (
    (b"%PDF", "a PDF", "Read it with: policy-extract batch FILE.pdf -o OUT"),
    (b"PK\x03\x04", "a zip, DOCX or XLSX file", "Read it with: policy-extract batch FILE -o OUT"),
    (b"\x89PNG", "a PNG picture", "Give the text of it"),
    (b"\xff\xd8\xff", "a JPEG picture", "Give the text of it"),
    (b"GIF8", "a GIF picture", "Give the text of it"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Save it as DOCX or plain text"),
    (b"\x1f\x8b", "a gzip file", "Read it with: policy-extract batch FILE.gz -o OUT"),
    (b"\x7fELF", "a program", "Give a text file"),
)
_SAMPLE = 60_000
_PLAUSIBLE = 0.6
"""Least share of common characters, a character of the national standard's first level counting half."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text as read.

    Attributes:
        text: The decoded text, line breaks as ``\\n``, nothing else changed.
        name: Name of the source, as given.
        encoding: The encoding as found; ``str`` for text that came decoded.
    """

    text: str
    name: str
    encoding: str


def from_text(text: str, name: str = "-") -> SourceText:
    """Text that is already decoded; line breaks become ``\\n``."""
    return SourceText(_lines(text), name, "str")


def read_path(path: Path, *, encoding: str | None = None) -> SourceText:
    """Read a file.

    Raises:
        InputError: The file is missing, a directory, unreadable or binary.
        DecodingError: It is in no encoding that is read here, or not in the one named.
        UsageError: ``encoding`` is unknown.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", hint="Check the name") from error
    except IsADirectoryError as error:
        raise InputError(
            f"{path}: is a directory", hint=f"Use: policy-extract batch {path} -o OUT"
        ) from error
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}", hint="Check its permissions"
        ) from error
    return read_source(data, name=str(path), encoding=encoding)


def read_source(data: bytes, *, name: str, encoding: str | None = None) -> SourceText:
    """Decode bytes.

    Args:
        data: The whole file.
        name: What to call it, also in errors.
        encoding: Its encoding, when known; detected when null.

    Raises:
        InputError: The bytes are no text.
        DecodingError: No encoding fits, or not the named one; gives the byte.
        UsageError: ``encoding`` is unknown.
    """
    if encoding is not None:
        return SourceText(_named(data, name, encoding), name, _canonical(encoding))
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return SourceText(_strict(data, codec, name), name, codec)
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{name}: is {what}, not plain text", hint=hint)
    if b"\0" not in data:
        try:
            return SourceText(_lines(data.decode("utf-8")), name, "utf-8")
        except UnicodeDecodeError as error:
            utf8 = error
    else:
        utf8 = None
    found = _most_plausible(data)
    if found is not None:
        return SourceText(_lines(data.decode(found)), name, found)
    if b"\0" in data:
        raise InputError(f"{name}: is binary, not text", hint="Give a text file")
    raise _undecodable(data, name, utf8)


def _undecodable(data: bytes, name: str, utf8: UnicodeDecodeError | None) -> DecodingError:
    if utf8 is not None and utf8.start >= len(data) - 3 and utf8.start > 0:
        return DecodingError(
            f"{name}: ends in the middle of a character at byte {utf8.start}",
            hint="The file is cut off; fetch it again",
        )
    place = f" (UTF-8 fails at byte {utf8.start})" if utf8 is not None else ""
    return DecodingError(
        f"{name}: is not Chinese text in UTF-8, UTF-16, GB18030 or Big5{place}",
        hint="Name its encoding with --encoding",
    )


def _canonical(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"encoding {encoding!r} is unknown", hint="Try utf-8, gb18030, big5 or utf-16"
        ) from error


def _named(data: bytes, name: str, encoding: str) -> str:
    codec = _canonical(encoding)
    if codec == "utf-8" and data.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    return _strict(data, codec, name)


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise DecodingError(
            f"{name}: is not {codec}: byte {error.start} fails",
            hint="Leave --encoding out to have it detected",
        ) from error
    except LookupError as error:
        raise UsageError(f"{codec} is no text encoding", hint="Try utf-8 or gb18030") from error
    if not isinstance(text, str):
        raise UsageError(f"{codec} is no text encoding", hint="Try utf-8 or gb18030")
    return _lines(text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _most_plausible(data: bytes) -> str | None:
    scores: list[tuple[float, str]] = []
    for codec in _CANDIDATES:
        if codec.startswith("utf-16") and len(data) % 2:
            continue
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text)
        if score >= _PLAUSIBLE:
            scores.append((score, codec))
    if not scores:
        return None
    best = max(score for score, _ in scores)
    return next(codec for score, codec in scores if score == best)


@cache
def _common() -> frozenset[str]:
    return frozenset(read_shipped("common_characters.txt")) - {"\n"}


@cache
def _first_level() -> frozenset[str]:
    """The 3,755 common characters of GB 2312's first level and the 5,401 of Big5's."""
    simplified = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    traditional = (
        bytes((row, cell))
        for row in range(0xA4, 0xC7)
        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    )
    return frozenset(
        "".join(code.decode("gb2312", "ignore") for code in simplified)
        + "".join(code.decode("big5", "ignore") for code in traditional)
    )


def _plausibility(text: str) -> float:
    """The share of common Han characters among all that are neither ASCII nor punctuation."""
    common, known = _common(), _first_level()
    sample = text if len(text) <= _SAMPLE else text[:_SAMPLE]
    good = other = 0.0
    for char in sample:
        code = ord(char)
        if 0x4E00 <= code <= 0x9FFF:
            if char in common:
                good += 1.0
            elif char in known:
                good += 0.5
                other += 0.5
            else:
                other += 1.0
        elif code < 0x20 and char not in "\t\n\r\f\v":
            other += 5.0
        elif code >= 0x80 and not (0x2000 <= code <= 0x303F or 0xFF00 <= code <= 0xFFEF):
            other += 1.0
    return good / (good + other) if good + other else 0.0
