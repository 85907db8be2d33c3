"""Training recipes: one TOML file a model."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from policy_extract.data_files import read_data
from policy_extract.errors import InputError


class Recipe(BaseModel):
    """What a training run is made of.

    Attributes:
        name: The model's name.
        kind: ``adapt`` (an encoder made at home in unlabelled text), ``encoder`` (the accurate
            model, a teacher) or ``student`` (the fast one, taught by models).
        layers: Layers kept of the encoder.
        epochs: Passes over the unlabelled text, the gold, or the teachers' text.
        seed: Fixes every random choice.
        rate: Learning rate of a student; null: that of a whole training.
        gold_repeats: How often a student sees the gold in each pass.
        swap: Share of gold sentences whose entities are exchanged in a pass.
        text_limit: Characters of unlabelled text, for ``adapt`` and ``student``.
        first: Names of foreign sets seen once before the gold, their labels read as partial ones.
        first_limit: Sentences of each foreign set; 0: all.
        held_out: Names of gold folders that are kept out and scored.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: Literal["adapt", "encoder", "student"]
    layers: int = 6
    epochs: int = 10
    seed: int = 1
    rate: float | None = None
    gold_repeats: int = 2
    swap: float = 0.3
    text_limit: int = 1_800_000
    first: tuple[str, ...] = ()
    first_limit: int = 0
    held_out: tuple[str, ...] = ()


def read_recipe(name: str) -> Recipe:
    """A shipped recipe by its name, or a file.

    Raises:
        InputError: There is none, or it is malformed; names the file and the key.
    """
    path = Path(__file__).parent / "configs" / f"{name}.toml"
    if not path.is_file():
        path = Path(name)
    try:
        return Recipe.model_validate(tomllib.loads(read_data(path).decode("utf-8")))
    except OSError as error:
        raise InputError(
            f"{name}: is no recipe",
            hint="Give policy-encoder, policy-ner, policy-ner-fast, policy-ner-fast-gold, or a TOML file",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        allowed = ", ".join(Recipe.model_fields)
        raise InputError(f"{path}: {where}: {first['msg']}", hint=f"Keys: {allowed}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: {error}") from error
