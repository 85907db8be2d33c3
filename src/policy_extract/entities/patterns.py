"""Names that grammar shows: patterns as data."""

import re
from functools import cache

from policy_extract.entities.overlap import Contender, Rank
from policy_extract.records import EntityType
from policy_extract.rules.loader import RuleModel, load_shipped


class PatternRule(RuleModel):
    """One pattern of ``rules/entity_patterns.toml``; a text with none of ``needs`` has no match."""

    id: str
    type: EntityType
    regex: str
    needs: tuple[str, ...] = ()


class PatternRules(RuleModel):
    """``rules/entity_patterns.toml``."""

    pattern: tuple[PatternRule, ...]


@cache
def _compiled() -> tuple[tuple[PatternRule, "re.Pattern[str]"], ...]:
    rules = load_shipped("entity_patterns.toml", PatternRules)
    return tuple((rule, re.compile(rule.regex)) for rule in rules.pattern)


def find_patterns(text: str) -> list[Contender]:
    """Every match of every pattern, in the order of the patterns."""
    return [
        Contender(match.start(), match.end(), rule.type, "rule", rule.id, Rank.PATTERN)
        for rule, pattern in _compiled()
        if not rule.needs or any(word in text for word in rule.needs)
        for match in pattern.finditer(text)
    ]
