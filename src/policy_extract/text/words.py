"""What reading needs of a word segmenter."""

from collections.abc import Sequence
from typing import Protocol


class Words(Protocol):
    """A segmenter with its dictionary."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text."""

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word."""
