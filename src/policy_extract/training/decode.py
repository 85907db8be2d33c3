"""From scores to spans, and spans to figures."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from policy_extract.entities.viterbi import Decoder
from policy_extract.training.labels import TAGS, TYPES

_DECODER = Decoder(TAGS)
Span = tuple[int, int, str]


def decode(scores: np.ndarray[Any, np.dtype[Any]], lengths: Sequence[int]) -> list[list[Span]]:
    """The best well-formed spans of each row of ``(batch, characters, tags)`` scores."""
    return _DECODER.spans(scores, lengths)


def span_f1(gold: Sequence[set[Span]], found: Sequence[set[Span]]) -> dict[str, float]:
    """Strict span F1 (start, end and type) over sentences: ``all`` and each type that occurs."""
    out: dict[str, float] = {}
    for kind in ("all", *TYPES):
        right = total = 0
        for wanted, given in zip(gold, found, strict=True):
            a = {span for span in wanted if kind in ("all", span[2])}
            b = {span for span in given if kind in ("all", span[2])}
            right += len(a & b)
            total += len(a) + len(b)
        if total:
            out[kind] = 2 * right / total
    return out
