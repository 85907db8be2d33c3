"""The shipped models on ONNX Runtime: characters in, spans out, no torch."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from policy_extract.entities.characters import CLS, SEP, Rows, build_table
from policy_extract.entities.labels import map_label
from policy_extract.entities.manifest import read_manifest
from policy_extract.entities.mention import Mention, Scored
from policy_extract.entities.pieces import batches, split_pieces
from policy_extract.entities.viterbi import Decoder
from policy_extract.errors import ModelError

_BATCH = 400
"""Padded characters a batch: the fastest of 400, 800, 1600 and 2400 on one core (the cache holds it)."""


class OnnxRecognizer:
    """A model folder with a manifest, run by ONNX Runtime.

    Args:
        folder: The model's folder.
        name: What to call it.
        threads: Threads of the runtime.

    Raises:
        ModelError: A file is missing or damaged.
    """

    def __init__(self, folder: Path, *, name: str, threads: int = 1) -> None:
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
        for group in batches(lengths, _BATCH):
            ids, mask = self._inputs(sentences, [pieces[at] for at in group])
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

    def _inputs(
        self, sentences: Sequence[str], pieces: Sequence[tuple[int, int, int]]
    ) -> tuple["np.ndarray[tuple[int, ...], np.dtype[np.int64]]", ...]:
        longest = max(end - start for _, start, end in pieces)
        ids = np.zeros((len(pieces), longest + 2), dtype=np.int64)
        mask = np.zeros((len(pieces), longest + 2), dtype=np.int64)
        for row, (index, start, end) in enumerate(pieces):
            ids[row, 0] = CLS
            ids[row, 1 : end - start + 1] = self._rows(sentences[index][start:end])
            ids[row, end - start + 1] = SEP
            mask[row, : end - start + 2] = 1
        return ids, mask

    def _confidence(self, label: str, score: float) -> float | None:
        """The calibrated probability that a mention is right, to three places."""
        line = self._calibration.get(label)
        if line is None:
            return None
        # The logit of the share, which a share of one would send to infinity.
        share = min(max(math.exp(score), 1e-6), 1 - 1e-6)
        told = line[0] + line[1] * math.log(share / (1 - share))
        return round(1 / (1 + math.exp(-told)), 3)
