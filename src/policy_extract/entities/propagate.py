"""A name found once is found at its other places in the document too."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from policy_extract.entities.overlap import Candidate, Rank
from policy_extract.records import EntityType
from policy_extract.rules.cues import trie_pattern

_SPREADING: dict[str, int] = {
    "PERSON": 2, "GOVERNMENT": 3, "COMPANY": 3, "ORGANIZATION": 4, "FACILITY": 4, "PROJECT": 4,
    "POLICY": 4, "LOCATION": 3, "EVENT": 4, "INDUSTRY": 4,
}  # fmt: skip
"""Least length of a name that spreads, by type: shorter ones are also parts of other words."""


def propagate(text: str, settled: Sequence[Candidate]) -> list[Candidate]:
    """Candidates at the places where a settled name stands unmarked."""
    kinds: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for mention in settled:
        name = text[mention.start : mention.end]
        if len(name) >= _SPREADING.get(mention.type, 99):
            kinds[name][mention.type] += 1
    if not kinds:
        return []
    pattern = re.compile(trie_pattern(kinds))
    return [
        Candidate(
            match.start(), match.end(), kinds[match.group()].most_common(1)[0][0], "rule",
            "entity.repeated", Rank.WEAK,
        )
        for match in pattern.finditer(text)
    ]  # fmt: skip
