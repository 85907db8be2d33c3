"""A long run of a fuzzing target, by command.

    python tests/fuzz/run.py TARGET [--seconds 60] [--engine atheris|random] [--seed 0] [--keep DIR]

With atheris (``pip install atheris``) the inputs follow the coverage of the package's code; without it they
are mutations of the seeds. What raises is written to ``--keep`` and told at the end with its place; inputs that
end in the same place count as one. Exit code 1 when anything was found. ``all`` runs every target in turn.
"""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


class Tally:
    """What happened: inputs, refusals, and defects by the place they were raised."""

    def __init__(self, keep: Path) -> None:
        self.keep = keep
        self.count = self.refused = 0
        self.found: Counter[str] = Counter()

    def one(self, name: str, data: bytes) -> None:
        from targets import attempt

        self.count += 1
        try:
            self.refused += not attempt(name, data)
        except Exception as error:
            frames = [
                f
                for f in traceback.extract_tb(error.__traceback__)
                if "policy_extract" in f.filename
            ]
            last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} in {Path(last.filename).name}:{last.name}"
            if not self.found[place]:
                self.keep.mkdir(parents=True, exist_ok=True)
                number = len(self.found)
                (self.keep / f"{name}-{number}.bin").write_bytes(data)
                print(f"found: {place}: {str(error)[:120]!r} ({name}-{number}.bin)", flush=True)
            self.found[place] += 1

    def told(self, name: str, seconds: float) -> str:
        each = "; ".join(f"{place} ×{count}" for place, count in self.found.most_common())
        return (
            f"{name}: {self.count:,} inputs in {seconds:.0f} s, {self.refused:,} refused, "
            f"{len(self.found)} defects{': ' if each else ''}{each}"
        )


def mutated(draw: random.Random, seeds: tuple[bytes, ...]) -> bytes:
    """A seed, changed here and there; or bytes drawn anew."""
    if draw.random() < 0.4:
        return bytes([draw.randrange(256)]) + draw.randbytes(draw.randrange(60))
    data = bytearray(draw.choice(seeds))
    for _ in range(draw.randrange(1, 8)):
        at = draw.randrange(len(data) + 1)
        way = draw.randrange(4)
        if way == 0:
            data[at : at + draw.randrange(4)] = b""
        elif way == 1:
            data[at:at] = draw.randbytes(draw.randrange(1, 4))
        elif way == 2 and data:
            data[at % len(data)] = draw.randrange(256)
        else:
            data[at:at] = data[: draw.randrange(len(data) + 1)]
    return bytes(data[: max(2_000, *map(len, seeds))])


def by_random(name: str, seconds: float, seed: int, tally: Tally) -> None:
    from targets import SEEDS

    draw = random.Random(seed)
    began = time.monotonic()
    for data in SEEDS[name]:
        tally.one(name, data)
    while time.monotonic() - began < seconds:
        tally.one(name, mutated(draw, SEEDS[name]))


def by_atheris(name: str, seconds: float, seed: int, tally: Tally) -> None:
    import atheris

    with atheris.instrument_imports(include=["policy_extract"]):
        import targets
    began = time.monotonic()

    def one(data: bytes) -> None:
        tally.one(name, data)
        if time.monotonic() - began > seconds:
            print(tally.told(name, time.monotonic() - began), flush=True)
            import os

            os._exit(1 if tally.found else 0)

    corpus = tally.keep / f"corpus-{name}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(targets.SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(data)
    arguments = [
        sys.argv[0],
        str(corpus),
        f"-seed={seed + 1}",
        "-max_len=2000",
        "-verbosity=0",
        "-rss_limit_mb=4096",
    ]
    atheris.Setup(arguments, one)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--engine", choices=["atheris", "random"], default="random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    given = parser.parse_args()
    if given.engine == "atheris":
        by_atheris(given.target, given.seconds, given.seed, Tally(given.keep))
        return
    from targets import TARGETS

    bad = False
    for name in TARGETS if given.target == "all" else [given.target]:
        tally = Tally(given.keep)
        began = time.monotonic()
        by_random(name, given.seconds, given.seed, tally)
        print(tally.told(name, time.monotonic() - began), flush=True)
        bad = bad or bool(tally.found)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
