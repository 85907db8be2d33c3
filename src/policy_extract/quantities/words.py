"""Words looked up at a place in a text: hedges and currencies; ordinary words with a numeral."""

from typing import Generic, NamedTuple, TypeVar

TRIGGERS = frozenset(
    "零〇○一二三四五六七八九十百千万亿两俩仨廿卅壹贰叁肆伍陆柒捌玖拾佰仟几数第翻倍半前首"
)
"""Characters at which a quantity may begin (digits and a few fixed words besides)."""

_DIGITS = frozenset("零〇○一二三四五六七八九")
_Meaning = TypeVar("_Meaning")


class Words(Generic[_Meaning]):
    """Words looked up at a place in a text, longest first, with what each means.

    Attributes:
        firsts: The characters that one begins with.
        lasts: Those that one ends with.
    """

    def __init__(self, words: dict[str, _Meaning]) -> None:
        self._words = words
        self.firsts = frozenset(word[0] for word in words)
        self.lasts = frozenset(word[-1] for word in words)
        self._at: dict[str, tuple[str, ...]] = {}
        self._before: dict[str, tuple[str, ...]] = {}
        for word in sorted(words, key=len, reverse=True):
            self._at[word[0]] = (*self._at.get(word[0], ()), word)
            self._before[word[-2:]] = (*self._before.get(word[-2:], ()), word)

    def at(self, text: str, start: int) -> tuple[str, _Meaning] | None:
        """The longest word that begins at ``start``."""
        for word in self._at.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return word, self._words[word]
        return None

    def before(self, text: str, end: int) -> tuple[str, _Meaning] | None:
        """The longest word that ends at ``end``."""
        for word in self._before.get(text[max(0, end - 2) : end], ()):
            if text.endswith(word, 0, end):
                return word, self._words[word]
        word = text[end - 1 : end]
        return (word, self._words[word]) if word in self._words else None


class _Word(NamedTuple):
    """An ordinary word, seen from a character of it that begins a numeral.

    ``offset`` is that character's place in it; behind one of ``unless`` it is no word; ``counts``
    says that its last character is a digit.
    """

    offset: int
    word: str
    unless: str
    counts: bool


class OrdinaryWords:
    """Ordinary words that contain a numeral, found from the numeral (统一 from its 一)."""

    def __init__(self, words: tuple[str, ...], unless: dict[str, str]) -> None:
        self._next: dict[str, list[_Word]] = {}
        self._last: dict[str, list[_Word]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            for offset, char in enumerate(word):
                if char not in TRIGGERS:
                    continue
                seen = _Word(offset, word, unless.get(word, ""), word[-1] in _DIGITS)
                if offset + 1 < len(word):
                    self._next.setdefault(word[offset : offset + 2], []).append(seen)
                else:
                    self._last.setdefault(word[offset - 1 : offset + 1], []).append(seen)

    def end(self, text: str, at: int) -> int | None:
        """The end of the word that covers the character at ``at``; null when none does."""
        for seen in self._next.get(text[at : at + 2], ()):
            if text.startswith(seen[1], at - seen[0]) and at >= seen[0]:
                end = at - seen[0] + len(seen[1])
                if not _barred(text, end, seen):
                    return end
        for seen in self._last.get(text[max(0, at - 1) : at + 1], ()):
            if text.endswith(seen[1], 0, at + 1) and not _barred(text, at + 1, seen):
                return at + 1
        return None

    def starts(self, text: str, at: int) -> int | None:
        """The end of the word that begins at ``at``; null when none does."""
        for seen in self._next.get(text[at : at + 2], ()):
            if seen.offset == 0 and text.startswith(seen.word, at):
                end = at + len(seen.word)
                if not _barred(text, end, seen):
                    return end
        return None


def _barred(text: str, end: int, seen: _Word) -> bool:
    """Whether what follows undoes a word that ends at ``end``."""
    following = text[end : end + 2]
    if seen.counts and len(following) == 2 and all(char in _DIGITS for char in following):
        return True  # 同一九七八年: the last character begins a year
    return seen.unless != "" and following[:1] in tuple(seen.unless)
