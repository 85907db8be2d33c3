"""The unit, comparator and exception tables of the quantity grammar, loaded once."""

import re
from typing import NamedTuple

from policy_extract.quantities.rule_models import (
    ComparatorRules,
    Compound,
    Giving,
    HedgeGroup,
    NonNumbers,
    SignRules,
    UnitGroup,
    UnitRules,
)
from policy_extract.quantities.words import OrdinaryWords, Words
from policy_extract.records import Comparator, Kind
from policy_extract.rules.loader import load_shipped, per_rules


class Unit(NamedTuple):
    """A unit as written: its canonical form, its kind, and when it may stand.

    ``weak`` units need Arabic digits or a longer numeral; ``scaled_only`` need a scale word, or the end of their phrase.
    """

    canonical: str
    kind: Kind
    weak: bool
    scaled_only: bool


class Tables(NamedTuple):
    """Everything the scanner looks up."""

    units: dict[str, Unit]
    lengths: dict[str, tuple[int, ...]]
    longer: dict[str, tuple[tuple[str, str], ...]]
    own_scale: dict[str, tuple[str, ...]]
    denominators: dict[str, tuple[str, ...]]
    halved: tuple[str, ...]
    bare: frozenset[str]
    bare_behind: tuple[str, ...]
    no_hedge: tuple[str, ...]
    temperatures: frozenset[str]
    degrees: dict[str, str]
    sizes: frozenset[str]
    lone: dict[str, str]
    lone_before_noun: frozenset[str]
    closing: frozenset[str]
    networks: frozenset[str]
    compounds: dict[str, Compound]
    counted: tuple[str, ...]
    before: Words[Comparator]
    after: Words[Comparator]
    outside: Words[Comparator]
    norms: "re.Pattern[str]"
    norm_senses: dict[str, Comparator]
    not_behind: dict[str, str]
    only_closing: frozenset[str]
    not_before: dict[str, str]
    step_verbs: frozenset[str]
    step_nouns: tuple[str, ...]
    ordinary: OrdinaryWords
    labels: tuple[str, ...]
    counted_nouns: str
    not_negative: str
    leads_to_value: str
    currencies: Words[str]


@per_rules
def tables() -> Tables:
    """The shipped tables."""
    rules = load_shipped("units.toml", UnitRules)
    units = _units(rules)
    lengths: dict[str, set[int]] = {}
    for unit in units:
        lengths.setdefault(unit[0], set()).add(len(unit))
    own: dict[str, tuple[str, ...]] = {}
    for unit in rules.measure.own_scale:
        own[unit[0]] = (*own.get(unit[0], ()), unit)
    signs = load_shipped("signs.toml", SignRules)
    comparators = load_shipped("comparators.toml", ComparatorRules)
    norms: dict[str, Comparator] = {
        word: sense
        for word, sense in _meanings(comparators.inside_before).items()
        if word.startswith("不") and sense in (">=", "<=")
    }
    exceptions = load_shipped("nonnumbers.toml", NonNumbers)
    return Tables(
        units,
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        {unit: tuple(_longer(word) for word in words) for unit, words in rules.words.items()},
        own,
        _by_first({*rules.measure.denominators, *_countable(units)}),
        tuple(sorted(rules.measure.halved, key=len, reverse=True)),
        frozenset(rules.count.bare),
        rules.count.bare_behind,
        rules.not_hedges,
        rules.temperatures,
        rules.degrees,
        rules.sizes,
        rules.lone,
        rules.lone_before_noun,
        rules.only_closing,
        rules.networks,
        {unit: compound for compound in rules.compounds for unit in compound.first},
        rules.money.not_amounts,
        Words(_with_copulas(comparators)),
        Words(_meanings(comparators.after)),
        Words({**_meanings(comparators.outside), **_given(comparators.giving)}),
        re.compile(f"(?P<word>{'|'.join(map(re.escape, norms))})[^，。；、：（）\\s0-9%]{{2,}}$"),
        norms,
        {entry.word: entry.chars for entry in comparators.not_behind},
        frozenset(comparators.only_closing),
        {entry.word: entry.chars for entry in comparators.not_before},
        comparators.steps.verbs,
        comparators.steps.nouns,
        OrdinaryWords(exceptions.words, exceptions.unless),
        exceptions.labels,
        exceptions.counted_nouns,
        signs.not_negative,
        signs.leads_to_value,
        Words(signs.currencies),
    )


def _units(rules: UnitRules) -> dict[str, Unit]:
    weak = frozenset(rules.count.weak)
    scaled = frozenset(rules.money.scaled_only)
    units: dict[str, Unit] = {}
    groups: tuple[tuple[Kind, UnitGroup], ...] = (
        ("count", rules.count),
        ("measure", rules.measure),
        ("multiple", rules.multiple),
        ("money", rules.money),
    )
    for kind, group in groups:
        for unit in group.units:
            canonical = group.aliases.get(unit, unit)
            apart = unit in rules.only_closing or kind == "money" and unit in scaled
            units[unit] = Unit(canonical, kind, unit in weak, apart)
    for unit in rules.percent.units:
        canonical = rules.percent.aliases.get(unit, unit)
        points: Kind = "percent" if canonical == "%" else "percentage_point"
        units[unit] = Unit(canonical, points, False, False)
    return units


def _longer(entry: str) -> tuple[str, str]:
    """A longer word and the characters that undo it: ``项目!标``."""
    word, _, undone = entry.partition("!")
    return word, undone


def _meanings(groups: tuple[HedgeGroup, ...]) -> dict[str, Comparator]:
    return {word: group.comparator for group in groups for word in group.words}


def _with_copulas(rules: ComparatorRules) -> dict[str, Comparator]:
    """Every word before a value, also with a copula behind it: 至少是, 不低于为."""
    words = _meanings(rules.inside_before)
    joined = {
        word + copula: sense
        for word, sense in words.items()
        for copula in rules.copulas
        if len(word) > 1 and "于" not in word
    }
    return {**joined, **words}


def _given(giving: Giving) -> dict[str, Comparator]:
    """Verbs of giving behind 最高 and the like set a bound: 最高补助30万元."""
    most: dict[str, Comparator] = {w + v: "<=" for w in giving.most for v in giving.verbs}
    return {**{w + v: ">=" for w in giving.least for v in giving.verbs}, **most}


def _by_first(words: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words, key=lambda one: (-len(one), one)):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


def _countable(units: dict[str, Unit]) -> set[str]:
    return {word for word, unit in units.items() if unit.kind in ("count", "measure")}
