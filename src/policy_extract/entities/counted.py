"""Names in lists that count themselves or repeat their head: 甲、乙、丙三条产业链; 甲产业链、乙产业链.

The number behind a list says how many members it has, and so whether a 与 or 和 stands inside a name
(矿山与工程特种机械、交通与航空特种装备两条产业链) or between two (甲和乙两个项目).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from policy_extract.entities.lists import (
    BORDER,
    LONGEST,
    SHORTEST,
    Words,
    is_generic,
    list_rules,
    opened,
)
from policy_extract.entities.overlap import Candidate, Rank
from policy_extract.records import EntityType
from policy_extract.rules.cues import trie_pattern

_NUMBERS = {
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_REACH = 160


class _Patterns(NamedTuple):
    tail: "re.Pattern[str]"
    kinds: dict[str, EntityType]
    run: "re.Pattern[str]"


@cache
def _patterns() -> _Patterns:
    rules = list_rules().counted
    kinds = {head: kind for kind, heads in rules.heads.items() for head in heads}
    number = f"(?<!等)({'|'.join(_NUMBERS)}|[2-9])"
    modifiers = trie_pattern(list_rules().list.modifiers)
    tail = re.compile(
        f"{number}[{''.join(rules.classifiers)}]?(?:{modifiers})*({trie_pattern(kinds)})"
    )
    member = f"[^{BORDER}、“”《》]{{2,24}}?{trie_pattern(rules.repeated)}"
    return _Patterns(tail, kinds, re.compile(f"{member}(?:、{member})+"))


def find_counted(text: str, words: Words) -> Iterator[Candidate]:
    """The members of lists whose number stands behind them."""
    patterns = _patterns()
    for match in patterns.tail.finditer(text):
        kind = patterns.kinds[match.group(2)]
        if text.startswith(list_rules().list.longer, match.end()):
            continue
        start = max(text.rfind(mark, 0, match.start()) for mark in BORDER) + 1
        start = max(start, match.start() - _REACH)
        wanted = _NUMBERS.get(match.group(1)) or int(match.group(1))
        for begin, end in _members(text, start, match.start(), wanted, words):
            name = text[begin:end]
            fits = SHORTEST <= len(name) <= LONGEST and "的" not in name
            if fits and not is_generic(name, kind):
                yield Candidate(begin, end, kind, "rule", f"counted.{kind.lower()}", Rank.LISTED)


def find_repeated(text: str, words: Words) -> Iterator[Candidate]:
    """Industries in a list whose members all end alike: 甲产业链、乙及丙产业链."""
    for match in _patterns().run.finditer(text):
        at = match.start()
        for place, member in enumerate(match.group().split("、")):
            begin, end = at, at + len(member)
            at = end + 1
            if not place:
                begin = opened(text, begin, end, words)
            name = text[begin:end]
            if "的" not in name and not is_generic(name, "INDUSTRY"):
                yield Candidate(begin, end, "INDUSTRY", "rule", "list.repeated", Rank.LISTED)


def _members(text: str, start: int, end: int, wanted: int, words: Words) -> list[tuple[int, int]]:
    """The spans of as many members as the number says; none when the list has another length."""
    joints = [at for at in range(start, end) if text[at] == "、"]
    if len(joints) < wanted - 2:
        return []
    joints = joints[max(0, len(joints) - wanted + 1) :]
    if len(joints) == wanted - 2:
        last = joints[-1] + 1 if joints else start
        between = [
            (at, mark)
            for mark in list_rules().counted.joints
            if (at := text.rfind(mark, last + 1, end - 1)) >= 0
        ]
        if not between:
            return []
        at, mark = max(between)
        spans = _spans(start, [*((joint, 1) for joint in joints), (at, len(mark))], end)
    else:
        spans = _spans(start, [(joint, 1) for joint in joints], end)
    (begin, stop), *rest = spans
    # The first member begins behind the last verb, or behind an earlier list.
    begin = max(begin, text.rfind("、", begin, stop) + 1)
    return [(opened(text, begin, stop, words, joints=False), stop), *rest]


def _spans(start: int, joints: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    spans = []
    for at, size in joints:
        spans.append((start, at))
        start = at + size
    return [*spans, (start, end)]
