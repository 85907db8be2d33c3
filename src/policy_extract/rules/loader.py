"""Loading rules files, the shipped ones and a user's own, through one validated door."""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from policy_extract.errors import RulesError

_Model = TypeVar("_Model", bound=BaseModel)


class RuleModel(BaseModel):
    """The base of every rules file's model: unknown keys are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def parse_rules(text: str, model: type[_Model], *, name: str) -> _Model:
    """Parse and validate the TOML text of a rules file.

    Args:
        text: The file's content.
        model: The pydantic model that the file must satisfy.
        name: What to call the file in an error.

    Raises:
        RulesError: The text is not TOML, or breaks the model; names the key and the allowed keys.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"{name}: not valid TOML: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        hint = ""
        if first["type"] == "extra_forbidden":
            hint = f"Allowed keys here: {', '.join(sorted(model.model_fields))}"
        raise RulesError(f"{name}: {where}: {first['msg']}", hint=hint) from error


def read_shipped(name: str) -> str:
    """The text of a shipped rules file, such as ``units.toml``."""
    return files("policy_extract.rules").joinpath(name).read_text(encoding="utf-8")


def load_shipped(name: str, model: type[_Model]) -> _Model:
    """Load and validate one shipped rules file. Callers keep the result (it is not cached here)."""
    return parse_rules(read_shipped(name), model, name=name)


def load_file(path: Path, model: type[_Model]) -> _Model:
    """Load and validate a user's rules file.

    Raises:
        RulesError: The file cannot be read or is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(f"{path}: cannot be read: {error}") from error
    return parse_rules(text, model, name=str(path))


@cache
def rules_fingerprint() -> str:
    """The first 12 hex digits of the SHA-256 over every shipped rules file, in name order."""
    digest = hashlib.sha256()
    folder = files("policy_extract.rules")
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith((".toml", ".tsv", ".txt")):
            digest.update(entry.name.encode("utf-8") + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
