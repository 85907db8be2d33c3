"""What HanLP needs to run our fast model, and what its own CRF models need to run at all.

HanLP imports this module by the name that the model's ``config.json`` gives; the engine loads it when
it runs a model in HanLP, and the training code uses its networks. Nothing else in the product does:
torch and HanLP are needed here.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from hanlp.layers.embeddings.embedding import Embedding, EmbeddingDim
from torch import nn

from policy_extract.entities.word_features import BUCKETS as WORDS
from policy_extract.entities.word_features import PARTS, WordFeatures

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


def word_rows(
    features: WordFeatures, rows: torch.Tensor, lengths: Sequence[int]
) -> tuple[torch.Tensor, torch.Tensor]:
    """The rows of words and of places in words, ``(batch, characters)``, 0 behind the end.

    Args:
        features: What reads them.
        rows: Vocabulary rows ``(batch, characters)``.
        lengths: Characters of each.
    """
    found = np.zeros((2, *rows.shape), dtype=np.int64)
    for at, (row, length) in enumerate(zip(rows.numpy(), lengths, strict=True)):
        found[:, at, :length] = features(row[:length], [length])
    return torch.from_numpy(found[0]), torch.from_numpy(found[1])


class PairModule(nn.Module, EmbeddingDim):  # type: ignore[misc]
    """``(batch, characters, width)`` for rows of characters: itself, the pair before, the pair behind.

    Where words are asked for, also its word and the place in it.

    Args:
        rows: Size of the vocabulary.
        width: Width of a character.
        pair_width: Width of a pair.
        word_width: Width of a word; 0 for a model without words.
        place_width: Width of a place in a word.
        field: Where HanLP's batch keeps the rows.
        vocab: The vocabulary, for the words.
    """

    def __init__(
        self,
        rows: int,
        width: int,
        pair_width: int,
        word_width: int = 0,
        place_width: int = 0,
        field: str = "token_id",
        vocab: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.chars = nn.Embedding(rows, width, padding_idx=0)
        self.pairs = nn.Embedding(BUCKETS, pair_width)
        self.words = nn.Embedding(WORDS, word_width) if word_width else None
        self.places = nn.Embedding(PARTS, place_width) if word_width else None
        self._features = WordFeatures(vocab) if word_width and vocab else None
        # Characters that read as another one of the vocabulary (，as ,) share its row.
        self.register_buffer("shared", torch.arange(rows))
        self.pair_dropout = 0.0
        self.field = field

    @property
    def embedding_dim(self) -> int:
        """Width of a character with its two pairs, its word and its place in it."""
        tables = (self.chars, self.pairs, self.pairs, self.words, self.places)
        return sum(int(table.embedding_dim) for table in tables if table is not None)

    def embed(
        self, rows: torch.Tensor, words: torch.Tensor | None, places: torch.Tensor | None
    ) -> torch.Tensor:
        """The vectors of rows; a model without words needs none."""
        shared: Any = self.shared
        rows = shared[rows]
        before, behind = (self.pairs(pair) for pair in pair_rows(rows))
        found = [self.chars(rows), self._dropped(before), self._dropped(behind)]
        if self.words is not None and self.places is not None:
            found += [self._dropped(self.words(words)), self.places(places)]
        return torch.cat(found, dim=-1)

    def _dropped(self, vectors: torch.Tensor) -> torch.Tensor:
        """In training some pairs and words are left out."""
        if not self.training or not self.pair_dropout:
            return vectors
        keep = torch.rand(vectors.shape[:2], device=vectors.device) >= self.pair_dropout
        return vectors * keep.unsqueeze(-1)

    def forward(self, batch: dict[str, Any], mask: torch.Tensor | None = None) -> torch.Tensor:
        """The vectors of HanLP's batch."""
        rows: torch.Tensor = batch[self.field]
        if self._features is None:
            return self.embed(rows, None, None)
        shared: Any = self.shared
        own = shared[rows].cpu()
        words, places = word_rows(self._features, own, (rows != 0).sum(dim=1).tolist())
        return self.embed(rows, words.to(rows.device), places.to(rows.device))


class PairEmbedding(Embedding):  # type: ignore[misc]
    """What a model's ``config.json`` names; HanLP builds the module from it.

    Args:
        width: Width of a character.
        pair_width: Width of a pair.
        word_width: Width of a word; 0 for a model without words.
        place_width: Width of a place in a word.
        field: Name of the token field.
    """

    def __init__(
        self,
        width: int = 128,
        pair_width: int = 40,
        word_width: int = 0,
        place_width: int = 0,
        field: str = "token",
    ) -> None:
        super().__init__()
        self.width = width
        self.pair_width = pair_width
        self.word_width = word_width
        self.place_width = place_width
        self.field = field

    def module(self, **kwargs: Any) -> nn.Module:
        """The module, sized to HanLP's vocabulary."""
        vocab = kwargs["vocabs"][self.field]
        return PairModule(
            len(vocab),
            self.width,
            self.pair_width,
            self.word_width,
            self.place_width,
            f"{self.field}_id",
            vocab.idx_to_token,
        )


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
