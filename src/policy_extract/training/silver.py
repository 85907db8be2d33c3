"""Unlabelled text, and what a teacher says of it."""

import gzip
import json
import random
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from policy_extract.data_files import read_data
from policy_extract.entities.characters import Rows, build_table
from policy_extract.entities.manifest import read_manifest
from policy_extract.entities.onnx_engine import model_inputs
from policy_extract.entities.pieces import batches
from policy_extract.entities.word_features import WordFeatures
from policy_extract.errors import InputError
from policy_extract.training.data import MAX_CHARS, sentence_spans
from policy_extract.training.student import TaughtSentence

_WINDOW = 12
_SHORTEST = 6


def windows(texts: Iterable[str]) -> set[str]:
    """Every run of twelve characters of texts, to keep held-out text out of the silver."""
    return {
        line[at : at + _WINDOW]
        for text in texts
        for line in text.split("\n")
        for at in range(len(line) - _WINDOW + 1)
    }


def read_texts(path: Path) -> list[str]:
    """The texts of a ``.jsonl`` or ``.jsonl.gz`` file (key ``text``), or of a plain text file.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        data = read_data(path)
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        content = data.decode("utf-8")
        if ".jsonl" in path.name:
            rows = [json.loads(line)["text"] for line in content.splitlines() if line.strip()]
            if not all(isinstance(row, str) for row in rows):
                raise ValueError("a text is none")
            return rows
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        EOFError,
        RecursionError,
        zlib.error,
    ) as error:
        raise InputError(f"{path}: no readable text: {error}") from error
    return [content]


def sentences(texts: Iterable[str], banned: set[str], limit: int, seed: int) -> list[str]:
    """Sentences of texts in random order, none twice, none that shares a window with ``banned``.

    Args:
        texts: The unlabelled texts.
        banned: From :func:`windows`.
        limit: Characters at most.
        seed: Of the order.
    """
    found: dict[str, None] = {}
    for text in texts:
        for start, end in sentence_spans(text, []):
            line = text[start:end].strip()
            starts = range(0, len(line) - _WINDOW + 1, 3)
            if _SHORTEST <= len(line) <= MAX_CHARS and not any(
                line[at : at + _WINDOW] in banned for at in starts
            ):
                found[line] = None
    order = list(found)
    random.Random(seed).shuffle(order)
    kept, size = [], 0
    for line in order:
        if size >= limit:
            break
        kept.append(line)
        size += len(line)
    return kept


def taught_by(
    teachers: Sequence[Path], lines: Sequence[str], *, threads: int = 1
) -> list[TaughtSentence]:
    """What several models say of lines: the mean of their shares.

    Raises:
        ModelError: A folder is no model of this package, or damaged.
    """
    lessons = taught(teachers[0], lines, threads=threads)
    for count, teacher in enumerate(teachers[1:], 2):
        lessons = [
            TaughtSentence(old.text, old.shares + (new.shares - old.shares) / np.float16(count))
            for old, new in zip(lessons, taught(teacher, lines, threads=threads), strict=True)
        ]
    return lessons


def taught(teacher: Path, lines: Sequence[str], *, threads: int = 1) -> list[TaughtSentence]:
    """What the model in ``teacher`` says of lines, as shares of the tags at each character.

    Raises:
        ModelError: The folder is no model of this package, or damaged.
    """
    import onnxruntime

    manifest = read_manifest(teacher)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        str(teacher / manifest.onnx), options, providers=["CPUExecutionProvider"]
    )
    vocab = (teacher / manifest.vocab).read_text(encoding="utf-8").split("\n")
    rows = Rows(build_table(vocab))
    reads_words = any(one.name == "words" for one in session.get_inputs())
    words = WordFeatures(vocab) if reads_words else None
    lengths = [len(line) for line in lines]
    lessons: dict[int, TaughtSentence] = {}
    for group in batches(lengths, 2400):
        sizes = [lengths[at] for at in group]
        ends = list(accumulate(sizes, initial=0))
        read = rows("".join(lines[at] for at in group))
        known = words(read, sizes) if words is not None else None
        texts = [slice(start, end) for start, end in pairwise(ends)]
        (scores,) = session.run(None, model_inputs(read, known, texts))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        for row, at in enumerate(group):
            lessons[at] = TaughtSentence(lines[at], shares[row, : lengths[at]].astype(np.float16))
    return [lessons[at] for at in range(len(lines))]
