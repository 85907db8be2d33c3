"""The words around a value: lexicon of the indicator rules, tokens, and trimming by whole tokens.

Trimming works on jieba's tokens and never on characters: 现 is dropped, 现代化 is not.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policy_extract.claims.sentence import ASIDE, TIME
from policy_extract.rules.loader import RuleModel, load_shipped, per_rules

Cut = Callable[[str], Sequence[str]]


class IndicatorRules(RuleModel):
    """The word lists of ``rules/indicator.toml``; each list says there what it is for."""

    reach: frozenset[str]
    change: frozenset[str]
    lead: frozenset[str]
    keep: frozenset[str]
    attributes: frozenset[str]
    sown: tuple[str, ...]
    outputs: frozenset[str]
    pupils: frozenset[str]
    classes: tuple[str, ...]
    no_classes: tuple[str, ...]
    parts: tuple[str, ...]
    aspects: frozenset[str]
    gaps: frozenset[str]
    shares: frozenset[str]
    inner: frozenset[str]
    nominal: frozenset[str]
    rank: frozenset[str]
    asides: frozenset[str]
    stops: frozenset[str]
    launches: frozenset[str]
    coverbs: frozenset[str]
    places: frozenset[str]
    distributives: frozenset[str]
    sharers: frozenset[str]
    drivers: frozenset[str]
    driven: frozenset[str]
    no_right: frozenset[str]
    openers: frozenset[str]
    measures: tuple[str, ...]
    ratios: frozenset[str]


@per_rules
def indicator_rules() -> IndicatorRules:
    """The shipped word lists, loaded once."""
    return load_shipped("indicator.toml", IndicatorRules)


@per_rules
def trimming_words() -> tuple[str, ...]:
    """Every word of the lists that is longer than one character, for the segmenter: trimming works on
    tokens, so each must be one.
    """
    rules = indicator_rules()
    lists = (rules.reach, rules.change, rules.lead, rules.keep, rules.gaps, rules.rank)
    return tuple(sorted({word for words in lists for word in words if len(word) > 1}))


class LocalToken(NamedTuple):
    """A token of a sentence in its local coordinates."""

    text: str
    start: int
    end: int

    @property
    def blank(self) -> bool:
        """Whether it is masked, white space or punctuation that carries no name."""
        return self.text[0] in _BLANK


_BLANK = frozenset(f"{TIME}{ASIDE} \t\u3000\n，,、；;：:。（）()【】[]-—–·*#")
_MASK = re.compile(f"[{TIME}{ASIDE}]+")
_QUOTES = re.compile('[“”‘’"]')


def tokens(masked: str, start: int, end: int, cut: Cut) -> list[LocalToken]:
    """The tokens of ``masked[start:end]``; a masked run is one token."""
    found: list[LocalToken] = []
    at = start
    while at < end:
        blank = _MASK.match(masked, at, end)
        if blank:
            found.append(LocalToken(blank.group(), at, blank.end()))
            at = blank.end()
            continue
        following = _MASK.search(masked, at, end)
        stop = following.start() if following else end
        for word in cut(masked[at:stop]):
            found.append(LocalToken(word, at, at + len(word)))
            at += len(word)
    return found


def join(words: Sequence[LocalToken], drop: frozenset[str]) -> str:
    """A name from tokens: masked runs, blanks at both ends and ``drop`` words left out."""
    kept = [word for word in words if word.text[0] not in (TIME, ASIDE) and word.text not in drop]
    while kept and kept[0].blank:
        kept.pop(0)
    while kept and kept[-1].blank:
        kept.pop()
    name = "".join(word.text for word in kept if not word.text.isspace())
    return balance(name)


def balance(name: str) -> str:
    """Drop quotation marks that lost their partner."""
    if name.count("“") != name.count("”"):
        name = name.replace("“", "").replace("”", "")
    if name.count("《") != name.count("》"):
        name = name.replace("《", "").replace("》", "")
    return name
