"""Nets of the neural reader beside each other on the same windows: time, and how far apart their answers are.

    python benchmarks/reader.py TEXTS.jsonl[.gz] FOLDER [FOLDER ...] [--limit 4] [--windows 40] [--date 2026-02]

Each window is read by all nets in turn, on one thread, so that a busy machine slows them alike; times are of
the processor. Printed are microseconds for each character that is read, the ratio to the first net, the
seconds that loading takes, and the greatest difference of an answer (log odds) from the first net's. A folder
is one that ``model train --recipe reader`` wrote, an ONNX file in fp32, or ``policy-reader``. A line of the texts
has ``text``.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
from texts import texts

from policy_extract.claims.reader import Window, windows
from policy_extract.claims.readers import READER, reader_folder
from policy_extract.claims.reading_values import front_of, values_of
from policy_extract.entities.characters import CLS, SEP, Rows, build_table
from policy_extract.entities.session import open_session
from policy_extract.extractor import Extractor
from policy_extract.inputs import as_source

Asked = dict[str, Any]


def net_of(name: str) -> Path:
    """The ONNX file of a net."""
    if name.endswith(".onnx"):
        return Path(name)
    folder = reader_folder(name)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return folder / str(manifest["onnx"])


def asked(rows: Rows, text: str, values: list[tuple[int, int]], window: Window) -> Asked:
    """What a net is given of a window."""
    ids = np.concatenate([[CLS], rows(window.shown(text)), [SEP]]).astype(np.int64)
    held = [values[number] for number in window.values]
    return {
        "ids": ids[None],
        "starts": np.array([window.place(start) for start, _ in held]),
        "ends": np.array([window.place(end) for _, end in held]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts")
    parser.add_argument("nets", nargs="+")
    parser.add_argument("--limit", type=int, default=4)
    parser.add_argument("--windows", type=int, default=40)
    parser.add_argument("--date")
    given = parser.parse_args()
    vocab = (reader_folder(READER) / "vocab.txt").read_text(encoding="utf-8").split("\n")
    rows = Rows(build_table(vocab))
    extractor = Extractor(ner="none", reader="none")
    every: list[Asked] = []
    read_texts = list(texts(given.texts, given.limit))
    for text in read_texts:
        reading = extractor.prepare(as_source(text, None), published=given.date, place=None).reading
        values = values_of(reading)
        for window in windows(reading.text, values, front_of(reading)):
            every.append(asked(rows, reading.text, values, window))
    read = sum(one["ids"].size for one in every)
    print(f"{len(every)} windows read {read / sum(map(len, read_texts)):.2f} of the characters")
    sessions, loading = [], []
    for name in given.nets:
        began = time.process_time()
        sessions.append(open_session(net_of(name), 1))
        loading.append(time.process_time() - began)
    spent = [0.0] * len(sessions)
    apart = [0.0] * len(sessions)
    some = every[: given.windows]
    for one in some:
        first = None
        for at, session in enumerate(sessions):
            began = time.process_time()
            told = session.run(None, one)
            spent[at] += time.process_time() - began
            first = first or told
            far = (float(np.abs(a - b).max()) for a, b in zip(first, told, strict=True) if a.size)
            apart[at] = max(apart[at], *far)
    read = sum(one["ids"].size for one in some)
    for name, seconds, loaded, far in zip(given.nets, spent, loading, apart, strict=True):
        print(
            f"{name:40} {seconds / read * 1e6:7.1f} us/character   ratio {spent[0] / seconds:.2f}"
            f"   loaded in {loaded:.3f} s   at most {far:.2f} apart"
        )


if __name__ == "__main__":
    main()
