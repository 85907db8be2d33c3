"""A trained tagger as an ONNX model: a forward written out by hand, then int8.

The TorchScript export of ``transformers.BertModel`` gave wrong logits, so the network is written here
with plain tensor operations over the same weights; a test compares the two.
"""

import math
from pathlib import Path
from typing import Any

import torch
from torch import nn

from policy_extract.training.network import Tagger

_LARGE = 2048
"""Rows of a table that is worth halving."""


class Attention(torch.autograd.Function):
    """Attention over a row without padding: one node of ONNX Runtime's own, which never holds all scores at once."""

    @staticmethod
    def forward(
        ctx: Any, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, heads: int
    ) -> torch.Tensor:
        """What each place takes from all: ``(batch, places, width)``, as of the three that are given."""
        mixed = nn.functional.scaled_dot_product_attention(
            _split(query, heads), _split(key, heads), _split(value, heads)
        )
        return mixed.permute(0, 2, 1, 3).reshape(query.shape)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        """The node."""
        mixed = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return mixed.setType(query.type())


class PlainEncoder(nn.Module):
    """The encoder with its forward written out."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner
        config = inner.config
        self.heads = config.num_attention_heads
        self.width = config.hidden_size // self.heads

    def forward(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Hidden states ``(batch, places, width)``, those of [CLS] and [SEP] included.

        Args:
            ids: Rows of the vocabulary.
            mask: 1 where a place is read; null where all are.
        """
        inner = self.inner
        positions = torch.arange(ids.shape[1]).unsqueeze(0)
        embeddings = inner.embeddings
        hidden: torch.Tensor = (
            embeddings.word_embeddings(ids)
            + embeddings.position_embeddings(positions)
            + embeddings.token_type_embeddings.weight[0]
        )
        hidden = embeddings.LayerNorm(hidden)
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -10000.0
        for layer in inner.encoder.layer:
            attention = layer.attention.self
            query, key, value = (
                linear(hidden) for linear in (attention.query, attention.key, attention.value)
            )
            if bias is None:
                mixed = Attention.apply(query, key, value, self.heads)  # type: ignore[no-untyped-call]
            else:
                query, key, value = (_split(one, self.heads) for one in (query, key, value))
                scores = query @ key.transpose(-1, -2) / math.sqrt(self.width) + bias
                mixed = torch.softmax(scores, dim=-1) @ value
                mixed = mixed.permute(0, 2, 1, 3).reshape(hidden.shape)
            out = layer.attention.output
            hidden = out.LayerNorm(out.dense(mixed) + hidden)
            grown = nn.functional.gelu(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(grown) + hidden)
        return hidden


def _split(hidden: torch.Tensor, heads: int) -> torch.Tensor:
    batch, length, width = hidden.shape
    return hidden.reshape(batch, length, heads, width // heads).permute(0, 2, 1, 3)


class PlainTagger(nn.Module):
    """The tagger with its forward written out."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.encoder = PlainEncoder(tagger.encoder)
        self.head = tagger.head

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Emissions ``(batch, characters, tags)``."""
        scores: torch.Tensor = self.head(self.encoder(ids, mask)[:, 1:-1])
        return scores


def export_onnx(tagger: Tagger, path: Path) -> None:
    """Write the tagger as fp32 ONNX with free batch and length."""
    plain = PlainTagger(tagger).eval()
    ids = torch.tensor([[2, 5, 6, 7, 3], [2, 8, 9, 3, 0]])
    mask = (ids != 0).long()
    with torch.inference_mode():
        torch.onnx.export(
            plain,
            (ids, mask),
            str(path),
            input_names=["ids", "mask"],
            output_names=["scores"],
            dynamic_axes={
                "ids": {0: "batch", 1: "length"},
                "mask": {0: "batch", 1: "length"},
                "scores": {0: "batch", 1: "characters"},
            },
            opset_version=17,
            dynamo=False,
        )


def quantise(source: Path, target: Path) -> None:
    """Dynamic int8 of the weight matrices. The embedding has fp16: in int8 it moved more entities than all
    matrices together.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm"],
    )
    halve_tables(target)


def halve_tables(path: Path) -> None:
    """Keep the tables that an ONNX file looks rows up in as fp16; the rows taken are made fp32 again.

    Half the bytes, and HanLP's ``model.pt`` rounds alike. Small tables stay as they are.
    """
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    tables = {one.name: one for one in graph.initializer if one.data_type == TensorProto.FLOAT}
    nodes = []
    for node in graph.node:
        nodes.append(node)
        table = tables.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or len(table.dims) != 2 or table.dims[0] < _LARGE:
            continue
        if sum(table.name in other.input for other in graph.node) != 1:
            continue
        rows = numpy_helper.to_array(table).astype(np.float16)
        table.CopyFrom(numpy_helper.from_array(rows, table.name))
        (out,) = node.output
        node.output[0] = f"{out}_half"
        nodes.append(helper.make_node("Cast", [f"{out}_half"], [out], to=TensorProto.FLOAT))
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(path))


def settle(path: Path) -> None:
    """Write an ONNX file as the runtime would rewrite it each time it loads it: it loads in less than half the time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # What depends on the processor is left to it.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    settled = path.with_suffix(".settled")
    options.optimized_model_filepath = str(settled)
    onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    settled.replace(path)
