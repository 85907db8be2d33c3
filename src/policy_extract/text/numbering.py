"""The numbers that Word sets before paragraphs: they stand in no text, but readers see them."""

from collections import defaultdict
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORM = f"{_WORD}pPr"
_LISTED = f"{_WORD}numPr"
_STYLED = f"{_WORD}pStyle"
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"}
    | {"taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional"}
)


def chinese_number(number: int) -> str:
    """A number below a hundred in characters.

    >>> chinese_number(12), chinese_number(20)
    ('十二', '二十')
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return lead + (_DIGITS[ones] if ones else "")


class Numbering:
    """Counts numbered paragraphs of a document.

    Args:
        part: The main part, as python-docx gives it.
    """

    def __init__(self, part: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str, int]] = {}
        for related in part.rels.values():
            if related.is_external:
                continue
            if related.reltype.endswith("/numbering"):
                self._read(related.target_part.element)
            elif related.reltype.endswith("/styles"):
                self._read_styles(related.target_part.element)

    def _read(self, root: Any) -> None:
        abstract: dict[str | None, dict[int, tuple[str, str, int]]] = {}
        for one in root.iter(f"{_WORD}abstractNum"):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in one.iter(f"{_WORD}lvl"):
                found = {child.tag: child.get(f"{_WORD}val") for child in level}
                start = found.get(f"{_WORD}start") or "1"
                levels[int(level.get(f"{_WORD}ilvl") or 0)] = (
                    found.get(f"{_WORD}numFmt") or "decimal",
                    found.get(f"{_WORD}lvlText") or "",
                    int(start) if start.isdigit() else 1,
                )
            abstract[one.get(f"{_WORD}abstractNumId")] = levels
        for one in root.iter(f"{_WORD}num"):
            target = one.find(f"{_WORD}abstractNumId")
            number = one.get(f"{_WORD}numId")
            if target is not None and number is not None:
                self._levels[number] = abstract.get(target.get(f"{_WORD}val"), {})

    def _read_styles(self, root: Any) -> None:
        for listed in root.iter(_LISTED):  # few of many styles have one
            style = listed.getparent().getparent()
            found = _reference(listed)
            name = style.get(f"{_WORD}styleId")
            if found is not None and name is not None:
                self._styles[name] = found

    def before(self, paragraph: Any) -> str:
        """The number in front of a paragraph; empty for one without, or with a bullet."""
        form = next(paragraph.iterchildren(_FORM), None)
        if form is None:
            return ""
        listed = next(form.iterchildren(_LISTED), None)
        found = _reference(listed) if listed is not None else None
        if found is None:
            style = next(form.iterchildren(_STYLED), None)
            found = self._styles.get(style.get(f"{_WORD}val")) if style is not None else None
        if found is None:
            return ""
        number, level = found
        levels = self._levels.get(number)
        if not levels or level not in levels:
            return ""
        counts = self._counts[number]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _filled(levels, counts, level)


def _filled(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], level: int) -> str:
    form, text, _ = levels[level]
    if form in ("bullet", "none"):
        return ""
    for other in range(level + 1):
        number = counts.get(other, levels[other][2] if other in levels else 1)
        shown = levels[other][0] if other in levels else "decimal"
        text = text.replace(
            f"%{other + 1}", chinese_number(number) if shown in _CHINESE else str(number)
        )
    return text


def _reference(properties: Any) -> tuple[str, int] | None:
    """The list and the level that an element of numbering names."""
    number = properties.find(f"{_WORD}numId")
    level = properties.find(f"{_WORD}ilvl")
    if number is None or number.get(f"{_WORD}val") in (None, "0"):
        return None
    depth = level.get(f"{_WORD}val") if level is not None else "0"
    return str(number.get(f"{_WORD}val")), int(depth) if depth and depth.isdigit() else 0
