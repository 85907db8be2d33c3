"""A trained student as a model folder: HanLP's own files, ONNX beside them, and the manifest."""

import copy
from pathlib import Path
from typing import Any

import torch
from torch import nn

from policy_extract.entities.hanlp_plugin import pair_rows
from policy_extract.training.encoder import Encoder
from policy_extract.training.folder import ONNX, VOCAB, write_manifest
from policy_extract.training.hanlp_format import aliases, write_json
from policy_extract.training.labels import TAGS, allowed_moves
from policy_extract.training.states import save_state
from policy_extract.training.student import Student, StudentSettings

_FORBIDDEN = -10000.0
TABLES = ("embed.pairs.weight", "embed.words.weight", "embed.places.weight")
"""What is kept as it is, beside the characters."""
_MODULE = "policy_extract.entities.hanlp_plugin"


class PlainStudent(nn.Module):
    """The student behind the inputs of the accurate model: ``ids`` with [CLS] and [SEP], ``mask``.

    It reads character by character in the outer dimension, as the LSTM of ONNX Runtime does, so that
    nothing is turned round on the way.
    """

    def __init__(self, student: Student) -> None:
        super().__init__()
        self.student = student
        self.lstm = copy.deepcopy(student.lstm)
        self.lstm.batch_first = False

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, words: torch.Tensor, places: torch.Tensor
    ) -> torch.Tensor:
        """Emissions ``(batch, characters, tags)``; words and places without [CLS] and [SEP]."""
        inner = self.student
        real = mask[:, 2:]
        rows = ids[:, 1:-1] * real
        before, behind = pair_rows(rows)
        tables = inner.embed
        found = [tables.chars(rows.t()), tables.pairs(before.t()), tables.pairs(behind.t())]
        if tables.words is not None and tables.places is not None:
            found += [tables.words(words.t()), tables.places(places.t())]
        vectors = torch.cat(found, dim=-1)
        # Traced with rows in falling order; ONNX Runtime takes the lengths in any.
        packed = nn.utils.rnn.pack_padded_sequence(vectors, real.sum(dim=1).cpu())
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0])
        scores: torch.Tensor = inner.out(hidden).transpose(0, 1)
        return scores


def export_student(student: Student, path: Path) -> None:
    """Write fp32 ONNX with free batch and length."""
    ids = torch.tensor([[2, 5, 6, 7, 3], [2, 8, 9, 3, 0]])
    words = torch.zeros((2, 3), dtype=torch.int64)
    inputs = {"ids": "length", "mask": "length", "words": "characters", "places": "characters"}
    torch.onnx.export(
        PlainStudent(student).eval(),
        (ids, (ids != 0).long(), words, words),
        str(path),
        # A model without words leaves theirs unread.
        input_names=list(inputs),
        output_names=["scores"],
        dynamic_axes={
            name: {0: "batch", 1: axis} for name, axis in {**inputs, "scores": "characters"}.items()
        },
        opset_version=17,
        dynamo=False,
    )


def quantise_student(source: Path, target: Path) -> None:
    """Dynamic int8 of the LSTM, the output layer and the embeddings."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather", "Gemm", "LSTM"],
    )


def write_student(
    student: Student, encoder: Encoder, settings: StudentSettings, folder: Path, scratch: Path
) -> None:
    """Write a whole model folder; ``scratch`` gets the fp32 ONNX file, which is not shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    export_student(student, scratch)
    quantise_student(scratch, folder / ONNX)
    (folder / VOCAB).write_text("\n".join(encoder.vocab), encoding="utf-8")
    extra = aliases(encoder.vocab)
    tokens = [*encoder.vocab, *(char for char, _ in extra)]
    write_json(folder / "config.json", _component(settings))
    write_json(
        folder / "vocabs.json",
        {
            "tag": _vocab(list(TAGS), None, None),
            "token": _vocab(tokens, "[PAD]", "[UNK]"),
        },
    )
    weights = _weights(student, [*range(len(encoder.vocab)), *(row for _, row in extra)])
    save_state(weights, folder / "model.pt")
    write_manifest(folder, [ONNX, VOCAB, "config.json", "vocabs.json", "model.pt"])


def _vocab(tokens: list[str], pad: str | None, unknown: str | None) -> dict[str, Any]:
    return {
        "mutable": False,
        "pad_token": pad,
        "unk_token": unknown,
        "idx_to_token": tokens,
        "token_to_idx": None,
    }


def _component(settings: StudentSettings) -> dict[str, Any]:
    return {
        "classpath": f"{_MODULE}.PairRecognizer",
        "hanlp_version": "2.1.5",
        "embed": {
            "classpath": f"{_MODULE}.PairEmbedding",
            "width": settings.width,
            "pair_width": settings.pair_width,
            "word_width": settings.word_width,
            "place_width": settings.place_width,
            "field": "token",
        },
        "rnn_input": None,
        "rnn_hidden": settings.hidden,
        "drop": settings.dropout,
        "crf": True,
        "batch_size": 32,
        "token_key": "token",
        "token_delimiter": "",
        "tagging_scheme": "IOBES",
    }


def _weights(student: Student, shared: list[int]) -> dict[str, torch.Tensor]:
    state = student.state_dict()
    chars = state["embed.chars.weight"]
    rows = torch.zeros(len(shared), chars.shape[1])
    rows[: len(chars)] = chars
    weights = {
        "embed.chars.weight": rows,
        **{name: state[name] for name in TABLES if name in state},
        "out.weight": state["out.weight"],
        "out.bias": state["out.bias"],
    }
    for name, value in state.items():
        if name.startswith("lstm."):
            weights[f"word_{name}"] = value
    weights["crf.transitions"] = torch.where(torch.from_numpy(allowed_moves()), 0.0, _FORBIDDEN)
    weights["crf.start_transitions"] = torch.tensor(
        [0.0 if tag[0] in "OBS" else _FORBIDDEN for tag in TAGS]
    )
    weights["crf.end_transitions"] = torch.tensor(
        [0.0 if tag[0] in "OES" else _FORBIDDEN for tag in TAGS]
    )
    halved = {name: value.half() for name, value in weights.items()}
    return {**halved, "embed.shared": torch.tensor(shared)}
