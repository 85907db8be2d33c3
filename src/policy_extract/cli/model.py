"""``policy-extract model``: train, judge, export and describe a recogniser."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Train, judge and export recognisers; show the card of the shipped ones.",
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
    gold: Gold,
    recipe: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="policy-ner, policy-ner-fast, or a TOML file.")
    ] = "policy-ner",
    out: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="DIR", help="Checkpoint and weights go here."),
    ] = Path("model-run"),
    text: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Unlabelled text (.txt, .jsonl, .jsonl.gz); repeatable."),
    ] = None,
    teacher: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Model folder that teaches a student.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Train on the held-out articles too.")
    ] = False,
    threads: Annotated[int, typer.Option(min=1, help="Threads.")] = 1,
) -> None:
    """Train a recogniser on gold; called again, goes on from the last checkpoint.

    Needs the extra: pip install "policy-extract[train]". Progress goes to standard error, the path
    of the weights to standard output.
    """
    from policy_extract.training.commands import train_model
    from policy_extract.training.recipe import read_recipe

    weights = train_model(
        read_recipe(recipe),
        gold,
        out,
        text=text or (),
        teacher=teacher,
        everything=everything,
        threads=threads,
        log=_say,
    )
    typer.echo(str(weights))


@app.command("eval")
def evaluate(
    gold: Gold,
    ner: Annotated[str, typer.Option(metavar="NAME", help="A model, as for run.")] = "policy-ner",
    engine: Annotated[
        str, typer.Option(metavar="onnx|hanlp", help="What runs the model.")
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
