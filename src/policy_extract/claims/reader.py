"""The neural reader of claims on ONNX Runtime: the characters around values in, hints out; no torch.

A window holds the values of a stretch of text with what stands before them; in front of it stand the
document's date, its title and the heading over the first value. The net reads each window once and says for
each value what it is, and for each character how it belongs to each value. It is trained by
``policy-extract model train --recipe reader``.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from policy_extract.claims.hints import Hint, Hints
from policy_extract.entities.characters import CLS, SEP, Rows, build_table
from policy_extract.entities.manifest import check_file
from policy_extract.entities.session import open_session
from policy_extract.errors import ModelError

LEFT, SPAN, RIGHT, LONGEST = 110, 220, 24, 420
"""Characters before the first value, of the values, behind the last one, and in all."""
_TITLE, _HEADING, _FRONT = 16, 14, 40
OWNERS = ("own", "nobody", "other")
"""Whose number it is: the document's place, nobody's, somebody else's."""
RECORD, MOOD, WAYS, WHOSE = slice(0, 2), slice(2, 4), slice(4, 7), slice(7, 7 + len(OWNERS))
"""Where the outputs for a value stand: whether it is a record, a target; the three ways; the owners."""
KINDS = WHOSE.stop
"""Outputs for a value before those of the shapes of its time."""
Ids = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]


class Window(NamedTuple):
    """A stretch of text that is read at once.

    Attributes:
        start: Its first character.
        end: Its end.
        front: What is read before it.
        values: The numbers of the values in it.
    """

    start: int
    end: int
    front: str
    values: tuple[int, ...]

    def shown(self, text: str) -> str:
        """What the net reads: the front, a bar, and the text with bars for line breaks."""
        return f"{self.front}|{text[self.start : self.end]}".replace("\n", "|")

    def place(self, at: int) -> int:
        """The place of a character of the document in what the net reads, with [CLS] before it."""
        return at - self.start + len(self.front) + 2


def front(date: str, title: str, heading: str) -> str:
    """What stands in front of a window."""
    return f"{date}|{title[:_TITLE]}|{heading[:_HEADING]}"[:_FRONT]


def windows(
    text: str, values: Sequence[tuple[int, int]], front_at: Callable[[int], str]
) -> Iterator[Window]:
    """The windows of a document, each value in one; a value longer than a window in none.

    Args:
        text: Its text.
        values: Spans of its values, in order.
        front_at: What stands in front of a window whose first value begins there.
    """
    number = 0
    while number < len(values):
        first = values[number][0]
        start = max(0, first - LEFT)
        end = number + 1
        while end < len(values) and values[end][1] <= first + SPAN:
            end += 1
        stop = min(len(text), values[end - 1][1] + RIGHT, start + LONGEST)
        held = tuple(one for one in range(number, end) if values[one][1] <= stop)
        if held:
            yield Window(start, stop, front_at(first), held)
        number = end


class Reader:
    """A folder with the net, its vocabulary and its labels.

    Args:
        folder: The folder, see :func:`write_reader`.
        threads: Threads of the runtime.

    Raises:
        ModelError: A file is missing or damaged.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            self._shapes: list[str] = list(manifest["shapes"])
            vocab_file, net = str(manifest["vocab"]), str(manifest["onnx"])
            files: dict[str, str] = manifest["files"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{folder}: no readable manifest of a reader", hint="Install policy-extract again"
            ) from error
        for name in (vocab_file, net):
            check_file(folder / name, files.get(name))
        self._session = open_session(folder / net, threads)
        vocab = (folder / vocab_file).read_text(encoding="utf-8").split("\n")
        self._rows = Rows(build_table(vocab))
        self.version = files[net][:12]

    def read(
        self, text: str, values: Sequence[tuple[int, int]], front_at: Callable[[int], str]
    ) -> Hints:
        """Hints for each value of a document; arguments as of :func:`windows`."""
        found: dict[int, Hint] = {}
        for window in windows(text, values, front_at):
            held = [values[number] for number in window.values]
            rows = self._rows(window.shown(text))
            ids = np.empty((1, len(rows) + 2), dtype=np.int64)
            ids[0, 0], ids[0, 1:-1], ids[0, -1] = CLS, rows, SEP
            kinds, pairs = self._session.run(
                None,
                {
                    "ids": ids,
                    "starts": np.array([window.place(start) for start, _ in held]),
                    "ends": np.array([window.place(end) for _, end in held]),
                },
            )
            low, high = window.place(window.start), window.place(window.end)
            times = _log_softmax(pairs[:, :, 1])
            owners = _log_softmax(pairs[:, :, 2])
            ways, shapes = _log_softmax(kinds[:, WAYS]), _log_softmax(kinds[:, KINDS:])
            whose = _log_softmax(kinds[:, WHOSE])
            for at, (start, _) in enumerate(held):
                rise, fall, level = map(float, ways[at])
                found[start] = Hint(
                    start=window.start,
                    record=float(kinds[at, 1] - kinds[at, 0]),
                    target=float(kinds[at, 3] - kinds[at, 2]),
                    ways=(rise, fall, level),
                    shapes=dict(zip(self._shapes, map(float, shapes[at]), strict=True)),
                    names=pairs[at, low:high, 0],
                    times=times[at, low:high],
                    nowhere=float(times[at, 0]),
                    whose=dict(zip(OWNERS, map(float, whose[at]), strict=True)),
                    owners=owners[at, low:high],
                )
        return found


def _log_softmax(scores: Floats) -> Floats:
    if not scores.shape[-1]:  # too little gold for any shape
        return scores
    top = scores - scores.max(axis=-1, keepdims=True)
    found: Floats = top - np.log(np.exp(top).sum(axis=-1, keepdims=True))
    return found
