"""A model folder read back into the network that was trained, from its HanLP files."""

import json
from pathlib import Path
from typing import Any

import torch

from policy_extract.entities.hanlp_load import read_own
from policy_extract.errors import ModelError
from policy_extract.training.encoder import Encoder
from policy_extract.training.export import export_onnx
from policy_extract.training.folder import VOCAB, write_manifest
from policy_extract.training.labels import TAGS
from policy_extract.training.network import CharacterTagger
from policy_extract.training.student import Student, StudentSettings
from policy_extract.training.student_format import TABLES, export_student

FP32 = "model.fp32.onnx"
_INNER = "encoder.transformer."
_LSTM = "word_lstm."


def read_model(folder: Path) -> CharacterTagger | Student:
    """The network of a model folder: the accurate tagger or the fast student, in float32.

    The weights are those of ``model.pt`` (float16 there), not the int8 ones of the ONNX file.

    Raises:
        ModelError: The folder is not in this package's format, has other tags, or is damaged.
    """
    manifest = read_own(folder)
    if manifest is None:
        raise ModelError(f"{folder}: no readable model manifest")
    if manifest.tags != TAGS:
        raise ModelError(f"{folder}: was trained for other tags")
    vocab = tuple((folder / manifest.vocab).read_text(encoding="utf-8").split("\n"))
    state: dict[str, torch.Tensor] = torch.load(
        folder / "model.pt", map_location="cpu", weights_only=True
    )
    whole = {
        name: value.float() if value.is_floating_point() else value for name, value in state.items()
    }
    if (folder / "encoder").is_dir():
        return _tagger(folder / "encoder", vocab, whole).eval()
    return _student(folder, vocab, whole).eval()


def write_fp32(folder: Path, target: Path) -> None:
    """Write the weights of a model folder as an fp32 ONNX folder, which the ONNX engine runs.

    It gives the entities that HanLP gives, at four times the size and half the speed of int8.

    Args:
        folder: A model folder in this package's format.
        target: The new folder; made if it is missing.

    Raises:
        ModelError: The folder is not in this package's format, has other tags, or is damaged.
    """
    network = read_model(folder)
    target.mkdir(parents=True, exist_ok=True)
    if isinstance(network, CharacterTagger):
        export_onnx(network, target / FP32)
    else:
        export_student(network, target / FP32)
    (target / VOCAB).write_bytes((folder / VOCAB).read_bytes())
    write_manifest(target, [FP32, VOCAB], onnx=FP32)


def _tagger(inner: Path, vocab: tuple[str, ...], state: dict[str, torch.Tensor]) -> CharacterTagger:
    config = _json(inner / "config.json")
    weights = {
        name.removeprefix(_INNER): value.numpy()
        for name, value in state.items()
        if name.startswith(_INNER)
    }
    # Rows behind the vocabulary are copies for characters that read as another one.
    table = "embeddings.word_embeddings.weight"
    weights[table] = weights[table][: len(vocab)]
    encoder = Encoder(
        vocab=vocab,
        weights=weights,
        hidden=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        inner=config["intermediate_size"],
        positions=config["max_position_embeddings"],
    )
    tagger = CharacterTagger(encoder, dropout=0.0)
    tagger.head.load_state_dict(
        {"weight": state["classifier.weight"], "bias": state["classifier.bias"]}
    )
    return tagger


def _student(folder: Path, vocab: tuple[str, ...], state: dict[str, torch.Tensor]) -> Student:
    config = _json(folder / "config.json")
    settings = StudentSettings(
        width=config["embed"]["width"],
        pair_width=config["embed"]["pair_width"],
        word_width=config["embed"].get("word_width", 0),
        place_width=config["embed"].get("place_width", 0),
        hidden=config["rnn_hidden"],
        dropout=config["drop"],
    )
    student = Student(len(vocab), settings)
    own = {
        "embed.chars.weight": state["embed.chars.weight"][: len(vocab)],
        **{name: state[name] for name in TABLES if name in state},
        "embed.shared": torch.arange(len(vocab)),
        "out.weight": state["out.weight"],
        "out.bias": state["out.bias"],
    }
    for name, value in state.items():
        if name.startswith(_LSTM):
            own[f"lstm.{name.removeprefix(_LSTM)}"] = value
    student.load_state_dict(own)
    return student


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
