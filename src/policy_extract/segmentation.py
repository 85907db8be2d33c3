"""jieba's segmentation with a policy dictionary of our own.

``rjieba`` does the cutting, some ten times faster than jieba in Python. It is compiled, and where it
has no wheel jieba itself cuts, with the same result (a test compares the two). Both are silent here and write no
cache file.
"""

import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any, Literal, NamedTuple, Protocol, get_args

from policy_extract.errors import UsageError
from policy_extract.jieba_cuts import PlainJieba
from policy_extract.rules.loader import read_shipped

SegmenterName = Literal["auto", "rjieba", "jieba"]
"""``auto`` is ``rjieba`` where it is installed, else ``jieba``."""

_FREQUENCY = 20_000
"""Given to a word of ours: above any single character's, so that the word holds together."""


class Token(NamedTuple):
    """A word: ``text[start:end]``."""

    text: str
    start: int
    end: int


@cache
def policy_words() -> tuple[str, ...]:
    """The shipped dictionary: one word a line; ``#`` opens a comment."""
    lines = (line.partition("#")[0].strip() for line in read_shipped("words.txt").splitlines())
    return tuple(line for line in lines if line)


class _Cutter(Protocol):
    """What both give, as ``rjieba.Jieba`` names it."""

    def add_word(self, word: str, freq: int, tag: str, /) -> Any: ...
    def has_word(self, word: str, /) -> bool: ...
    def cut(self, text: str, /) -> Iterable[str]: ...
    def tag(self, word: str, /) -> list[tuple[str, str]]: ...


def as_segmenter(name: str) -> SegmenterName:
    """The name of a segmenter as a user wrote it.

    Raises:
        UsageError: There is none of that name.
    """
    for known in get_args(SegmenterName):
        if name == known:
            found: SegmenterName = known
            return found
    known = ", ".join(get_args(SegmenterName))
    raise UsageError(f"segmenter {name!r} is unknown", hint=f"Choose from {known}")


def _open(name: SegmenterName) -> _Cutter:
    if as_segmenter(name) != "jieba":
        try:
            compiled = _compiled()
        except ImportError as error:
            if name == "rjieba":
                hint = "Install it with: pip install rjieba, or choose jieba"
                raise UsageError("rjieba is not installed", hint=hint) from error
        else:
            cutter: _Cutter = compiled.Jieba()
            return cutter
    return PlainJieba()


@cache
def _compiled() -> Any:
    """The compiled part of ``rjieba``, without the package around it.

    The package loads a dictionary of its own when it is imported, which would double what the start of a
    process costs. A later ``import rjieba`` finds the very module that is loaded here.
    """
    name = "rjieba.rjieba"
    package = find_spec("rjieba")
    inside = PathFinder.find_spec(name, package.submodule_search_locations) if package else None
    if name not in sys.modules and inside is not None and inside.loader is not None:
        module = module_from_spec(inside)
        sys.modules[name] = module
        inside.loader.exec_module(module)
    return sys.modules[name] if name in sys.modules else import_module(name)


class Segmenter:
    """Cuts text into words. Immutable once built, so threads may share it.

    Args:
        words: More words than the shipped dictionary has, such as a user's lexicon.
        name: What cuts, see :data:`SegmenterName`.

    Raises:
        UsageError: ``name`` is unknown or not installed.
    """

    def __init__(self, words: Iterable[str] = (), name: SegmenterName = "auto") -> None:
        self._jieba = _open(name)
        self._tags: dict[str, str] = {}
        for word in (*policy_words(), *words):
            self._jieba.add_word(word, _FREQUENCY, "n")

    def cut(self, text: str) -> list[str]:
        """The words of a text; joined they are the text."""
        return list(self._jieba.cut(text))

    def tag(self, word: str) -> str:
        """jieba's part of speech of a word by itself; ``x`` for what it would cut further."""
        known = self._tags.get(word)
        if known is None:
            tagged = self._jieba.tag(word)
            known = self._tags[word] = tagged[0][1] if len(tagged) == 1 else "x"
        return known

    def knows(self, word: str) -> bool:
        """Whether the dictionary, jieba's or ours, has this very word."""
        return bool(self._jieba.has_word(word))

    def tokens(self, text: str) -> list[Token]:
        """The words of a text with their offsets."""
        found: list[Token] = []
        at = 0
        for word in self._jieba.cut(text):
            found.append(Token(word, at, at + len(word)))
            at += len(word)
        return found
