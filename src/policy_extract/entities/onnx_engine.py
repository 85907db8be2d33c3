"""The shipped models on ONNX Runtime: characters in, spans out, no torch."""

import math
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from policy_extract.entities.characters import CLS, SEP, Rows, build_table
from policy_extract.entities.labels import map_label
from policy_extract.entities.manifest import read_manifest
from policy_extract.entities.mention import Mention, Scored
from policy_extract.entities.pieces import groups, split_pieces
from policy_extract.entities.session import open_session
from policy_extract.entities.viterbi import Decoder
from policy_extract.entities.word_features import Tagger, WordFeatures

Ids = np.ndarray[Any, np.dtype[np.int64]]


class OnnxRecognizer:
    """A model folder with a manifest, run by ONNX Runtime.

    Args:
        folder: The model's folder.
        name: What to call it.
        threads: Threads of the runtime.
        bare: Tell bare scores in the place of confidences, to calibrate by.
        segmenter: Cuts words for a model that reads them; the shipped one when null.

    Raises:
        ModelError: A file is missing or damaged.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        threads: int = 1,
        bare: bool = False,
        segmenter: Tagger | None = None,
    ) -> None:
        manifest = read_manifest(folder)
        self._session = open_session(folder / manifest.onnx, threads)
        vocab = (folder / manifest.vocab).read_text(encoding="utf-8").split("\n")
        self._rows = Rows(build_table(vocab))
        inputs = {one.name for one in self._session.get_inputs()}
        self._words = WordFeatures(vocab, segmenter) if "words" in inputs else None
        self._decoder = Decoder(manifest.tags)
        self._limit = manifest.max_chars
        self._calibration = manifest.calibration
        self._bare = bare
        self.name = name
        self.version = manifest.files[manifest.onnx][:12]

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions of each sentence; see :class:`Recognizer`."""
        return [[(one.start, one.end, one.type) for one in row] for row in self.scored(sentences)]

    def scored(self, sentences: Sequence[str]) -> list[list[Scored]]:
        """The mentions of each sentence with their confidence; see :class:`Recognizer`."""
        pieces = [
            (index, start, end)
            for index, sentence in enumerate(sentences)
            for start, end in split_pieces(sentence, self._limit)
            if not sentence[start:end].isspace()
        ]
        found: list[list[Scored]] = [[] for _ in sentences]
        lengths = [end - start for _, start, end in pieces]
        rows = self._rows("".join(sentences[index][start:end] for index, start, end in pieces))
        places = [0, *accumulate(lengths)]
        words = self._words(rows, lengths) if self._words is not None else None
        for group in groups(lengths):
            spans_of = [slice(places[at], places[at + 1]) for at in group]
            (scores,) = self._session.run(None, model_inputs(rows, words, spans_of))
            spans = self._decoder.scored(scores, [lengths[at] for at in group])
            for at, row in zip(group, spans, strict=True):
                index, offset, _ = pieces[at]
                for start, end, label, score in row:
                    kind = map_label(label)
                    if kind is not None:
                        told = self._confidence(label, score)
                        found[index].append(Scored(start + offset, end + offset, kind, told))
        for mentions in found:
            mentions.sort()
        return found

    def _confidence(self, label: str, score: float) -> float | None:
        """The calibrated probability that a mention is right, to three places."""
        if self._bare:
            return score
        line = self._calibration.get(label)
        if line is None:
            return None
        # The logit of the share, which a share of one would send to infinity.
        share = min(max(math.exp(score), 1e-6), 1 - 1e-6)
        told = line[0] + line[1] * math.log(share / (1 - share))
        return round(1 / (1 + math.exp(-told)), 3)


def model_inputs(
    rows: "np.ndarray[Any, np.dtype[np.int32]]", words: Ids | None, texts: Sequence[slice]
) -> dict[str, Ids]:
    """What a model reads of some texts, padded.

    Args:
        rows: Rows of the vocabulary of all texts, one behind the other.
        words: The rows of their words and places (:class:`WordFeatures`), for a model that reads them.
        texts: Where each text to read stands in these.

    Returns:
        ``ids`` with [CLS] and [SEP] around each text and their ``mask``; ``words`` and ``places``.
    """
    lengths = [text.stop - text.start for text in texts]
    longest = max(lengths)
    ids = np.zeros((len(texts), longest + 2), dtype=np.int64)
    mask = np.zeros((len(texts), longest + 2), dtype=np.int64)
    both = np.zeros((2, len(texts), longest), dtype=np.int64)
    ids[:, 0] = CLS
    for row, (text, length) in enumerate(zip(texts, lengths, strict=True)):
        ids[row, 1 : length + 1] = rows[text]
        ids[row, length + 1] = SEP
        mask[row, : length + 2] = 1
        if words is not None:
            both[:, row, :length] = words[:, text]
    if words is None:
        return {"ids": ids, "mask": mask}
    return {"ids": ids, "mask": mask, "words": both[0], "places": both[1]}
