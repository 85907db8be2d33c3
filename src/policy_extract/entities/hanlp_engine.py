"""Any HanLP NER model, run by HanLP itself on torch."""

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from policy_extract.entities.characters import UNK, build_table
from policy_extract.entities.hanlp_load import fetch, first_line, load_component, read_own
from policy_extract.entities.hanlp_output import (
    Span,
    char_spans,
    ner_task,
    outermost,
    token_spans,
)
from policy_extract.entities.labels import map_label
from policy_extract.entities.mention import Mention, Scored
from policy_extract.entities.pieces import split_pieces
from policy_extract.errors import ModelError

_LIMIT = 200
_MARK = "▲"
"""Stands for a character that HanLP would drop; outside every vocabulary, so it reads as unknown."""
_PROBE = "太原市。"


class HanlpRecognizer:
    """A HanLP model folder, or a name in ``hanlp.pretrained`` (which HanLP downloads).

    Args:
        folder: The model's folder; null takes ``name`` from ``hanlp.pretrained``.
        name: What to call it.
        threads: Threads of torch.

    Raises:
        ModelError: HanLP is missing, the name is unknown, the model cannot be downloaded, a file is
            missing or damaged, or what was loaded finds no named entities.
    """

    def __init__(self, folder: Path | None, *, name: str, threads: int = 1) -> None:
        own = read_own(folder) if folder else None
        if folder is None:
            folder = fetch(name)
        self.name = name
        self._lock = Lock()
        self._model = load_component(folder, name)
        self._limit = own.max_chars if own else _LIMIT
        self._readable = _own_reading(folder / own.vocab) if own else _foreign_reading
        tasks = getattr(self._model, "tasks", None)
        self._task = ner_task(tasks) if tasks else None
        import torch

        torch.set_num_threads(threads)
        self.version = _fingerprint(folder)
        if tasks and self._task is None:
            raise ModelError(
                f"{name}: finds no named entities (its tasks: {', '.join(tasks)})",
                hint="Give a model with a ner task",
            )
        self._spans([_PROBE])

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions of each sentence; see :class:`Recognizer`."""
        return [[(one.start, one.end, one.type) for one in row] for row in self.scored(sentences)]

    def scored(self, sentences: Sequence[str]) -> list[list[Scored]]:
        """The mentions of each sentence; HanLP tells no confidence.

        Raises:
            ModelError: HanLP fails on these sentences.
        """
        pieces = [
            (index, start, end)
            for index, sentence in enumerate(sentences)
            for start, end in split_pieces(sentence, self._limit)
            if not sentence[start:end].isspace()
        ]
        found: list[list[Scored]] = [[] for _ in sentences]
        if not pieces:
            return found
        texts = [
            "".join(self._readable(char) for char in sentences[index][start:end])
            for index, start, end in pieces
        ]
        for (index, start, _), spans in zip(pieces, self._spans(texts), strict=True):
            for first, last, label in outermost(spans):
                ours = map_label(label)
                if ours is not None:
                    found[index].append(Scored(start + first, start + last, ours, None))
        return found

    def _spans(self, texts: Sequence[str]) -> list[list[Span]]:
        try:
            with self._lock:
                if self._task is not None:
                    document = self._model(list(texts), tasks=self._task)
                    return token_spans(document, self._task, texts)
                rows: Any = self._model([list(text) for text in texts])
            return [char_spans(row, len(text)) for text, row in zip(texts, rows, strict=True)]
        except Exception as error:
            raise ModelError(
                f"{self.name}: cannot be run for named entities: {first_line(error)}",
                hint="Give a HanLP model for named entities",
            ) from error


def _own_reading(vocab: Path) -> Callable[[str], str]:
    """Each character as the entry that the ONNX engine reads for it, so that both read alike."""
    entries = vocab.read_text(encoding="utf-8").split("\n")
    table = build_table(entries)

    def read(char: str) -> str:
        row = table[ord(char)]
        return _MARK if row == UNK else entries[row]

    return read


def _foreign_reading(char: str) -> str:
    """HanLP drops white space, control characters and lone accents; a mark keeps the offsets."""
    dropped = char.isspace() or not char.isprintable() or char == "\ufffd"
    return _MARK if dropped or unicodedata.category(char)[0] == "M" else char


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.pt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
