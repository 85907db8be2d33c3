"""A model folder's manifest, and the folder of an accurate model."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from policy_extract.training.encoder import Encoder
from policy_extract.training.export import export_onnx, quantise
from policy_extract.training.hanlp_format import write_hanlp
from policy_extract.training.labels import TAGS
from policy_extract.training.network import CharacterTagger

ONNX = "model.int8.onnx"
VOCAB = "vocab.txt"
MAX_CHARS = 250


def write_manifest(folder: Path, names: Sequence[str], *, onnx: str = ONNX) -> None:
    """Write ``manifest.json`` with the SHA-256 of the named files; ``onnx`` holds the weights."""
    manifest = {
        "name": folder.name,
        "format": 1,
        "tags": list(TAGS),
        "onnx": onnx,
        "vocab": VOCAB,
        "max_chars": MAX_CHARS,
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def write_folder(tagger: CharacterTagger, encoder: Encoder, folder: Path, scratch: Path) -> None:
    """Write a whole model folder; ``scratch`` gets the fp32 ONNX file, which is not shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    export_onnx(tagger, scratch)
    quantise(scratch, folder / ONNX)
    (folder / VOCAB).write_text("\n".join(encoder.vocab), encoding="utf-8")
    write_manifest(folder, [ONNX, VOCAB, *write_hanlp(tagger, encoder, folder)])


def calibrate(folder: Path, lines: dict[str, tuple[float, float]]) -> None:
    """Write into a model's manifest how its scores turn into confidences.

    Args:
        folder: The model folder.
        lines: From :func:`policy_extract.training.calibration.fit_lines`.
    """
    path = folder / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["calibration"] = lines
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
