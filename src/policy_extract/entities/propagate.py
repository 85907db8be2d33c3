"""A name found once is found at its other places in the document too."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from policy_extract.entities.overlap import Candidate, Rank
from policy_extract.records import EntityType
from policy_extract.rules.cues import trie_pattern

_SPREADING: dict[str, int] = {
    "PERSON": 2, "GOVERNMENT": 3, "COMPANY": 3, "ORGANIZATION": 4, "FACILITY": 4, "PROJECT": 4,
    "POLICY": 4, "LOCATION": 3, "EVENT": 4, "INDUSTRY": 4,
}  # fmt: skip
"""Least length of a name that spreads, by type: shorter ones are also parts of other words."""

_FEW = 100
"""A pattern of the names pays only for more of them: to compile one takes longer than to look."""


def propagate(text: str, settled: Sequence[Candidate]) -> list[Candidate]:
    """Candidates at the places where a settled name stands unmarked."""
    kinds: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for mention in settled:
        name = text[mention.start : mention.end]
        if len(name) >= _SPREADING.get(mention.type, 99):
            kinds[name][mention.type] += 1
    if not kinds:
        return []
    return [
        Candidate(
            start, end, kinds[text[start:end]].most_common(1)[0][0], "rule", "entity.repeated",
            Rank.WEAK,
        )
        for start, end in _places(text, list(kinds))
    ]  # fmt: skip


def _places(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the names stand, left to right, the longest first, none overlapping another."""
    if len(names) > _FEW:
        yield from (match.span() for match in re.compile(trie_pattern(names)).finditer(text))
        return
    found = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append((at, -at - len(name)))
            at = text.find(name, at + 1)
    last = 0
    for start, end in sorted(found):
        if start >= last:
            last = -end
            yield start, last
