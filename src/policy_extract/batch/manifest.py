"""``manifest.json``: what an output was made from, with what, and what it came to."""

import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from policy_extract._version import __version__
from policy_extract.batch.counts import Counts, total
from policy_extract.batch.ledger import Ledger
from policy_extract.batch.receipts import Receipt

_PACKAGES = ("onnxruntime", "rjieba", "pydantic")


def write_manifest(
    ledger: Ledger,
    about: Mapping[str, Any],
    receipts: list[Receipt],
    new: Counts,
    seconds: float,
    files: int,
) -> None:
    """Write the manifest of a run whose output stands; it appears whole.

    Args:
        ledger: Of the run.
        about: Of the call: output, format, engine, workers.
        receipts: All parts, in order.
        new: What this call did of the whole.
        seconds: How long this call took.
        files: Files that the sources came to.

    Raises:
        OutputError: It cannot be written.
    """
    ended = datetime.now(UTC)
    spent = os.times()
    counts = total(receipts)
    data = {
        **about,
        "provenance": next((one.provenance for one in reversed(receipts) if one.provenance), None),
        "inputs": {
            "sources": ledger.run["options"]["sources"],
            "files": files,
            "listing": ledger.run["inputs"],
            "documents": counts.inputs,
        },
        "counts": asdict(counts),
        "parts": len(receipts),
        "versions": {"policy-extract": __version__, "python": platform.python_version()}
        | {name: found for name in _PACKAGES if (found := _version(name))},
        "fingerprint": ledger.run,
        "last_call": {
            "started": (ended - timedelta(seconds=seconds)).isoformat(timespec="seconds"),
            "finished": ended.isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "cpu_seconds": round(sum(spent[:4]), 3),
            "counts": asdict(new),
        },
    }
    ledger.home.write_json("manifest.json", data)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
