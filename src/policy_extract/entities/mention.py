"""What a recogniser is and gives."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from policy_extract.records import EntityType

Mention = tuple[int, int, str]


class Scored(NamedTuple):
    """A mention in a sentence.

    Attributes:
        confidence: The probability that type and borders are right; null where a model tells none.
    """

    start: int
    end: int
    type: EntityType
    confidence: float | None


class Recognizer(Protocol):
    """Finds named things in sentences; safe to share between threads.

    Attributes:
        name: ``policy-ner-fast``, a folder's name, or a name in ``hanlp.pretrained``.
        version: The first twelve hex digits of the weights' SHA-256.
    """

    name: str
    version: str

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """For each sentence its mentions ``(start, end, type)``, sorted, none overlapping."""
        ...

    def scored(self, sentences: Sequence[str]) -> list[list[Scored]]:
        """The same mentions with their confidence."""
        ...
