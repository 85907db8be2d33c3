"""Any HanLP NER model, run by HanLP itself on torch."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from policy_extract.entities.labels import map_label
from policy_extract.entities.pieces import split_pieces
from policy_extract.entities.recognizer import Mention
from policy_extract.errors import ModelError

_LIMIT = 200
_MARK = "▲"
"""Stands for a character that HanLP would drop; outside every vocabulary, so it reads as unknown."""


class HanlpRecognizer:
    """A HanLP model folder, or a name in ``hanlp.pretrained`` (which HanLP downloads).

    Raises:
        ModelError: The model cannot be loaded or its name is unknown.
    """

    def __init__(self, folder: Path | None, *, name: str, threads: int = 1) -> None:
        import torch

        torch.set_num_threads(threads)
        self.name = name
        self._lock = Lock()
        self._model = _load(folder, name)
        self.version = _fingerprint(folder) if folder else "pretrained"

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions of each sentence; see :class:`Recognizer`."""
        pieces = [
            (index, start, end)
            for index, sentence in enumerate(sentences)
            for start, end in split_pieces(sentence, _LIMIT)
            if not sentence[start:end].isspace()
        ]
        found: list[list[Mention]] = [[] for _ in sentences]
        if not pieces:
            return found
        # HanLP drops white space and control characters; a mark of the same length keeps offsets.
        rows = [
            [
                _MARK if char.isspace() or not char.isprintable() else char
                for char in sentences[i][a:b]
            ]
            for i, a, b in pieces
        ]
        with self._lock:
            output = self._model(rows)
        for (index, start, _), mentions in zip(pieces, output, strict=True):
            for mention in mentions:
                label, first, last = mention[1], mention[-2], mention[-1]
                ours = map_label(str(label))
                if ours is not None:
                    found[index].append((start + int(first), start + int(last), ours))
        for mentions in found:
            mentions.sort()
        return found


def _load(folder: Path | None, name: str) -> Any:
    try:
        import hanlp
    except ImportError as error:
        raise ModelError("HanLP is not installed", hint="pip install hanlp") from error
    if folder is None:
        known = _pretrained()
        if name not in known:
            raise ModelError(
                f"model {name!r} is unknown",
                hint="Give policy-ner, none, a model folder, or a name in hanlp.pretrained",
            )
        where: str = known[name]
    else:
        if not (folder / "config.json").is_file():
            raise ModelError(
                f"{folder}: is no HanLP model (no config.json)",
                hint="Give the folder that HanLP saved",
            )
        where = str(folder)
    encoder = folder / "encoder" if folder else None
    options: dict[str, Any] = {"verbose": False, "devices": -1}
    if encoder is not None and encoder.is_dir():
        options["transformer"] = str(encoder)
    try:
        model = hanlp.load(where, **options)
    except (Exception, SystemExit) as error:
        raise ModelError(f"{name}: HanLP cannot load it: {error}".split("\n")[0]) from error
    crf = getattr(getattr(model, "model", None), "crf", None)
    if crf is not None and hasattr(crf, "batch_first"):
        crf.batch_first = True
    return model


def _pretrained() -> dict[str, str]:
    import hanlp.pretrained

    return {name: where for name, where in hanlp.pretrained.ALL.items() if "NER" in name}


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.pt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
