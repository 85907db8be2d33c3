"""The unit, comparator and exception tables of the quantity grammar, loaded once."""

import re
from functools import cache
from typing import Generic, Literal, NamedTuple, TypeVar

from policy_extract.records import Comparator, Kind
from policy_extract.rules.loader import RuleModel, load_shipped

TRIGGERS = frozenset(
    "零〇○一二三四五六七八九十百千万亿两俩仨廿卅壹贰叁肆伍陆柒捌玖拾佰仟几数第翻倍半前首"
)
"""Characters at which a quantity may begin (digits and a few fixed words besides)."""

_DIGITS = frozenset("零〇○一二三四五六七八九")
_Meaning = TypeVar("_Meaning")


class _Units(RuleModel):
    units: tuple[str, ...]
    aliases: dict[str, str] = {}
    scaled_only: tuple[str, ...] = ()
    not_amounts: tuple[str, ...] = ()
    own_scale: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    halved: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


class Compound(RuleModel):
    """Two units of one measure behind each other: 2元5角, 一年六个月.

    ``parts`` says how many of the second make one of the first; ``into`` whether the first or the
    second is the unit of the sum; ``digits`` whether bare digits may follow (三块五, 1米75).
    """

    first: tuple[str, ...]
    parts: dict[str, int]
    into: Literal["first", "second"]
    digits: bool = False


class UnitRules(RuleModel):
    """``rules/units.toml``."""

    not_hedges: tuple[str, ...]
    networks: frozenset[str]
    compounds: tuple[Compound, ...]

    money: _Units
    percent: _Units
    multiple: _Units
    measure: _Units
    count: _Units
    words: dict[str, tuple[str, ...]]


class _Words(RuleModel):
    comparator: Comparator
    words: tuple[str, ...]


class _Affix(RuleModel):
    word: str
    chars: str


class _Steps(RuleModel):
    verbs: frozenset[str]
    nouns: tuple[str, ...]


class _Giving(RuleModel):
    most: tuple[str, ...]
    least: tuple[str, ...]
    verbs: tuple[str, ...]


class ComparatorRules(RuleModel):
    """``rules/comparators.toml``."""

    inside_before: tuple[_Words, ...]
    after: tuple[_Words, ...]
    outside: tuple[_Words, ...]
    not_behind: tuple[_Affix, ...]
    only_closing: tuple[str, ...]
    not_before: tuple[_Affix, ...]
    steps: _Steps
    copulas: tuple[str, ...]
    giving: _Giving


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


class Unit(NamedTuple):
    """A unit as written: its canonical form, its kind, and when it may stand.

    ``weak`` units need Arabic digits or a longer numeral; ``scaled_only`` need a scale word.
    """

    canonical: str
    kind: Kind
    weak: bool
    scaled_only: bool


class Words(Generic[_Meaning]):
    """Words looked up at a place in a text, longest first, with what each means."""

    def __init__(self, words: dict[str, _Meaning]) -> None:
        self._words = words
        self._at: dict[str, tuple[str, ...]] = {}
        self._before: dict[str, tuple[str, ...]] = {}
        for word in sorted(words, key=len, reverse=True):
            self._at[word[0]] = (*self._at.get(word[0], ()), word)
            self._before[word[-1]] = (*self._before.get(word[-1], ()), word)

    def at(self, text: str, start: int) -> tuple[str, _Meaning] | None:
        """The longest word that begins at ``start``."""
        for word in self._at.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return word, self._words[word]
        return None

    def before(self, text: str, end: int) -> tuple[str, _Meaning] | None:
        """The longest word that ends at ``end``."""
        for word in self._before.get(text[end - 1 : end], ()):
            if text.endswith(word, 0, end):
                return word, self._words[word]
        return None


class OrdinaryWords:
    """Ordinary words that contain a numeral, found from the numeral (统一 from its 一)."""

    def __init__(self, words: tuple[str, ...], unless: dict[str, str]) -> None:
        self._unless = unless
        self._next: dict[str, list[tuple[int, str]]] = {}
        self._last: dict[str, list[tuple[int, str]]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            for offset, char in enumerate(word):
                if char not in TRIGGERS:
                    continue
                if offset + 1 < len(word):
                    self._next.setdefault(word[offset : offset + 2], []).append((offset, word))
                else:
                    self._last.setdefault(word[offset - 1 : offset + 1], []).append((offset, word))

    def end(self, text: str, at: int) -> int | None:
        """The end of the word that covers the character at ``at``; null when none does."""
        for pairs in (
            self._next.get(text[at : at + 2]),
            self._last.get(text[max(0, at - 1) : at + 1]),
        ):
            for offset, word in pairs or ():
                begin = at - offset
                if (
                    begin >= 0
                    and text.startswith(word, begin)
                    and not self._barred(text, begin, word)
                ):
                    return begin + len(word)
        return None

    def starts(self, text: str, at: int) -> int | None:
        """The end of the word that begins at ``at``; null when none does."""
        for offset, word in self._next.get(text[at : at + 2], ()):
            if offset == 0 and text.startswith(word, at) and not self._barred(text, at, word):
                return at + len(word)
        return None

    def _barred(self, text: str, begin: int, word: str) -> bool:
        end = begin + len(word)
        following = text[end : end + 2]
        if (
            word[-1] in _DIGITS
            and len(following) == 2
            and all(char in _DIGITS for char in following)
        ):
            return True  # 同一九七八年: the last character begins a year
        return following[:1] in tuple(self._unless.get(word, ""))


class Tables(NamedTuple):
    """Everything the scanner looks up."""

    units: dict[str, Unit]
    lengths: dict[str, tuple[int, ...]]
    longer: dict[str, tuple[tuple[str, str], ...]]
    own_scale: dict[str, tuple[str, ...]]
    denominators: dict[str, tuple[str, ...]]
    halved: tuple[str, ...]
    bare: frozenset[str]
    no_hedge: tuple[str, ...]
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


@cache
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
        rules.not_hedges,
        rules.networks,
        {unit: compound for compound in rules.compounds for unit in compound.first},
        rules.money.not_amounts,
        Words(_with_copulas(comparators)),
        Words(_meanings(comparators.after)),
        Words({**_meanings(comparators.outside), **_given(comparators.giving)}),
        re.compile(f"(?P<word>{'|'.join(norms)})[^，。；、：（）\\s0-9%]{{2,}}$"),
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
    groups: tuple[tuple[Kind, _Units], ...] = (
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
        canonical = rules.percent.aliases.get(unit, unit)
        points: Kind = "percent" if canonical == "%" else "percentage_point"
        units[unit] = Unit(canonical, points, False, False)
    return units


def _longer(entry: str) -> tuple[str, str]:
    """A longer word and the characters that undo it: ``项目!标``."""
    word, _, undone = entry.partition("!")
    return word, undone


def _meanings(groups: tuple[_Words, ...]) -> dict[str, Comparator]:
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


def _given(giving: _Giving) -> dict[str, Comparator]:
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
