"""What an expression does where it stands: frame a value, be compared with, modify a noun, be a name."""

import re

from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.raw import Role
from policy_extract.rules.cues import trie_pattern

_WORDS = period_rules().words
_BASE = re.compile(f"(?:{'|'.join(map(re.escape, _WORDS.baseline))})$")
_COMPARED = re.compile("[^，。；\\n]{0,12}相比|.{0,4}同期")
_GROUND = re.compile("的?(?:[^，。；、\\n]{0,4}基础上|水平(?:上|的|相比|[，。；]))")
_EDITION = re.compile("版|修订|本[)）]")
_GATHERING = re.compile(
    f"(?!.{{0,16}}(?:召开|举办|举行|开展|承办|主办|参加|，|。|、|；))[^\\n的]{{0,18}}?{trie_pattern(_WORDS.gathering)}"
)
_MODIFIER = re.compile("度?的(?!基础|水平|时候|同时)")
_REACH = 4
"""How long a word of comparison is, in characters."""


class Titles:
    """The stretches inside 《》, asked in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._span = (-1, -1)

    def hold(self, at: int) -> bool:
        """Whether an offset lies inside 《》 on one line; offsets must not fall."""
        text = self._text
        while self._span[1] <= at:
            start = text.find("《", max(0, self._span[0] + 1, self._span[1]))
            if start < 0:
                self._span = (len(text), len(text))
                return False
            if start > at:
                return False
            close, line = text.find("》", start), text.find("\n", start)
            if close < 0:
                self._span = (len(text), len(text))
                return False
            if 0 <= line < close:
                self._span = (start, start + 1)
                continue
            self._span = (start, close + 1)
        return self._span[0] < at < self._span[1]


def is_base(text: str, start: int, end: int) -> bool:
    """Whether an expression is what something is compared with (比2020年, 与2019年相比)."""
    before = text[max(0, start - _REACH) : start]
    if _BASE.search(before):
        return not before.endswith(("和", "与", "同")) or bool(_COMPARED.match(text, end))
    return bool(_GROUND.match(text, end))


def role_of(text: str, start: int, end: int, kind: str, *, named: bool, against: bool) -> Role:
    """What an expression does, as far as its neighbours tell."""
    if against:
        return "base"
    if named:
        return "name"
    if kind in ("year", "years") and (_EDITION.match(text, end) or _GATHERING.match(text, end)):
        return "name"
    return "modifier" if _MODIFIER.match(text, end) else "frame"
