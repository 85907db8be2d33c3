"""Training the tagger: one function, resumable, the same for every configuration."""

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from policy_extract.training.data import Sample, mentions, swapped
from policy_extract.training.decode import decode, span_f1
from policy_extract.training.encoder import Encoder
from policy_extract.training.labels import MAPPINGS, TAGS, allowed_tags
from policy_extract.training.network import CharacterTagger, CharIds, pad, partial_loss
from policy_extract.training.states import load_state, save_state


@dataclass(frozen=True)
class Stage:
    """One pass over some data.

    Attributes:
        sets: Origins of the samples used, e.g. ``("cluener", "msra")``.
        epochs: How often each is seen.
        limit: At most so many samples of a set an epoch; 0: all.
    """

    sets: tuple[str, ...]
    epochs: float
    limit: int = 0


@dataclass(frozen=True)
class Settings:
    """Everything that shapes a training run; see ``configs/*.toml``."""

    stages: tuple[Stage, ...]
    encoder_rate: float = 2e-4
    head_rate: float = 2e-3
    warmup: float = 0.1
    decay: float = 0.01
    clip: float = 1.0
    batch_tokens: int = 800
    dropout: float = 0.1
    swap: float = 0.3
    seed: int = 1
    average: float = 0.0
    notes: dict[str, str] = field(default_factory=dict)


Log = Callable[[str], None]


def batches(samples: Sequence[Sample], tokens: int, rng: random.Random) -> Iterator[list[Sample]]:
    """Samples of like length together, at most ``tokens`` characters a batch, in random order."""
    order = sorted(samples, key=lambda sample: len(sample.text) + rng.random() * 8)
    groups: list[list[Sample]] = []
    current: list[Sample] = []
    for sample in order:
        longest = max(len(sample.text), *(len(s.text) for s in current), 1)
        if current and longest * (len(current) + 1) > tokens:
            groups.append(current)
            current = []
        current.append(sample)
    if current:
        groups.append(current)
    rng.shuffle(groups)
    yield from groups


def _schedule(
    settings: Settings, data: dict[str, list[Sample]]
) -> Iterator[tuple[int, int, list[Sample]]]:
    """Every batch of the run: stage, epoch, samples; the same for the same seed."""
    for number, stage in enumerate(settings.stages):
        rng = random.Random(settings.seed * 1000 + number)
        pool = [sample for name in stage.sets for sample in data[name]]
        names = {name: data[name] for name in stage.sets}
        swaps = mentions([s for s in pool if s.origin == "policy"])
        for epoch in range(math.ceil(stage.epochs)):
            share = min(1.0, stage.epochs - epoch)
            chosen: list[Sample] = []
            for samples in names.values():
                size = int((stage.limit or len(samples)) * share)
                chosen += samples if size >= len(samples) else rng.sample(samples, size)
            augmented = [
                swapped(s, swaps, 0.5, rng)
                if s.origin == "policy" and epoch and rng.random() < settings.swap
                else s
                for s in chosen
            ]
            for batch in batches(augmented, settings.batch_tokens, rng):
                yield number, epoch, batch


def train(
    encoder: Encoder,
    data: dict[str, list[Sample]],
    held_out: Sequence[Sample],
    settings: Settings,
    *,
    checkpoint: Path,
    log: Log,
    device: str = "cpu",
) -> CharacterTagger:
    """Train a tagger; goes on from ``checkpoint`` if it is there.

    Args:
        encoder: The pretrained encoder.
        data: Samples by origin.
        held_out: Samples never trained on; scored after each epoch, chosen never.
        settings: The run.
        checkpoint: File to keep the state in.
        log: Called with a line of progress.
        device: ``cpu`` or ``cuda``.
    """
    torch.manual_seed(settings.seed)
    chars = CharIds(encoder.vocab)
    model = CharacterTagger(encoder, settings.dropout).to(device)
    head = [p for name, p in model.named_parameters() if name.startswith("head")]
    body = [p for name, p in model.named_parameters() if not name.startswith("head")]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": settings.encoder_rate},
            {"params": head, "lr": settings.head_rate},
        ],
        betas=(0.9, 0.98),
        weight_decay=settings.decay,
    )
    steps = list(_schedule(settings, data))
    total, warm = len(steps), max(1, int(settings.warmup * len(steps)))
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / warm, max(0.0, (total - step) / max(1, total - warm))),
    )
    averaged: dict[str, Any] = {}
    done = 0
    if checkpoint.exists():
        state = load_state(checkpoint, device)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        scheduler.load_state_dict(state["scheduler"])
        averaged, done = state["averaged"], state["done"]
        log(f"resumed at step {done} of {total}")
    began = time.monotonic()
    losses: list[float] = []
    for step in range(done, total):
        number, epoch, batch = steps[step]
        model.train()
        loss = _step(model, chars, batch, device)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip)
        optimiser.step()
        scheduler.step()
        losses.append(float(loss.detach()))
        if settings.average:
            _average(averaged, model, settings.average)
        last = step + 1 == total or steps[step + 1][:2] != (number, epoch)
        if last:
            scored = evaluate(model, chars, held_out, device)
            log(
                json.dumps(
                    {
                        "stage": number,
                        "epoch": epoch,
                        "step": step + 1,
                        "of": total,
                        "loss": round(float(np.mean(losses)), 4),
                        "held_out_f1": _all(scored),
                        "by_type": {k: round(v, 3) for k, v in scored.items() if k != "all"},
                        "seconds": round(time.monotonic() - began),
                    }
                )
            )
            losses.clear()
            save_state(
                {
                    "model": model.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "scheduler": scheduler.state_dict(),
                    "averaged": averaged,
                    "done": step + 1,
                },
                checkpoint,
            )
    if averaged:
        model.load_state_dict(averaged)
        scored = evaluate(model, chars, held_out, device)
        log(json.dumps({"averaged": True, "held_out_f1": _all(scored)}))
    return model


def _all(scored: dict[str, float]) -> float | None:
    """F1 of all types; null where nothing is held out."""
    return round(scored["all"], 4) if scored else None


def _average(averaged: dict[str, Any], model: CharacterTagger, keep: float) -> None:
    for name, value in model.state_dict().items():
        if name not in averaged or not value.is_floating_point():
            averaged[name] = value.detach().clone()
        else:
            averaged[name].mul_(keep).add_(value.detach(), alpha=1 - keep)


def _step(
    model: CharacterTagger, chars: CharIds, batch: Sequence[Sample], device: str
) -> torch.Tensor:
    ids, mask = pad([chars.rows(sample.text) for sample in batch])
    longest = ids.shape[1] - 2
    allowed = np.ones((len(batch), longest, len(TAGS)), dtype=bool)
    for index, sample in enumerate(batch):
        mapping = MAPPINGS[sample.origin]
        allowed[index, : len(sample.text)] = allowed_tags(
            len(sample.text), list(sample.entities), mapping
        )
    real = mask[:, 2:].to(device).float()
    with torch.autocast(device_type=device, dtype=torch.bfloat16):
        scores = model(ids.to(device), mask.to(device))
    return partial_loss(scores.float(), torch.from_numpy(allowed).to(device), real)


def evaluate(
    model: CharacterTagger, chars: CharIds, samples: Sequence[Sample], device: str = "cpu"
) -> dict[str, float]:
    """Strict span F1 on samples, ``all`` and by type."""
    model.eval()
    gold: list[set[tuple[int, int, str]]] = []
    found: list[set[tuple[int, int, str]]] = []
    order = sorted(samples, key=lambda sample: len(sample.text))
    with torch.inference_mode():
        for at in range(0, len(order), 32):
            batch = order[at : at + 32]
            ids, mask = pad([chars.rows(sample.text) for sample in batch])
            scores = model(ids.to(device), mask.to(device)).float().cpu().numpy()
            lengths = [len(sample.text) for sample in batch]
            for sample, spans in zip(batch, decode(scores, lengths), strict=True):
                gold.append(set(sample.entities))
                found.append(set(spans))
    return span_f1(gold, found)
