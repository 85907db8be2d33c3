"""The finders of numbers and times beside their peers, on inputs of our own, in one run.

    python benchmarks/finders.py numbers [--peers PYTHON] [--text FILE ...]

``PYTHON`` is an interpreter that has the peers (``pip install recognizers-text-suite "emoji<2" cn2an
jionlp WeTextProcessing``; they need versions of their own, so an environment of their own). Without it
only our column is filled. The inputs are the examples beside the tests (``tests/quantities/corpus``), a
file a kind, with the answer that the contract asks for, and ``misses.txt``: what we read otherwise. A row
is *right by value* where every number that is asked for (both ends of a range) is among those found, and
nothing is found where nothing is; *fully right* where nothing else is found either, and of our own finds
where text, unit and comparator are right as well (peers name units in their own way, or not at all, so
that they are not asked). Each peer is judged by all the models it has. Speed: characters a second of one
thread on ``--text``.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from policy_extract.quantities import find_quantities, scan_quantities

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "quantities" / "corpus"

Case = tuple[str, list[str]]

# ---------------------------------------------------------------------------- numbers

_READ_PEERS = r"""
import contextlib, io, json, logging, re, sys, time, warnings
logging.disable(logging.CRITICAL); warnings.simplefilter("ignore")
readers = {}
try:
    from recognizers_number import Culture, recognize_number, recognize_ordinal, recognize_percentage
    from recognizers_number_with_unit import (recognize_age, recognize_currency, recognize_dimension,
        recognize_temperature)
    models = (recognize_number, recognize_percentage, recognize_ordinal, recognize_currency,
        recognize_dimension, recognize_temperature, recognize_age)
    def recognizers(text):
        return [str((found.resolution or {}).get("value")).rstrip("%")
                for model in models for found in model(text, Culture.Chinese)]
    readers["Recognizers-Text"] = recognizers
except ImportError: pass
SCALES = {"万": 10**4, "亿": 10**8, "": 1}
def numbers(text):
    return [float(n.replace(",", "")) * SCALES[s] for n, s in re.findall(r"(-?\d[\d,]*\.?\d*)([万亿]?)", text)]
try:
    import cn2an
    readers["cn2an"] = lambda text: numbers(cn2an.transform(text, "cn2an"))
except ImportError: pass
try:
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp
    def jio(text):
        out = []
        for found in jionlp.ner.extract_money(text, with_parsing=True):
            value = found["detail"]["num"]
            out += value if isinstance(value, list) else [value]
        return out
    readers["JioNLP"] = jio
except ImportError: pass
try:
    from itn.chinese.inverse_normalizer import InverseNormalizer
    itn = InverseNormalizer()
    readers["WeTextProcessing"] = lambda text: numbers(itn.normalize(text))
except ImportError: pass
texts = json.load(sys.stdin)
out = {}
for name, read in readers.items():
    begun, found = time.process_time(), []
    for text in texts["inputs"]:
        try: found.append([str(number) for number in read(text)])
        except Exception: found.append([])
    begun = time.process_time()
    for line in texts["lines"]:
        try: read(line)
        except Exception: pass
    spent = time.process_time() - begun
    out[name] = {"found": found, "speed": sum(map(len, texts["lines"])) / spent if spent else 0}
json.dump(out, sys.stdout)
"""


def number_cases() -> dict[str, list[Case]]:
    """The inputs of each kind with the finds that are right."""
    kinds = {}
    for file in [*sorted(CORPUS.glob("*.txt")), CORPUS.parent / "misses.txt"]:
        cases = []
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                text, _, right = line.partition(" |")
                cases.append((text, [one.strip() for one in right.split(";") if one.strip()]))
        kinds[file.stem] = cases
    return kinds


def asked(right: Iterable[str]) -> list[Decimal]:
    """The numbers that a row asks for: both ends of a range."""
    return [Decimal(end) for one in right for end in one.split()[-3].split("~")]


def judged(right: list[str], found: Iterable[str]) -> tuple[bool, bool]:
    """Whether every number asked for was found and nothing else; and whether every one was found at all."""
    numbers = set()
    for text in found:
        try:
            numbers.add(round(Decimal(text), 4))
        except (InvalidOperation, ValueError):
            continue
    wanted = set(asked(right))
    if not wanted:
        return not numbers, not numbers
    value = all(round(number, 4) in numbers or _share(number) & numbers for number in wanted)
    return value and len(numbers) == len(wanted), value


def _share(number: Decimal) -> set[Decimal]:
    """A share as a peer may give it: of one instead of a hundred."""
    return {round(number / 100, 4)}


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def ours(text: str) -> list[str]:
    """Our finds, written as in the examples."""
    lines = []
    for found in find_quantities(text):
        if found.number is not None:
            number = _plain(found.number)
        else:
            assert found.low is not None
            assert found.high is not None
            number = f"{_plain(found.low)}~{_plain(found.high)}"
        lines.append(f"{found.text} {number} {found.unit or '-'} {found.comparator}")
    return lines


def speed(read: Callable[[str], object], text: str) -> float:
    """Characters a second, the best of three."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        read(text)
        spent.append(time.process_time() - begun)
    return len(text) / min(spent)


def numbers(peers: str | None, texts: list[Path]) -> str:
    """The table of numbers."""
    kinds = number_cases()
    inputs = [text for cases in kinds.values() for text, _ in cases]
    text = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    answers: dict[str, dict[str, object]] = {}
    if peers:
        asked_of = json.dumps({"inputs": inputs, "lines": text.splitlines()[:300]})
        done = subprocess.run(
            [peers, "-c", _READ_PEERS], input=asked_of, capture_output=True, text=True, check=True
        )
        answers = json.loads(done.stdout[done.stdout.index("{") :])
    columns = [f"{name}: {way}" for name in answers for way in ("fully", "by value")]
    head = ["kind", "inputs", "fully right", "by value", *columns]
    rows = [head, ["---", *("---:" for _ in head[1:])]]
    total = [0] * (len(head) - 1)
    at = 0
    for kind, cases in kinds.items():
        row = [len(cases), 0, 0, *(0 for _ in columns)]
        for offset, (line, right) in enumerate(cases):
            made = ours(line)
            row[1] += made == right
            row[2] += judged(right, [str(number) for number in asked(made)])[1]
            for column, answer in enumerate(answers.values()):
                found = judged(right, answer["found"][at + offset])  # type: ignore[index]
                row[3 + 2 * column] += found[0]
                row[4 + 2 * column] += found[1]
        at += len(cases)
        total = [a + b for a, b in zip(total, row, strict=True)]
        rows.append([kind, *map(str, row)])
    rows.append(["all", *map(str, total)])
    if text:
        speeds = [speed(scan_quantities, text), *(answer["speed"] for answer in answers.values())]
        cells = [cell for one in speeds for cell in ("", f"{one:,.0f}")]  # type: ignore[str-bytes-safe]
        rows.append(["characters/s", "", *cells])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


# ---------------------------------------------------------------------------- times


def main() -> int:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", choices=["numbers"])
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--text", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    print(numbers(options.peers, options.text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
