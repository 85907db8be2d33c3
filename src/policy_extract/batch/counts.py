"""What a part or a run came to."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums; every input ends as a document or as an error."""

    inputs: int = 0
    documents: int = 0
    errors: int = 0
    chars: int = 0
    targets: int = 0
    metrics: int = 0
    entities: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts))
        )


class Counted(Protocol):
    """What came to something."""

    @property
    def counts(self) -> Counts:
        """What it came to."""


def total(parts: Iterable[Counted]) -> Counts:
    """What parts come to together."""
    return sum((one.counts for one in parts), Counts())
