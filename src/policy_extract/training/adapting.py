"""Making the encoder at home in single characters and policy text: masked-character training.

The encoder was pretrained on pieces of several characters; read one character at a time it knows
less than it could. Here whole words of unlabelled text are hidden and the encoder learns to tell
their characters (Devlin et al. 2019; whole words as in Cui et al. 2021, "Pre-Training with Whole
Word Masking for Chinese BERT"). Only the encoder is kept.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from policy_extract.training.data import like_lengths
from policy_extract.training.encoder import SPECIALS, Encoder
from policy_extract.training.network import CharIds, bert, pad
from policy_extract.training.states import load_state, save_state

_MASK = SPECIALS.index("[MASK]")


@dataclass(frozen=True)
class AdaptSettings:
    """What shapes the stage; see ``configs/policy-encoder.toml``.

    Attributes:
        epochs: Passes over the text.
        rate: Learning rate of the encoder (AdamW, linear warm-up and decay).
        head_rate: Learning rate of the layer that is thrown away in the end.
        hidden_share: Share of the characters that are hidden, whole words at a time.
        batch_tokens: Characters a batch.
        save_every: Steps between two checkpoints.
        seed: Fixes every random choice.
    """

    epochs: int = 1
    rate: float = 3e-4
    head_rate: float = 1e-3
    hidden_share: float = 0.2
    batch_tokens: int = 4000
    save_every: int = 200
    seed: int = 1


class MaskedCharacters(nn.Module):
    """An encoder and the layer that tells hidden characters, tied to the embedding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = bert(encoder, dropout=0.0)
        self.dense = nn.Linear(encoder.hidden, encoder.hidden)
        self.norm = nn.LayerNorm(encoder.hidden)
        self.bias = nn.Parameter(torch.zeros(len(encoder.vocab)))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """Scores ``(hidden characters, vocabulary)`` at the places where ``hidden`` is true."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state[hidden]
        states = self.norm(nn.functional.gelu(self.dense(states)))
        table = self.encoder.embeddings.word_embeddings.weight
        scores: torch.Tensor = states @ table.T + self.bias
        return scores


def hide(
    rows: Sequence[int],
    words: Sequence[int],
    vocabulary: int,
    share: float,
    rng: random.Random,
) -> tuple[list[int], list[int]]:
    """Hide whole words of a line.

    Args:
        rows: One row of the vocabulary for each character.
        words: Lengths of the words; they add up to ``len(rows)``.
        vocabulary: Number of rows.
        share: Share of the characters to hide.
        rng: The source of chance.

    Returns:
        The rows as the encoder sees them (of ten hidden characters eight read [MASK], one another
        character, one itself), and the places that were hidden, ascending.
    """
    spans, at = [], 0
    for length in words:
        spans.append(range(at, at + length))
        at += length
    rng.shuffle(spans)
    wanted = max(1, round(share * len(rows)))
    places: list[int] = []
    for span in spans:
        if len(places) >= wanted:
            break
        places += span
    seen = list(rows)
    for place in places:
        chance = rng.random()
        if chance < 0.8:
            seen[place] = _MASK
        elif chance < 0.9:
            seen[place] = rng.randrange(len(SPECIALS), vocabulary)
    return seen, sorted(places)


def adapt(
    encoder: Encoder,
    lines: Sequence[str],
    settings: AdaptSettings,
    *,
    cut: Callable[[str], list[str]],
    checkpoint: Path,
    log: Callable[[str], None],
    device: str = "cpu",
) -> Encoder:
    """Train the encoder on hidden characters of ``lines``; goes on from ``checkpoint``.

    Args:
        encoder: Where to start.
        lines: Unlabelled sentences.
        settings: The run.
        cut: Segments a line into words that join to the line.
        checkpoint: File for the state, written every ``save_every`` steps.
        log: Called with a line of progress.
        device: ``cpu`` or ``cuda``.

    Returns:
        The encoder with its new weights.
    """
    torch.manual_seed(settings.seed)
    chars = CharIds(encoder.vocab)
    model = MaskedCharacters(encoder).to(device)
    body = [p for name, p in model.named_parameters() if name.startswith("encoder.")]
    head = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": settings.rate}, {"params": head, "lr": settings.head_rate}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
    )
    steps = [
        group
        for epoch in range(settings.epochs)
        for group in like_lengths(
            lines, len, settings.batch_tokens, random.Random(settings.seed * 1000 + epoch), jitter=8
        )
    ]
    warm = max(1, len(steps) // 20)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / warm, (len(steps) - step) / max(1, len(steps) - warm)),
    )
    done = 0
    if checkpoint.exists():
        state = load_state(checkpoint, device)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        scheduler.load_state_dict(state["scheduler"])
        done = state["done"]
        log(f"resumed at step {done} of {len(steps)}")
    began = time.monotonic()
    losses: list[float] = []
    model.train()
    for step in range(done, len(steps)):
        rng = random.Random(f"{settings.seed} {step}")
        loss = _loss(model, chars, steps[step], settings, cut, rng, device)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        scheduler.step()
        losses.append(float(loss.detach()))
        if (step + 1) % settings.save_every == 0 or step + 1 == len(steps):
            spent = time.monotonic() - began
            log(f"step {step + 1} of {len(steps)} loss {np.mean(losses):.4f} {spent:.0f} s")
            losses.clear()
            save_state(
                {
                    "model": model.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "scheduler": scheduler.state_dict(),
                    "done": step + 1,
                },
                checkpoint,
            )
    return replace(
        encoder,
        weights={
            name: value.detach().cpu().numpy() for name, value in model.encoder.state_dict().items()
        },
    )


def _loss(
    model: MaskedCharacters,
    chars: CharIds,
    lines: Sequence[str],
    settings: AdaptSettings,
    cut: Callable[[str], list[str]],
    rng: random.Random,
    device: str,
) -> torch.Tensor:
    rows = [chars.rows(line) for line in lines]
    seen, true = [], []
    places: list[tuple[int, int]] = []
    for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
        changed, hidden = hide(
            row, [len(word) for word in cut(line)], len(model.bias), settings.hidden_share, rng
        )
        seen.append(changed)
        places += [(number, place + 1) for place in hidden]
        true += [row[place] for place in hidden]
    ids, mask = pad(seen)
    chosen = torch.zeros_like(ids, dtype=torch.bool)
    chosen[tuple(torch.tensor(places).T)] = True
    with torch.autocast(device_type=device, dtype=torch.bfloat16):
        scores = model(ids.to(device), mask.to(device), chosen.to(device))
    return nn.functional.cross_entropy(scores.float(), torch.tensor(true).to(device))
