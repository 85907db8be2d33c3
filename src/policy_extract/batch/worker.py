"""What a worker process does: build one extractor, then documents in, lines out."""

import operator
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from policy_extract.batch.items import Input
from policy_extract.claims.readers import READER
from policy_extract.collecting import collect_seldom
from policy_extract.entities.recognizer import DEFAULT
from policy_extract.errors import InputError, PolicyExtractError

FLUSH = 0.1
"""Seconds that finished results may wait for company on their way to the parent."""

LONG = 100_000
"""Characters that the time for one document is meant for; a longer one has more, in proportion."""

_FIRST = "2024年，全市规模以上工业企业利润增长31.4%；力争2030年达到2.25亿元。"
"""Read before all documents: tables and patterns are made on first use, on nobody's time."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How documents are read; shapes the records, so it is part of the fingerprint."""

    ner: str = DEFAULT
    engine: str = "onnx"
    reader: str = READER
    lexicons: tuple[str, ...] = ()
    rules: str | None = None
    place: str | None = None
    date: str | None = None
    encoding: str | None = None
    max_chars: int = 2_000_000
    min_confidence: float | None = None

    @property
    def longest(self) -> int:
        """Bytes that a text file may have, whatever its encoding."""
        return 4 * self.max_chars + 4


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: a line of JSON in UTF-8, or the reason why there is none."""

    index: int
    name: str
    line: bytes | None = None
    error: str | None = None
    code: str = ""
    chars: int = 0
    targets: int = 0
    metrics: int = 0
    entities: int = 0

    def __reduce__(self) -> tuple[type["Result"], tuple[object, ...]]:
        """Travel as plain values, which is faster than a dataclass travels by itself."""
        return Result, _values(self)


_values = operator.attrgetter(*Result.__slots__)


def serve(pipe: Connection, reading: ReadingOptions) -> None:
    """Answer chunks of items with their results, in order, until the pipe closes.

    The first message is the extractor's provenance, or the error that kept it from being built;
    each later one is a list of results. They travel together, but a finished one never waits
    longer than :data:`FLUSH` before the next document begins.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    chunks = _incoming(pipe)
    try:
        from policy_extract.extractor import Extractor

        extractor = Extractor(
            ner=reading.ner,
            engine=reading.engine,  # type: ignore[arg-type]
            reader=reading.reader,
            lexicons=reading.lexicons,
            rules=reading.rules,
        )
        extractor.extract(_FIRST)
    except PolicyExtractError as error:
        pipe.send(error)
        return
    except Exception as error:
        pipe.send(PolicyExtractError(f"no extractor can be built: {type(error).__name__}: {error}"))
        return
    try:
        pipe.send(extractor.provenance.model_dump())
        for chunk in chunks:
            ready: list[Result] = []
            sent = time.monotonic()
            for index, item in chunk:
                ready.append(answer(extractor, index, item, reading, begun=pipe.send))
                if time.monotonic() - sent >= FLUSH:
                    pipe.send(ready)
                    ready, sent = [], time.monotonic()
            if ready:
                pipe.send(ready)
    except OSError:  # the parent is gone
        return


def _incoming(pipe: Connection) -> Iterator[list[tuple[int, Input]]]:
    """Chunks as they come; a thread takes them off the pipe, so that the parent never waits."""
    waiting: queue.SimpleQueue[list[tuple[int, Input]]] = queue.SimpleQueue()

    def take() -> None:
        try:
            while True:
                waiting.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)  # nobody is left to answer

    threading.Thread(target=take, daemon=True).start()
    return iter(waiting.get, None)


def answer(
    extractor: Any,
    index: int,
    item: Input,
    reading: ReadingOptions,
    begun: Callable[[int], None] | None = None,
) -> Result:
    """The result of one item, whatever happens: one document never stops the run.

    ``begun`` is told the characters of one that is longer than :data:`LONG` before it is extracted.
    """
    try:
        return read_item(extractor, index, item, reading, begun)
    except PolicyExtractError as error:
        return Result(index, item.name, error=str(error), code=type(error).__name__)
    except MemoryError:
        return Result(index, item.name, error="needs too much memory", code="MemoryError")
    except Exception as error:
        return Result(index, item.name, error=f"{type(error).__name__}: {error}", code="Defect")


def read_item(
    extractor: Any,
    index: int,
    item: Input,
    reading: ReadingOptions,
    begun: Callable[[int], None] | None = None,
) -> Result:
    """Extract one item.

    Raises:
        InputError: It cannot be read, or is longer than allowed.
        UsageError: Its date is none.
    """
    from policy_extract.output import confident
    from policy_extract.text.files import read_any, read_text

    if item.error is not None:
        raise InputError(f"{item.name}: {item.error}")
    source = (
        read_text(item.text, name=item.name, title=item.title)
        if item.text is not None
        else read_any(
            _bytes(item, reading),
            name=item.name,
            encoding=reading.encoding,
            max_chars=reading.max_chars,
        )
    )
    if len(source.text) > reading.max_chars:
        raise InputError(
            f"{item.name}: has {len(source.text)} characters, more than --max-chars "
            f"{reading.max_chars}"
        )
    if begun is not None and len(source.text) > LONG:
        begun(len(source.text))
    document = confident(
        extractor.extract(
            source,
            published=item.published or reading.date,
            place=reading.place,
            name=item.name,
        ),
        reading.min_confidence,
    )
    return Result(
        index,
        item.name,
        line=document.to_json(indent=None).encode(),
        chars=len(source.text),
        targets=len(document.targets),
        metrics=len(document.metrics),
        entities=len(document.entities),
    )


def _bytes(item: Input, reading: ReadingOptions) -> bytes:
    from policy_extract.text.source import read_stream

    if item.data is not None:
        return item.data
    if item.path is None:
        raise InputError(f"{item.name}: nothing to read")
    try:
        size = item.path.stat().st_size
        if item.path.suffix.lower() in (".txt", ".md") and size > reading.longest:
            raise InputError(f"{item.name}: has {size} bytes, too many for --max-chars")
        with item.path.open("rb") as stream:
            return read_stream(stream, item.name)
    except OSError as error:
        raise InputError(f"{item.name}: cannot be read: {error.strerror}") from error
