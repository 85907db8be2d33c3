"""Names that a list or an ending shows: 甲、乙等项目, 焦化行业, 某某产业链."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from policy_extract.entities.overlap import Candidate, Rank
from policy_extract.records import EntityType
from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.gazetteer import divisions
from policy_extract.rules.loader import RuleModel, load_shipped

BORDER = "，。；：！？,;:!?\n"
_MEMBER = re.compile("、|(?<=”)(?=“)")
_FREE = frozenset({"PERSON", "POSITION", "GOVERNMENT", "LOCATION", "ORGANIZATION"})
"""Types whose names a dictionary joins with their neighbours (市委书记): their borders stay."""
_JOINTS = frozenset({"和", "与", "及"})
"""They part two names only when a name stands before them: 均和 is one."""
_URBAN = ("建设", "更新", "管理", "发展", "治理")
_CLASSES = ("省", "市", "县", "区", "州", "自治区", "自治州")
_HAN = frozenset({"LOCATION", "PERSON", "POSITION", "GOVERNMENT", "INDUSTRY", "POLICY"})
"""Types whose Chinese names are never Latin letters alone (GDP, REITs)."""
LONGEST = 40
SHORTEST = 2


class Words(Protocol):
    """What these rules need of a segmenter."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text."""


class _Lists(RuleModel):
    longer: tuple[str, ...]
    modifiers: tuple[str, ...]
    openers: frozenset[str]


class _Endings(RuleModel):
    industry: tuple[str, ...]
    extensions: dict[EntityType, tuple[str, ...]]
    generic: frozenset[str]
    stops: frozenset[str]


class _Counted(RuleModel):
    heads: dict[EntityType, tuple[str, ...]]
    classifiers: tuple[str, ...]
    joints: tuple[str, ...]
    repeated: tuple[str, ...]


class _Context(RuleModel):
    trade: tuple[str, ...]
    industry_words: tuple[str, ...]
    place_in_word: tuple[str, ...]
    provinces: tuple[str, ...]
    virtues: tuple[str, ...]
    project_owners: frozenset[EntityType]
    no_project: tuple[str, ...]
    regions: tuple[str, ...]
    lines: tuple[str, ...]


class ListRules(RuleModel):
    """``rules/entity_lists.toml``; each list says there what it is for."""

    heads: dict[EntityType, tuple[str, ...]]
    list: _Lists
    counted: _Counted
    endings: _Endings
    context: _Context
    generic: dict[EntityType, frozenset[str]]


class _Patterns(NamedTuple):
    tail: "re.Pattern[str]"
    kinds: dict[str, EntityType]
    endings: "re.Pattern[str]"


@cache
def list_rules() -> ListRules:
    """The shipped rules, loaded once."""
    return load_shipped("entity_lists.toml", ListRules)


@cache
def _patterns() -> _Patterns:
    rules = list_rules()
    kinds = {head: kind for kind, heads in rules.heads.items() for head in heads}
    number = "(?:[0-9０-９一二三四五六七八九十百千两余多]+(?:个|户|家|条|项|座|所|批|大)?)?"
    modifier = trie_pattern(rules.list.modifiers)
    tail = re.compile(f"等{number}(?:{modifier})*{number}(?:{modifier})*({trie_pattern(kinds)})")
    return _Patterns(tail, kinds, re.compile(trie_pattern(rules.endings.industry)))


def find_listed(text: str, words: Words) -> Iterator[Candidate]:
    """The members of lists whose head says what they are."""
    patterns = _patterns()
    for match in patterns.tail.finditer(text):
        kind = patterns.kinds[match.group(1)]
        if text.startswith(list_rules().list.longer, match.end()):
            continue
        if kind == "LOCATION" and text.startswith(_URBAN, match.end()):
            continue
        start = max(text.rfind(mark, 0, match.start()) for mark in BORDER) + 1
        if match.start() - start > 160 or "、" not in text[start : match.start()]:
            continue
        at = start
        first = True
        for member in _MEMBER.split(text[start : match.start()]):
            begin, end = at, at + len(member)
            at = end + (1 if text[end : end + 1] == "、" else 0)
            if first:
                begin = opened(text, begin, end, words)
                first = False
            if SHORTEST <= end - begin <= LONGEST and "的" not in text[begin:end]:
                yield Candidate(begin, end, kind, "rule", f"list.{kind.lower()}", Rank.LISTED)


def opened(text: str, start: int, end: int, words: Words, *, joints: bool = True) -> int:
    """Where the first member begins: behind the last verb or connective.

    Args:
        text: The document.
        start: Where the clause begins.
        end: Where the first member ends.
        words: The segmenter.
        joints: Whether 和, 与, 及 part names too; false where a count shows they stand inside one.
    """
    openers = list_rules().list.openers
    at = begin = start
    for word in words.cut(text[start:end]):
        before = at - begin
        at += len(word)
        joint = word in _JOINTS and (not joints or before == 1)
        if word in openers and at < end and not joint:
            begin = at
    return begin


def find_endings(text: str, words: Words) -> Iterator[Candidate]:
    """Industries by their ending: a specific name in front of 产业链, 专业镇, 行业."""
    rules = list_rules().endings
    for match in _patterns().endings.finditer(text):
        if text[match.end() : match.end() + 1] in "链群":
            continue
        border = max(text.rfind(mark, 0, match.start()) for mark in BORDER + "、“”《》") + 1
        border = max(border, match.start() - 24)
        pieces = list(words.cut(text[border : match.end()]))
        end = match.end()
        begin = match.start()
        left = _before(pieces, match.end() - match.start())
        kept: list[str] = []
        for word in reversed(left):
            if word in rules.stops or not word.strip() or word.isdigit():
                break
            kept.append(word)
        named = [word for word in kept if word not in rules.generic]
        if not named or sum(map(len, named)) < SHORTEST:
            continue
        begin = match.start() - sum(map(len, kept))
        described = text[begin - 1 : begin] in ("的", "”") or kept[-1] in rules.generic
        if described or end - begin > LONGEST:
            continue
        yield Candidate(begin, end, "INDUSTRY", "rule", "ending.industry", Rank.LISTED)


def _before(pieces: list[str], size: int) -> list[str]:
    """The words before the last ``size`` characters."""
    left = list(pieces)
    while left and size > 0:
        word = left.pop()
        if len(word) > size:
            left.append(word[:-size])
        size -= len(word)
    return left


def extended(text: str, candidate: Candidate) -> Candidate:
    """A name with its whole class word: 产业链 of an INDUSTRY, 工程 of a POLICY, 市 of a place."""
    if candidate.type == "LOCATION":
        # 固原|市: the model stopped before the class word of a division
        for size in (1, 3):
            longer = text[candidate.start : candidate.end + size]
            whole = len(longer) == candidate.end + size - candidate.start
            if whole and longer[-size:] in _CLASSES and longer in divisions():
                return candidate._replace(end=candidate.end + size)
    project = _project(text, candidate)
    if project is not None:
        return project
    for ending in list_rules().endings.extensions.get(candidate.type, ()):
        # the model may have stopped before the class word or inside it (产业|链, 城|市群)
        for inside in range(len(ending)):
            at = candidate.end - inside
            if at > candidate.start and text.startswith(ending, at):
                return candidate._replace(end=at + len(ending))
    return candidate


_PROJECT = re.compile("([\u4e00-\u9fffA-Za-z0-9—-]{1,16}?)项目(?=[，。；、：！？（）\\s]|$)")


def _project(text: str, candidate: Candidate) -> Candidate | None:
    """The project that is named by its owner or site, its thing and 项目: 某公司|氨纶一期项目."""
    rules = list_rules().context
    if candidate.type not in rules.project_owners:
        return None
    match = _PROJECT.match(text, candidate.end)
    if match is None or any(word in match.group(1) for word in rules.no_project):
        return None
    return candidate._replace(end=match.end(), type="PROJECT")


def snapped(text: str, candidate: Candidate, words: Words) -> Candidate:
    """A mention whose borders cut no word: the larger part of a cut word decides."""
    if candidate.type in _FREE:
        return candidate
    left = max(0, candidate.start - 8)
    right = min(len(text), candidate.end + 8)
    start, end = candidate.start, candidate.end
    at = left
    for word in words.cut(text[left:right]):
        stop = at + len(word)
        if at < candidate.start < stop:
            start = at if candidate.start - at < stop - candidate.start else stop
        if at < candidate.end < stop:
            end = stop if stop - candidate.end < candidate.end - at else at
        at = stop
    if start >= end:
        return candidate
    return candidate._replace(start=start, end=end)


def is_generic(text: str, kind: EntityType) -> bool:
    """Whether a mention is a broad sector or a generic noun, which the contract leaves out."""
    if kind in _HAN and text.isascii():
        return True
    if kind == "POLICY" and text[0] == "“" and text[-1] == "”" and "+" in text:
        # a formula (“5G+工业互联网”) names no policy by itself
        return True
    return text in list_rules().generic.get(kind, frozenset())
