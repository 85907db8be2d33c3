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


@settings(max_examples=150)
@given(st.integers(1, 40), st.integers(0, 2**32 - 1), st.floats(0, 4))
def test_repairs_are_as_good_as_a_search_of_the_whole_row(
    length: int, seed: int, outside: float
) -> None:
    scores = np.random.default_rng(seed).normal(size=(1, length, len(TAGS))).astype(np.float32)
    scores[:, :, 0] += np.float32(outside)
    index = {tag: at for at, tag in enumerate(TAGS)}

    def total(spans: list[tuple[int, int, str]]) -> float:
        tags = [0] * length
        for start, end, kind in spans:
            for at in range(start, end):
                part = (
                    "S" if end - start == 1 else "BE"[at > start] if at in (start, end - 1) else "I"
                )
                tags[at] = index[f"{part}-{kind}"]
        return float(scores[0, np.arange(length), tags].sum())

    reach = np.full(len(TAGS), -np.inf)
    for at in range(length):
        before = [
            max(
                (reach[i] for i, left in enumerate(TAGS) if at and follows(left, tag)),
                default=-np.inf,
            )
            if at
            else (0.0 if tag[0] in "OBS" else -np.inf)
            for tag in TAGS
        ]
        reach = np.array(before) + scores[0, at]
    best = max(reach[i] for i, tag in enumerate(TAGS) if tag[0] in "OES")
    (spans,) = DECODER.spans(scores, [length])
    assert abs(total(spans) - best) < 1e-3


def follows(left: str, right: str) -> bool:
    if left[0] in "BI":
        return right[0] in "IE" and left[2:] == right[2:]
    return right[0] in "OBS"


def test_a_row_reads_the_same_in_any_batch() -> None:
    scores = np.random.default_rng(3).normal(size=(6, 30, len(TAGS))).astype(np.float32)
    scores[:, :, 0] += 2
    lengths = [30, 12, 1, 7, 30, 22]
    alone = [DECODER.scored(scores[i : i + 1, :n], [n])[0] for i, n in enumerate(lengths)]
    assert DECODER.scored(scores, lengths) == alone
    assert all(span.score <= 0 for row in alone for span in row)
