"""Full names, where the document itself makes them known: 太钢 is 太钢集团 when both stand in it."""

from collections.abc import Iterable

from policy_extract.entities.lists import list_rules

_SHORTENED = frozenset({"COMPANY", "ORGANIZATION", "FACILITY", "LOCATION", "GOVERNMENT"})
_DIVISIONS = "省市县区州旗镇乡"


def canonical_names(mentions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """For each mention ``(text, type)`` that has a longer form in the document, that form.

    A place has the form with its class word (太原, 太原市); a body the only longer name of its type
    that begins with it and adds a company's ending or a class word. Two possible forms mean none.
    """
    by_type: dict[str, set[str]] = {}
    for text, kind in mentions:
        by_type.setdefault(kind, set()).add(text)
    found: dict[tuple[str, str], str] = {}
    for kind in _SHORTENED & by_type.keys():
        names = by_type[kind]
        longer: dict[str, list[str]] = {}
        for name in names:
            for short in _shortened(name, kind):
                if short in names:
                    longer.setdefault(short, []).append(name)
        found |= {(short, kind): full[0] for short, full in longer.items() if len(full) == 1}
    return found


def _shortened(name: str, kind: str) -> Iterable[str]:
    """What a name is called without its class word or a company's ending."""
    if kind == "LOCATION":
        return (name[:-1],) if name[-1] in _DIVISIONS else ()
    return (
        name[: -len(end)]
        for end in list_rules().company_endings
        if name.endswith(end) and name != end
    )
