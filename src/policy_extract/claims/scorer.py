"""The trained scorer: what the weights make of the candidates that the rules propose.

Log-linear choices over features that can be read; no torch, no randomness. The weights are fitted by
``policy-extract model train claims`` and shipped as ``model/claims/weights.json.gz``.
"""

import gzip
import hashlib
import json
import math
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from policy_extract.claims.memo import Group, Sums, Told
from policy_extract.claims.spot import Spot
from policy_extract.claims.tagger import best_path
from policy_extract.claims.view import Place
from policy_extract.errors import ModelError

FORMAT = 2
_PLAIN = 1
"""The format before: all of it JSON, slower to read."""
_SHARES = 1000
"""Weights are kept in thousandths."""
_GAP = "\0"
_DIGITS = 9
NAME = "name"
"""The task of reading names, beside those of choosing."""


class Choice(NamedTuple):
    """What was chosen: the place of the candidate, and how probable it is (0 to 1)."""

    at: int
    chance: float


class Decider(Protocol):
    """Who decides: the scorer when reading, the gold when learning."""

    def choose(
        self,
        task: str,
        candidates: Sequence[Any],
        spot: Spot | None,
        keys: Sequence[Hashable] | None = None,
        texts: Sequence[str] | None = None,
    ) -> Choice:
        """The most probable candidate; those with one key count together.

        Args:
            task: What is decided.
            candidates: What is told of each, by :meth:`told`.
            spot: The value; null where the document itself is asked about.
            keys: What each comes to.
            texts: The words of each, by which a teacher knows which of those with one key was marked.
        """

    def knows(self, task: str) -> bool:
        """Whether it can decide a task; weights of an earlier version do not know each."""

    def told(self, task: str, prefix: str = "") -> Told:
        """What groups of a task's features tell; the prefix stands before each name."""

    def name(
        self,
        words: Sequence[Any],
        borders: Sequence[int],
        spot: Spot,
        places: Sequence[Place],
    ) -> tuple[list[int], float]:
        """Which words of a window name the indicator, and how probable that is.

        Args:
            words: What is told of each.
            borders: The class of the border before each.
            spot: The value.
            places: The window.
        """

    def telling(self, task: str, features: Sequence[Group], *, for_it: bool = True) -> str:
        """The features that spoke most for a choice, or against it."""


class Weights(NamedTuple):
    """Fitted weights.

    Attributes:
        tasks: For each task, weights by the name of a feature.
        name: Those of the words of a name.
        borders: Those of the borders between them: border, tag before, tag.
        confidence: Bias and weights of the calibrated confidence, see :mod:`confidence`.
        version: The first digits of the file's SHA-256.
    """

    tasks: Mapping[str, Mapping[str, float]]
    name: Mapping[str, float]
    borders: Sequence[Sequence[Sequence[float]]]
    confidence: Mapping[str, float]
    version: str


def read_weights(raw: bytes, source: str) -> Weights:
    """Weights from the bytes of a file.

    Raises:
        ModelError: The file is damaged or of another format.
    """
    try:
        head, _, names = gzip.decompress(raw).decode("utf-8", "surrogatepass").partition("\n")
        data = json.loads(head)
        if data["format"] not in (_PLAIN, FORMAT):
            raise ModelError(f"{source}: weights of format {data['format']}, {FORMAT} is read")
        tasks = data["tasks"] if data["format"] == _PLAIN else _read_tasks(data["tasks"], names)
        return Weights(
            {task: weights for task, weights in tasks.items() if task != NAME},
            data["name"] if data["format"] == _PLAIN else tasks[NAME],
            data["borders"],
            data["confidence"],
            hashlib.sha256(raw).hexdigest()[:12],
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{source}: not a file of weights ({error})") from error


def _read_tasks(counted: Mapping[str, Sequence[int]], names: str) -> dict[str, dict[str, float]]:
    """Weights by task and name: what they count, and the names of all of them in that order."""
    count = sum(map(len, counted.values()))
    every = names.split(_GAP) if count else []
    if len(every) != count:
        raise ValueError("as many names as weights are asked for")
    found: dict[str, dict[str, float]] = {}
    at = 0
    for task, shares in counted.items():
        weights = [share / _SHARES for share in shares]
        found[task] = dict(zip(every[at : at + len(shares)], weights, strict=True))
        at += len(shares)
    return found


def write_weights(weights: Weights) -> bytes:
    """The bytes of a file of weights, in thousandths; the same weights give the same bytes.

    First a line of JSON with what the weights of each task count, then all their names. Numbers and names
    apart are read some times faster than a table of both.
    """
    counted: dict[str, list[int]] = {}
    names: list[str] = []
    for task, values in (*weights.tasks.items(), (NAME, weights.name)):
        kept = sorted((name, value) for name, value in values.items() if _GAP not in name)
        counted[task] = [round(value * _SHARES) for _, value in kept]
        names += [name for name, _ in kept]
    data = {
        "format": FORMAT,
        "tasks": counted,
        "borders": weights.borders,
        "confidence": dict(weights.confidence),
    }
    head = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = "\n".join((head, _GAP.join(names)))
    return gzip.compress(text.encode("utf-8", "surrogatepass"), mtime=0)


@cache
def shipped_weights(*, read: bool = False) -> Weights:
    """The weights of the package, read once.

    Args:
        read: Those fitted with the shipped reader's hints, not those fitted without any.
    """
    name = "with-reader.json.gz" if read else "weights.json.gz"
    file = files("policy_extract") / "model" / "claims" / name
    return read_weights(file.read_bytes(), f"model/claims/{name}")


def load_weights(path: Path) -> Weights:
    """The weights of a file, such as ``policy-extract model train claims`` writes.

    Raises:
        ModelError: It cannot be read, or is no file of weights.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from error
    return read_weights(raw, str(path))


class Scorer:
    """Decides by fitted weights. What it remembers changes no answer; share it freely."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._weights = {**weights.tasks, NAME: weights.name}
        self._told: dict[tuple[str, str], Sums] = {}

    def knows(self, task: str) -> bool:
        """See :class:`Decider`."""
        return bool(self._weights.get(task))

    def told(self, task: str, prefix: str = "") -> Sums:
        """See :class:`Decider`."""
        key = (task, prefix)
        found = self._told.get(key)
        if found is None:
            found = self._told.setdefault(key, Sums(self._weights.get(task, {}), prefix))
        return found

    def choose(
        self,
        task: str,
        candidates: Sequence[float],
        spot: Spot | None,
        keys: Sequence[Hashable] | None = None,
        texts: Sequence[str] | None = None,
    ) -> Choice:
        """See :class:`Decider`."""
        # Sums that come to the same count as equal, whatever order they were summed in.
        scores = [round(score, _DIGITS) for score in candidates]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        whole = sum(powers)
        if keys is None:
            index = scores.index(top)
            return Choice(index, powers[index] / whole)
        together: dict[Hashable, float] = {}
        for key, power in zip(keys, powers, strict=True):
            together[key] = together.get(key, 0.0) + power
        best = max(together, key=lambda key: together[key])
        index = max(
            (at for at, key in enumerate(keys) if key == best), key=lambda at: (scores[at], -at)
        )
        return Choice(index, together[best] / whole)

    def name(
        self,
        words: Sequence[float],
        borders: Sequence[int],
        spot: Spot,
        places: Sequence[Place],
    ) -> tuple[list[int], float]:
        """See :class:`Decider`."""
        return best_path(words, borders, self.weights.borders)

    def telling(self, task: str, features: Sequence[Group], *, for_it: bool = True) -> str:
        """See :class:`Decider`."""
        speaking = self.told(task).speaking
        sign = -1.0 if for_it else 1.0
        ranked = sorted(
            (sign * weight, name)
            for group in features
            for weight, name in speaking(group)
            if (weight > 0) is for_it
        )
        return ", ".join(name for _, name in ranked[:2])
