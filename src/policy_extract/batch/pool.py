"""Worker processes of our own: results in input order, a limit per document, the hung replaced."""

import itertools
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import Any, Literal

from policy_extract.batch.items import Input
from policy_extract.batch.worker import FLUSH, LONG, ReadingOptions, Result, serve
from policy_extract.errors import PolicyExtractError

CHUNK = 16
"""Most documents that a worker is given at once."""
_CHUNK_SIZE = 256 * 1024
_AHEAD = 2
"""Chunks that a worker holds: while it reads one, the next is there already."""
_HELD = 64 * 1024 * 1024
"""Bytes of results that may wait for a slower document in front of them."""
_START = 600.0
"""Seconds that building an extractor may take."""
_STARTS = 3
"""Workers in a row that may be lost before they were ready."""
Numbered = tuple[int, Input]


class _Worker:
    """One process, its pipe, and the chunks it has not answered yet."""

    def __init__(self, reading: ReadingOptions) -> None:
        context = multiprocessing.get_context("spawn")
        try:
            self.pipe, theirs = context.Pipe()
            self.process = context.Process(target=serve, args=(theirs, reading), daemon=True)
            with _deaf():
                self.process.start()
        except OSError as error:
            raise PolicyExtractError(
                f"a worker process cannot be started: {error.strerror or error}",
                hint="Try fewer --workers",
            ) from error
        theirs.close()
        self.ready = False
        self.chars = 0
        self.open: deque[deque[Numbered]] = deque()
        self.since = time.monotonic()

    def give(self, chunk: list[Numbered]) -> None:
        if not self.open:
            self.since = time.monotonic()
        self.open.append(deque(chunk))
        with suppress(OSError):  # one that is gone says so at the end of its pipe
            self.pipe.send(chunk)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Keep Ctrl-C from a child that is starting and cannot yet ignore it by itself."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Pool:
    """Runs documents through workers.

    Args:
        workers: How many processes.
        reading: How documents are read.
        timeout: Seconds that a document of up to 100,000 characters may take; a longer one may take
            more, in proportion.

    Attributes:
        reading: The same.
        provenance: What the extractor is; null until one is ready.
        replaced: How many workers were lost and replaced.
    """

    def __init__(self, workers: int, reading: ReadingOptions, timeout: float) -> None:
        self._count = workers
        self.reading = reading
        self._timeout = timeout
        self._workers: list[_Worker] = []
        self._again: deque[list[Numbered]] = deque()
        self._suspects: set[int] = set()
        self._done: dict[int, Result] = {}
        self._held = 0
        self._stillborn = 0
        self.provenance: dict[str, Any] | None = None
        self.replaced = 0

    def run(self, items: Iterable[Numbered]) -> Generator[Result, None, None]:
        """Results in the order of the items, whatever the workers do.

        At most ``8 * CHUNK`` documents a worker are in flight: a reader that is slow stops the
        workers, and a slow document stops the reading.

        Workers stay for the next call; those in the middle of some work end with the generator.

        Raises:
            PolicyExtractError: The extractor cannot be built.
        """
        stream = iter(items)
        self._again, self._suspects, self._held = deque(), set(), 0
        done = self._done = {}
        due: deque[int] = deque()
        window = 8 * CHUNK * self._count
        more = True
        try:
            while True:
                while (worker := self._free()) is not None:
                    if self._again:
                        chunk = self._again.popleft()
                    elif more and len(due) < window and self._held < _HELD:
                        chunk = _chunk(stream)
                        due.extend(index for index, _ in chunk)
                        more = bool(chunk)
                    else:
                        break
                    if chunk:
                        (worker or self._hire()).give(chunk)
                while due and due[0] in done:
                    result = done.pop(due.popleft())
                    self._held -= len(result.line or b"")
                    yield result
                if not due and not more:
                    return
                self._listen()
        finally:
            self._end(worker for worker in list(self._workers) if worker.open)

    def close(self) -> None:
        """End all workers."""
        self._end(list(self._workers))

    def _end(self, workers: Iterable[_Worker]) -> None:
        for worker in workers:
            worker.end()
            self._workers.remove(worker)

    def _free(self) -> _Worker | Literal[False] | None:
        """Who takes the next chunk: a worker, false for one to be hired, null for nobody."""
        least = min(self._workers, key=lambda worker: len(worker.open), default=None)
        if least is None or (least.open and len(self._workers) < self._count):
            return False
        return least if len(least.open) < _AHEAD else None

    def _hire(self) -> _Worker:
        worker = _Worker(self.reading)
        self._workers.append(worker)
        return worker

    def _listen(self) -> None:
        pipes: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(pipes), timeout=min(0.5, self._timeout / 2)):
            worker = pipes[pipe]
            try:
                self._take(worker, worker.pipe.recv())
            except (EOFError, OSError):
                self._lost(worker, "ended: it was killed, or memory ran out")
        now = time.monotonic()
        for worker in list(self._workers):
            limit = self._timeout * max(1.0, worker.chars / LONG) if worker.ready else _START
            if worker.open and now - worker.since > limit + FLUSH:
                self._lost(worker, f"took longer than {limit:g} seconds")

    def _take(self, worker: _Worker, message: Any) -> None:
        if isinstance(message, PolicyExtractError):
            raise message
        worker.since = time.monotonic()
        if isinstance(message, int):
            worker.chars = message
            return
        worker.chars = 0
        if isinstance(message, dict):
            self.provenance = message
            worker.ready = True
            self._stillborn = 0
            return
        for result in message:
            self._finish(result)
            worker.open[0].popleft()
            if not worker.open[0]:
                worker.open.popleft()

    def _finish(self, result: Result) -> None:
        self._done[result.index] = result
        self._held += len(result.line or b"")
        self._suspects.discard(result.index)

    def _lost(self, worker: _Worker, why: str) -> None:
        """Replace a worker; what it may have been lost over is tried once more, each alone.

        A document that takes its worker with it a second time goes to the errors. One that was
        lost before it was ready had begun with none.

        Raises:
            PolicyExtractError: No worker gets ready any more.
        """
        worker.end()
        self._workers.remove(worker)
        self.replaced += 1
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn >= _STARTS:
                raise PolicyExtractError(
                    f"{_STARTS} worker processes in a row were lost before they were ready; the "
                    f"last one {why}",
                    hint="Try fewer --workers; the same command then goes on",
                )
            self._again.extendleft(reversed([list(chunk) for chunk in worker.open]))
            return
        if not worker.open:
            return
        suspects, *untouched = worker.open
        self._again.extendleft(reversed([list(chunk) for chunk in untouched]))
        if len(suspects) == 1 and suspects[0][0] in self._suspects:
            index, item = suspects[0]
            code = "Timeout" if "seconds" in why else "WorkerLost"
            message = f"{item.name}: the worker {why}, twice"
            self._finish(Result(index, item.name, error=message, code=code))
            return
        self._suspects.update(index for index, _ in suspects)
        self._again.extendleft(reversed([[numbered] for numbered in suspects]))


def _chunk(stream: Iterator[Numbered]) -> list[Numbered]:
    chunk: list[Numbered] = []
    size = 0
    for numbered in itertools.islice(stream, CHUNK):
        chunk.append(numbered)
        size += numbered[1].size
        if size > _CHUNK_SIZE:
            break
    return chunk
