"""Data and code inside one HTML file, so that neither can become the other."""

import base64
import gzip
import hashlib
import json
import re
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def packed(data: Any) -> str:
    """Data as a browser unpacks it: JSON, gzip, base64. No character of a document is markup.

    >>> packed({"text": "</script>"}) == packed({"text": "</script>"}), "<" in packed("<")
    (True, False)
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    whole = _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return base64.b64encode(gzip.compress(whole.encode(), 6, mtime=0)).decode()


def source_hash(code: str) -> str:
    """A script's or style's name in a content-security policy: only this very text may run."""
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def visible(text: str) -> str:
    """A text whose control characters, marks of direction and lone surrogates show as ``�``.

    >>> visible("5%\u202e以上")
    '5%�以上'
    """
    return _UNSEEN.sub("\ufffd", text)
