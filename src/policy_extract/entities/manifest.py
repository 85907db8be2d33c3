"""A model folder's manifest: what files it has, with their hashes, checked before loading."""

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from policy_extract.errors import ModelError


class Manifest(BaseModel):
    """``manifest.json`` of a model folder.

    Attributes:
        name: The model's name.
        format: 1.
        tags: The tags in the order of the scores.
        onnx: File of the ONNX weights.
        vocab: File with one vocabulary entry a line.
        max_chars: Longest input in characters.
        calibration: For each type the line ``(a, b)`` that turns the logit of a mention's least
            share into the logit of its confidence; a type without one tells none.
        files: SHA-256 of every file by its name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    format: int
    tags: tuple[str, ...]
    onnx: str
    vocab: str
    max_chars: int
    calibration: dict[str, tuple[float, float]] = {}
    files: dict[str, str]


def read_manifest(folder: Path, needed: tuple[str, ...] = ()) -> Manifest:
    """Read a manifest and check the files named in it.

    Args:
        folder: The model's folder.
        needed: Check only these files (and those the manifest itself points to).

    Raises:
        ModelError: The manifest is foreign, or a file is missing or damaged; names it.
    """
    try:
        data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest.model_validate(data)
    except (OSError, ValueError, ValidationError) as error:
        raise ModelError(
            f"{folder}: no readable model manifest", hint="Install policy-extract again"
        ) from error
    for file in needed or (manifest.onnx, manifest.vocab):
        check_file(folder / file, manifest.files.get(file))
    return manifest


def check_file(path: Path, expected: str | None) -> None:
    """Compare a file with its hash.

    Raises:
        ModelError: The file is missing, unlisted or damaged.
    """
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: is missing", hint="Install policy-extract again") from error
    if found != expected:
        raise ModelError(f"{path}: is damaged", hint="Install policy-extract again")
