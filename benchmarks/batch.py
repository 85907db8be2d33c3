"""Speed and memory of ``batch``, and runs that are killed and resumed.

    python benchmarks/batch.py speed SOURCE [--limit 2000] [--ner none] [--workers 1 2]
    python benchmarks/batch.py kills SOURCE [--limit 2000] [--kills 20]

``SOURCE`` is a JSONL file with ``text``. ``speed`` prints characters a second of the whole command,
start-up and output included, the peak resident memory of a worker, and the time of the same
command when nothing is left to do. ``kills`` sends SIGKILL to all processes of a run at random
points, resumes it, and compares the output with an uninterrupted run's. Needs ``/proc``.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def command(source: str, out: Path, limit: int, ner: str, workers: int, part: int) -> list[str]:
    tool = [sys.executable, "-m", "policy_extract", "batch", source, "-o", str(out), "-q"]
    return [
        *tool, "--ner", ner, "--limit", str(limit), "--workers", str(workers),
        "--part-size", str(part),
    ]  # fmt: skip


def children_peak(pid: int) -> list[int]:
    """Peak resident KiB of each descendant that runs a worker."""
    peaks = []
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in children:
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                status = Path(f"/proc/{child}/status").read_text()
                peaks += [int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line]
    except (OSError, ValueError):
        pass
    return peaks


def speed(source: str, limit: int, ner: str, workers: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for count in workers:
            out = Path(folder) / f"{count}.jsonl"
            line = command(source, out, limit, ner, count, 256)
            began, peaks = time.perf_counter(), [0]
            process = subprocess.Popen(line, stderr=subprocess.DEVNULL)
            early = 0
            while process.poll() is None:
                peaks = max(peaks, children_peak(process.pid), key=lambda each: max(each or [0]))
                if not early and time.perf_counter() - began > 5:
                    early = max(peaks)
                time.sleep(0.1)
            taken = time.perf_counter() - began
            manifest = json.loads((Path(folder) / f"{out.name}.batch/manifest.json").read_text())
            chars = manifest["counts"]["chars"]
            began = time.perf_counter()
            subprocess.run(line, check=True, stderr=subprocess.DEVNULL)
            again = time.perf_counter() - began
            print(
                f"{count} workers: {chars:,} characters in {taken:.1f} s = {chars / taken:,.0f}/s; "
                f"peak of a worker {max(peaks) / 1024:.0f} MiB ({early / 1024:.0f} at 5 s); "
                f"nothing left to do: {again:.2f} s",
                flush=True,
            )


def kills(source: str, limit: int, ner: str, wanted: int) -> None:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        whole, torn = Path(folder) / "whole.jsonl", Path(folder) / "torn.jsonl"
        began = time.perf_counter()
        subprocess.run(command(source, whole, limit, ner, 2, 50), check=True, capture_output=True)
        taken = time.perf_counter() - began
        killed = 0
        while killed < wanted:
            process = subprocess.Popen(
                command(source, torn, limit, ner, 2, 50),
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                process.wait(chance.uniform(0.1, 0.3) * taken)
                print(f"finished after {killed} kills; the rest of the kills hit nothing")
                break
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                killed += 1
        subprocess.run(command(source, torn, limit, ner, 2, 50), check=True, capture_output=True)
        same = torn.read_bytes() == whole.read_bytes()
        print(f"{killed} kills: output {'equal' if same else 'DIFFERENT'}")
        if not same:
            sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "kills"))
    parser.add_argument("source")
    parser.add_argument("--limit", type=int, default=2_000)
    parser.add_argument("--ner", default="none")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    if given.what == "speed":
        speed(given.source, given.limit, given.ner, given.workers)
    else:
        kills(given.source, given.limit, given.ner, given.kills)


if __name__ == "__main__":
    main()
