"""Names of indicators in their normal form, and the forms that lie behind a name as written."""

import re
import unicodedata
from collections.abc import Iterator

_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
_DROPPED = str.maketrans("", "", " \t\r\n\u3000\u00a0“”‘’\"'《》的")
_LATIN = re.compile(r"[0-9A-Za-z.&]+")
_WITHOUT = "不(?:包括|包含|含|计|算)|(?:扣|剔|去)除"
_NARROWED = re.compile(rf"[（(]((?:{_WITHOUT})(?![^（）()]*(?:价|因素))[^（）()]*)[）)]")


def normal(name: str) -> str:
    """A name without white space, quotes, 的 and brackets; Latin letters wide and small as capitals.

    What stands in brackets stays where it is an abbreviation, and where it leaves a part out.

    >>> normal("全社会研发（R&D）经费 投入"), normal("进出口总额（人民币）")
    ('全社会研发R&D经费投入', '进出口总额')
    >>> normal("居民消费价格（不含食品）"), normal("居民收入（扣除价格因素）")
    ('居民消费价格不含食品', '居民收入')
    """
    text = unicodedata.normalize("NFKC", name).translate(_DROPPED)
    while (freed := _BRACKETS.sub(_abbreviation, text)) != text:
        text = freed
    return text.upper()


def _abbreviation(found: re.Match[str]) -> str:
    kept = _LATIN.fullmatch(found.group(1)) or _NARROWED.fullmatch(found.group())
    return found.group(1) if kept else ""


def narrowed(name: str, text: str, until: int) -> str:
    """A name with the bracket of a text that takes a part out of it; the name itself where none does.

    The bracket may stand inside the name, which the text then goes on with.

    >>> text = "粮食（不包括大豆）的产量为9亿斤，棉花产量（不含外购）为2亿斤"
    >>> narrowed("粮食产量", text, 13), narrowed("棉花产量", text, 30), narrowed("油料产量", text, 30)
    ('粮食产量不包括大豆', '棉花产量不含外购', '油料产量')
    """
    for found in _NARROWED.finditer(text, 0, until):
        before, after = text[: found.start()], text[found.end() :].removeprefix("的")
        for cut in range(len(name), 1, -1):
            if before.endswith(name[:cut]) and after.startswith(name[cut : cut + 1]):
                return name + found.group(1)
    return name


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
