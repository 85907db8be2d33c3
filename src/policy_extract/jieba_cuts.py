"""jieba in Python, cutting as ``rjieba`` cuts, for machines that ``rjieba`` has no wheel for.

Dictionary, probabilities and tables are jieba's; four things are done as in ``rjieba``, so that the
same text gives the same words on every machine: letters and digits joined by a point, hyphen or low
line stay one word (``F-16``); rare characters are characters too; a word of ours that jieba knows keeps
jieba's tag; and a word that the dictionary has not is tagged by jieba's tagging model as a whole.
"""

import re
import warnings
from collections.abc import Iterator
from typing import Any

_RARE = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    "\U0002b740-\U0002ebef\U0002f800-\U0002fa1f"
)
_BLOCK = re.compile(rf"([{_RARE}a-zA-Z0-9+#&._%\-]+)")
_COMMON = re.compile("([\u4e00-\u9fd5]+)")
_SKIP = re.compile(r"([a-zA-Z0-9]+(?:[.\-_][a-zA-Z0-9]+)*%?)")
_PLAIN = re.compile(r"\r\n|.", re.DOTALL)
_ALPHANUMERIC = re.compile("[a-zA-Z0-9]")
_HAN = re.compile(f"[{_RARE}]")
_NEVER = -3.14e100

_State = tuple[str, str]
"""Where in a word a character stands (begin, middle, end, single), and the word's tag."""


class PlainJieba:
    """The methods of ``rjieba.Jieba`` that are used here; neither chatter nor a cache file."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):
            import jieba
            import jieba.finalseg
            import jieba.posseg
        self._words: Any = jieba.Tokenizer()
        self._words.FREQ, self._words.total = self._words.gen_pfdict(self._words.get_dict_file())
        self._words.initialized = True
        tagger: Any = jieba.posseg.POSTokenizer(self._words)
        self._tags: dict[str, str] = tagger.word_tag_tab
        self._model: Any = jieba.posseg
        self._hidden: Any = vars(jieba.finalseg)["__cut"]

    def add_word(self, word: str, freq: int, tag: str) -> None:
        """Add a word; one that is there keeps its tag."""
        self._words.total -= self._words.FREQ.get(word, 0)
        self._words.add_word(word, freq)
        self._tags.setdefault(word, tag)

    def has_word(self, word: str) -> bool:
        """Whether the dictionary has it."""
        return bool(self._words.FREQ.get(word))

    def cut(self, text: str) -> Iterator[str]:
        """The words; joined they are the text."""
        for index, block in enumerate(_BLOCK.split(text)):
            yield from self._block(block) if index % 2 else _PLAIN.findall(block)

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The words with their parts of speech."""
        return [(word, self._tags.get(word) or self._guess(word)) for word in self.cut(text)]

    def _block(self, block: str) -> Iterator[str]:
        """Words of the likeliest way through the dictionary; single characters in a row are joined
        again by the hidden Markov model.
        """
        route: dict[int, tuple[float, int]] = {}
        self._words.calc(block, self._words.get_DAG(block), route)
        at = single = 0
        while at < len(block):
            end = route[at][1] + 1
            if end - at > 1:
                yield from self._unknown(block[single:at])
                yield block[at:end]
                single = end
            at = end
        yield from self._unknown(block[single:])

    def _unknown(self, characters: str) -> Iterator[str]:
        if len(characters) < 2 or self.has_word(characters):
            yield from characters
            return
        for index, part in enumerate(_COMMON.split(characters)):
            if index % 2:
                yield from self._hidden(part) if len(part) > 1 else part
            else:
                yield from filter(None, _SKIP.split(part))

    def _guess(self, word: str) -> str:
        marks = _ALPHANUMERIC.findall(word)
        if marks:
            return "m" if all(mark.isdigit() for mark in marks) else "eng"
        if not _HAN.search(word):
            return "x"
        parts = _parts(self._likeliest(word))
        return max(reversed(parts), key=lambda part: len(word[part[0] : part[1]].encode()))[2]

    def _likeliest(self, word: str) -> list[_State]:
        """The likeliest states of the characters that close the last word; none without a way."""
        model = self._model
        ways: dict[_State, tuple[float, list[_State]]] = {}
        for at, char in enumerate(word):
            before, ways = ways, {}
            for state in model.char_state_tab_P.get(char) or model.start_P:
                seen = model.emit_P[state].get(char, _NEVER)
                if at == 0:
                    best = (model.start_P[state] + seen, [state])
                else:
                    steps = (
                        (chance + model.trans_P[old].get(state, _NEVER) + seen, path)
                        for old, (chance, path) in before.items()
                    )
                    chance, path = max(steps, key=lambda step: step[0], default=(_NEVER, []))
                    best = (chance, [*path, state])
                if best[0] > _NEVER:
                    ways[state] = best
        ends = (way for state, way in ways.items() if state[0] in "ES")
        return max(ends, key=lambda way: way[0], default=(_NEVER, []))[1]


def _parts(states: list[_State]) -> list[tuple[int, int, str]]:
    """Words as start, end and tag; one unknown word without states."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for at, (place, tag) in enumerate(states):
        if place in "BS":
            start = at
        if place in "ES":
            found.append((start, at + 1, tag))
    return found or [(0, 0, "x")]
