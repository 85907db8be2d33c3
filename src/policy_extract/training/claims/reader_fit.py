"""Training the neural reader, resumable after each pass."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from policy_extract.claims.reader import KINDS, MOOD, RECORD, WAYS, WHOSE
from policy_extract.training.claims.reader_lessons import WindowLesson
from policy_extract.training.claims.reader_net import ReaderNet
from policy_extract.training.data import like_lengths
from policy_extract.training.network import CharIds, pad
from policy_extract.training.states import load_state, save_state

Log = Callable[[str], None]
_NOT = -100
"""A label that is not told."""


@dataclass(frozen=True)
class ReaderSettings:
    """What shapes a training of the reader.

    Attributes:
        epochs: Passes over the lessons.
        encoder_rate: Learning rate of the encoder (AdamW, 10 % warm-up, linear decay).
        head_rate: Learning rate of the layers above it.
        batch_tokens: Characters a batch.
        names: How much the characters of names count against the other answers.
        half: Multiply in bfloat16, a third faster on processors that can.
        seed: Fixes every random choice.
    """

    epochs: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    batch_tokens: int = 1000
    names: float = 1 / 3
    half: bool = True
    seed: int = 1


class Batch:
    """Lessons as tensors.

    Args:
        lessons: The lessons.
        chars: Characters to rows of the vocabulary.
        shapes: Shapes of time to their places.
    """

    def __init__(
        self, lessons: Sequence[WindowLesson], chars: CharIds, shapes: Mapping[str, int]
    ) -> None:
        self.ids, self.mask = pad([chars.rows(lesson.shown) for lesson in lessons])
        length = self.ids.shape[1]
        rows, starts, ends, labels = [], [], [], []
        names, times, owners = [], [], []
        for row, lesson in enumerate(lessons):
            window = lesson.window
            for (start, end), answer in zip(lesson.values, lesson.answers, strict=True):
                rows.append(row)
                starts.append(window.place(start))
                ends.append(window.place(end))
                name, time, owner = np.zeros((3, length), dtype=np.float32)
                if answer is None:
                    labels.append((0, _NOT, _NOT, _NOT, _NOT))
                else:
                    shape = shapes.get(answer.shape, _NOT)
                    labels.append((1, int(answer.target), answer.way, answer.owner, shape))
                    for at in answer.name:
                        if window.start <= at < window.end:
                            name[window.place(at)] = 1
                    for span, places in ((answer.time, time), (answer.named, owner)):
                        if span and window.start <= span[0] < window.end:
                            low, high = span[0], min(span[1], window.end)
                            places[window.place(low) : window.place(high)] = 1
                        else:
                            places[0] = 1
                names.append(name)
                times.append(time)
                owners.append(owner)
        self.rows, self.starts, self.ends = map(torch.tensor, (rows, starts, ends))
        self.labels = torch.tensor(labels)
        self.names = torch.from_numpy(np.array(names))
        self.times = torch.from_numpy(np.array(times))
        self.owners = torch.from_numpy(np.array(owners))

    def loss(self, net: ReaderNet, settings: ReaderSettings) -> torch.Tensor:
        """How wrong a net is: the sum of the means of its answers."""
        with torch.autocast("cpu", torch.bfloat16, enabled=settings.half):
            kinds, pairs = net(self.ids, self.mask, self.rows, self.starts, self.ends)
        kinds, pairs = kinds.float(), pairs.float()
        record, target, way, owner, shape = self.labels.T
        total: torch.Tensor = cross_entropy(kinds[:, RECORD], record)
        shapes = slice(KINDS, None)
        for part, label in ((MOOD, target), (WAYS, way), (WHOSE, owner), (shapes, shape)):
            if bool((label >= 0).any()):
                total = total + cross_entropy(kinds[:, part], label, ignore_index=_NOT)
        read = self.mask[self.rows]
        held = record.bool()
        if not bool(held.any()):
            return total
        wrong = binary_cross_entropy_with_logits(pairs[..., 0], self.names, reduction="none")
        total = total + (wrong * read)[held].sum() / held.sum() * settings.names
        for channel, right in ((1, self.times), (2, self.owners)):
            chances = torch.log_softmax(pairs[..., channel].masked_fill(read == 0, -1e4), -1)
            mass = torch.logsumexp(chances.masked_fill(right == 0, -1e4), -1)
            total = total - mass[held].mean()
        return total


def fit_reader(
    net: ReaderNet,
    lessons: Sequence[WindowLesson],
    chars: CharIds,
    shapes: Sequence[str],
    settings: ReaderSettings,
    *,
    checkpoint: Path,
    log: Log,
) -> None:
    """Train a net in place; goes on from a checkpoint of the same run.

    Args:
        net: The net.
        lessons: What it learns from.
        chars: Characters to rows of its vocabulary.
        shapes: The shapes of time that it tells.
        settings: The run.
        checkpoint: Where its state is kept after each pass.
        log: Told what goes on.
    """
    encoder = [value for name, value in net.named_parameters() if name.startswith("enc.")]
    heads = [value for name, value in net.named_parameters() if not name.startswith("enc.")]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": settings.encoder_rate},
            {"params": heads, "lr": settings.head_rate},
        ],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )
    total = settings.epochs * len(_batches(lessons, settings, 0))
    warm = max(1.0, 0.1 * total)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: (
            min(1.0, (step + 1) / warm) * max(0.02, 1 - max(0.0, step - warm) / (total - warm + 1))
        ),
    )
    places = {shape: at for at, shape in enumerate(shapes)}
    begin = 0
    if checkpoint.is_file():
        held = load_state(checkpoint)
        net.load_state_dict(held["net"])
        optimizer.load_state_dict(held["optimizer"])
        schedule.load_state_dict(held["schedule"])
        begin = held["epochs"]
    for epoch in range(begin, settings.epochs):
        torch.manual_seed(1000 * settings.seed + epoch)
        net.train()
        losses = []
        for number, batch in enumerate(_batches(lessons, settings, epoch), 1):
            loss = Batch(batch, chars, places).loss(net, settings)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
            if number % 50 == 0:
                log(f"pass {epoch + 1}, step {number}: {sum(losses[-50:]) / 50:.3f}")
        save_state(
            {
                "net": net.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "epochs": epoch + 1,
            },
            checkpoint,
        )
        log(f"pass {epoch + 1}: {sum(losses) / max(1, len(losses)):.3f}")
    net.eval()


def _batches(
    lessons: Sequence[WindowLesson], settings: ReaderSettings, epoch: int
) -> list[list[WindowLesson]]:
    """Lessons of like length together, in an order of the pass's own."""
    return like_lengths(
        lessons,
        lambda lesson: len(lesson.shown),
        settings.batch_tokens,
        random.Random(1000 * settings.seed + epoch),
        jitter=20,
    )
