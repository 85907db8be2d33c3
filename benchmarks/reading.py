"""Two checkouts read the same files into text: how much more of the processor one takes, by form.

   python benchmarks/reading.py OLD/src NEW/src FILES... [--rounds 7] [--old-path DIR]

Nothing is extracted. Each checkout reads in a process of its own, in turn, file by file, so that a busy machine
slows both alike. Printed is the least time of each file, its ratio, and the sums by form. ``--old-path`` names a
folder with packages that only the old checkout needs: pages were read by trafilatura up to commit d99aff3
(``pip install --target DIR trafilatura lxml_html_clean``), the last one before tables and pages had readers of
their own.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

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


class Reader:
    """A checkout that reads the files it is told."""

    def __init__(self, *path: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            sys.exit("a checkout ended")
        return line

    def read(self, name: str) -> tuple[float, int]:
        """Seconds of the processor, and characters; -1 for a file that is refused."""
        assert self._process.stdin is not None
        self._process.stdin.write(name + "\n")
        self._process.stdin.flush()
        spent, chars = json.loads(self._line())
        return spent, chars


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--old-path", default="")
    told = parser.parse_args()
    old = Reader(told.old, *filter(None, [told.old_path]))
    new = Reader(told.new)
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for name in told.files:
        rounds = [(old.read(name), new.read(name)) for _ in range(told.rounds + 1)][1:]
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
