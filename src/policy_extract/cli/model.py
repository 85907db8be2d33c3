"""``policy-extract model``: train, judge, export and describe a recogniser."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.cli.complete import engines, models
from policy_extract.entities.recognizer import DEFAULT

app = typer.Typer(
    help="Train, judge and export recognisers; show the card of the shipped one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Gold = Annotated[
    list[Path], typer.Argument(metavar="DIR", help="Gold folders, or folders above such.")
]


def _say(line: str) -> None:
    typer.echo(line, err=True)


@app.command("train")
def train(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[DIR]…", help="Gold folders, or folders above such."),
    ] = None,
    recipe: Annotated[
        str,
        typer.Option(
            metavar="NAME|FILE",
            help="claims (the scorer), reader (the net before it), policy-encoder, policy-ner, "
            "policy-ner-fast, or a TOML file.",
        ),
    ] = "policy-ner",
    out: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="DIR", help="Checkpoint and weights go here."),
    ] = Path("model-run"),
    read: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Labels kept by reference to --archive; repeatable."),
    ] = None,
    archive: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The archive that --read refers to.")
    ] = None,
    text: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Unlabelled text (.txt, .jsonl, .jsonl.gz); repeatable."),
    ] = None,
    apart: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH", help="Gold that unlabelled text shares nothing with; repeatable."
        ),
    ] = None,
    foreign: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=FILE", help="A set that the recipe begins with; repeatable."
        ),
    ] = None,
    start: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Run whose adapted encoder is the start.")
    ] = None,
    teacher: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Model folder that teaches a student; repeatable."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Train on the held-out articles too.")
    ] = False,
    threads: Annotated[int, typer.Option(min=1, help="Threads.")] = 1,
    folds: Annotated[
        int, typer.Option(min=2, help="Parts in which documents are left out (recipe claims).")
    ] = 4,
    dates: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Publication dates by document (recipes claims and reader)."
        ),
    ] = None,
    reader: Annotated[
        Path | None,
        typer.Option(
            metavar="RUN", help="Run of the recipe reader, whose hints recipe claims learns from."
        ),
    ] = None,
) -> None:
    """Adapt an encoder, train a recogniser on gold, or school a fast one; goes on from a checkpoint.

    With the recipe claims the scorer of claims is fitted: on gold folders and on gold kept by
    reference (--read, whose texts lie in --archive). The figures of documents left out are told.
    The recipe reader trains the net that gives the scorer hints, on the same gold.

    Needs the extra: pip install '.[train]'. Progress goes to standard error, the path
    of the weights to standard output.
    """
    from policy_extract.errors import UsageError

    if recipe == "claims":
        from policy_extract.evaluation.corpus import read_dates
        from policy_extract.training.claims.command import train_claims

        fitted = train_claims(
            tuple(gold or ()),
            tuple(read or ()),
            archive,
            out,
            dates=read_dates(dates) if dates else None,
            reader=reader,
            folds=folds,
            log=_say,
        )
        typer.echo(str(fitted))
        return
    if recipe == "reader":
        from policy_extract.evaluation.corpus import read_dates
        from policy_extract.training.claims.command import gold_texts
        from policy_extract.training.claims.reader_command import train_reader

        documents = gold_texts(
            tuple(gold or ()),
            tuple(read or ()),
            archive,
            read_dates(dates) if dates else None,
            _say,
        )
        typer.echo(str(train_reader(documents, out, start=start, threads=threads, log=_say)))
        return
    from policy_extract.training.commands import train_model
    from policy_extract.training.material import Material
    from policy_extract.training.recipe import read_recipe

    named = [given.partition("=") for given in foreign or ()]
    if any(not path for _, _, path in named):
        raise UsageError("--set takes NAME=FILE", hint="--set cluener=cluener.train.jsonl.gz")
    weights = train_model(
        read_recipe(recipe),
        Material(
            gold=tuple(gold or ()),
            read=tuple(read or ()),
            archive=archive,
            text=tuple(text or ()),
            apart=tuple(apart or ()),
            sets={name: Path(path) for name, _, path in named},
            start=start,
            teachers=tuple(teacher or ()),
        ),
        out,
        everything=everything,
        threads=threads,
        log=_say,
    )
    typer.echo(str(weights))


@app.command("eval")
def evaluate(
    gold: Gold,
    ner: Annotated[
        str, typer.Option(metavar="NAME", autocompletion=models, help="A model, as for run.")
    ] = DEFAULT,
    engine: Annotated[
        str, typer.Option(metavar="onnx|hanlp", autocompletion=engines, help="What runs the model.")
    ] = "onnx",
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only these folders; repeatable.")
    ] = None,
) -> None:
    """Score a recogniser alone, without rules: strict span F1 as JSON."""
    import json

    from policy_extract.training.commands import eval_model

    figures = eval_model(ner, gold, only=only or (), engine=engine)
    typer.echo(json.dumps(figures, ensure_ascii=False, indent=2))


@app.command("export")
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder that train wrote.")],
    target: Annotated[Path, typer.Argument(metavar="DIR", help="The model folder to write.")],
) -> None:
    """Write a model folder for --ner: HanLP's files, int8 ONNX and a manifest of hashes."""
    from policy_extract.training.commands import export_model

    for name in export_model(run, target):
        typer.echo(str(target / name))


@app.command("card")
def card() -> None:
    """Print the card of the shipped models: data, terms, figures, limits."""
    from policy_extract.training.commands import model_card

    typer.echo(model_card(), nl=False)
