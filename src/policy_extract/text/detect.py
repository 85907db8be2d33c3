"""Which encoding bytes are in, by evidence: a mark, strict UTF-8, zero bytes, common characters."""

import codecs
import re
from dataclasses import dataclass

from policy_extract.text.plausible import CONTROLS, PLAUSIBLE, plausibility

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte order marks and what they say; UTF-32's before UTF-16's, which opens alike."""

_DOUBLE_BYTE = ("gb18030", "big5", "cp950", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
_WIDEST = ("utf-32-le", "utf-32-be")
_SURE = 0.08
"""By how much the best decoding must be ahead of another text that the bytes could be too."""
_DAMAGED = 0.05
"""The greatest share of broken characters in a file that is called damaged, not foreign."""
_JAPANESE = ("euc_jp", "shift_jis")
_KANA = re.compile("[\u3041-\u30fa]")
_KANA_SHARE = 0.25
_LAST = "\U00033480"
"""Past the last Chinese character of Unicode; chance bytes read as UTF-32 lie beyond."""
_ESCAPED = re.compile(rb"\x1b\$[@AB()]")


@dataclass(frozen=True, slots=True)
class Detected:
    """Bytes decoded: the text and its encoding."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Undetected:
    """Why no encoding was found.

    Attributes:
        reason: To follow the file's name.
        hint: What to try.
        binary: Whether the bytes are no text at all.
    """

    reason: str
    hint: str
    binary: bool = False


_CUT = "The file is cut off: fetch it again"
_BROKEN = "The file is damaged: fetch it again"
_NAME_IT = "Name its encoding with --encoding"
_NOT_TEXT = "Give a text file"


def detect(data: bytes) -> Detected | Undetected:
    """Decode bytes that carry no mark; every decoding is strict and none is taken on trust."""
    if b"\0" in data:
        return _with_zeros(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _plausible(data, (*_DOUBLE_BYTE, *_WIDE)) or _explain(data)
    controls = len(CONTROLS.findall(text))
    if controls * 50 > len(text):
        return Undetected("is binary, not text: it is full of control characters", _NOT_TEXT, True)
    if _ESCAPED.search(data):
        return Undetected(
            "is in an encoding with escape sequences",
            "Name it with --encoding, such as iso2022_jp or iso2022_kr",
        )
    return Detected(text, "utf-8")


def _with_zeros(data: bytes) -> Detected | Undetected:
    """Zero bytes: UTF-16 or UTF-32, else no text."""
    for codec in (*_WIDEST, *_WIDE):
        text = _decode(data, codec)
        if text is not None and _is_wide(data, text, codec):
            return Detected(text, codec)
    found = _plausible(data, _WIDE)
    if found is not None:
        return found
    explained = _explain(data, codecs_tried=_WIDE)
    if not explained.binary:
        return explained
    at = data.index(0)
    return Undetected(f"is binary, not text: byte {at} is zero", _NOT_TEXT, True)


def _is_wide(data: bytes, text: str, codec: str) -> bool:
    """Whether the zeros are the upper halves of ASCII and nothing looks foreign."""
    if CONTROLS.search(text):
        return False
    if codec in _WIDEST:
        return max(text) < _LAST
    even = data[::2].count(0)
    odd = data[1::2].count(0)
    upper, lower = (odd, even) if codec == "utf-16-le" else (even, odd)
    ascii_only = text.isascii() or not any(char >= "\u2e80" for char in text)
    return lower == 0 and upper > 0 and ascii_only and 2 * upper > len(text)


def _decode(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _plausible(data: bytes, candidates: tuple[str, ...]) -> Detected | Undetected | None:
    """The one candidate whose decoding reads like Chinese; null when there is none."""
    found: list[tuple[float, str, str]] = []
    for codec in candidates:
        text = _decode(data, codec)
        if text is None or any(text == other for _, _, other in found):
            continue
        score = plausibility(text)
        if score >= PLAUSIBLE:
            found.append((score, codec, text))
    if not found:
        return None
    found.sort(key=lambda item: -item[0])
    best, codec, text = found[0]
    japanese = _japanese(data) if codec in _DOUBLE_BYTE else None
    if japanese is not None:
        return japanese
    if len(found) > 1 and best - found[1][0] < _SURE and not _same_family(codec, found[1][1]):
        return Undetected(f"could be {codec} or {found[1][1]}", f"Say which: --encoding {codec}")
    return Detected(text, codec)


def _same_family(first: str, second: str) -> bool:
    big5 = ("big5", "cp950", "big5hkscs")
    return first in big5 and second in big5


def _japanese(data: bytes) -> Undetected | None:
    for codec in _JAPANESE:
        text = _decode(data, codec)
        if text and len(_KANA.findall(text)) > _KANA_SHARE * sum(char > "\x7f" for char in text):
            return Undetected(f"looks like Japanese ({codec})", f"Name it: --encoding {codec}")
    return None


def _explain(
    data: bytes, codecs_tried: tuple[str, ...] = ("utf-8", "gb18030", "big5hkscs", *_WIDE)
) -> Undetected:
    """Say which encoding the bytes would be in but for some broken ones, or that they are none."""
    for codec in codecs_tried:
        try:
            data.decode(codec)
            continue
        except UnicodeDecodeError as error:
            place, end = error.start, error.end
        text = data.decode(codec, "replace")
        broken = text.count("\ufffd")
        if broken > max(1, _DAMAGED * len(text)):
            continue
        if plausibility(text.replace("\ufffd", "")) < PLAUSIBLE:
            continue
        name = "big5" if codec == "big5hkscs" else codec
        if end >= len(data):
            return Undetected(
                f"looks like {name} but ends in the middle of a character at byte {place}", _CUT
            )
        return Undetected(f"looks like {name} but byte {place} is broken", _BROKEN)
    if 20 * sum(data.count(code) for code in (*range(9), *range(14, 27))) > len(data):
        return Undetected("is binary, not text: it is full of control characters", _NOT_TEXT, True)
    return Undetected(
        "is not Chinese text in UTF-8, UTF-16, GB18030 or Big5", _NAME_IT, b"\0" in data
    )
