"""Names that a list shows (甲、乙等项目), the whole of a name that the model cut, and what names nothing."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from policy_extract.entities.overlap import Candidate, Rank
from policy_extract.records import EntityType
from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.gazetteer import divisions
from policy_extract.rules.loader import RuleModel, load_shipped

_BORDER = re.compile("[，。；：！？,;:!?\n]")
_MEMBER = re.compile("、|(?<=”)(?=“)")
_JOINTS = frozenset({"和", "与", "及"})
"""They part two names only when a name stands before them: 均和 is one."""
_CLASSES = ("省", "市", "县", "区", "州", "自治区", "自治州")
_HAN = frozenset({"LOCATION", "PERSON", "POSITION", "GOVERNMENT", "INDUSTRY", "POLICY"})
"""Types whose Chinese names are never Latin letters alone (GDP, REITs)."""
_LONGEST, _SHORTEST = 40, 2
_REACH = 160
"""Characters of a list at most."""


class Words(Protocol):
    """What these rules need of a segmenter."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text."""


class ListRules(RuleModel):
    """``rules/entity_lists.toml``; each list says there what it is for."""

    heads: dict[EntityType, tuple[str, ...]]
    longer: tuple[str, ...]
    modifiers: tuple[str, ...]
    openers: frozenset[str]
    extensions: dict[EntityType, tuple[str, ...]]
    generic: dict[EntityType, frozenset[str]]


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


def find_listed(text: str, words: Words) -> Iterator[Candidate]:
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
                yield Candidate(begin, end, kind, "rule", f"list.{kind.lower()}", Rank.LISTED)


def _opened(text: str, start: int, end: int, words: Words) -> int:
    """Where the first member begins: behind the last verb or connective."""
    openers = list_rules().openers
    at = begin = start
    for word in words.cut(text[start:end]):
        before = at - begin
        at += len(word)
        if word in openers and at < end and not (word in _JOINTS and before == 1):
            begin = at
    return begin


def extended(text: str, candidate: Candidate) -> Candidate:
    """A name with its whole class word: 产业链 of an INDUSTRY, 工程 of a POLICY, 市 of a place."""
    if candidate.type == "LOCATION":
        # 固原|市: the model stopped before the class word of a division
        for size in (1, 3):
            longer = text[candidate.start : candidate.end + size]
            whole = len(longer) == candidate.end + size - candidate.start
            if whole and longer[-size:] in _CLASSES and longer in divisions():
                return candidate._replace(end=candidate.end + size)
    for ending in list_rules().extensions.get(candidate.type, ()):
        # the model may have stopped before the class word or inside it (产业|链, 城|市群)
        for inside in range(len(ending)):
            at = candidate.end - inside
            if at > candidate.start and text.startswith(ending, at):
                return candidate._replace(end=at + len(ending))
    return candidate


def is_generic(text: str, kind: EntityType) -> bool:
    """Whether a mention is a broad sector or a generic noun, which the contract leaves out."""
    if kind in _HAN and text.isascii():
        return True
    if kind == "POLICY" and text[0] == "“" and text[-1] == "”" and "+" in text:
        # a formula (“5G+工业互联网”) names no policy by itself
        return True
    return text in list_rules().generic.get(kind, frozenset())
