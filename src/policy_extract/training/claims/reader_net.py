"""The net of the neural reader: an encoder of characters, and how each of them belongs to each value."""

from typing import Any

import torch
from torch import nn
from torch.nn.functional import gelu

from policy_extract.claims.reader import KINDS
from policy_extract.training.encoder import Encoder
from policy_extract.training.export import PlainEncoder
from policy_extract.training.network import bert

_PAIR, _PRODUCT = 192, 128
"""Width of the layers over pairs of a value and a character, and of their product."""
_SIDES = 32
"""Classes of the distance on either side: single steps up to twelve, then on a logarithmic scale."""


class ReaderNet(nn.Module):
    """Scores each value, and each character for each value.

    Args:
        encoder: A ``transformers.BertModel``, or the same written out.
        width: Its width.
        shapes: How many shapes of a time there are.
        dropout: Share of what is dropped in training.
    """

    def __init__(self, encoder: Any, width: int, shapes: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.enc = encoder
        self.drop = nn.Dropout(dropout)
        self.pool = nn.Linear(2 * width, width)
        self.cls = nn.Linear(width, KINDS + shapes)
        self.c1, self.v1 = nn.Linear(width, _PAIR), nn.Linear(width, _PAIR)
        self.dist = nn.Embedding(2 * _SIDES, _PAIR)
        self.m = nn.Linear(_PAIR, _PAIR)
        self.pair = nn.Linear(_PAIR, 3)
        self.bc, self.bv = nn.Linear(width, _PRODUCT), nn.Linear(width, _PRODUCT)

    def forward(
        self,
        ids: torch.Tensor,
        mask: torch.Tensor,
        rows: torch.Tensor,
        starts: torch.Tensor,
        ends: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of a batch.

        Args:
            ids: ``(batch, places)``.
            mask: 1 where a place is read.
            rows: For each value the row of the batch that it stands in.
            starts: Its first place.
            ends: The place behind its last.

        Returns:
            ``(values, kinds + shapes)``, and ``(values, places, 3)``: name, time and owner.
        """
        hidden = self.enc(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.heads(self.drop(hidden), rows, starts, ends)

    def heads(
        self, hidden: torch.Tensor, rows: torch.Tensor, starts: torch.Tensor, ends: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """What is made of hidden states."""
        both = torch.cat([hidden[rows, starts], hidden[rows, ends - 1]], -1)
        value = gelu(self.pool(both))
        kinds = self.cls(self.drop(value))
        place = torch.arange(hidden.shape[1])[None, :]
        steps = torch.where(
            place < starts[:, None],
            starts[:, None] - place,
            torch.where(place >= ends[:, None], ends[:, None] - place - 1, 0),
        )
        far = steps.abs().float()
        classes = torch.where(far < 12, far, 12 + 4 * torch.log2(far.clamp(min=12) / 12))
        side = classes.clamp(max=_SIDES - 1).long()
        bucket = torch.where(steps >= 0, side, _SIDES + side)
        pairs = gelu(self.c1(hidden)[rows] + self.v1(value)[:, None] + self.dist(bucket))
        scores = self.pair(gelu(self.m(pairs)))
        product = (self.bc(hidden)[rows] * self.bv(value)[:, None]).sum(-1, keepdim=True) / 11.0
        return kinds, scores + nn.functional.pad(product, (0, 2))


def new_net(encoder: Encoder, shapes: int) -> ReaderNet:
    """A net that begins with an encoder."""
    return ReaderNet(bert(encoder, 0.1), encoder.hidden, shapes)


class PlainReader(nn.Module):
    """The net for one window, its forward written out, to be exported."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net, self.encoder = net, PlainEncoder(net.enc)

    def forward(
        self, ids: torch.Tensor, starts: torch.Tensor, ends: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """As :meth:`ReaderNet.forward`, for one row."""
        hidden = self.encoder(ids)
        return self.net.heads(hidden, torch.zeros_like(starts), starts, ends)
