"""The neural reader of claims by its name; nothing heavy is imported before one is loaded."""

from pathlib import Path
from typing import TYPE_CHECKING

from policy_extract.entities.recognizer import model_folder
from policy_extract.errors import ModelError

if TYPE_CHECKING:
    from policy_extract.claims.reader import Reader

READER = "policy-reader"
"""The shipped reader, which reads where nothing else is said."""
NONE = "none"
"""No reader: several times as fast, and right less often."""


def reader_folder(name: str | Path) -> Path:
    """The folder of a reader: the shipped one by its name, or a folder."""
    return model_folder(READER) if name == READER else Path(name)


def load_reader(name: str | Path = READER, *, threads: int = 1) -> "Reader | None":
    """Load a reader; ``none`` gives null.

    Args:
        name: ``policy-reader``, ``none``, or a folder that ``model train --recipe reader`` wrote.
        threads: Threads of the engine.

    Raises:
        ModelError: There is none, or it is damaged.
    """
    if name == NONE:
        return None
    folder = reader_folder(name)
    if not folder.is_dir():
        raise ModelError(
            f"{name}: is no reader's folder", hint=f"Choose {READER}, none, or such a folder"
        )
    from policy_extract.claims.reader import Reader

    return Reader(folder, threads=threads)
