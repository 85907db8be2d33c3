"""The rules of time: plans, congresses, relative words, and the words around time expressions."""

from datetime import date
from functools import cache

from pydantic import Field

from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped


class Shift(RuleModel):
    """How far from the reference a word points (今年 0, 去年 -1).

    Attributes:
        shift: Years, months, quarters, weeks or days off.
        said: Whether it counts from the time spoken of before rather than from the reference.
        after_not: Characters before which the word is the tail of another.
        before_not: Characters after which it is the head of another.
    """

    shift: int
    said: bool = False
    after_not: str = ""
    before_not: str = ""


class RelativeWords(RuleModel):
    """Relative words by what they count."""

    years: dict[str, Shift]
    months: dict[str, Shift]
    quarters: dict[str, Shift]
    halves: dict[str, Shift]
    weeks: dict[str, Shift]
    days: dict[str, Shift]


class PeriodWords(RuleModel):
    """Word lists of ``rules/periods.toml``."""

    present: tuple[str, ...]
    recurrent: tuple[str, ...]
    vague: tuple[str, ...]
    undated: frozenset[str]
    baseline: tuple[str, ...]
    setting: tuple[str, ...]
    since: tuple[str, ...]
    opening: tuple[str, ...] = Field(alias="from")
    until: tuple[str, ...]
    cued: tuple[str, ...]
    held: tuple[str, ...]
    reached: tuple[str, ...]
    changed: tuple[str, ...]
    lent: tuple[str, ...]
    gathering: tuple[str, ...]


class PeriodRules(RuleModel):
    """``rules/periods.toml``."""

    since: dict[str, date]
    relative: RelativeWords
    words: PeriodWords
    same: dict[str, str]
    together: dict[str, tuple[int, int]]


class PlanRules(RuleModel):
    """``rules/plans.toml``: first and last year of each five-year plan, by its ordinal."""

    spans: dict[str, tuple[int, int]]


@cache
def period_rules() -> PeriodRules:
    """The shipped rules, loaded once."""
    return load_shipped("periods.toml", PeriodRules)


@cache
def _plans() -> PlanRules:
    return load_shipped("plans.toml", PlanRules)


@cache
def plan_ordinals() -> str:
    """A regular expression for the ordinals of all known five-year plans: 十四 of 十四五."""
    return trie_pattern(_plans().spans)


def plan_years(ordinal: str) -> tuple[int, int] | None:
    """First and last year of a five-year plan (十四 → 2021, 2025); null for one not known."""
    return _plans().spans.get(ordinal)
