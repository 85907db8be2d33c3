"""The network that is trained: a BERT encoder and one linear layer to tags."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from policy_extract.errors import ModelError
from policy_extract.training.encoder import Encoder
from policy_extract.training.labels import TAGS


def bert(encoder: Encoder, dropout: float) -> Any:
    """A ``transformers.BertModel`` without pooler that has the encoder's weights."""
    from transformers import BertConfig, BertModel

    model = BertModel(
        BertConfig(
            vocab_size=len(encoder.vocab),
            hidden_size=encoder.hidden,
            num_hidden_layers=encoder.layers,
            num_attention_heads=encoder.heads,
            intermediate_size=encoder.inner,
            max_position_embeddings=encoder.positions,
            type_vocab_size=2,
            layer_norm_eps=1e-12,
            hidden_act="gelu",
            hidden_dropout_prob=dropout,
            # Dropping attention costs a fifth of the time on processors.
            attention_probs_dropout_prob=0.0,
        ),
        add_pooling_layer=False,
    )
    # The plain attention trains a quarter faster on processors than the fused one.
    model.set_attn_implementation("eager")
    weights = {name: torch.from_numpy(array.copy()) for name, array in encoder.weights.items()}
    missing, unexpected = model.load_state_dict(weights, strict=False)
    wrong = [
        *unexpected,
        *(one for one in missing if not one.endswith(("position_ids", "token_type_ids"))),
    ]
    if wrong:
        raise ModelError(f"the encoder's weights are not those of its net: {', '.join(wrong)}")
    return model


class CharacterTagger(nn.Module):
    """Scores each character for each tag."""

    def __init__(self, encoder: Encoder, dropout: float) -> None:
        super().__init__()
        self.encoder = bert(encoder, dropout)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(encoder.hidden, len(TAGS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Emissions ``(batch, characters, tags)`` for ids with [CLS] and [SEP] around each row."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        scores: torch.Tensor = self.head(self.dropout(hidden[:, 1:-1]))
        return scores


class CharIds:
    """Characters as rows of the vocabulary."""

    def __init__(self, vocab: Sequence[str]) -> None:
        from policy_extract.entities.characters import build_table

        self._table = build_table(vocab)

    def rows(self, text: str) -> list[int]:
        """One row for each code point."""
        return [self._table.get(ord(char), 1) for char in text]


def pad(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids with [CLS] and [SEP], padded, and the attention mask."""
    longest = max(len(row) for row in rows)
    ids = np.zeros((len(rows), longest + 2), dtype=np.int64)
    mask = np.zeros((len(rows), longest + 2), dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, 0] = 2
        ids[index, 1 : len(row) + 1] = row
        ids[index, len(row) + 1] = 3
        mask[index, : len(row) + 2] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask)


def partial_loss(scores: torch.Tensor, allowed: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Minus the log of the probability of whatever may be true, averaged over real characters."""
    log_all = torch.logsumexp(scores, dim=-1)
    log_allowed = torch.logsumexp(scores.masked_fill(~allowed, -1e4), dim=-1)
    loss: Any = ((log_all - log_allowed) * real).sum() / real.sum()
    return loss  # type: ignore[no-any-return]
