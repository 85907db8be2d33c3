"""The texts that a benchmark reads."""

import gzip
import json
from collections.abc import Iterator


def texts(source: str, limit: int) -> Iterator[str]:
    """The first texts of a JSONL file with ``text``, gzipped or not."""
    opened = gzip.open if source.endswith(".gz") else open
    with opened(source, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(limit), lines, strict=False):
            yield json.loads(line)["text"]
