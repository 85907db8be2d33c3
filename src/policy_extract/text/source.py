"""Bytes to text: the encoding found by evidence, never by a codec that cannot fail.

Order: a byte order mark; strict UTF-8; zero bytes for UTF-16 and UTF-32 without a mark; else every
other candidate that decodes strictly, judged by how common its characters are. Nothing plausible
means an error that names the candidates.
"""

import codecs
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from policy_extract.errors import DecodingError, InputError, UsageError
from policy_extract.surrogates import whole
from policy_extract.text.detect import MARKS, Undetected, detect
from policy_extract.text.signatures import recognise

MAX_BYTES = 256 * 1024 * 1024
"""Bytes that one document may have, in whatever form."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text as read.

    Attributes:
        text: The decoded text, line breaks as ``\\n``, nothing else changed.
        name: Name of the source, as given.
        encoding: The encoding as found; ``str`` for text that came decoded.
        title: The headline that the source tells beside its text (a page, a column of a table).
        published: The day of publication that it tells beside its text.
        scanned: Pages that are pictures, of which nothing is read.
    """

    text: str
    name: str
    encoding: str
    title: str | None = None
    published: date | None = None
    scanned: tuple[int, ...] = ()


def from_text(text: str, name: str = "-") -> SourceText:
    """Text that is already decoded; line breaks become ``\\n``, half characters U+FFFD."""
    return SourceText(_lines(whole(text)), name, "str")


def read_path(path: Path, *, encoding: str | None = None) -> SourceText:
    """Read a file of plain text.

    Raises:
        InputError: The file is missing, a directory, unreadable or binary.
        DecodingError: It is in no encoding that is read here, or not in the one named.
        UsageError: ``encoding`` is unknown.
    """
    return read_source(read_bytes(path), name=str(path), encoding=encoding)


def read_bytes(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        InputError: The file is missing, a directory, unreadable or too large for one document.
    """
    try:
        with path.open("rb") as stream:
            return read_stream(stream, str(path))
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
    except ValueError as error:
        raise InputError(f"{str(path)!r}: is no file name", hint="Check the name") from error


def read_stream(stream: IO[bytes], name: str) -> bytes:
    """All bytes of a stream, which may have no end.

    Raises:
        InputError: They are more than one document may have.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{name}: has more than {MAX_BYTES} bytes, too many for one document",
            hint="Cut it into documents",
        )
    return data


def read_source(data: bytes, *, name: str, encoding: str | None = None) -> SourceText:
    """Decode the bytes of a plain text.

    Args:
        data: The whole file.
        name: What to call it, also in errors.
        encoding: Its encoding, when known; detected when null.

    Raises:
        InputError: The bytes are no text.
        DecodingError: No encoding fits, or not the named one; gives the byte.
        UsageError: ``encoding`` is unknown.
    """
    text, codec = decode(data, name=name, encoding=encoding)
    return SourceText(_lines(text), name, codec)


def decode(data: bytes, *, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The characters of some bytes, line breaks and all, and the encoding they are in.

    Raises:
        InputError: The bytes are no text.
        DecodingError: No encoding fits, or not the named one; gives the byte.
        UsageError: ``encoding`` is unknown.
    """
    if encoding is not None:
        codec = named_codec(encoding)
        return _strict(data, codec, name, named=True), codec
    for mark, codec in MARKS:
        if data.startswith(mark):
            return _strict(data, codec, name, named=False), codec
    signature = recognise(data)
    if signature is not None:
        raise InputError(f"{name}: is {signature.what}, not plain text", hint=signature.hint)
    found = detect(data)
    if isinstance(found, Undetected):
        kind = InputError if found.binary else DecodingError
        raise kind(f"{name}: {found.reason}", hint=found.hint)
    return found.text, found.encoding


_NO_ENCODINGS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
_TRY = "Try utf-8, gb18030, big5 or utf-16"


def named_codec(encoding: str) -> str:
    """The canonical name of an encoding of text.

    Raises:
        UsageError: It is unknown, or no encoding of text files.
    """
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise UsageError(f"encoding {encoding!r} is unknown", hint=_TRY) from error
    if info.name in _NO_ENCODINGS or not getattr(info, "_is_text_encoding", True):
        raise UsageError(f"{encoding} is no encoding of a text file", hint=_TRY)
    return info.name


def _strict(data: bytes, codec: str, name: str, *, named: bool) -> str:
    """Decode or say where it fails; a mark at the beginning is no part of the text."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        at_end = error.end >= len(data)
        what = "ends in the middle of a character at" if at_end else "fails at"
        other = "Leave --encoding out to have it detected" if named else ""
        raise DecodingError(
            f"{name}: is not {codec}: {what} byte {error.start}",
            hint=other or "The file is damaged or cut off: fetch it again",
        ) from error
    except UnicodeError as error:
        raise DecodingError(
            f"{name}: is not {codec}: {error}", hint="Leave --encoding out to have it detected"
        ) from error
    return text.removeprefix("\ufeff")


_BREAKS = re.compile("\r\n?|[\v\x85\u2028\u2029]")
"""Line breaks that are not ``\\n``: of other systems, of Word (``\\v``), of Unicode."""


def _lines(text: str) -> str:
    return _BREAKS.sub("\n", text)
