"""Options that several commands share: one wording, one completion."""

from pathlib import Path
from typing import Annotated

import typer

from policy_extract.cli.complete import engines, models, readers

Place = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Whose 全市 this is, when the text does not say."),
]
Ner = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        autocompletion=models,
        help="policy-ner-fast, none, a folder of any HanLP NER model, or a name in hanlp.pretrained.",
    ),
]
NerEngine = Annotated[
    str, typer.Option(metavar="onnx|hanlp", autocompletion=engines, help="What runs the model.")
]
ClaimsReader = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        autocompletion=readers,
        help="A net that reads the characters around each number: policy-reader, or none (several "
        "times as fast, less often right).",
    ),
]
Lexicons = Annotated[
    list[Path] | None, typer.Option(metavar="FILE", help="More names and words; repeatable.")
]
Rules = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="A folder of your own rules: more units, cues, indicators."),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Encoding of the files; else detected.")
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        metavar="P", help="Leave out records, and entities, that are less sure than P (0 to 1)."
    ),
]
NoBom = Annotated[
    bool, typer.Option("--no-bom", help="CSV without the mark by which Excel knows UTF-8.")
]
NoGuard = Annotated[
    bool,
    typer.Option("--no-guard", help="Leave texts in cells that begin as formulas unmarked."),
]
