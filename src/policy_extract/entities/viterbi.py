"""The best well-formed BIOES sequence, in numpy, for a whole batch at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
_NEVER = np.float32(-1e4)


class Decoder:
    """Viterbi over emissions with hard BIOES constraints.

    Within one type the moves are few, so a step needs no full tag-by-tag maximum: ``O``, ``B`` and
    ``S`` follow the best of all closed tags; ``I`` and ``E`` follow ``B`` or ``I`` of their type.

    Args:
        tags: ``O`` and ``B-X``, ``I-X``, ``E-X``, ``S-X`` for every type, in the model's order.
    """

    def __init__(self, tags: Sequence[str]) -> None:
        self._tags = tuple(tags)
        index = {tag: at for at, tag in enumerate(tags)}
        self._kinds = [tag[2:] for tag in tags if tag.startswith("B-")]
        self._outside = index["O"]
        self._begin = np.array([index[f"B-{kind}"] for kind in self._kinds])
        self._inside = np.array([index[f"I-{kind}"] for kind in self._kinds])
        self._end = np.array([index[f"E-{kind}"] for kind in self._kinds])
        self._single = np.array([index[f"S-{kind}"] for kind in self._kinds])

    def spans(self, scores: Array, lengths: Sequence[int]) -> list[list[tuple[int, int, str]]]:
        """The spans of each row.

        Args:
            scores: Emissions ``(batch, characters, tags)``.
            lengths: Characters of each row; what lies behind is padding.
        """
        rows, longest, _ = scores.shape
        count = len(self._kinds)
        steps = scores.transpose(1, 0, 2)  # every step's scores lie together
        begin = steps[:, :, self._begin]
        inside = steps[:, :, self._inside]
        single = steps[:, :, self._single]
        close = steps[:, :, self._end]
        outside = steps[:, :, self._outside]
        lone_kind = single.argmax(axis=2)
        lone = np.maximum(outside, np.take_along_axis(single, lone_kind[:, :, None], 2)[:, :, 0])
        # best closed score after each character; best open score of each type
        closed = np.zeros((rows, 1), dtype=np.float32)
        opened = np.full((rows, count), _NEVER, dtype=np.float32)
        ending, start, go_on = (np.empty_like(close) for _ in range(3))
        stay, best_end = np.empty((2, longest, rows, 1), dtype=np.float32)
        for at in range(longest):
            np.add(opened, close[at], out=ending[at])
            ending[at].max(axis=1, keepdims=True, out=best_end[at])
            np.add(closed, lone[at, :, None], out=stay[at])
            np.add(closed, begin[at], out=start[at])
            np.add(opened, inside[at], out=go_on[at])
            np.maximum(start[at], go_on[at], out=opened)
            np.maximum(stay[at], best_end[at], out=closed)
        from_lone = (stay >= best_end)[:, :, 0]
        end_kind = ending.argmax(axis=2)
        began = start >= go_on
        is_single = lone > outside
        return [
            self._trace(row, length, from_lone, end_kind, began, is_single, lone_kind)
            for row, length in enumerate(lengths)
        ]

    def _trace(
        self,
        row: int,
        length: int,
        from_lone: Array,
        end_kind: Array,
        began: Array,
        is_single: Array,
        lone_kind: Array,
    ) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        lone_row = from_lone[:length, row]
        at = length - 1
        stops = np.flatnonzero(~lone_row | is_single[:length, row])
        cursor = len(stops) - 1
        while cursor >= 0:
            while cursor >= 0 and stops[cursor] > at:
                cursor -= 1
            if cursor < 0:
                break
            at = int(stops[cursor])
            if lone_row[at]:
                found.append((at, at + 1, self._kinds[int(lone_kind[at, row])]))
                at -= 1
                continue
            kind = int(end_kind[at, row])
            start = at - 1
            while start > 0 and not began[start, row, kind]:
                start -= 1
            found.append((start, at + 1, self._kinds[kind]))
            at = start - 1
        found.reverse()
        return found
