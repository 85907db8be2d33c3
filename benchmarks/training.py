"""What each source and choice is worth: one small training run for each, scored held out.

    python benchmarks/training.py --start ENCODER-RUN [--only gold swap-none …] [--epochs 4] -o DIR

Every variant trains six layers on the hand-marked files other than n03, n08, n12 and n15 and is
scored on those four (strict span F1 of the model alone, fp32). The runs are shorter than the shipped
ones, so that a dozen fit an hour: compare the rows with one another, not with the model card. A run
that was cut off goes on; a finished one is only read. Foreign sets and gold are not part of this
repository (``POLICY_EXTRACT_SHARED``, default ``../shared``).
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from policy_extract.training.commands import train_model
from policy_extract.training.material import Material
from policy_extract.training.recipe import Recipe

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("POLICY_EXTRACT_SHARED", ROOT.parent / "shared"))
SETS = {name: SHARED / "data" / "ner" / f"{name}.train.jsonl.gz"
        for name in ("cluener", "msra", "peoples_daily98", "boson")}  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """A change of the plain run."""

    about: str
    layers: int = 6
    seed: int = 1
    swap: float = 0.3
    first: tuple[str, ...] = ()
    adapted: bool = True
    read: bool = False
    written: bool = False


VARIANTS = {
    "gold": Variant("thirteen hand-marked files alone"),
    "written": Variant("and our own articles", written=True),
    "read": Variant("and the labels kept by reference", read=True),
    "cluener": Variant("CLUENER as partial labels first", first=("cluener",)),
    "msra": Variant("5,000 sentences of MSRA first", first=("msra",)),
    "peoples-daily": Variant("5,000 sentences of People's Daily first", first=("peoples_daily98",)),
    "all": Variant("all labels", written=True, read=True),
    "all-peoples-daily": Variant(
        "all labels, People's Daily first", first=("peoples_daily98",), written=True, read=True
    ),
    "swap-none": Variant("no names exchanged", swap=0.0),
    "seed-2": Variant("another seed", seed=2),
    "seed-3": Variant("another seed", seed=3),
    "plain-6": Variant("six layers, not adapted", adapted=False),
    "plain-12": Variant("twelve layers, not adapted", adapted=False, layers=12),
}


def run(name: str, variant: Variant, start: Path, epochs: int, threads: int, out: Path) -> float:
    recipe = Recipe(
        name=name,
        kind="encoder",
        layers=variant.layers,
        epochs=epochs,
        seed=variant.seed,
        swap=variant.swap,
        first=variant.first,
        first_limit=0 if variant.first == ("cluener",) else 5000,
        held_out=("n03", "n08", "n12", "n15"),
    )
    gold = (SHARED / "corpora" / "policy-ner",)
    material = Material(
        gold=(*gold, ROOT / "training-data" / "written") if variant.written else gold,
        archive=SHARED / "data" / "policy",
        sets=SETS,
        start=start if variant.adapted else None,
    )
    if variant.read:
        material = replace(material, read=(ROOT / "training-data" / "read" / "archive.jsonl",))
    log = out / name / "log.txt"
    log.parent.mkdir(parents=True, exist_ok=True)

    def note(line: str) -> None:
        with log.open("a", encoding="utf-8") as file:
            print(line, file=file)

    if not (out / name / "weights.pt").exists():
        train_model(recipe, material, out / name, threads=threads, log=note)
    last = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")][-1]
    return float(last["held_out_f1"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"{SHARED}: no gold to train on")
    for name in given.only:
        variant = VARIANTS[name]
        score = run(name, variant, given.start, given.epochs, given.threads, given.output)
        print(f"| {name} | {variant.about} | {score:.3f} |", flush=True)


if __name__ == "__main__":
    main()
