"""The decoder against a brute-force reference."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.entities.viterbi import Decoder

TAGS = ("O", "B-X", "I-X", "E-X", "S-X", "B-Y", "I-Y", "E-Y", "S-Y")
DECODER = Decoder(TAGS)


def well_formed(sequence: tuple[str, ...]) -> bool:
    open_kind = None
    for tag in sequence:
        part, kind = tag[0], tag[2:]
        if open_kind is None:
            if part in "IE":
                return False
        elif part not in "IE" or kind != open_kind:
            return False
        open_kind = kind if part in "BI" else None
    return open_kind is None


def spans_of(sequence: tuple[str, ...]) -> list[tuple[int, int, str]]:
    found, start = [], 0
    for at, tag in enumerate(sequence):
        if tag[0] in "BS":
            start = at
        if tag[0] in "ES":
            found.append((start, at + 1, tag[2:]))
    return found


ALL = {
    length: [s for s in itertools.product(TAGS, repeat=length) if well_formed(s)]
    for length in range(1, 5)
}


@settings(max_examples=150)
@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_best_sequence_is_found(length: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(1, length, len(TAGS))).astype(np.float32)
    index = {tag: at for at, tag in enumerate(TAGS)}

    def total(sequence: tuple[str, ...]) -> float:
        return float(sum(scores[0, at, index[tag]] for at, tag in enumerate(sequence)))

    best = max(ALL[length], key=total)
    assert DECODER.spans(scores, [length]) == [spans_of(best)]


def test_padding_changes_nothing() -> None:
    rng = np.random.default_rng(7)
    short = rng.normal(size=(1, 5, len(TAGS))).astype(np.float32)
    padded = np.concatenate([short, rng.normal(size=(1, 4, len(TAGS))).astype(np.float32)], axis=1)
    assert DECODER.spans(padded, [5]) == DECODER.spans(short, [5])
