"""The shipped models on ONNX Runtime: characters in, spans out, no torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from policy_extract.entities.characters import CLS, SEP, Rows, build_table
from policy_extract.entities.manifest import read_manifest
from policy_extract.entities.pieces import batches, split_pieces
from policy_extract.entities.recognizer import Mention
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
        self.name = name
        self.version = manifest.files[manifest.onnx][:12]

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions of each sentence; see :class:`Recognizer`."""
        pieces = [
            (index, start, end)
            for index, sentence in enumerate(sentences)
            for start, end in split_pieces(sentence, self._limit)
            if not sentence[start:end].isspace()
        ]
        found: list[list[Mention]] = [[] for _ in sentences]
        lengths = [end - start for _, start, end in pieces]
        for group in batches(lengths, _BATCH):
            for at, spans in zip(group, self._run(sentences, pieces, group), strict=True):
                index, start, _ = pieces[at]
                found[index].extend((a + start, b + start, kind) for a, b, kind in spans)
        for mentions in found:
            mentions.sort()
        return found

    def _run(
        self,
        sentences: Sequence[str],
        pieces: Sequence[tuple[int, int, int]],
        group: Sequence[int],
    ) -> list[list[Mention]]:
        lengths = [pieces[at][2] - pieces[at][1] for at in group]
        longest = max(lengths)
        ids = np.zeros((len(group), longest + 2), dtype=np.int64)
        mask = np.zeros((len(group), longest + 2), dtype=np.int64)
        for row, at in enumerate(group):
            index, start, end = pieces[at]
            ids[row, 0] = CLS
            ids[row, 1 : end - start + 1] = self._rows(sentences[index][start:end])
            ids[row, end - start + 1] = SEP
            mask[row, : end - start + 2] = 1
        (scores,) = self._session.run(None, {"ids": ids, "mask": mask})
        return self._decoder.spans(scores, lengths)
