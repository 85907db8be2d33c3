"""Whole-process times of the command line, and the speed of the rules alone.

    python benchmarks/run.py [--runs 5]

Prints the median and the range of: ``policy-extract --help``; ``policy-extract run`` on the golden
article with the default model and without one; and characters a second of the rules without NER on
the golden article repeated, in one process on one core. Machines differ: compare ratios of one run.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ARTICLE = Path(__file__).parent.parent / "corpora" / "taiyuan" / "article.txt"


def times(command: list[str], runs: int) -> list[float]:
    taken = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - began)
    return taken[1:]


def show(name: str, taken: list[float], unit: str = "s") -> None:
    middle = statistics.median(taken)
    print(f"{name:44} {middle:12,.3f} {unit}   [{min(taken):,.3f} … {max(taken):,.3f}]")


def rules_speed(runs: int) -> list[float]:
    from policy_extract.extractor import Extractor

    extractor = Extractor(ner="none")
    text = ARTICLE.read_text(encoding="utf-8")
    extractor.extract(text, published="2024-04")
    rates = []
    for _ in range(runs):
        began = time.process_time()
        for _ in range(5):
            extractor.extract(text, published="2024-04")
        rates.append(5 * len(text) / (time.process_time() - began))
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    tool = [sys.executable, "-m", "policy_extract"]
    article = [*tool, "run", str(ARTICLE), "--date", "2024-04", "-q"]
    show("policy-extract --help", times([*tool, "--help"], runs))
    show("policy-extract run article.txt", times(article, runs))
    show("policy-extract run article.txt --ner none", times([*article, "--ner", "none"], runs))
    show("rules without NER, one core", rules_speed(runs), "characters/s")


if __name__ == "__main__":
    main()
