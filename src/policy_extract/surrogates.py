"""Half characters: what is left of an emoji that was cut in two, or of bytes that are no UTF-8.

Python keeps them in a string as lone surrogates; no encoding can write them. Each becomes one U+FFFD,
as in every browser, so that no offset moves.
"""

import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with U+FFFD for each half character; the text itself when it has none.

    >>> whole("\\ud83d增长5%") == "\\ufffd增长5%", whole("\U0001f600")
    (True, '\U0001f600')
    """
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def whole_data(value: Any) -> Any:
    """JSON data with all its strings whole."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [whole_data(one) for one in value]
    if isinstance(value, dict):
        return {whole(key): whole_data(one) for key, one in value.items()}
    return value
