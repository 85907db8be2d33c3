"""Names of indicators in their normal form, and the forms that lie behind a name as written."""

import re
import unicodedata
from collections.abc import Iterator

_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
_DROPPED = str.maketrans("", "", " \t\r\n\u3000\u00a0“”‘’\"'《》的")
_LATIN = re.compile(r"[0-9A-Za-z.&]+")


def normal(name: str) -> str:
    """A name without white space, quotes, 的 and brackets; Latin letters wide and small as capitals.

    What stands in brackets stays where it is an abbreviation.

    >>> normal("全社会研发（R&D）经费 投入")
    '全社会研发R&D经费投入'
    >>> normal("居民消费价格（不含食品）")
    '居民消费价格'
    """
    text = unicodedata.normalize("NFKC", name).translate(_DROPPED)
    while (freed := _BRACKETS.sub(_abbreviation, text)) != text:
        text = freed
    return text.upper()


def _abbreviation(found: re.Match[str]) -> str:
    return found.group(1) if _LATIN.fullmatch(found.group(1)) else ""


def stripped(name: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """The name, then what is left when words are taken off its ends, nearest first."""
    seen = {name}
    held = [name]
    for one in held:
        yield one
        shorter: list[str] = []
        if one.startswith(before):
            shorter += [one[len(word) :] for word in before if one.startswith(word)]
        if one.endswith(after):
            shorter += [one[: -len(word)] for word in after if one.endswith(word)]
        for rest in shorter:
            if len(rest) > 1 and rest not in seen:
                seen.add(rest)
                held.append(rest)
