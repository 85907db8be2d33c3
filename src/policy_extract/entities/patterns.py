"""Names that grammar shows: patterns as data."""

import re
from functools import cache
from typing import Literal, NamedTuple

from policy_extract.records import EntityType
from policy_extract.rules.loader import RuleModel, load_shipped


class PatternRule(RuleModel):
    """One pattern of ``rules/entity_patterns.toml``; a text with none of ``needs`` has no match."""

    id: str
    type: EntityType
    rank: Literal["strong", "weak"]
    regex: str
    needs: tuple[str, ...] = ()


class PatternRules(RuleModel):
    """``rules/entity_patterns.toml``."""

    pattern: tuple[PatternRule, ...]


class Found(NamedTuple):
    """A pattern's match."""

    start: int
    end: int
    type: EntityType
    rule: str
    strong: bool


@cache
def _compiled() -> tuple[tuple[PatternRule, "re.Pattern[str]"], ...]:
    rules = load_shipped("entity_patterns.toml", PatternRules)
    return tuple((rule, re.compile(rule.regex)) for rule in rules.pattern)


def find_patterns(text: str) -> list[Found]:
    """Every match of every pattern, in the order of the patterns."""
    return [
        Found(match.start(), match.end(), rule.type, rule.id, rule.rank == "strong")
        for rule, pattern in _compiled()
        if not rule.needs or any(word in text for word in rule.needs)
        for match in pattern.finditer(text)
    ]
