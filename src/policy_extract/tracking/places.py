"""Places: one name for each, the place above it, and what became of it."""

from functools import lru_cache
from typing import NamedTuple

from policy_extract.rules.gazetteer import COUNTRY, divisions, full_name
from policy_extract.tracking.rules import Change, place_changes, tracking_rules

_COUNTRY_NAMES = frozenset({COUNTRY, "全国", "我国", "中华人民共和国"})


class Place(NamedTuple):
    """A place by its own name, and the one above it as far as that is known."""

    name: str
    parent: str | None


@lru_cache(maxsize=50_000)
def read_place(name: str | None) -> Place | None:
    """A name as a place of the state's divisions; null for a body, a zone, a region.

    >>> read_place("河北省保定市徐水县")
    Place(name='徐水县', parent='保定市')
    >>> read_place("太原")
    Place(name='太原市', parent='山西省')
    >>> read_place("北京市东城区"), read_place("太原市城区")
    (Place(name='东城区', parent='北京市'), None)
    >>> read_place("太原高新区")
    """
    rest, parent = name or "", None
    while rest:
        if rest in _COUNTRY_NAMES:
            return Place(COUNTRY, None)
        found = divisions().get(rest)
        if found is not None:
            return Place(found.name, found.parent or COUNTRY)
        above = next((n for n in range(len(rest) - 1, 1, -1) if _is_full(rest[:n])), None)
        if above is None:
            break
        parent, rest = rest[:above], rest[above:]
    rules = tracking_rules()
    named = not rules.places_too.isdisjoint((rest, f"{parent}{rest}"))
    zone = rest.endswith(rules.not_places) and not named
    if len(rest) < 2 or not rest.endswith(rules.places) or zone:
        return None
    change = place_changes().get(rest)
    if parent is None and change is not None:
        parent = change.parent
    return Place(rest, parent)


def _is_full(name: str) -> bool:
    found = divisions().get(name)
    return found is not None and found.name == name


def change_of(place: Place) -> Change | None:
    """What became of a place: its new name, or the place that it became part of."""
    change = place_changes().get(place.name)
    if change is None or place.parent not in (None, change.parent):
        return None
    return change


def newest(place: Place) -> Place:
    """The place under the name that it has today; one that became part of another keeps its own.

    >>> newest(Place("徐水县", None))
    Place(name='徐水区', parent='保定市')
    >>> newest(Place("莱芜市", "山东省"))
    Place(name='莱芜市', parent='山东省')
    """
    change = change_of(place)
    while change is not None and change.kind == "renamed":
        place = Place(change.new, change.parent)
        change = change_of(place)
    return place


def above(place: str, parent: str | None) -> list[str]:
    """The places above one, the nearest first: its city, its province, the country.

    >>> above("徐水区", "保定市"), above("太原市", None)
    (['保定市', '河北省', '中国'], ['山西省', '中国'])
    """
    if place == COUNTRY:
        return []
    found: list[str] = []
    one = parent or _parent(place)
    while one is not None and one != COUNTRY and one not in found:
        found.append(one)
        one = _parent(one)
    return [*found, COUNTRY]


def _parent(name: str) -> str | None:
    found = divisions().get(full_name(name))
    return found.parent if found is not None else None
