"""Named-entity recognition by a HanLP model: the shipped one on ONNX Runtime, any other in HanLP."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from policy_extract.entities.mention import Recognizer
from policy_extract.errors import ModelError, UsageError

if TYPE_CHECKING:
    from policy_extract.entities.word_features import Tagger

SHIPPED = ("policy-ner-fast",)
DEFAULT = SHIPPED[0]
_GONE = "policy-ner"
"""Shipped once: ten times slower than its student, and no better; figures in the model card."""


def model_folder(name: str) -> Path:
    """Where a shipped model lies."""
    from importlib.resources import files

    return Path(str(files("policy_extract"))) / "model" / name


def load_recognizer(
    name: str = DEFAULT,
    *,
    engine: Literal["onnx", "hanlp"] = "onnx",
    threads: int = 1,
    segmenter: "Tagger | None" = None,
) -> Recognizer | None:
    """Load a recogniser; ``none`` gives null.

    Args:
        name: ``policy-ner-fast``, ``none``, a folder of a HanLP NER model, or a name in
            ``hanlp.pretrained``.
        engine: ``onnx`` needs no torch; folders without ONNX weights and pretrained names run in
            HanLP whatever is said here.
        threads: Threads of the engine.
        segmenter: Cuts words for a model that reads them; the shipped one when null. HanLP's engine
            always has its own.

    Raises:
        UsageError: The engine is unknown.
        ModelError: The model is missing, damaged or unknown.
    """
    if engine not in ("onnx", "hanlp"):
        raise UsageError(f"engine {engine!r} is unknown", hint="Choose onnx or hanlp")
    if name == "none":
        return None
    folder = model_folder(name) if name in SHIPPED else Path(name)
    if name in SHIPPED or folder.is_dir():
        if not folder.is_dir():
            raise ModelError(
                f"model {name} is not part of this installation",
                hint="Give none, or a model folder",
            )
        if engine == "onnx" and (folder / "manifest.json").is_file():
            from policy_extract.entities.onnx_engine import OnnxRecognizer

            return OnnxRecognizer(folder, name=name, threads=threads, segmenter=segmenter)
        from policy_extract.entities.hanlp_engine import HanlpRecognizer

        return HanlpRecognizer(folder, name=name, threads=threads)
    if "/" in name or "\\" in name or folder.exists():
        raise ModelError(f"{name}: is no model folder", hint="Give the folder that HanLP saved")
    if name == _GONE:
        raise ModelError(
            f"model {name} is no longer part of the package",
            hint=f"Use {DEFAULT}, or train one (model train --recipe {name}) and give its folder",
        )
    from policy_extract.entities.hanlp_engine import HanlpRecognizer

    return HanlpRecognizer(None, name=name, threads=threads)
