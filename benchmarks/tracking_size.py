"""How long `track` takes for very many records, and how much memory (not part of the project).

    python benchmarks/tracking_size.py OUTPUT.jsonl [--records 1000000] [--keep archive.jsonl]

Writes an archive of that many records: the documents of a batch's output again and again, each time under
other names and as those of another place of the divisions table. Then tracks it in a process of its own and prints
CPU time, time on the clock, the peak of its memory, and how many rows were written.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from policy_extract.rules.gazetteer import divisions


def archive(documents: list[dict[str, Any]], records: int) -> Iterator[dict[str, Any]]:
    """The documents, again and again, until they hold so many records."""
    places = sorted({division.name for division in divisions().values()})
    made = 0
    for turn in count():
        place = places[turn % len(places)]
        for one in documents:
            info = one["document"]
            home = (info["place"] or {}).get("name")
            claims = [*one["metrics"], *one["targets"]]
            for claim in claims:
                if claim["subject"] and claim["subject"]["canonical"] == home:
                    claim["subject"]["canonical"] = place
            info["name"], info["place"] = f"{turn}-{info['name']}", {"name": place}
            yield one
            made += len(claims)
            if made >= records:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="keep the archive that was made here")
    given = parser.parse_args()
    documents = [json.loads(line) for line in given.output.open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "archive.jsonl"
        lines = 0
        with path.open("w", encoding="utf-8") as stream:
            for one in archive(documents, given.records):
                lines += stream.write(json.dumps(one, ensure_ascii=False) + "\n") > 0
        size = os.path.getsize(path) / 1e9
        print(f"{given.records:,} records in {lines:,} documents, {size:.2f} GB")
        start = time.perf_counter()
        rows = Path(folder) / "rows.parquet"
        command = [sys.executable, "-m", "policy_extract", "track", str(path), "-o", str(rows)]
        subprocess.run(command, check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{used.ru_utime + used.ru_stime:.1f} s of CPU time, {time.perf_counter() - start:.1f} s "
            f"on the clock, {used.ru_maxrss / 1024:.0f} MiB at most"
        )


if __name__ == "__main__":
    main()
