"""What an expression does where it stands: frame a value, be compared with, modify a noun, be a name."""

import re

from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.raw import Role
from policy_extract.rules.cues import trie_pattern

_WORDS = period_rules().words
_BASE = tuple(_WORDS.baseline)
_BASE_LAST = frozenset(word[-1] for word in _BASE)
_TOGETHER = ("和", "与", "同")
_COMPARED = re.compile("[^，。；\\n]{0,12}相比|.{0,4}同期")
_GROUND = re.compile("的?(?:[^，。；、\\n]{0,4}基础上|基数|水平(?:上|的|相比|[，。；]))")
_COUNT = "的(?:大?约|近|将近)? ?[0-9.〇零一二三四五六七八九十百点點两兩]+[多余]?"
_TIMES_OF = re.compile(f"{_COUNT}(?: ?[、和与及] ?[0-9.]+)?倍")
_SHARE_OF = re.compile(f"{_COUNT}[%％]")
_EQUALS = re.compile("(?:是|为|等[于於]|相当于|恢复[到至])$")
_EDITION = re.compile("版|修订|本[)）]")
_GATHERING = re.compile(trie_pattern(_WORDS.gathering))
_NAME_LENGTH = 22
"""How far the word for a gathering stands behind its year, in characters."""
_HELD = re.compile(f"[\n的，。、；：在将是]|{'|'.join(_WORDS.held)}")
_MODIFIER = re.compile("度?的(?!基础|水平|时候|同时)")
_LEADS = frozenset("，。；：,;:（(\n受因而")
_BREAKS = frozenset("，。、；：,;的\n0123456789") | {""}
_BREAKS_BUT_OF = _BREAKS - {"的"}
_TITLE = re.compile("《[^《》\n]*》")
_REACH = 4
"""How long a word of comparison is, in characters."""


class Titles:
    """The stretches inside 《》 on one line, asked in order."""

    def __init__(self, text: str) -> None:
        self._spans = [found.span() for found in _TITLE.finditer(text)] if "《" in text else []
        self._at = 0

    def hold(self, at: int) -> bool:
        """Whether an offset lies inside one; offsets must not fall."""
        spans = self._spans
        while self._at < len(spans) and spans[self._at][1] <= at:
            self._at += 1
        return self._at < len(spans) and spans[self._at][0] < at


def is_base(text: str, start: int, end: int) -> bool:
    """Whether an expression is what something is compared with (比2020年, 与2019年相比, 是2015年的1.6倍)."""
    if start and text[start - 1] in _BASE_LAST:
        before = text[max(0, start - _REACH) : start]
        if before.endswith(_BASE):
            return not before.endswith(_TOGETHER) or _COMPARED.match(text, end) is not None
    if text[end : end + 1] in _BREAKS_BUT_OF:
        return False
    if _GROUND.match(text, end) is not None or _TIMES_OF.match(text, end) is not None:
        return True
    return (
        _SHARE_OF.match(text, end) is not None
        and _EQUALS.search(text, max(0, start - _REACH), start) is not None
    )


def leads(text: str, start: int) -> bool:
    """Whether an expression opens a clause (，去年同期为5%; 受2020年同期影响)."""
    return not start or text[start - 1] in _LEADS


def role_of(text: str, start: int, end: int, kind: str, *, named: bool, against: bool) -> Role:
    """What an expression does, as far as its neighbours tell."""
    if against:
        return "base"
    if named:
        return "name"
    if kind in ("year", "years") and _names(text, end):
        return "name"
    modifies = text[end : end + 1] in ("的", "度") and _MODIFIER.match(text, end)
    return "modifier" if modifies else "frame"


def _names(text: str, end: int) -> bool:
    """Whether a year begins the name of an edition or of a gathering."""
    if text[end : end + 1] in _BREAKS:
        return False
    if _EDITION.match(text, end):
        return True
    found = _GATHERING.search(text, end, end + _NAME_LENGTH)
    return found is not None and _HELD.search(text, end, found.end()) is None
