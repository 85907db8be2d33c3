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
from policy_extract.entities.viterbi import Decoder
from policy_extract.errors import ModelError

Ids = np.ndarray[Any, np.dtype[np.int64]]


class OnnxRecognizer:
    """A model folder with a manifest, run by ONNX Runtime.

    Args:
        folder: The model's folder.
        name: What to call it.
        threads: Threads of the runtime.
        bare: Tell bare scores in the place of confidences, to calibrate by.

    Raises:
        ModelError: A file is missing or damaged.
    """

    def __init__(self, folder: Path, *, name: str, threads: int = 1, bare: bool = False) -> None:
        manifest = read_manifest(folder)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / manifest.onnx), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                f"{folder}: the ONNX weights cannot be loaded: {error}",
                hint="Install policy-extract again",
            ) from error
        vocab = (folder / manifest.vocab).read_text(encoding="utf-8").split("\n")
        self._rows = Rows(build_table(vocab))
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
        for group in groups(lengths):
            ids, mask = _inputs([rows[places[at] : places[at + 1]] for at in group])
            (scores,) = self._session.run(None, {"ids": ids, "mask": mask})
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


def _inputs(texts: "Sequence[np.ndarray[Any, np.dtype[np.int32]]]") -> tuple[Ids, Ids]:
    """Texts as rows of the vocabulary with [CLS] and [SEP] around each, padded, and the mask."""
    longest = max(map(len, texts))
    ids = np.zeros((len(texts), longest + 2), dtype=np.int64)
    mask = np.zeros((len(texts), longest + 2), dtype=np.int64)
    ids[:, 0] = CLS
    for row, text in enumerate(texts):
        ids[row, 1 : len(text) + 1] = text
        ids[row, len(text) + 1] = SEP
        mask[row, : len(text) + 2] = 1
    return ids, mask
