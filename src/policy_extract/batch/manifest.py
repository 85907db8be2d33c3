"""``manifest.json``: what an output was made from, with what, and what it came to."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from policy_extract._version import __version__
from policy_extract.batch.ledger import Counts, Ledger
from policy_extract.errors import OutputError

_PACKAGES = ("onnxruntime", "rjieba", "pydantic")


def write_manifest(
    ledger: Ledger, run: Mapping[str, Any], new: Counts, seconds: float, files: int
) -> None:
    """Write the manifest of a finished run; it appears by rename.

    Args:
        ledger: Of the run, all parts in it.
        run: Of the call: output, format, workers, provenance.
        new: What this call did of the whole.
        seconds: How long this call took.
        files: Files that the sources came to.

    Raises:
        OutputError: It cannot be written.
    """
    ended = datetime.now(UTC)
    spent = os.times()
    data = {
        **run,
        "inputs": {
            "sources": ledger.run["options"]["sources"],
            "files": files,
            "listing": ledger.run["inputs"],
            "documents": ledger.counts.inputs,
        },
        "counts": asdict(ledger.counts),
        "parts": len(ledger.parts),
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
    path = ledger.home / "manifest.json"
    temporary = path.with_suffix(".part")
    try:
        temporary.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written: {error.strerror}",
            hint="Make room; the same command then goes on",
        ) from error


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
