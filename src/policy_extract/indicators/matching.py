"""Which entry of the catalogue a record is: by its whole name, never by likeness.

A record is an entry when its name, freed of words that change nothing, is one of the entry's names;
when unit and direction are the entry's; and when nothing that touches the name in the text makes it
something else. Where two entries fit, it is none.
"""

import re
from typing import NamedTuple

from policy_extract.indicators.catalogue import Catalogue, Indicator, Way, load_catalogue
from policy_extract.indicators.names import narrowed, normal, stripped
from policy_extract.rules.loader import per_rules

_KEPT = 20_000
_AROUND = 6
_MARKS = "，,；;。：:\n"
_STOPS = "；;。！：:\n"
_PIECES = re.compile("[，,、]")
_EACH = "分别"
_GROWN = "增长"
_UNNAMED = re.compile(
    "(?:同比|比上年|较上年|比去年|年均|平均|每年|实际|名义|可比|还|又|也|均|计算|按|价格)*"
)
_JOINING = frozenset("、和与及")
_VALUE = (
    "(?:[0-9０-９][0-9０-９.．·]*[%％]?|百分之[〇零一二三四五六七八九十点]+)"
    "[万亿]*[元吨人斤亩]?(?:以上|左右|以内)?"
)
_LISTED = re.compile(f"{_VALUE}[、和与及](?:[0-9０-９]|百分之)")
_LIST = re.compile(f"{_VALUE}(?:[、和与及]{_VALUE})+")
_ONE = re.compile(_VALUE)
_DIGITS = re.compile("[0-9０-９]|百分之")
_NEAR = re.compile(
    "[^，,；;。！]{0,16}(?:[，,](?:同比|比|较|可比|实际|增|下降|上升|提高|达)[^，,；;。！]{0,10})?"
)
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
        self._opens = (*words.opens, *words.before)
        self._typos, self._alike = words.typos, words.alike
        self._inner = re.compile("|".join(map(re.escape, words.inner)) or "(?!)")
        self._joints = re.compile("|".join(map(re.escape, words.joints)) or "(?!)")
        self._changes = (*words.rise, *words.fall)
        self._not_before, self._not_after = words.not_before, words.not_after
        self._table: dict[str, list[_Way]] = {}
        for entry in self.catalogue.entries.values():
            for alias in self.catalogue.names(entry):
                name = normal(alias.name)
                directions = alias.directions or entry.held_directions
                since, until = alias.since or 0, alias.until or 9999
                self._file(name, _Way(entry, directions, since, until))
                if entry.form == "growth":
                    for noun in (*words.rise, *words.fall):
                        change: Way = "increase" if noun in words.rise else "decrease"
                        if change in entry.held_directions:
                            way = _Way(entry, (change, "none"), since, until)
                            self._file(name + noun, way)
        self._seen: dict[str, list[_Way]] = {}

    def _file(self, name: str, way: _Way) -> None:
        for one in {name, self._same(name)}:
            held = self._table.setdefault(one, [])
            if way not in held:
                held.append(way)

    def _same(self, name: str) -> str:
        """A name in the words that stand for all that mean the same."""
        for one, other in self._alike:
            name = name.replace(one, other)
        return name

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
        listed = None if at is None else _listed(evidence, at)
        names = [] if at is None or listed is None else self._dealt(evidence, at, listed, indicator)
        if listed is not None and names:
            mine = listed.mine
            dealt = [self._entry(one, unit, direction, year) for one in names]
            own, ids = dealt[mine], {entry.id for entry in dealt if entry is not None}
            if own is not None and dealt[0] is not None and len(ids) == len([*filter(None, dealt)]):
                return own.id
            if indicator not in names[mine]:
                return None
        name, start = indicator, -1
        if evidence and indicator:
            start = evidence.rfind(indicator, 0, len(evidence) if at is None else at)
        if start >= 0:
            until = start + len(indicator)
            name, start = self._widened(evidence, start, until, alone=listed is None)
            if at is not None and _is_shared_out(evidence, start, at):
                return None
        entry = self._entry(name, unit, direction, year)
        if at is not None and listed is None and start >= 0:
            head, where = _own_clause(evidence, at)
            apart = where >= start + len(name)
            nearer = self._entry(head, unit, direction, year) if apart else None
            if nearer is not None:
                entry, name, start = nearer, head, where
        if evidence and (entry is None or start < 0):
            # A name that does not stand in the sentence is glued: its end may be all that is meant.
            end, where = self._tail(evidence, len(evidence) if at is None else at, indicator)
            tail = self._entry(end, unit, direction, year) if where >= 0 else None
            if tail is None and entry is None and at is not None and listed is None:
                end, where = _own_clause(evidence, at)
                tail = self._entry(end, unit, direction, year)
            if tail is not None:
                entry, name, start = tail, end, where
        if entry is None:
            return None
        if start >= 0 and not self._stands(evidence, start, start + len(name), entry):
            return None
        whole = narrowed(name, evidence, len(evidence) if at is None else at)
        if whole != name and self._entry(whole, unit, direction, year) != entry:
            return None
        if listed is not None and listed.all == len(entry.members):
            return entry.members[listed.mine]
        return entry.id

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
            first, _ = self._widened(evidence, start, start + len(first), alone=True)
        found = [self._entry(part, unit, direction, year) for part in (first, *rest)]
        known = [entry.id for entry in found if entry is not None]
        return tuple(known) if len(known) == len(found) == len(set(known)) else ()

    def _dealt(self, text: str, at: int, listed: "_Listed", name: str) -> list[str]:
        """The names that the list of values with the one at ``at`` is dealt out to; none if unknown.

        They are joined in the record's own name or before 分别 in the value's clause (甲和乙增长5%和6%), or
        stand with values of their own before a clause that names nothing (甲9元，乙8元，分别增长5%和6%).
        """
        count = listed.all
        parts = self._joints.split(name)
        if len(parts) == count:
            return parts
        clause = max(text.rfind(mark, 0, at) for mark in _MARKS) + 1
        each = text.find(_EACH, clause, at)
        if each < 0:
            each = text.rfind(_GROWN, clause, listed.start)
            if each < 0 or each + len(_GROWN) != listed.start:
                return []
        parts = self._completed(self._joints.split(text[clause:each]))
        if len(parts) == count and all(parts):
            return parts
        if _UNNAMED.fullmatch(text, clause, each) is None:
            return []
        opening = max(text.rfind(mark, 0, clause) for mark in _STOPS) + 1
        told = text.rfind(_EACH, opening, clause)
        if told >= 0:  # 甲、乙分别达9元、8元，分别增长5%和6%
            before = max(text.rfind(mark, 0, told) for mark in _MARKS) + 1
            parts = self._completed(self._joints.split(text[before:told]))
            if len(parts) == count and all(parts):
                return parts
        names: list[str] = []
        for piece in reversed(_PIECES.split(text[opening:clause])):
            first = _DIGITS.search(piece)
            if first is not None and len(names) < count:
                names.append(piece[: first.start()])
            elif names:
                break
        return names[::-1] if len(names) == count and all(names) else []

    def _completed(self, parts: list[str]) -> list[str]:
        """Joined names, each with the end that only the last one has (存、贷款余额)."""
        *heads, last = parts
        found = []
        for head in heads:
            ends = (head + last[cut:] for cut in range(1, len(last)))
            known = head if not head or self._ways(head) else next(filter(self._ways, ends), head)
            found.append(known)
        return [*found, last]

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

    def _tail(self, text: str, at: int, name: str) -> tuple[str, int]:
        """The longest end of a name that is a name of the catalogue and that of the value at ``at``.

        It opens a clause (after a comma, a year, 计划), and between it and the value, which is no
        member of a list of values, stands nothing but verbs. So it is cut off where an extractor
        glued a topic to a name, and nowhere else.
        """
        if _LISTED.match(text, at) or text[at - 1 : at] in _JOINING:
            return name, -1
        for cut in range(len(name) - 1):
            rest = name[cut:]
            where = text.rfind(rest, 0, at)
            if where < 0:
                continue
            opens = where == 0 or text[where - 1] in _CLOSING
            if not opens and not text.endswith(self._opens, 0, where):
                continue
            if rest in self._table or self._ways(rest):
                near = _NEAR.fullmatch(text, where + len(rest), at)
                return (rest, where) if near else (name, -1)
        return name, -1

    def _widened(self, text: str, start: int, end: int, *, alone: bool) -> tuple[str, int]:
        """The longest name of the catalogue around ``text[start:end]`` that begins before it.

        An extractor drops verbs that are part of some names (新增就业人员, 全部财政收入). Of a list of values none
        is that of several entries (城乡居民收入分别增长5%和6%).
        """
        for first in range(max(0, start - _AROUND), start):
            ways = self._table.get(text[first:end], ())
            if ways and (alone or not any(way.entry.members for way in ways)):
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
        twice = next((one for one in self._changes if name.endswith(one)), "")
        if twice and name.removesuffix(twice).endswith(self._changes):
            name = name.removesuffix(twice)  # 物价上涨幅度…，涨幅
        bare = self._inner.sub("", name)
        for one in dict.fromkeys((name, bare, self._same(name), self._same(bare))):
            for shorter in stripped(one, self._before, self._after):
                if shorter in self._table:
                    return self._table[shorter]
        return []

    def _stands(self, text: str, start: int, end: int, entry: Indicator) -> bool:
        """Whether nothing that touches ``text[start:end]`` makes it something else."""
        before = (*self._not_before, *entry.not_near)
        after = (*self._not_after, *entry.not_near)
        if text.startswith(after, end) or any(
            text.startswith(word, start - len(word)) for word in before if len(word) <= start
        ):
            return False
        opening = max(text.rfind(mark, 0, start) for mark in _STOPS) + 1
        return not any(text.find(word, opening, start) >= 0 for word in entry.not_earlier)


class _Listed(NamedTuple):
    """A value's place in a list of values, how many they are, and where the list begins."""

    mine: int
    all: int
    start: int


def _listed(text: str, at: int) -> _Listed | None:
    """Where a value stands in a list of values (5%和6%); null for a value alone."""
    clause = max(text.rfind(mark, 0, at) for mark in _MARKS) + 1
    found = next((one for one in _LIST.finditer(text, clause) if at < one.end()), None)
    values = [] if found is None else [one.start() for one in _ONE.finditer(found[0])]
    if found is None or at - found.start() not in values:
        return None
    return _Listed(values.index(at - found.start()), len(values), found.start())


def _own_clause(text: str, at: int) -> tuple[str, int]:
    """What stands before a value in its clause, and where."""
    opening = max(text.rfind(mark, 0, at) for mark in (*_MARKS, "、")) + 1
    return text[opening:at], opening


def _is_shared_out(text: str, start: int, at: int) -> bool:
    """Whether a value is shared out among other names than the one at ``start``.

    In 生产总值增长12%，一、二、三产业分别增长8%、16%和11% only the first value is the first name's.
    """
    clause = max(text.rfind(mark, 0, at) for mark in _MARKS) + 1
    each = text.find(_EACH, clause, at)
    return start < clause and each >= 0 and _UNNAMED.fullmatch(text, clause, each) is None


@per_rules
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
