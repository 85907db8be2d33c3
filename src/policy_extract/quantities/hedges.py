"""How a number is meant: the words that touch a value, and the verbs before it."""

import re
from typing import NamedTuple

from policy_extract.quantities.tables import Tables
from policy_extract.records import Comparator

_CLOSING = frozenset("，。、；：,;:）)”》！？ \n的之")
_SPACES = " \u3000\xa0"
_BLANKS = tuple(_SPACES)
_OPENS = ("（", "(")
_RESTATED = re.compile("[（(](?P<not>不)?含(?:[0-9.]+[十百千万亿]*[\u4e00-\u9fff%]{0,3}|本数)[）)]")
_STRICT: dict[Comparator, Comparator] = {">=": ">", "<=": "<"}
"""What a bound becomes that does not count itself (不含)."""
_CLAUSE = 40
"""How far before 的 a bound may stand: 不低于居住用地供应总量的70%."""


_OF_SUMS = frozenset("额量数费价资积")
"""Ends of the nouns of which a share may be told without 的: 不超过实际投资额30%."""


class Hedge(NamedTuple):
    """A value's span with its hedges, their sense, and the word that gave it."""

    start: int
    end: int
    comparator: Comparator
    cue: str | None


def hedged(
    text: str, start: int, end: int, known: Tables, *, inner: str = "", bare: bool = False
) -> Hedge:
    """Widen a value by the words that touch it and read its comparator.

    A word before the value decides over one behind it (不到三年之内), but 约 and 近 give way to it
    (约80%以上); a verb outside decides only where neither speaks.

    Args:
        text: The whole text.
        start: First character of the number.
        end: One past its unit.
        known: The tables.
        inner: A 多 or 余 between number and unit.
        bare: The number is a scale word alone (百家), so that 上 may stand before it (上百家).
    """
    comparator: Comparator = "="
    cue: str | None = None
    if inner:
        comparator, cue = "~" if inner in ("来", "把") else ">", inner
    behind = known.after.at(text, end) if text[end : end + 1] in known.after.firsts else None
    if behind and _suffix(text, end, behind[0], known):
        end += len(behind[0])
        comparator, cue = behind[1], behind[0]
    else:
        behind = None
    if text[end : end + 1] in _OPENS:
        end, behind = _restated(text, end, behind, known)
        if behind:
            comparator, cue = behind[1], behind[0]
    begin = start
    if begin and text[begin - 1] in _SPACES:
        begin -= 1
        begin -= text[begin - 1 : begin] in _BLANKS
    char = text[begin - 1 : begin]
    ahead = known.before.before(text, begin) if char in known.before.lasts else None
    if ahead and _prefix(text, begin, ahead[0], known, bare=bare):
        start = begin - len(ahead[0])
        if behind is None or ahead[1] != "~":
            comparator, cue = ahead[1], ahead[0]
    elif comparator == "=":
        verb = known.outside.before(text, begin) if char in known.outside.lasts else None
        if verb and not _steps(text, end, verb[0], known):
            comparator, cue = verb[1], verb[0]
        elif bare and char in ("破", "过") and text[begin - 2 : begin - 1] not in tuple("通经度"):
            comparator, cue = ">", char
        elif char == "的" or (text[end - 1] == "%" and char in _OF_SUMS):
            norm = known.norms.search(text, max(0, begin - _CLAUSE), begin - 1)
            if norm:
                comparator, cue = known.norm_senses[norm["word"]], norm["word"]
    return Hedge(start, end, comparator, cue)


def _restated(
    text: str, end: int, behind: tuple[str, Comparator] | None, known: Tables
) -> tuple[int, tuple[str, Comparator] | None]:
    """Whether a bound counts, said by its number again: 5000元（含5000元）以上, 300人以下（含300人）."""
    found = _RESTATED.match(text, end)
    if found is None:
        return end, behind
    after = known.after.at(text, found.end())
    if behind is None and after and after[1] in _STRICT:
        sense = _STRICT[after[1]] if found["not"] else after[1]
        return found.end() + len(after[0]), (after[0], sense)
    if behind is None:
        return end, None
    return found.end(), (behind[0], _STRICT.get(behind[1], behind[1])) if found["not"] else behind


def _steps(text: str, end: int, verb: str, known: Tables) -> bool:
    """Whether a verb of climbing counts steps: 跨过3个万亿级关口, 突破两个大关."""
    if text[end - 1] != "个" or verb not in known.step_verbs:
        return False
    ahead = text[end : end + 8]
    return any(noun in ahead for noun in known.step_nouns)


def _suffix(text: str, end: int, word: str, known: Tables) -> bool:
    """Whether a word behind a value is a hedge, not the start of another word."""
    after = text[end + len(word) : end + len(word) + 1]
    if word in known.only_closing:
        return after == "" or after in _CLOSING
    return after == "" or after not in known.not_behind.get(word, "")


def _prefix(text: str, begin: int, word: str, known: Tables, *, bare: bool) -> bool:
    """Whether a word before a value is a hedge, not the end of another word."""
    if word == "上" and not bare:
        return False
    before = text[begin - len(word) - 1 : begin - len(word)] if begin > len(word) else ""
    return before == "" or before not in known.not_before.get(word, "")
