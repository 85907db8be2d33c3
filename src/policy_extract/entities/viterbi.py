"""The best well-formed BIOES sequence, in numpy, for a whole batch at once.

Where the best tag of every character already makes a well-formed sequence, that is the answer: the
moves cost nothing, so no other sequence scores higher. Only the other rows are searched.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Span = tuple[int, int, str]
_NEVER = -1e4


class ScoredTags(NamedTuple):
    """A span, and the least share that one of its characters gives to its tag, as a logarithm."""

    start: int
    end: int
    type: str
    score: float


class Decoder:
    """Decodes emissions under hard BIOES constraints.

    Args:
        tags: ``O`` and ``B-X``, ``I-X``, ``E-X``, ``S-X`` for every type, in the model's order.
    """

    def __init__(self, tags: Sequence[str]) -> None:
        index = {tag: at for at, tag in enumerate(tags)}
        self._kinds = [tag[2:] for tag in tags if tag.startswith("B-")]
        self._outside = index["O"]
        self._begin, self._inside, self._end, self._single = (
            np.array([index[f"{part}-{kind}"] for kind in self._kinds]) for part in "BIES"
        )
        self._kind_of = [tag[2:] for tag in tags]
        self._opens = np.array([tag[0] in "BS" for tag in tags])
        self._closes = np.array([tag[0] in "ES" for tag in tags])
        self._free_before = np.array([tag[0] in "OBS" for tag in tags])
        self._free_behind = np.array([tag[0] in "OES" for tag in tags])
        self._moves = np.array([[_fits(left, right) for right in tags] for left in tags])

    def spans(self, scores: Array, lengths: Sequence[int]) -> list[list[Span]]:
        """The spans of each row.

        Args:
            scores: Emissions ``(batch, characters, tags)``.
            lengths: Characters of each row; what lies behind is padding.
        """
        return [
            [(start, end, kind) for start, end, kind, _ in row]
            for row in self.scored(scores, lengths)
        ]

    def scored(self, scores: Array, lengths: Sequence[int]) -> list[list[ScoredTags]]:
        """The spans of each row with their scores; the arguments are those of :meth:`spans`."""
        best = scores.argmax(axis=2)
        rows, longest = best.shape
        ends = np.asarray(lengths) - 1
        real = np.arange(longest) <= ends[:, None]
        fits = self._moves[best[:, :-1], best[:, 1:]] | ~real[:, 1:]
        order = np.arange(rows)
        good = (
            fits.all(axis=1) & self._free_before[best[:, 0]] & self._free_behind[best[order, ends]]
        )
        for row in np.flatnonzero(~good).tolist():
            self._mend(scores[row, : lengths[row]], best[row, : lengths[row]])
        found: list[list[ScoredTags]] = [[] for _ in range(rows)]
        tagged = real & (best != self._outside)
        row_at, at = np.nonzero(tagged)
        if not len(at):
            return found
        tags = best[row_at, at]
        kept = scores[row_at, at]
        highest = kept.max(axis=1)
        total = np.log(np.exp(kept - highest[:, None]).sum(axis=1)) + highest
        shares = kept[np.arange(len(at)), tags] - total
        first = np.flatnonzero(self._opens[tags])
        last = np.flatnonzero(self._closes[tags])
        least = np.minimum.reduceat(shares, first)
        for row, start, stop, tag, score in zip(
            row_at[first].tolist(), at[first].tolist(), at[last].tolist(), tags[first].tolist(),
            least.tolist(), strict=True,
        ):  # fmt: skip
            found[row].append(ScoredTags(start, stop + 1, self._kind_of[tag], score))
        return found

    def _mend(self, scores: Array, best: Array) -> None:
        """Put the best well-formed sequence of one row in the place of its best tags.

        It is searched only between the nearest ``O`` on both sides of each break. That is the whole
        row's best as long as no such ``O`` could be given up for less than the repairs cost.
        """
        length = len(best)
        wrong = np.flatnonzero(~self._moves[best[:-1], best[1:]]).tolist()
        if not self._free_before[best[0]]:
            wrong.insert(0, -1)
        if not self._free_behind[best[-1]]:
            wrong.append(length - 1)
        outside = np.flatnonzero(best == self._outside)
        repaired, cost, margin = -1, 0.0, np.inf
        for place in wrong:
            if place < repaired:
                continue
            behind = int(np.searchsorted(outside, place, side="right"))
            low = int(outside[behind - 1]) + 1 if behind else 0
            high = repaired = int(outside[behind]) if behind < len(outside) else length
            piece = scores[low:high]
            tags, lost = self._search(piece)
            cost += lost
            best[low:high] = tags
            for edge in (low - 1, high):
                if 0 <= edge < length:
                    second, first = np.partition(scores[edge], -2)[-2:]
                    margin = min(margin, float(first - second))
        if margin <= cost:
            best[:], _ = self._search(scores)

    def _search(self, scores: Array) -> tuple[list[int], float]:
        """The best well-formed tags of a stretch, and what they score less than the best tags.

        Few types are in play at a place. Those of the best tags are searched; another joins only if two
        of its tags, the fewest a name has, could lose less than was found.
        """
        best = scores.max(axis=1)
        losses = best[:, None] - np.maximum.reduce(
            [scores[:, of] for of in (self._begin, self._inside, self._end)]
        )
        kinds = np.flatnonzero((losses <= 0).any(axis=0)).tolist()
        while True:
            tags = self._among(scores, kinds)
            lost = float((best - scores[np.arange(len(tags)), tags]).sum())
            if len(tags) < 2:
                return tags, lost
            least = np.partition(losses, 1, axis=0)[:2].sum(axis=0)
            rivals = np.flatnonzero(least < lost).tolist()
            if set(rivals) <= set(kinds):
                return tags, lost
            kinds = sorted({*kinds, *rivals})

    def _among(self, scores: Array, kinds: Sequence[int]) -> list[int]:
        """Viterbi over one stretch with names of these types, and single characters of any.

        Within one type the moves are few, so a step needs no full tag-by-tag maximum: ``O``, ``B``
        and ``S`` follow the best of all closed tags; ``I`` and ``E`` follow ``B`` or ``I`` of
        their type.
        """
        begin, inside, end = (
            scores[:, of[kinds]].tolist() for of in (self._begin, self._inside, self._end)
        )
        single = scores[:, self._single]
        alone = single.argmax(axis=1).tolist()
        outside = scores[:, self._outside].tolist()
        lone: list[int] = []
        closed = 0.0
        opened = [_NEVER] * len(kinds)
        began: list[list[bool]] = []
        ended: list[int] = []
        for at, (none, one) in enumerate(zip(outside, single.max(axis=1).tolist(), strict=True)):
            lone.append(self._outside if none >= one else int(self._single[alone[at]]))
            stay, stop, last = closed + max(none, one), -math.inf, -1
            fresh_here: list[bool] = []
            for kind, (b, i, e) in enumerate(zip(begin[at], inside[at], end[at], strict=True)):
                if opened[kind] + e > stop:
                    stop, last = opened[kind] + e, kind
                fresh, longer = closed + b, opened[kind] + i
                fresh_here.append(fresh >= longer)
                opened[kind] = max(fresh, longer)
            began.append(fresh_here)
            ended.append(-1 if stay >= stop else last)
            closed = max(stay, stop)
        tags = [self._outside] * len(outside)
        at = len(outside) - 1
        while at >= 0:
            kind = ended[at]
            if kind < 0:
                tags[at] = lone[at]
            else:
                tags[at] = int(self._end[kinds[kind]])
                at -= 1
                while at > 0 and not began[at][kind]:
                    tags[at] = int(self._inside[kinds[kind]])
                    at -= 1
                tags[at] = int(self._begin[kinds[kind]])
            at -= 1
        return tags


def _fits(left: str, right: str) -> bool:
    """Whether one tag may follow another."""
    if left[0] in "BI":
        return right[0] in "IE" and left[2:] == right[2:]
    return right[0] in "OBS"
