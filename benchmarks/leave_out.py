"""Entities on gold that was trained on, each document left out: the fast model's last lesson, fold by fold.

    python benchmarks/leave_out.py BASE --read FILE… --archive DIR --text FILE --teacher DIR [--folds 3]

``BASE`` is a run of ``policy-ner-fast`` that saw neither ``wave2`` nor ``wave3``. For each fold a model goes on from
it with the other folds' documents (the recipe ``policy-ner-fast-gold``) and reads its own: the whole product, strict
span and type F1, and how far the confidence of the model's mentions is to be believed (expected calibration error,
each fold judged by lines fitted on the others). Needs the shared corpora.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

import torch

from policy_extract.entities.finder import EntityFinder
from policy_extract.entities.onnx_engine import OnnxRecognizer
from policy_extract.segmentation import Segmenter
from policy_extract.text.layout import read_layout
from policy_extract.text.reading import read_through
from policy_extract.text.torn_sentences import join_torn
from policy_extract.training.calibration import calibration_error, fit_lines, told
from policy_extract.training.commands import export_model, train_model
from policy_extract.training.decode import span_f1
from policy_extract.training.material import Material
from policy_extract.training.recipe import read_recipe

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("POLICY_EXTRACT_SHARED", ROOT.parent / "shared"))
Span = tuple[int, int, str]


def gold_of(folder: Path) -> tuple[set[Span], list[list[int]]]:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    windows = gold.get("windows") or [[0, 1 << 60]]
    spans = {(e["start"], e["end"], e["type"]) for e in gold["entities"]}
    return {span for span in spans if inside(span[0], windows)}, windows


def inside(at: int, windows: list[list[int]]) -> bool:
    return any(low <= at < high for low, high in windows)


def read(model: Path, folder: Path, words: Segmenter) -> list[tuple[Span, float | None]]:
    """The product's mentions of a document with the score behind each of the model's."""
    through = read_through((folder / "article.txt").read_text(encoding="utf-8"), words)
    recognizer = OnnxRecognizer(model, name=model.name, bare=True, segmenter=words)
    finder = EntityFinder(recognizer, (), words)
    return [
        ((*through.span(e.start, e.end), e.type), e.confidence)
        for e in finder.find(
            through.text, join_torn(through.text, read_layout(through.text), words)
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("--read", type=Path, action="append", default=[])
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--text", type=Path, action="append", default=[])
    parser.add_argument("--teacher", type=Path, action="append", default=[])
    parser.add_argument("--folds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    roots = [SHARED / "corpora" / name for name in ("wave2", "wave3")]
    folders = sorted((f for root in roots for f in root.iterdir()), key=lambda f: f.name)
    rest = [SHARED / "corpora" / "policy-ner", SHARED / "corpora" / "dev"]
    words = Segmenter()
    wanted: dict[str, tuple[list[set[Span]], list[set[Span]]]] = {}
    judged: list[list[tuple[str, float, bool]]] = []
    for fold in range(options.folds):
        out = [f for i, f in enumerate(folders) if i % options.folds == fold]
        kept = tuple(f for f in folders if f not in out)
        with tempfile.TemporaryDirectory() as scratch:
            run, model = Path(scratch) / "run", Path(scratch) / "model"
            material = Material(
                gold=(*kept, *rest, ROOT / "training-data" / "written"),
                read=tuple(options.read),
                archive=options.archive,
                text=tuple(options.text),
                apart=tuple(out),
                start=options.base,
                teachers=tuple(options.teacher),
            )
            train_model(read_recipe("policy-ner-fast-gold"), material, run, log=print)
            export_model(run, model)
            judged.append([])
            for folder in out:
                gold, windows = gold_of(folder)
                found = [one for one in read(model, folder, words) if inside(one[0][0], windows)]
                sides = wanted.setdefault(folder.parent.name, ([], []))
                sides[0].append(gold)
                sides[1].append({span for span, _ in found})
                judged[-1] += [
                    (span[2], score, span in gold) for span, score in found if score is not None
                ]
    for name, (gold_side, found_side) in sorted(wanted.items()):
        figures = span_f1(gold_side, found_side)
        print(name, {kind: round(value, 3) for kind, value in figures.items()})
    pairs = []
    for fold, own in enumerate(judged):
        lines = fit_lines([one for at, other in enumerate(judged) if at != fold for one in other])
        pairs += [(told(lines, kind, score), right) for kind, score, right in own if kind in lines]
    print(f"expected calibration error {calibration_error(pairs):.3f} of {len(pairs)} mentions")
    print("calibration of all:", json.dumps(fit_lines([one for fold in judged for one in fold])))


if __name__ == "__main__":
    main()
