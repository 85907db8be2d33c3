"""What a check found, as data: the one thing that every form of report is made from."""

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from policy_extract.evaluation.difference import Difference
from policy_extract.evaluation.gates import GateResult
from policy_extract.evaluation.scoring import Score


@dataclass(frozen=True)
class Outcome:
    """A check's outcome.

    Attributes:
        score: The figures; ``None`` for a comparison of whole outputs.
        differences: What to show, already selected.
        gates: The verdict of every gate.
        texts: The articles by document name.
        articles: Their files, as a reader of the report should see them.
    """

    score: Score | None
    differences: tuple[Difference, ...]
    gates: tuple[GateResult, ...] = ()
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    articles: dict[str, Path] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[GateResult, ...]:
        """The gates that did not pass."""
        return tuple(gate for gate in self.gates if not gate.passed)


class Places:
    """Lines and columns of offsets, counted from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def title(item: Difference) -> str:
    """A difference in two or three words: ``miss record``, ``wrong period``."""
    if item.sort == "wrong":
        return f"wrong {item.field}" if item.what == "record" else f"wrong {item.what} {item.field}"
    return f"{item.sort} {item.what}"
