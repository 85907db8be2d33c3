"""The lists and weights of ``rules/modality.toml``, compiled once."""

import re
from typing import NamedTuple

from policy_extract.rules.cues import CueFinder, trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped, per_rules


class ModalityRules(RuleModel):
    """The lists of ``rules/modality.toml``; each says there what it is for."""

    will: frozenset[str]
    hope: frozenset[str]
    planned: frozenset[str]
    fact: frozenset[str]
    past: frozenset[str]
    aim: frozenset[str]
    do: frozenset[str]
    pseudo: frozenset[str]
    goal_headings: frozenset[str]
    review_headings: frozenset[str]
    instruction_titles: frozenset[str]
    report_titles: frozenset[str]
    weights: dict[str, float]


class ModalityLexicon(NamedTuple):
    """The rules as the finders use them."""

    cues: CueFinder
    goal_headings: re.Pattern[str]
    review_headings: re.Pattern[str]
    rules: ModalityRules


@per_rules
def modality_lexicon() -> ModalityLexicon:
    """The shipped lists, compiled once."""
    rules = load_shipped("modality.toml", ModalityRules)
    groups = ("pseudo", "planned", "will", "fact", "hope", "aim", "do", "past")
    return ModalityLexicon(
        CueFinder({group: getattr(rules, group) for group in groups}),
        re.compile(trie_pattern(rules.goal_headings)),
        re.compile(trie_pattern(rules.review_headings)),
        rules,
    )
