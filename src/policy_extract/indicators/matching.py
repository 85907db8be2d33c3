"""Which entry of the catalogue a record is: by its whole name, never by likeness.

A record is an entry when its name, freed of words that change nothing, is one of the entry's names;
when unit and direction are the entry's; and when nothing that touches the name in the text makes it
something else. Where two entries fit, it is none.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from policy_extract.indicators.catalogue import Catalogue, Indicator, Way, load_catalogue
from policy_extract.indicators.names import normal, stripped

_KEPT = 20_000


class _Way(NamedTuple):
    """One way in which a name leads to an entry."""

    entry: Indicator
    directions: tuple[Way, ...]
    since: int
    until: int


class Matcher:
    """Finds the entry of a record. Immutable but for its memory; share it freely.

    Args:
        catalogue: The entries; the shipped ones when null.
    """

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self.catalogue = load_catalogue() if catalogue is None else catalogue
        words = self.catalogue.words
        self._before, self._after = words.before, words.after
        self._not_before, self._not_after = words.not_before, words.not_after
        self._table: dict[str, list[_Way]] = {}
        for entry in self.catalogue.entries.values():
            for alias in self.catalogue.names(entry):
                directions = alias.directions or entry.held_directions
                since, until = alias.since or 0, alias.until or 9999
                self._file(normal(alias.name), _Way(entry, directions, since, until))
                if entry.form == "growth":
                    for noun in (*words.rise, *words.fall):
                        change: Way = "increase" if noun in words.rise else "decrease"
                        if change in entry.held_directions:
                            way = _Way(entry, (change, "none"), since, until)
                            self._file(normal(alias.name) + noun, way)
        self._seen: dict[str, list[_Way]] = {}

    def _file(self, name: str, way: _Way) -> None:
        held = self._table.setdefault(name, [])
        if way not in held:
            held.append(way)

    def match(
        self,
        indicator: str,
        *,
        unit: str | None,
        direction: str | None,
        evidence: str = "",
        year: int | None = None,
    ) -> str | None:
        """The id of the entry that a record is for certain, else null.

        Args:
            indicator: The record's indicator.
            unit: The value's unit.
            direction: The record's direction.
            evidence: The sentence it stands in; what touches the name there is looked at.
            year: The year in which its period ends, where that is known.

        >>> Matcher().match("地区生产总值", unit="%", direction="increase")
        'gdp_growth'
        >>> Matcher().match("地区生产总值", unit="元", direction=None)
        'gdp'
        >>> Matcher().match("地区生产总值", unit="元", direction=None, evidence="人均地区生产总值9万元")
        """
        found: dict[str, Indicator] = {}
        way = direction or "none"
        for one in self._ways(indicator):
            if (
                way in one.directions
                and (unit or "") in one.entry.held_units
                and (year is None or one.since <= year <= one.until)
            ):
                found.setdefault(one.entry.id, one.entry)
        if len(found) != 1:
            return None
        (entry,) = found.values()
        return entry.id if self._stands(indicator, entry, evidence) else None

    def named(self, name: str) -> list[Indicator]:
        """All entries that a bare name may stand for, in the order of the catalogue."""
        found = {one.entry.id: one.entry for one in self._ways(name)}
        return [entry for key, entry in self.catalogue.entries.items() if key in found]

    def _ways(self, indicator: str) -> list[_Way]:
        held = self._seen.get(indicator)
        if held is None:
            held = next(
                (
                    self._table[name]
                    for name in stripped(normal(indicator), self._before, self._after)
                    if name in self._table
                ),
                [],
            )
            if len(self._seen) < _KEPT:
                self._seen[indicator] = held
        return held

    def _stands(self, indicator: str, entry: Indicator, evidence: str) -> bool:
        """Whether the name stands somewhere without a word that makes it something else."""
        at = evidence.find(indicator)
        if at < 0:
            return True
        before = (*self._not_before, *entry.not_near)
        after = (*self._not_after, *entry.not_near)
        while at >= 0:
            end = at + len(indicator)
            if not evidence.startswith(after, end) and not _ends(evidence, at, before):
                return True
            at = evidence.find(indicator, at + 1)
        return False


def _ends(text: str, at: int, words: Sequence[str]) -> bool:
    return any(text.startswith(word, at - len(word)) for word in words if len(word) <= at)


@cache
def _shared() -> Matcher:
    return Matcher()


def match_indicator(
    indicator: str,
    *,
    unit: str | None,
    direction: str | None,
    evidence: str = "",
    year: int | None = None,
) -> str | None:
    """:meth:`Matcher.match` with the shipped catalogue."""
    return _shared().match(indicator, unit=unit, direction=direction, evidence=evidence, year=year)
