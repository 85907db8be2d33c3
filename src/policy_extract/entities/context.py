"""Mentions that their surroundings rule out, and provinces written by one character each."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from policy_extract.entities.lists import extended, list_rules
from policy_extract.entities.overlap import Candidate, Rank
from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.gazetteer import divisions

_REACH = 60


class _Patterns(NamedTuple):
    number: "re.Pattern[str]"
    traded: "re.Pattern[str]"
    province: "re.Pattern[str]"
    region: "re.Pattern[str]"
    virtue: "re.Pattern[str]"


@cache
def _patterns() -> _Patterns:
    rules = list_rules().context
    short = f"[{''.join(rules.provinces)}]"
    return _Patterns(
        re.compile(
            r"[（(]?[^（）()〔〕]{0,10}〔\d{4}〕\d+号[）)]?|[0-9０-９〇○零一二三四五六七八九十年月日]+"
        ),
        re.compile(f"[^，。；：！？\n]{{0,{_REACH}}}?(?:{trie_pattern(rules.trade)})"),
        re.compile(f"{short}{{3,}}(?!{trie_pattern(rules.lines)})"),
        re.compile(f"{trie_pattern(rules.regions)}|{short}"),
        re.compile(f"(?:{trie_pattern(rules.virtues)})(?:{trie_pattern(divisions())})"),
    )


def is_excluded(text: str, candidate: Candidate) -> bool:
    """Whether what stands around a mention shows that it is none.

    A document's number or a bare date names nothing; what a clause says was imported or exported are
    goods, no industries; 中国 in 中国特色社会主义 is part of another word.
    """
    rules = list_rules().context
    name = text[candidate.start : candidate.end]
    if _patterns().number.fullmatch(name):
        return True
    if candidate.type == "LOCATION":
        return text.startswith(rules.place_in_word, candidate.end)
    if candidate.type == "INDUSTRY" and not name.endswith(rules.industry_words):
        return _patterns().traded.match(text, candidate.end) is not None
    return False


def find_virtues(text: str) -> Iterator[Candidate]:
    """Programmes named by a virtue and a place: 平安贵州, 健康广州."""
    for match in _patterns().virtue.finditer(text):
        made = Candidate(match.start(), match.end(), "POLICY", "rule", "policy.virtue", Rank.LISTED)
        yield extended(text, made)


def find_provinces(text: str) -> Iterator[Candidate]:
    """Three or more provinces side by side, each by its one-character name: 粤苏鲁浙四省.

    Named regions (京津冀) stay whole; lines of traffic named by their ends are no provinces.
    """
    for run in _patterns().province.finditer(text):
        parts = list(_patterns().region.finditer(text, run.start(), run.end()))
        for part in parts:
            yield Candidate(
                part.start(), part.end(), "LOCATION", "rule", "place.provinces", Rank.LISTED
            )
