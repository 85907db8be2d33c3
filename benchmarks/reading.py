"""Two checkouts read the same files into text: how much more of the processor one takes, by form.

   python benchmarks/reading.py OLD/src NEW/src FILES... [--rounds 7] [--old-path DIR]

Nothing is extracted. Each checkout reads in a process of its own, in turn, file by file, so that a busy machine
slows both alike. Printed is the least time of each file, its ratio, and the sums by form. ``--old-path`` names a
folder with packages that only the old checkout needs: pages were read by trafilatura up to commit d99aff3
(``pip install --target DIR trafilatura lxml_html_clean``), the last one before tables and pages had readers of
their own.
"""

import argparse
from collections import defaultdict
from pathlib import Path

from checkouts import Checkout

WORKER = """
import json, sys, time
from pathlib import Path
from policy_extract.errors import PolicyExtractError
from policy_extract.text.files import read_any
print("ready", flush=True)
for line in sys.stdin:
    name = line.strip()
    data = Path(name).read_bytes()
    began = time.process_time()
    try:
        chars = len(read_any(data, name=name).text)
    except PolicyExtractError:
        chars = -1
    print(json.dumps([time.process_time() - began, chars]), flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--old-path", default="")
    told = parser.parse_args()
    old = Checkout(WORKER, [told.old, *filter(None, [told.old_path])])
    new = Checkout(WORKER, [told.new])
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for name in told.files:
        rounds = [(old.ask(name), new.ask(name)) for _ in range(told.rounds + 1)][1:]
        before, after = (min(one[side][0] for one in rounds) for side in (0, 1))
        chars = [rounds[0][side][1] for side in (0, 1)]
        print(
            f"{1000 * before:9.1f} ms {1000 * after:9.1f} ms {after / before:5.2f}  {chars}  {name}"
        )
        if -1 not in chars:
            total = sums[Path(name).suffix.lower()]
            total[0] += before
            total[1] += after
    for form, (before, after) in sums.items():
        print(f"{form}: {1000 * before:.1f} ms, {1000 * after:.1f} ms: {after / before:.2f}")


if __name__ == "__main__":
    main()
