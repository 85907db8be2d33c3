"""Words looked up at a place in a text: hedges and currencies; ordinary words with a numeral."""

from typing import Generic, TypeVar

TRIGGERS = frozenset(
    "零〇○一二三四五六七八九十百千万亿两俩仨廿卅壹贰叁肆伍陆柒捌玖拾佰仟几数第翻倍半前首"
)
"""Characters at which a quantity may begin (digits and a few fixed words besides)."""

_DIGITS = frozenset("零〇○一二三四五六七八九")
_Meaning = TypeVar("_Meaning")


class Words(Generic[_Meaning]):
    """Words looked up at a place in a text, longest first, with what each means."""

    def __init__(self, words: dict[str, _Meaning]) -> None:
        self._words = words
        self._at: dict[str, tuple[str, ...]] = {}
        self._before: dict[str, tuple[str, ...]] = {}
        for word in sorted(words, key=len, reverse=True):
            self._at[word[0]] = (*self._at.get(word[0], ()), word)
            self._before[word[-1]] = (*self._before.get(word[-1], ()), word)

    def at(self, text: str, start: int) -> tuple[str, _Meaning] | None:
        """The longest word that begins at ``start``."""
        for word in self._at.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return word, self._words[word]
        return None

    def before(self, text: str, end: int) -> tuple[str, _Meaning] | None:
        """The longest word that ends at ``end``."""
        for word in self._before.get(text[end - 1 : end], ()):
            if text.endswith(word, 0, end):
                return word, self._words[word]
        return None


class OrdinaryWords:
    """Ordinary words that contain a numeral, found from the numeral (统一 from its 一)."""

    def __init__(self, words: tuple[str, ...], unless: dict[str, str]) -> None:
        self._unless = unless
        self._next: dict[str, list[tuple[int, str]]] = {}
        self._last: dict[str, list[tuple[int, str]]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            for offset, char in enumerate(word):
                if char not in TRIGGERS:
                    continue
                if offset + 1 < len(word):
                    self._next.setdefault(word[offset : offset + 2], []).append((offset, word))
                else:
                    self._last.setdefault(word[offset - 1 : offset + 1], []).append((offset, word))

    def end(self, text: str, at: int) -> int | None:
        """The end of the word that covers the character at ``at``; null when none does."""
        for pairs in (
            self._next.get(text[at : at + 2]),
            self._last.get(text[max(0, at - 1) : at + 1]),
        ):
            for offset, word in pairs or ():
                begin = at - offset
                if (
                    begin >= 0
                    and text.startswith(word, begin)
                    and not self._barred(text, begin, word)
                ):
                    return begin + len(word)
        return None

    def starts(self, text: str, at: int) -> int | None:
        """The end of the word that begins at ``at``; null when none does."""
        for offset, word in self._next.get(text[at : at + 2], ()):
            if offset == 0 and text.startswith(word, at) and not self._barred(text, at, word):
                return at + len(word)
        return None

    def _barred(self, text: str, begin: int, word: str) -> bool:
        end = begin + len(word)
        following = text[end : end + 2]
        if (
            word[-1] in _DIGITS
            and len(following) == 2
            and all(char in _DIGITS for char in following)
        ):
            return True  # 同一九七八年: the last character begins a year
        return following[:1] in tuple(self._unless.get(word, ""))
