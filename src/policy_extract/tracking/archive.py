"""An archive's observations, in groups of one place and one family of indicators.

A small archive is a list in memory (:class:`Listed`); outputs of batches are kept by DuckDB
(:mod:`policy_extract.tracking.store`). Both give the same groups in the same order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from policy_extract.indicators import Catalogue
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.places import Place, newest


class Group(NamedTuple):
    """What an archive says of one place and one family of indicators (a growth and its level).

    Attributes:
        place: The place under its newest name.
        family: The id of the family.
        observations: In any order.
        dates: When the documents that speak of the place were published, sorted.
    """

    place: str
    family: str
    observations: list[Observation]
    dates: list[date]


class Unmatched(NamedTuple):
    """Records that the catalogue knows no entry for."""

    indicator: str
    unit: str | None
    direction: str | None
    records: int
    example: str | None


@dataclass(slots=True)
class Passed:
    """Records that became no observation, by the reason."""

    reasons: Counter[str] = field(default_factory=Counter)
    observations: int = 0


class Archive(Protocol):
    """What tracking needs of an archive."""

    passed: Passed

    def newest_date(self) -> date | None:
        """When the newest document was published; null for an empty archive."""

    def groups(self) -> Iterator[Group]:
        """All groups, sorted by place and family."""

    def unmatched(self) -> Iterator[Unmatched]:
        """What the catalogue does not know, the most frequent first."""


def family(indicator: str, catalogue: Catalogue) -> str:
    """The newest level of a growth, or the newest definition: what a figure is filed under."""
    series = catalogue.series(indicator)
    entry = catalogue[series]
    base = entry.of or entry.told_as
    return catalogue.series(base) if base else series


def place_keys(places: Iterable[Place]) -> Mapping[Place, str]:
    """One key for each place: two names for one place have the same key, namesakes have not.

    A name without the place above it is that of the only namesake that has one, if there is one.
    """
    seen = {place: newest(place) for place in places}
    parents: dict[str, set[str]] = defaultdict(set)
    for new in seen.values():
        if new.parent is not None:
            parents[new.name].add(new.parent)
    keys: dict[Place, str] = {}
    for place, new in seen.items():
        known = parents[new.name]
        parent = new.parent or (next(iter(known)) if len(known) == 1 else None)
        keys[place] = new.name if len(known) < 2 else f"{parent or ''}{new.name}"
    return keys


class Listed:
    """An archive in memory.

    Args:
        observations: What it says.
        documents: Publication date and place of each of its documents; those of the observations
            need not be among them.
        catalogue: Where the indicators stand.
        unmatched: Records that the catalogue knows no entry for.
        passed: What became no observation.
    """

    def __init__(
        self,
        observations: Iterable[Observation],
        catalogue: Catalogue,
        *,
        documents: Iterable[tuple[date, Place]] = (),
        unmatched: Iterable[Unmatched] = (),
        passed: Passed | None = None,
    ) -> None:
        self._observations = list(observations)
        self._documents = list(documents)
        self._catalogue = catalogue
        self._unmatched = list(unmatched)
        self.passed = passed or Passed(observations=len(self._observations))

    def add(self, observations: Iterable[Observation]) -> None:
        """Add more, such as the user's own figures."""
        self._observations += observations

    def newest_date(self) -> date | None:
        """See :class:`Archive`."""
        told = [one.dated for one in self._observations if not one.official]
        return max((*told, *(dated for dated, _ in self._documents)), default=None)

    def groups(self) -> Iterator[Group]:
        """See :class:`Archive`."""
        places = [Place(one.place, one.parent) for one in self._observations]
        keys = place_keys([*places, *(place for _, place in self._documents)])
        dates: dict[str, set[date]] = defaultdict(set)
        for dated, place in self._documents:
            dates[keys[place]].add(dated)
        groups: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for one, place in zip(self._observations, places, strict=True):
            key = keys[place]
            if not one.official:
                dates[key].add(one.dated)
            groups[key, family(one.indicator, self._catalogue)].append(one)
        for (key, name), found in sorted(groups.items()):
            yield Group(key, name, found, sorted(dates[key]))

    def unmatched(self) -> Iterator[Unmatched]:
        """See :class:`Archive`."""
        yield from sorted(self._unmatched, key=lambda one: (-one.records, str(one[:3])))
