"""The neural reader as a folder that is shipped: ONNX in int8, vocabulary, manifest."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from policy_extract.training.claims.reader_net import PlainReader, ReaderNet
from policy_extract.training.export import quantise, settle
from policy_extract.training.folder import ONNX, VOCAB
from policy_extract.writing import check_room


def export_reader(net: ReaderNet, path: Path) -> None:
    """Write a net as fp32 ONNX: one window of any length, any number of values."""
    plain = PlainReader(net).eval()
    ids = torch.tensor([[2, 5, 6, 7, 8, 9, 3]])
    with torch.inference_mode():
        torch.onnx.export(
            plain,
            (ids, torch.tensor([2, 4]), torch.tensor([3, 6])),
            str(path),
            input_names=["ids", "starts", "ends"],
            output_names=["kinds", "pairs"],
            dynamic_axes={
                "ids": {1: "places"},
                "starts": {0: "values"},
                "ends": {0: "values"},
                "kinds": {0: "values"},
                "pairs": {0: "values", 1: "places"},
            },
            opset_version=17,
            dynamo=False,
        )


def write_reader(
    net: ReaderNet, vocab: Sequence[str], shapes: Sequence[str], folder: Path, scratch: Path
) -> None:
    """Write a reader's folder; ``scratch`` gets the fp32 ONNX file, which is not shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    check_room(folder, 3 * sum(one.nbytes for one in net.state_dict().values()))
    export_reader(net, scratch)
    quantise(scratch, folder / ONNX)
    settle(folder / ONNX)
    (folder / VOCAB).write_text("\n".join(vocab), encoding="utf-8")
    manifest = {
        "name": folder.name,
        "format": 1,
        "onnx": ONNX,
        "vocab": VOCAB,
        "shapes": list(shapes),
        "files": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (ONNX, VOCAB)
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
