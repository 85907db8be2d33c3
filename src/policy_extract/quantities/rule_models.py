"""The rules files of the quantity grammar as models: what may stand in them."""

from typing import Literal

from policy_extract.records import Comparator
from policy_extract.rules.loader import RuleModel


class UnitGroup(RuleModel):
    """The units of one kind: canonical forms, and where each may stand."""

    units: tuple[str, ...]
    aliases: dict[str, str] = {}
    scaled_only: tuple[str, ...] = ()
    not_amounts: tuple[str, ...] = ()
    own_scale: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    halved: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    bare_behind: tuple[str, ...] = ()


class Compound(RuleModel):
    """Two units of one measure behind each other: 2元5角, 一年六个月.

    ``parts`` says how many of the second make one of the first; ``into`` whether the first or the
    second is the unit of the sum; ``digits`` whether bare digits may follow (三块五, 1米75); ``names`` what a second unit is called
    in full.
    """

    first: tuple[str, ...]
    parts: dict[str, int]
    into: Literal["first", "second"]
    digits: bool = False
    names: dict[str, str] = {}


class UnitRules(RuleModel):
    """``rules/units.toml``."""

    not_hedges: tuple[str, ...]
    temperatures: frozenset[str]
    degrees: dict[str, str]
    sizes: frozenset[str]
    lone: dict[str, str]
    lone_before_noun: frozenset[str]
    only_closing: frozenset[str]
    networks: frozenset[str]
    compounds: tuple[Compound, ...]

    money: UnitGroup
    percent: UnitGroup
    multiple: UnitGroup
    measure: UnitGroup
    count: UnitGroup
    words: dict[str, tuple[str, ...]]


class HedgeGroup(RuleModel):
    """Words of one sense."""

    comparator: Comparator
    words: tuple[str, ...]


class Affix(RuleModel):
    """A short hedge and the characters that make another word of it."""

    word: str
    chars: str


class Steps(RuleModel):
    """Verbs of climbing and the steps they count."""

    verbs: frozenset[str]
    nouns: tuple[str, ...]


class Giving(RuleModel):
    """Words of most and least, and the verbs of giving that may stand behind them."""

    most: tuple[str, ...]
    least: tuple[str, ...]
    verbs: tuple[str, ...]


class ComparatorRules(RuleModel):
    """``rules/comparators.toml``."""

    inside_before: tuple[HedgeGroup, ...]
    after: tuple[HedgeGroup, ...]
    outside: tuple[HedgeGroup, ...]
    not_behind: tuple[Affix, ...]
    only_closing: tuple[str, ...]
    not_before: tuple[Affix, ...]
    steps: Steps
    copulas: tuple[str, ...]
    giving: Giving


class SignRules(RuleModel):
    """``rules/signs.toml``."""

    not_negative: str
    leads_to_value: str
    currencies: dict[str, str]


class NonNumbers(RuleModel):
    """``rules/nonnumbers.toml``."""

    words: tuple[str, ...]
    unless: dict[str, str] = {}
    labels: tuple[str, ...]
    counted_nouns: str
