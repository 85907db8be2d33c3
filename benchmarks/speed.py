"""Two checkouts read the same texts: which is faster, and whether their output is the same.

    python benchmarks/speed.py OLD/src NEW/src TEXTS.jsonl[.gz] [--ner none] [--limit 26] [--chars 0]
                               [--rounds 3] [--date 2026-02]

Each checkout reads in a process of its own, in turn, document by document, so that a busy machine slows both
alike; times are of the processor. Printed are characters a second of the first reading (nothing is remembered
yet) and of the best one, their ratios, and every document whose JSON differs. The exit code is 1 where one
does. A line of the texts has ``text``.
"""

import argparse
import hashlib
import json
import sys

from checkouts import Checkout
from texts import texts

WORKER = """
import hashlib, json, sys, time
from policy_extract.extractor import Extractor
extractor = Extractor(ner=sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    text, day = json.loads(line)
    began = time.process_time()
    document = extractor.extract(text, published=day)
    spent = time.process_time() - began
    print(json.dumps([spent, hashlib.sha256(document.to_json().encode()).hexdigest()]), flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs=2)
    parser.add_argument("texts")
    parser.add_argument("--ner", default="none")
    parser.add_argument("--limit", type=int, default=26)
    parser.add_argument("--chars", type=int, default=0, help="Of each text; 0 for all.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--date")
    given = parser.parse_args()
    read = [text[: given.chars or None] for text in texts(given.texts, given.limit)]
    readers = [Checkout(WORKER, [source], [given.ner]) for source in given.sources]
    spent: list[list[list[float]]] = [[[] for _ in read] for _ in readers]
    different: set[int] = set()
    for _ in range(given.rounds):
        for at, text in enumerate(read):
            answers = [reader.ask(json.dumps([text, given.date])) for reader in readers]
            for times, (seconds, _) in zip(spent, answers, strict=True):
                times[at].append(seconds)
            if len({digest for _, digest in answers}) > 1:
                different.add(at)
    chars = sum(map(len, read))
    print(f"{len(read)} texts, {chars:,} characters, --ner {given.ner}, {given.rounds} rounds")
    for name, pick in (("first", lambda times: times[0]), ("best", min)):
        old, new = (chars / sum(map(pick, times)) for times in spent)
        print(f"{name:6} {old:9,.0f} {new:9,.0f} characters/s   ratio {new / old:.2f}")
    for at in sorted(different):
        print(
            f"text {at} differs: {hashlib.sha256(read[at].encode()).hexdigest()[:12]} {read[at][:24]!r}"
        )
    print(f"{len(different)} of {len(read)} differ")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
