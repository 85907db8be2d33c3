"""A trained tagger as a model folder of HanLP's own, which ``hanlp.load`` reads.

The weights are moved over: encoder to ``encoder.transformer``, head to ``classifier``. The CRF's
transitions are 0 where BIOES allows a move and -10000 where it does not, so that HanLP decodes with the
same constraints. Characters that the model reads through a relative (，as ,) get rows of their own.
"""

import json
import unicodedata
from pathlib import Path
from typing import Any

import torch

from policy_extract.entities.characters import UNK, build_table
from policy_extract.training.encoder import Encoder
from policy_extract.training.labels import TAGS, allowed_moves
from policy_extract.training.network import CharacterTagger
from policy_extract.training.states import save_state

_FORBIDDEN = -10000.0


def aliases(vocab: tuple[str, ...]) -> list[tuple[str, int]]:
    """Characters outside the vocabulary that read as one of its rows, with that row."""
    table = build_table(vocab)
    known = set(vocab)
    found = []
    for code in (
        *range(0xA0, 0x2600),
        *range(0x2E80, 0x3400),
        *range(0xF900, 0xFB00),
        *range(0xFE30, 0x10000),
    ):
        char = chr(code)
        category = unicodedata.category(char)
        if char in known or category[0] in "CZM":
            continue
        row = table[code]
        if row != UNK:
            found.append((char, row))
    return found


def write_hanlp(tagger: CharacterTagger, encoder: Encoder, folder: Path) -> list[str]:
    """Write the folder; returns the names of its files."""
    extra = aliases(encoder.vocab)
    vocab = [*encoder.vocab, *(char for char, _ in extra)]
    inner = folder / "encoder"
    inner.mkdir(parents=True, exist_ok=True)
    (inner / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(vocab),
        "hidden_size": encoder.hidden,
        "num_hidden_layers": encoder.layers,
        "num_attention_heads": encoder.heads,
        "intermediate_size": encoder.inner,
        "max_position_embeddings": encoder.positions,
        "type_vocab_size": 2,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": 0,
    }
    write_json(inner / "config.json", config)
    write_json(
        inner / "tokenizer_config.json",
        {
            "tokenizer_class": "BertTokenizer",
            "do_lower_case": False,
            "strip_accents": False,
            "tokenize_chinese_chars": True,
            "model_max_length": encoder.positions,
        },
    )
    write_json(folder / "config.json", _component())
    write_json(
        folder / "vocabs.json",
        {
            "tag": {
                "idx_to_token": list(TAGS),
                "pad_token": None,
                "unk_token": None,
                "mutable": False,
            }
        },
    )
    save_state(_weights(tagger, [row for _, row in extra]), folder / "model.pt")
    return [
        "config.json",
        "vocabs.json",
        "model.pt",
        "encoder/config.json",
        "encoder/tokenizer_config.json",
        "encoder/vocab.txt",
    ]


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write one of HanLP's files."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _component() -> dict[str, Any]:
    return {
        "classpath": "hanlp.components.ner.transformer_ner.TransformerNamedEntityRecognizer",
        "hanlp_version": "2.1.5",
        "transformer": "encoder",
        "average_subwords": False,
        "batch_size": 32,
        "char_level": False,
        "crf": True,
        "delimiter_in_entity": "",
        "hard_constraint": False,
        "hidden_dropout": None,
        "layer_dropout": 0,
        "max_seq_len": None,
        "ret_raw_hidden_states": False,
        "sampler_builder": None,
        "scalar_mix": None,
        "secondary_encoder": None,
        "sent_delimiter": None,
        "tagset": None,
        "token_key": "token",
        "word_dropout": None,
        "tagging_scheme": "BIOES",
    }


def _weights(tagger: CharacterTagger, copied: list[int]) -> dict[str, torch.Tensor]:
    weights: dict[str, torch.Tensor] = {}
    for name, value in tagger.encoder.state_dict().items():
        if name == "embeddings.word_embeddings.weight":
            value = torch.cat([value, value[copied]])
        if value.is_floating_point():
            weights[f"encoder.transformer.{name}"] = value.half()
    weights["classifier.weight"] = tagger.head.weight.detach().half()
    weights["classifier.bias"] = tagger.head.bias.detach().half()
    moves = torch.from_numpy(allowed_moves())
    weights["crf.transitions"] = torch.where(moves, 0.0, _FORBIDDEN).half()
    starts = torch.tensor([0.0 if tag[0] in "OBS" else _FORBIDDEN for tag in TAGS])
    ends = torch.tensor([0.0 if tag[0] in "OES" else _FORBIDDEN for tag in TAGS])
    weights["crf.start_transitions"] = starts.half()
    weights["crf.end_transitions"] = ends.half()
    return weights
