"""The Ray engine of ``batch``: nodes that are killed, and its speed beside the local engine's.

    python benchmarks/ray_engine.py kills SOURCE [--limit 2000] [--kills 5] [--ner none]
    python benchmarks/ray_engine.py speed SOURCE [--limit 2000] [--workers 2] [--ner none]

``SOURCE`` is a JSONL file with ``text``. ``kills`` starts a cluster of two nodes on this machine,
kills one of them at random points of a run, adds another, and compares the output with the local
engine's. ``speed`` runs both engines with as many workers, start-up and output included, and
prints characters a second for each core: what the formula in docs/batch.md asks for.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def command(given: argparse.Namespace, out: Path, *more: str) -> list[str]:
    tool = [sys.executable, "-m", "policy_extract", "batch", given.source, "-o", str(out), "-q"]
    return [
        *tool, "--ner", given.ner, "--limit", str(given.limit),
        "--part-size", str(given.part_size), *more,
    ]  # fmt: skip


def timed(line: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(line, check=True, capture_output=True)
    return time.perf_counter() - began


def speed(given: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outs = {engine: Path(folder) / f"{engine}.jsonl" for engine in ("local", "ray")}
        for engine, out in outs.items():
            taken = timed(command(given, out, "--engine", engine, "--workers", str(given.workers)))
            manifest = json.loads((Path(folder) / f"{out.name}.batch/manifest.json").read_text())
            chars = manifest["counts"]["chars"]
            print(
                f"{engine}: {chars:,} characters in {taken:.1f} s with {given.workers} workers; "
                f"{chars / taken / given.workers:,.0f} characters a second and core",
                flush=True,
            )
        same = outs["local"].read_bytes() == outs["ray"].read_bytes()
    print(f"outputs {'equal' if same else 'DIFFERENT'}")
    sys.exit(not same)


def receipts(out: Path) -> int:
    return len(list(out.with_name(f"{out.name}.batch").glob("*/*.receipt.json")))


def kills(given: argparse.Namespace) -> None:
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 200 * 2**20}
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        whole, torn = Path(folder) / "whole.jsonl", Path(folder) / "torn.jsonl"
        timed(command(given, whole, "--workers", "2"))
        cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
        try:
            doomed = cluster.add_node(**node)
            line = command(given, torn, "--engine", "ray", "--address", cluster.address)
            run = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            killed, parts = 0, given.limit // given.part_size
            while killed < given.kills:
                # An equal share of what is left, and at least one new part, before each kill.
                share = max(1, (parts - receipts(torn)) // (given.kills - killed + 1))
                goal = receipts(torn) + chance.randint(1, share)
                while run.poll() is None and receipts(torn) < goal:
                    time.sleep(0.02)
                if run.poll() is not None:
                    break
                cluster.remove_node(doomed, allow_graceful=False)
                killed += 1
                print(f"node {killed} killed at {receipts(torn)} of {parts} parts", file=sys.stderr)
                doomed = cluster.add_node(**node)
            said = run.communicate()[1].decode().strip()
        finally:
            cluster.shutdown()
        manifest = Path(folder) / "torn.jsonl.batch/manifest.json"
        lost = json.loads(manifest.read_text())["replaced"] if manifest.exists() else "?"
        same = torn.exists() and torn.read_bytes() == whole.read_bytes()
    print(said)
    print(f"{killed} nodes killed, {lost} passes lost: output {'equal' if same else 'DIFFERENT'}")
    sys.exit(not same)


def main() -> None:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("kills", "speed"))
    parser.add_argument("source")
    parser.add_argument("--limit", type=int, default=2_000)
    parser.add_argument("--part-size", type=int, default=20)
    parser.add_argument("--ner", default="none")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=5)
    given = parser.parse_args()
    kills(given) if given.what == "kills" else speed(given)


if __name__ == "__main__":
    main()
