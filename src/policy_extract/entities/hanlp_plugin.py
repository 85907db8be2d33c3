"""What HanLP needs to run our fast model, and what its own CRF models need to run at all.

HanLP imports this module by the name that the model's ``config.json`` gives; the engine loads it when
it runs a model in HanLP, and the training code uses its networks. Nothing else in the product does:
torch and HanLP are needed here.
"""

from typing import Any

import torch
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from hanlp.layers.embeddings.embedding import Embedding, EmbeddingDim
from torch import nn

BUCKETS = 65536
_FACTOR = 40503
_NEVER = -10000.0


def pair_rows(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The buckets of each character with its left and with its right neighbour.

    Args:
        rows: Vocabulary rows ``(batch, characters)``, 0 behind the end of a sentence.
    """
    edge = torch.zeros_like(rows[:, :1])
    pairs = (torch.cat([edge, rows], 1) * _FACTOR + torch.cat([rows, edge], 1)) % BUCKETS
    return pairs[:, :-1], pairs[:, 1:]


class PairModule(nn.Module, EmbeddingDim):  # type: ignore[misc]
    """``(batch, characters, width)`` for rows of characters: itself, the pair before, the pair behind.

    Args:
        rows: Size of the vocabulary.
        width: Width of a character.
        pair_width: Width of a pair.
        field: Where HanLP's batch keeps the rows.
    """

    def __init__(self, rows: int, width: int, pair_width: int, field: str = "token_id") -> None:
        super().__init__()
        self.chars = nn.Embedding(rows, width, padding_idx=0)
        self.pairs = nn.Embedding(BUCKETS, pair_width)
        # Characters that read as another one of the vocabulary (，as ,) share its row.
        self.register_buffer("shared", torch.arange(rows))
        self.pair_dropout = 0.0
        self.field = field

    @property
    def embedding_dim(self) -> int:
        """Width of a character with its two pairs."""
        return int(self.chars.embedding_dim + 2 * self.pairs.embedding_dim)

    def embed(self, rows: torch.Tensor) -> torch.Tensor:
        """The vectors of rows."""
        shared: Any = self.shared
        rows = shared[rows]
        before, behind = (self.pairs(pair) for pair in pair_rows(rows))
        if self.training and self.pair_dropout:
            keep = torch.rand(rows.shape, device=rows.device) >= self.pair_dropout
            before = before * keep.unsqueeze(-1)
            behind = behind * keep.unsqueeze(-1)
        return torch.cat([self.chars(rows), before, behind], dim=-1)

    def forward(self, batch: dict[str, Any], mask: torch.Tensor | None = None) -> torch.Tensor:
        """The vectors of HanLP's batch."""
        return self.embed(batch[self.field])


class PairEmbedding(Embedding):  # type: ignore[misc]
    """What a model's ``config.json`` names; HanLP builds the module from it.

    Args:
        width: Width of a character.
        pair_width: Width of a pair.
        field: Name of the token field.
    """

    def __init__(self, width: int = 128, pair_width: int = 40, field: str = "token") -> None:
        super().__init__()
        self.width = width
        self.pair_width = pair_width
        self.field = field

    def module(self, **kwargs: Any) -> nn.Module:
        """The module, sized to HanLP's vocabulary."""
        rows = len(kwargs["vocabs"][self.field])
        return PairModule(rows, self.width, self.pair_width, f"{self.field}_id")


class PairRecognizer(RNNNamedEntityRecognizer):  # type: ignore[misc]
    """HanLP's BiLSTM-CRF recogniser with its CRF run over the sentence.

    HanLP 2.1.5 hands the CRF's constraints to ``batch_first``, so that the stock class decodes along
    the wrong axis without any error.
    """

    def build_model(self, *args: Any, **kwargs: Any) -> nn.Module:
        """The stock model, its CRF put right."""
        model: Any = super().build_model(*args, **kwargs)
        model.crf.batch_first = True
        return model  # type: ignore[no-any-return]


def mend_crf(component: Any) -> None:
    """Put right the CRF of HanLP's BiLSTM models.

    HanLP 2.1.5 hands the CRF's constraints to ``batch_first``, so that it decodes along the wrong axis;
    and without constraints a sequence that is no BIOES raises in its own span reader.
    """
    crf = getattr(getattr(component, "model", None), "crf", None)
    if crf is None or not hasattr(crf, "batch_first"):
        return
    crf.batch_first = True
    tags: list[str] = component.vocabs["tag"].idx_to_token
    if component.config.get("tagging_scheme") != "IOBES":
        return
    for left, before in enumerate(tags):
        crf.start_transitions.data[left] += 0.0 if before[0] in "OBS" else _NEVER
        crf.end_transitions.data[left] += 0.0 if before[0] in "OES" else _NEVER
        for right, behind in enumerate(tags):
            inside = before[0] in "BI"
            same = before[2:] == behind[2:]
            if not ((behind[0] in "IE" and same) if inside else behind[0] in "OBS"):
                crf.transitions.data[left, right] += _NEVER
