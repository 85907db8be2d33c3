"""One spelling for every character of a numeral, and the way back to the text as it was."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from policy_extract.rules.loader import RuleModel, load_shipped

_WIDE = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
_WIDE_SIGNS = "％．－＋／～＄￥￡＜＝＞＊＃＠＿"
_SPREAD = re.compile(
    "[百千万] 分 之(?: [零〇一二三四五六七八九十百千点]){1,8}|"
    "(?:[\u4e00-\u9fff0-9，。、；：%.％] ){8,}(?:[\u4e00-\u9fff0-9，。、；：%.％](?![^ \\n]))?"
)
_SPREAD_SHARE = 8
"""One blank in so many characters makes it worth looking for spread characters."""
_RADICALS = range(0x2F00, 0x2FD6)


class CharacterRules(RuleModel):
    """``rules/characters.toml``."""

    pairs: tuple[str, ...]
    invisible: str


class _Folding(NamedTuple):
    table: dict[str, str]
    folded: "re.Pattern[str]"
    invisible: "re.Pattern[str]"
    odd: "re.Pattern[str]"


class Folded(NamedTuple):
    """A text in one spelling, and where characters were left out of it.

    Attributes:
        text: The folded text.
        gaps: Offsets into it before which invisible characters stood, rising.
        lost: How many were left out up to each of those offsets.
    """

    text: str
    gaps: Sequence[int]
    lost: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text as a stretch of the original."""
        return self._original(start), self._original(end - 1) + 1

    def _original(self, at: int) -> int:
        passed = bisect_right(self.gaps, at)
        return at + self.lost[passed - 1] if passed else at


def fold(text: str) -> Folded:
    """Full-width, traditional and look-alike characters in one spelling; invisible ones left out."""
    folding = _folding()
    spaced = text.count(" ") * _SPREAD_SHARE > len(text)
    if not spaced and not folding.odd.search(text):
        return Folded(text, (), ())
    dropped = [match.start() for match in folding.invisible.finditer(text)]
    if spaced:
        dropped = sorted({*dropped, *_spread(text)})
    gaps = [at - before for before, at in enumerate(dropped)]
    lost = range(1, len(dropped) + 1)
    if dropped:
        ends = (*dropped, len(text))
        text = "".join(text[a + 1 : b] for a, b in zip((-1, *dropped), ends, strict=True))
    if folding.folded.search(text):
        text = folding.folded.sub(lambda match: folding.table[match.group()], text)
    return Folded(text, gaps, lost)


def _spread(text: str) -> Iterator[int]:
    """The blanks of runs in which every character stands apart: 增 长 6 % 左 右."""
    for run in _SPREAD.finditer(text):
        if sum("\u4e00" <= char <= "\u9fff" for char in run.group()) * 4 > len(run.group()):
            yield from (at for at in range(run.start(), run.end()) if text[at] == " ")


@cache
def _folding() -> _Folding:
    rules = load_shipped("characters.toml", CharacterRules)
    table = {pair[0]: pair[1] for pair in rules.pairs}
    for char in (*map(chr, _WIDE), *_WIDE_SIGNS, *map(chr, _RADICALS)):
        table[char] = unicodedata.normalize("NFKC", char)
    characters = "".join(map(re.escape, table))
    invisible = re.escape(rules.invisible)
    return _Folding(
        table,
        re.compile(f"[{characters}]"),
        re.compile(f"[{invisible}]"),
        re.compile(f"[{characters}{invisible}]"),
    )
