"""What ``policy-extract model train --recipe reader`` does, and the hints that such a run gives to lessons.

The reader is trained without each part of the documents, so that the scorer learns from hints about documents
the reader has not seen, as it will be when reading; then the mean of these nets goes on with all documents.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from policy_extract.claims.reader import Reader
from policy_extract.claims.readers import NONE
from policy_extract.claims.reading_values import front_of, values_of
from policy_extract.errors import InputError, UsageError
from policy_extract.extractor import Extractor, Prepared
from policy_extract.side_files import claim_folder
from policy_extract.training.claims.fitting import parted
from policy_extract.training.claims.lessons import GoldText, prepare_all
from policy_extract.training.claims.reader_export import write_reader
from policy_extract.training.claims.reader_fit import ReaderSettings, fit_reader
from policy_extract.training.claims.reader_lessons import WindowLesson, lessons_of, shapes_of
from policy_extract.training.claims.reader_net import ReaderNet, new_net
from policy_extract.training.encoder import Encoder
from policy_extract.training.network import CharIds
from policy_extract.training.runs import starting_point
from policy_extract.writing import write_all

Log = Callable[[str], None]
PART = ReaderSettings()
"""How the net of a part is trained."""
WHOLE = ReaderSettings(epochs=3, encoder_rate=1.5e-4, head_rate=7.5e-4)
"""How the mean of the parts goes on with all documents."""
NAME = "policy-reader"
_LAYERS = 6
_RUN = "reader.json"


def train_reader(
    documents: Sequence[GoldText],
    out: Path,
    *,
    start: Path | None = None,
    parts: int = 2,
    part: ReaderSettings = PART,
    whole: ReaderSettings = WHOLE,
    layers: int = _LAYERS,
    threads: int = 1,
    log: Log,
) -> Path:
    """Train a reader; a run that was cut off goes on after its last pass.

    Args:
        documents: Gold.
        out: The run's folder; created if missing.
        start: A run whose adapted encoder is the start; the pretrained one when null.
        parts: In how many parts the documents are left out.
        part: The training of each part's net.
        whole: The training of the last one.
        layers: Layers of the encoder.
        threads: Threads of torch.
        log: Told what goes on.

    Returns:
        The folder of the reader, for ``--reader``.

    Raises:
        UsageError: There is gold of fewer documents than parts.
        InputError: The start is no such run.
        OutputError: The folder holds something else than such a run.
    """
    groups = parted((one.group for one in documents), parts)
    if len(groups) < parts:
        raise UsageError(f"{parts} parts need gold of as many documents at least")
    names = [f"part-{number}" for number in range(parts)]
    claim_folder(
        out, [_RUN, *(f"{one}.pt" for one in (*names, "whole")), *names, NAME, "fp32.onnx"]
    )
    torch.set_num_threads(threads)
    encoder = starting_point(start, layers)
    prepared = prepare_all(Extractor(reader=NONE), documents)
    lessons = [
        lesson
        for one, ready in zip(documents, prepared, strict=True)
        for lesson in lessons_of(one, ready)
    ]
    shapes = shapes_of(lessons)
    log(f"{len(documents)} documents, {len(lessons)} windows, {len(shapes)} shapes of time")
    nets = []
    for name, left_out in zip(names, groups, strict=True):
        kept = [lesson for lesson in lessons if lesson.group not in left_out]
        log(f"{name}: {len(kept)} windows")
        nets.append(_trained(encoder, None, kept, shapes, part, out, name, log))
    mean = {
        key: torch.stack([net.state_dict()[key] for net in nets]).mean(0)
        for key, value in nets[0].state_dict().items()
        if value.is_floating_point()
    }
    _trained(encoder, mean, lessons, shapes, whole, out, "whole", log)
    run = {"parts": {name: sorted(part) for name, part in zip(names, groups, strict=True)}}
    text = json.dumps(run, ensure_ascii=False, indent=1) + "\n"
    write_all({out / _RUN: text.encode()})
    return out / NAME


def _trained(
    encoder: Encoder,
    state: dict[str, Any] | None,
    lessons: Sequence[WindowLesson],
    shapes: Sequence[str],
    settings: ReaderSettings,
    out: Path,
    name: str,
    log: Log,
) -> ReaderNet:
    """A net that has learned, and its folder in the run."""
    torch.manual_seed(settings.seed)
    net = new_net(encoder, len(shapes))
    if state is not None:
        net.load_state_dict(state, strict=False)
    fit_reader(
        net,
        lessons,
        CharIds(encoder.vocab),
        shapes,
        settings,
        checkpoint=out / f"{name}.pt",
        log=log,
    )
    folder = out / (NAME if name == "whole" else name)
    write_reader(net, encoder.vocab, shapes, folder, out / "fp32.onnx")
    return net


def hinted(
    run: Path, documents: Sequence[GoldText], prepared: Sequence[Prepared]
) -> list[Prepared]:
    """Documents with the hints of nets that have not seen them.

    Args:
        run: What :func:`train_reader` wrote.
        documents: Documents; those that the run did not know are read by its first part.
        prepared: What is known of each.

    Raises:
        InputError: The folder is no such run, or it is not finished.
    """
    try:
        parts: dict[str, list[str]] = json.loads((run / _RUN).read_text(encoding="utf-8"))["parts"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{run}: is no finished run of a reader",
            hint="Make one: policy-extract model train … --recipe reader -o RUN",
        ) from error
    readers = {name: Reader(run / name) for name in sorted(parts)}
    left_out = {group: name for name, groups in parts.items() for group in groups}
    found = []
    for one, ready in zip(documents, prepared, strict=True):
        reader = readers[left_out.get(one.group, min(readers))]
        reading = ready.reading
        hints = reader.read(reading.text, values_of(reading), front_of(reading))
        found.append(ready._replace(reading=replace(reading, hints=hints)))
    return found
