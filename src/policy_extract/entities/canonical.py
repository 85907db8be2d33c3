"""Full names, where the document itself makes them known: 太钢 is 太钢集团 when both stand in it."""

from collections.abc import Iterable

_SHORTENED = frozenset({"COMPANY", "ORGANIZATION", "FACILITY", "LOCATION", "GOVERNMENT"})
_DIVISIONS = "省市县区州旗镇乡"
_ENDINGS = (
    "集团",
    "公司",
    "有限公司",
    "股份有限公司",
    "集团公司",
    "集团有限公司",
    "有限责任公司",
    "股份",
)


def canonical_names(mentions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """For each mention ``(text, type)`` that has a longer form in the document, that form.

    A place has the form with its class word (太原, 太原市); a body the only longer name of its type
    that begins with it and adds a company's ending or a class word. Two possible forms mean none.
    """
    by_type: dict[str, set[str]] = {}
    for text, kind in mentions:
        by_type.setdefault(kind, set()).add(text)
    found: dict[tuple[str, str], str] = {}
    for kind, names in by_type.items():
        if kind not in _SHORTENED:
            continue
        for name in names:
            longer = {other for other in names if _extends(name, other, kind)}
            if len(longer) == 1:
                found[name, kind] = longer.pop()
    return found


def _extends(name: str, other: str, kind: str) -> bool:
    if len(other) <= len(name) or not other.startswith(name):
        return False
    rest = other[len(name) :]
    if kind == "LOCATION":
        return len(rest) == 1 and rest in _DIVISIONS
    return rest in _ENDINGS
