"""Names that a list shows (甲、乙等项目), two names in one breath, and what names nothing."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from policy_extract.entities.overlap import Contender, Rank
from policy_extract.records import EntityType
from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped

_BORDER = re.compile("[，。；：！？,;:!?\n]")
_MEMBER = re.compile("、|(?<=”)(?=“)")
_JOINTS = frozenset({"和", "与", "及"})
"""They part two names only when a name stands before them: 均和 is one."""
_HAN = frozenset({"LOCATION", "PERSON", "POSITION", "GOVERNMENT", "INDUSTRY", "POLICY"})
"""Types whose Chinese names are never Latin letters alone (GDP, REITs)."""
_LONGEST, _SHORTEST = 40, 2
_REACH = 160
"""Characters of a list at most."""


class Cutter(Protocol):
    """What these rules need of a segmenter."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text."""


class ListRules(RuleModel):
    """``rules/entity_lists.toml``; each list says there what it is for."""

    heads: dict[EntityType, tuple[str, ...]]
    longer: tuple[str, ...]
    modifiers: tuple[str, ...]
    openers: frozenset[str]
    joined: dict[EntityType, str]
    generic: dict[EntityType, frozenset[str]]
    company_endings: tuple[str, ...]


class _Patterns(NamedTuple):
    tail: "re.Pattern[str]"
    kinds: dict[str, EntityType]


@cache
def list_rules() -> ListRules:
    """The shipped rules, loaded once."""
    return load_shipped("entity_lists.toml", ListRules)


@cache
def _patterns() -> _Patterns:
    rules = list_rules()
    kinds = {head: kind for kind, heads in rules.heads.items() for head in heads}
    number = "(?:[0-9０-９一二三四五六七八九十百千两余多]{1,6}(?:个|户|家|条|项|座|所|批|大)?)?"
    modifier = trie_pattern(rules.modifiers)
    several = f"(?:{modifier}){{0,6}}"
    return _Patterns(
        re.compile(f"等{number}{several}{number}{several}({trie_pattern(kinds)})"), kinds
    )


def find_listed(text: str, words: Cutter) -> Iterator[Contender]:
    """The members of lists whose head says what they are."""
    patterns = _patterns()
    for match in patterns.tail.finditer(text):
        if text.startswith(list_rules().longer, match.end()):
            continue
        reach = max(0, match.start() - _REACH)
        borders = [found.end() for found in _BORDER.finditer(text, reach, match.start())]
        if reach and not borders:
            continue
        at = start = borders[-1] if borders else 0
        listed = text[start : match.start()]
        if "、" not in listed:
            continue
        kind = patterns.kinds[match.group(1)]
        for member in _MEMBER.split(listed):
            begin, end = at, at + len(member)
            at = end + (text[end : end + 1] == "、")
            if begin == start:
                begin = _opened(text, begin, end, words)
            if _SHORTEST <= end - begin <= _LONGEST and "的" not in text[begin:end]:
                yield Contender(begin, end, kind, "rule", f"list.{kind.lower()}", Rank.LISTED)


def _opened(text: str, start: int, end: int, words: Cutter) -> int:
    """Where the first member begins: behind the last verb or connective."""
    openers = list_rules().openers
    at = begin = start
    for word in words.cut(text[start:end]):
        before = at - begin
        at += len(word)
        if word in openers and at < end and not (word in _JOINTS and before == 1):
            begin = at
    return begin


def parted(text: str, candidate: Contender) -> list[Contender]:
    """The names in a name: 市委市政府 are two bodies."""
    pattern = list_rules().joined.get(candidate.type)
    found = re.compile(pattern).fullmatch(text, candidate.start, candidate.end) if pattern else None
    if found is None:
        return [candidate]
    return [candidate._replace(start=found.start(at), end=found.end(at)) for at in (1, 2)]


def is_generic(text: str, kind: EntityType) -> bool:
    """Whether a mention is a broad sector or a generic noun, which the contract leaves out."""
    if kind in _HAN and text.isascii():
        return True
    if kind == "POLICY" and text[0] == "“" and text[-1] == "”" and "+" in text:
        # a formula (“5G+工业互联网”) names no policy by itself
        return True
    return text in list_rules().generic.get(kind, frozenset())
