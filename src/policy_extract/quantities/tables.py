"""The unit, comparator and exception tables of the quantity grammar, loaded once."""

from functools import cache
from typing import Literal, NamedTuple

from policy_extract.records import Comparator, Kind
from policy_extract.rules.loader import RuleModel, load_shipped


class _Units(RuleModel):
    units: tuple[str, ...]
    aliases: dict[str, str] = {}
    scaled_only: tuple[str, ...] = ()
    own_scale: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class UnitRules(RuleModel):
    """``rules/units.toml``."""

    money: _Units
    percent: _Units
    multiple: _Units
    measure: _Units
    count: _Units


class _Words(RuleModel):
    comparator: Comparator
    words: tuple[str, ...]


class _Gap(RuleModel):
    direct_only: bool


class ComparatorRules(RuleModel):
    """``rules/comparators.toml``."""

    inside_before: tuple[_Words, ...]
    after: tuple[_Words, ...]
    outside: tuple[_Words, ...]
    gap_objects: _Gap


class NonNumbers(RuleModel):
    """``rules/nonnumbers.toml``."""

    words: tuple[str, ...]


class Unit(NamedTuple):
    """A unit as written: its canonical form, its kind, and when it may stand.

    ``weak`` units need Arabic digits or a longer numeral; ``scaled_only`` need a scale word.
    """

    canonical: str
    kind: Kind
    weak: bool
    scaled_only: bool


class Words:
    """Words looked up at a place in a text, longest first."""

    def __init__(self, words: dict[str, Comparator]) -> None:
        self._words = words
        self._lengths = sorted({len(word) for word in words}, reverse=True)

    def at(self, text: str, start: int) -> tuple[str, Comparator] | None:
        """The longest word that begins at ``start``."""
        for length in self._lengths:
            word = text[start : start + length]
            if word in self._words:
                return word, self._words[word]
        return None

    def before(self, text: str, end: int) -> tuple[str, Comparator] | None:
        """The longest word that ends at ``end``."""
        for length in self._lengths:
            if length <= end and (word := text[end - length : end]) in self._words:
                return word, self._words[word]
        return None


class Tables(NamedTuple):
    """Everything the scanner looks up."""

    units: dict[str, Unit]
    unit_lengths: tuple[int, ...]
    own_scale: tuple[str, ...]
    denominators: tuple[str, ...]
    before: Words
    after: Words
    outside: Words
    nonnumbers: frozenset[str]
    nonnumber_lengths: tuple[int, ...]
    longest_nonnumber: int


Group = Literal["money", "percent", "multiple", "measure", "count"]


@cache
def tables() -> Tables:
    """The shipped tables."""
    rules = load_shipped("units.toml", UnitRules)
    weak = frozenset(rules.count.weak)
    scaled = frozenset(rules.money.scaled_only)
    units: dict[str, Unit] = {}
    groups: tuple[tuple[Group, _Units], ...] = (
        ("count", rules.count),
        ("measure", rules.measure),
        ("multiple", rules.multiple),
        ("money", rules.money),
    )
    for kind, group in groups:
        for unit in group.units:
            canonical = group.aliases.get(unit, unit)
            units[unit] = Unit(canonical, kind, unit in weak, kind == "money" and unit in scaled)
    for unit in rules.percent.units:
        kind_of: Kind = "percentage_point" if "点" in unit else "percent"
        canonical = "百分点" if "百分点" in unit else "%" if kind_of == "percent" else unit
        units[unit] = Unit(canonical, kind_of, False, False)
    comparators = load_shipped("comparators.toml", ComparatorRules)
    words = frozenset(load_shipped("nonnumbers.toml", NonNumbers).words)
    lengths = tuple(sorted({len(word) for word in words}, reverse=True))
    return Tables(
        units,
        tuple(sorted({len(unit) for unit in units}, reverse=True)),
        tuple(sorted(rules.measure.own_scale, key=len, reverse=True)),
        tuple(sorted(rules.measure.denominators, key=len, reverse=True)),
        _words(comparators.inside_before),
        _words(comparators.after),
        _words(comparators.outside),
        words,
        lengths,
        lengths[0],
    )


def _words(groups: tuple[_Words, ...]) -> Words:
    return Words({word: group.comparator for group in groups for word in group.words})
