"""Checkpoints and weights of a training: replaced whole or not at all, and named where one is damaged."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import torch

from policy_extract.errors import InputError
from policy_extract.writing import open_output

State = Mapping[str, Any]


class _Watched:
    """A stream that remembers why it could not be written: torch tells only that it was not."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.failed: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._stream.write(data)
        except OSError as error:
            self.failed = error
            raise

    def flush(self) -> None:
        self._stream.flush()


def save_state(state: State, path: Path) -> None:
    """Write a state; what stood there before stands until the new one is whole.

    Raises:
        OutputError: It cannot be written; names the file.
    """
    with open_output(path) as stream:
        watched = _Watched(stream)
        try:
            torch.save(state, watched)  # type: ignore[arg-type]
        except RuntimeError:
            if watched.failed:
                raise watched.failed from None
            raise


def load_state(path: Path, device: str = "cpu") -> dict[str, Any]:
    """Read a state that :func:`save_state` wrote.

    Raises:
        InputError: It is damaged, or none; names the file.
        OSError: It cannot be opened.
    """
    try:
        state = torch.load(path, map_location=device, weights_only=True)
    except (RuntimeError, EOFError, ValueError, KeyError, pickle.UnpicklingError) as error:
        raise _damaged(path) from error
    if not isinstance(state, dict):
        raise _damaged(path)
    return state


def _damaged(path: Path) -> InputError:
    return InputError(
        f"{path}: is no state of a training, or damaged",
        hint="Move it away; the same command then begins anew",
    )
