"""The fast student: characters and pairs, one BiLSTM, a linear layer; HanLP's ``RNNTaggingModel``."""

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from policy_extract.entities.characters import Rows, build_table
from policy_extract.entities.hanlp_plugin import PairModule, word_rows
from policy_extract.entities.word_features import WordFeatures
from policy_extract.training.data import Sample, like_lengths, mentions, swapped
from policy_extract.training.decode import decode, span_f1
from policy_extract.training.encoder import Encoder
from policy_extract.training.labels import MAPPINGS, TAGS, allowed_tags
from policy_extract.training.states import load_state, save_state


@dataclass(frozen=True)
class StudentSettings:
    """What shapes a student; see ``configs/policy-ner-fast.toml``.

    Attributes:
        epochs: Passes over the text that the teacher labelled.
        gold_repeats: How often the gold is seen in each pass.
        rate: Learning rate of AdamW, linear warm-up and decay.
        average: Keep share of the running mean of the weights, which is what is kept in the end.
    """

    epochs: int = 4
    gold_repeats: int = 2
    width: int = 128
    pair_width: int = 40
    word_width: int = 32
    place_width: int = 16
    hidden: int = 256
    rate: float = 4e-3
    decay: float = 0.01
    dropout: float = 0.3
    pair_dropout: float = 0.2
    batch_tokens: int = 2400
    swap: float = 0.3
    average: float = 0.998
    seed: int = 1


class Student(nn.Module):
    """Scores each character for each tag, from rows of characters."""

    def __init__(self, rows: int, settings: StudentSettings) -> None:
        super().__init__()
        self.embed = PairModule(
            rows,
            settings.width,
            settings.pair_width,
            settings.word_width,
            settings.place_width,
        )
        self.embed.pair_dropout = settings.pair_dropout
        self.lstm = nn.LSTM(
            self.embed.embedding_dim, settings.hidden, batch_first=True, bidirectional=True
        )
        self.out = nn.Linear(2 * settings.hidden, len(TAGS))
        self.drop = nn.Dropout(settings.dropout)

    def forward(
        self,
        rows: torch.Tensor,
        lengths: torch.Tensor,
        words: torch.Tensor | None,
        places: torch.Tensor | None,
    ) -> torch.Tensor:
        """Emissions ``(batch, characters, tags)``; ``lengths`` lie on the CPU."""
        vectors = self.drop(self.embed.embed(rows, words, places))
        packed = nn.utils.rnn.pack_padded_sequence(
            vectors, lengths, batch_first=True, enforce_sorted=False
        )
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        scores: torch.Tensor = self.out(self.drop(hidden))
        return scores


@dataclass(frozen=True, slots=True)
class TaughtSentence:
    """A sentence and, for each character, the shares of the tags: a teacher's, or the gold's."""

    text: str
    shares: np.ndarray[Any, np.dtype[Any]]


def start_from(student: Student, encoder: Encoder) -> None:
    """Give the student the encoder's characters, reduced to its width by principal components."""
    table = encoder.weights["embeddings.word_embeddings.weight"]
    centred = table - table[5:].mean(axis=0)
    _, _, axes = np.linalg.svd(centred[5:], full_matrices=False)
    width = student.embed.chars.embedding_dim
    reduced = centred @ axes[:width].T
    reduced *= 0.5 / reduced[5:].std()
    reduced[0] = 0
    with torch.no_grad():
        student.embed.chars.weight.copy_(torch.from_numpy(reduced.astype(np.float32)))
        student.embed.pairs.weight.mul_(0.1)
    _quieten(student)


def go_on(student: Student, state: dict[str, torch.Tensor]) -> None:
    """Give the student another's weights; one that knew no words lends the rest and words are learnt anew."""
    _quieten(student)
    own = student.state_dict()
    with torch.no_grad():
        for name, value in state.items():
            if own[name].shape == value.shape:
                own[name].copy_(value)
            else:
                own[name][:, value.shape[1] :].mul_(0.5)
                own[name][:, : value.shape[1]].copy_(value)


def _quieten(student: Student) -> None:
    """Words and places begin small beside the characters."""
    with torch.no_grad():
        for table, scale in ((student.embed.words, 0.1), (student.embed.places, 0.3)):
            if table is not None:
                table.weight.mul_(scale)


def gold_lesson(sample: Sample) -> TaughtSentence:
    """A hand-marked sentence as a lesson."""
    allowed = allowed_tags(len(sample.text), list(sample.entities), MAPPINGS[sample.origin])
    shares = allowed.astype(np.float16)
    return TaughtSentence(sample.text, shares / shares.sum(axis=1, keepdims=True))


def teach(
    encoder: Encoder,
    silver: Sequence[TaughtSentence],
    gold: Sequence[Sample],
    held_out: Sequence[Sample],
    settings: StudentSettings,
    *,
    log: Callable[[str], None],
    checkpoint: Path,
    start: dict[str, torch.Tensor] | None = None,
) -> Student:
    """Train a student on a teacher's shares and on gold; goes on from ``checkpoint``.

    Args:
        encoder: Gives vocabulary and first character vectors.
        silver: What the teacher labelled.
        gold: Hand-marked sentences.
        held_out: Scored after each pass, never trained on, never chosen by.
        settings: The run.
        log: Called with a line of progress.
        checkpoint: File for the state after each pass.
        start: Weights of another student to begin with.
    """
    torch.manual_seed(settings.seed)
    reader = StudentInputs(encoder.vocab)
    student = Student(len(encoder.vocab), settings)
    if start is None:
        start_from(student, encoder)
    else:
        go_on(student, start)
    optimiser = torch.optim.AdamW(
        student.parameters(),
        lr=settings.rate,
        betas=(0.9, 0.98),
        weight_decay=settings.decay,
        fused=True,  # a fifth of the time of the plain one, whose tables are large
    )
    pool = mentions(gold)
    mean = {name: value.clone() for name, value in student.state_dict().items()}
    step = done = 0
    if checkpoint.exists():
        state = load_state(checkpoint)
        student.load_state_dict(state["student"])
        optimiser.load_state_dict(state["optimiser"])
        mean, step, done = state["mean"], state["step"], state["done"]
    began = time.monotonic()
    for epoch in range(done, settings.epochs):
        rng = random.Random(settings.seed * 1000 + epoch)
        lessons = list(silver)
        for _ in range(settings.gold_repeats):
            lessons += [
                gold_lesson(swapped(s, pool, 0.5, rng) if rng.random() < settings.swap else s)
                for s in gold
            ]
        groups = like_lengths(
            lessons, lambda lesson: len(lesson.text), settings.batch_tokens, rng, jitter=6
        )
        total = len(groups) * settings.epochs
        losses = []
        for group in groups:
            student.train()
            for part in optimiser.param_groups:
                part["lr"] = settings.rate * _slope(step, total)
            loss = _loss(student, reader, group)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(student.parameters(), 5.0)
            optimiser.step()
            step += 1
            losses.append(float(loss.detach()))
            keep = min(settings.average, step / (step + 10))
            for name, value in student.state_dict().items():
                if value.is_floating_point():
                    mean[name].mul_(keep).add_(value, alpha=1 - keep)
            if step % 100 == 0:
                log(f"step {step} of {total} loss {np.mean(losses[-100:]):.4f} "
                    f"{time.monotonic() - began:.0f} s")  # fmt: skip
        kept = {name: value.clone() for name, value in student.state_dict().items()}
        student.load_state_dict(mean)
        scored = score(student, reader, held_out)
        log(f"epoch {epoch + 1} held out { ({k: round(v, 3) for k, v in scored.items()}) }")
        student.load_state_dict(kept)
        save_state(
            {
                "student": kept,
                "optimiser": optimiser.state_dict(),
                "mean": mean,
                "step": step,
                "done": epoch + 1,
            },
            checkpoint,
        )
    student.load_state_dict(mean)
    return student.eval()


def _slope(step: int, total: int) -> float:
    warm = max(1, total // 20)
    return min((step + 1) / warm, max(0.02, math.sqrt(1 - min(1.0, step / total))))


class StudentInputs:
    """Texts as what a student reads: rows of characters, lengths, rows of words and of places in words."""

    def __init__(self, vocab: Sequence[str]) -> None:
        self._rows = Rows(build_table(vocab))
        self._features = WordFeatures(vocab)

    def __call__(self, texts: Sequence[str]) -> tuple[torch.Tensor, ...]:
        """What goes into :meth:`Student.forward`."""
        lengths = [len(text) for text in texts]
        rows = np.zeros((len(texts), max(lengths)), dtype=np.int64)
        for at, text in enumerate(texts):
            rows[at, : len(text)] = self._rows(text)
        found = torch.from_numpy(rows)
        return found, torch.tensor(lengths), *word_rows(self._features, found, lengths)


def _loss(student: Student, reader: StudentInputs, group: Sequence[TaughtSentence]) -> torch.Tensor:
    read = reader([lesson.text for lesson in group])
    shares = np.zeros((*read[0].shape, len(TAGS)), dtype=np.float32)
    for at, lesson in enumerate(group):
        shares[at, : len(lesson.text)] = lesson.shares
    with torch.autocast(device_type="cpu", dtype=torch.bfloat16):
        scores = student(*read)
    scores = scores.float()
    crossed = -(torch.from_numpy(shares) * torch.log_softmax(scores, dim=-1)).sum()
    return crossed / read[1].sum()


def score(student: Student, reader: StudentInputs, samples: Sequence[Sample]) -> dict[str, float]:
    """Strict span F1, ``all`` and by type."""
    student.eval()
    order = sorted((s for s in samples if s.text), key=lambda sample: len(sample.text))
    gold, found = [], []
    with torch.inference_mode():
        for at in range(0, len(order), 64):
            batch = order[at : at + 64]
            read = reader([sample.text for sample in batch])
            scores = student(*read).numpy()
            for sample, spans in zip(batch, decode(scores, read[1].tolist()), strict=True):
                gold.append(set(sample.entities))
                found.append(set(spans))
    return span_f1(gold, found)
