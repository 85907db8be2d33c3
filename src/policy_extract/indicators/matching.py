"""Which entry of the catalogue a record is: by its whole name, never by likeness.

A record is an entry when its name, freed of words that change nothing, is one of the entry's names;
when unit and direction are the entry's; and when nothing that touches the name in the text makes it
something else. Where two entries fit, it is none.
"""

import re
from functools import cache
from typing import NamedTuple

from policy_extract.indicators.catalogue import Catalogue, Indicator, Way, load_catalogue
from policy_extract.indicators.names import normal, stripped

_KEPT = 20_000
_AROUND = 6
_CLOSING = frozenset("，,；;。：:、（）() \n")


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
        self._opens = words.opens
        self._typos = words.typos
        self._inner = re.compile("|".join(map(re.escape, words.inner)) or "(?!)")
        self._joints = re.compile("|".join(map(re.escape, words.joints)) or "(?!)")
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
        at: int | None = None,
        year: int | None = None,
    ) -> str | None:
        """The id of the entry that a record is for certain, else null.

        Args:
            indicator: The record's indicator.
            unit: The value's unit.
            direction: The record's direction.
            evidence: The sentence it stands in; what touches the name there is looked at.
            at: Where in the sentence the value stands; the name nearest before it counts.
            year: The year in which its period ends, where that is known.

        >>> Matcher().match("地区生产总值", unit="%", direction="increase")
        'gdp_growth'
        >>> Matcher().match("财政收入", unit="元", direction=None, evidence="全部财政收入9亿元")
        'total_fiscal_revenue'
        >>> Matcher().match("地区生产总值", unit="元", direction=None, evidence="县域地区生产总值9亿元")
        """
        name, start = indicator, -1
        if evidence and indicator:
            start = evidence.rfind(indicator, 0, len(evidence) if at is None else at)
        if start >= 0:
            name, start = self._widened(evidence, start, start + len(indicator))
        entry = self._entry(name, unit, direction, year)
        if entry is None and start >= 0:
            name, start = self._tail(evidence, start, name)
            entry = self._entry(name, unit, direction, year)
        if entry is None or start < 0:
            return None if entry is None else entry.id
        return entry.id if self._stands(evidence, start, start + len(name), entry) else None

    def joined(
        self,
        indicator: str,
        *,
        unit: str | None,
        direction: str | None,
        evidence: str = "",
        at: int | None = None,
        year: int | None = None,
    ) -> tuple[str, ...]:
        """The ids of several entries that share one value (财政收入和税收收入); none unless all are.

        Arguments are those of :meth:`match`.

        >>> Matcher().joined("进出口额、实际利用外资", unit="%", direction="increase")
        ('trade_growth', 'fdi_growth')
        """
        first, *rest = self._joints.split(indicator)
        if not rest:
            return ()
        start = evidence.rfind(indicator, 0, len(evidence) if at is None else at)
        if start >= 0 and first:
            first, _ = self._widened(evidence, start, start + len(first))
        found = [self._entry(part, unit, direction, year) for part in (first, *rest)]
        known = [entry.id for entry in found if entry is not None]
        return tuple(known) if len(known) == len(found) == len(set(known)) else ()

    def _entry(
        self, name: str, unit: str | None, direction: str | None, year: int | None
    ) -> Indicator | None:
        """The one entry that name, unit, direction and year fit."""
        found: dict[str, Indicator] = {}
        way = direction or "none"
        for one in self._ways(name):
            if (
                way in one.directions
                and (unit or "") in one.entry.held_units
                and (year is None or one.since <= year <= one.until)
            ):
                found.setdefault(one.entry.id, one.entry)
        return next(iter(found.values())) if len(found) == 1 else None

    def _tail(self, text: str, start: int, name: str) -> tuple[str, int]:
        """The longest end of a name as written that is a name of the catalogue by itself.

        What stands before it in the sentence must close something: a comma, a year, 计划. It is cut
        off where an extractor glued a topic to a name, and nowhere else.
        """
        for at in range(1, len(name) - 1):
            rest, where = name[at:], start + at
            if rest in self._table or self._looked_up(normal(rest)):
                closed = text[where - 1] in _CLOSING or text.endswith(self._opens, 0, where)
                return (rest, where) if closed else (name, start)
        return name, start

    def _widened(self, text: str, start: int, end: int) -> tuple[str, int]:
        """The longest name of the catalogue around ``text[start:end]`` that begins before it.

        An extractor drops verbs that are part of some names (新增就业人员, 全部财政收入).
        """
        for first in range(max(0, start - _AROUND), start):
            if text[first:end] in self._table:
                return text[first:end], first
        return text[start:end], start

    def named(self, name: str) -> list[Indicator]:
        """All entries that a bare name may stand for, in the order of the catalogue."""
        found = {one.entry.id: one.entry for one in self._ways(name)}
        return [entry for key, entry in self.catalogue.entries.items() if key in found]

    def _ways(self, indicator: str) -> list[_Way]:
        held = self._seen.get(indicator)
        if held is None:
            held = self._looked_up(normal(indicator))
            if len(self._seen) < _KEPT:
                self._seen[indicator] = held
        return held

    def _looked_up(self, name: str) -> list[_Way]:
        for wrong, right in self._typos:
            name = name.replace(wrong, right)
        for one in (name, self._inner.sub("", name)):
            for shorter in stripped(one, self._before, self._after):
                if shorter in self._table:
                    return self._table[shorter]
        return []

    def _stands(self, text: str, start: int, end: int, entry: Indicator) -> bool:
        """Whether nothing that touches ``text[start:end]`` makes it something else."""
        before = (*self._not_before, *entry.not_near)
        after = (*self._not_after, *entry.not_near)
        return not text.startswith(after, end) and not any(
            text.startswith(word, start - len(word)) for word in before if len(word) <= start
        )


@cache
def _shared() -> Matcher:
    return Matcher()


def match_indicator(
    indicator: str,
    *,
    unit: str | None,
    direction: str | None,
    evidence: str = "",
    at: int | None = None,
    year: int | None = None,
) -> str | None:
    """:meth:`Matcher.match` with the shipped catalogue."""
    return _shared().match(
        indicator, unit=unit, direction=direction, evidence=evidence, at=at, year=year
    )
