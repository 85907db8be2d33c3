"""Lines of a stream whose encoding is found on the way, a piece of it in memory at a time."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from policy_extract.errors import DecodingError
from policy_extract.text.detect import MARKS, Undetected, detect
from policy_extract.text.signatures import recognise
from policy_extract.text.source import named_codec

MAX_LINE = 64 * 1024 * 1024
"""Bytes that one line may have."""
_SAMPLE = 256 * 1024
"""Bytes by which an encoding is judged."""
_BINARY = 0.01
"""The least share of zero bytes in a file that is no text."""
_BROKEN = re.compile("[\udc80-\udcff]")
_STATEFUL = ("utf-16", "utf-32", "utf-7", "hz", "iso2022")
"""Encodings in which the byte of a line break may be part of another character."""
_DOUBLE_BYTE = ("gb18030", "big5hkscs")


@dataclass(frozen=True, slots=True)
class TooLong:
    """Stands for a line of more bytes than one may have."""


def is_broken(text: str) -> bool:
    """Whether a line holds bytes that are no character in the encoding of its file."""
    return _BROKEN.search(text) is not None


def lines(stream: IO[bytes], encoding: str | None) -> Iterator[str | TooLong]:
    """Decoded lines with their breaks.

    Bytes that are no characters come as lone surrogates (see :func:`is_broken`), so that one
    broken byte costs one line and not a file.

    Args:
        stream: The bytes.
        encoding: Their encoding; null to find it.

    Raises:
        DecodingError: No encoding fits.
        UsageError: ``encoding`` is unknown.
    """
    source = io.BufferedReader(_Whole(stream), _SAMPLE)
    codec = named_codec(encoding) if encoding is not None else None
    start = source.peek()
    for mark, marked in MARKS if codec is None else ():
        if start.startswith(mark):
            codec = marked.removesuffix("-sig")
            if not codec.startswith(_STATEFUL):
                source.read(len(mark))
            break
    if codec is None:
        signature = recognise(start)
        if signature is not None:
            raise DecodingError(f"is {signature.what}, not lines of text")
        if b"\0" in start:
            codec = _wide(start)
    if codec is not None and codec.startswith(_STATEFUL):
        yield from _stateful(source, codec)
        return
    yield from _by_bytes(source, codec)


class _Whole(io.RawIOBase):
    """A stream that fills its reader; an error comes only after the bytes before it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._error is not None:
            raise self._error
        filled = 0
        while filled < len(buffer):
            try:
                data = self._stream.read(min(len(buffer) - filled, 64 * 1024))
            except Exception as error:
                if not filled:
                    raise
                self._error = error
                break
            if not data:
                break
            buffer[filled : filled + len(data)] = data
            filled += len(data)
        return filled


def _by_bytes(source: "io.BufferedReader[Any]", codec: str | None) -> Iterator[str | TooLong]:
    while line := source.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = source.readline(_SAMPLE)
            yield TooLong()
        elif codec is None and line.isascii():
            yield line.decode("ascii")
        else:
            if codec is None:
                codec = _judge(line + source.peek()[:_SAMPLE])
            yield line.decode(codec, "surrogateescape")


def _stateful(source: "io.BufferedReader[Any]", codec: str) -> Iterator[str | TooLong]:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    held = ""
    over = False
    while True:
        data = source.read(_SAMPLE)
        try:
            held += decoder.decode(data, final=not data)
        except UnicodeError as error:
            raise DecodingError(f"is not {codec} from here on: {error}") from error
        *whole, held = held.split("\n")
        for line in whole:
            yield TooLong() if over else line.removeprefix("\ufeff") + "\n"
            over = False
        if len(held) > MAX_LINE // 2:
            held, over = "", True
        if not data:
            if held or over:
                yield TooLong() if over else held.removeprefix("\ufeff")
            return


def _wide(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark; null where a stray zero byte stands in other text.

    Raises:
        DecodingError: The bytes are no text.
    """
    found = detect(sample[: len(sample) // 4 * 4])
    if not isinstance(found, Undetected) and found.encoding.startswith(_STATEFUL):
        return found.encoding
    if sample.count(0) > _BINARY * len(sample):
        raise DecodingError("is binary, not text: it is full of zero bytes")
    return None


def _judge(sample: bytes) -> str:
    """The encoding of lines that have more than ASCII, by those of them that are whole.

    Raises:
        DecodingError: None fits.
    """
    pieces = sample.replace(b"\0", b"").split(b"\n")
    if len(pieces) > 1 and len(sample) >= _SAMPLE:
        pieces.pop()
    wide = [piece for piece in pieces if not piece.isascii()]
    if 2 * sum(_decodes(piece, "utf-8") for piece in wide) > len(wide):
        return "utf-8"
    reason = ""
    for codec in ("", *_DOUBLE_BYTE):
        kept = [piece for piece in wide if not codec or _decodes(piece, codec)]
        if 2 * len(kept) > len(wide):
            found = detect(b"\n".join(kept))
            if isinstance(found, Undetected):
                reason = reason or found.reason
            elif not found.encoding.startswith(_STATEFUL):  # its lines would not end at \n
                return found.encoding
    raise DecodingError(reason or "is in no encoding that is read here")


def _decodes(piece: bytes, codec: str) -> bool:
    try:
        piece.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
