"""Worker processes of our own: results in input order, a limit per document, the hung replaced."""

import itertools
import multiprocessing
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from policy_extract.batch.items import Item
from policy_extract.batch.worker import Reading, Result, serve
from policy_extract.errors import PolicyExtractError

CHUNK = 16
"""Most documents that a worker is given at once."""
_CHUNK_SIZE = 256 * 1024
_START = 600.0
"""Seconds that building an extractor may take."""
Numbered = tuple[int, Item]


class _Worker:
    """One process, its pipe, and the documents it has not answered yet."""

    def __init__(self, reading: Reading) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, reading), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.open: deque[Numbered] = deque()
        self.since = time.monotonic()

    def give(self, chunk: list[Numbered]) -> None:
        self.open = deque(chunk)
        self.since = time.monotonic()
        self.pipe.send(chunk)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """Runs documents through workers.

    Args:
        workers: How many processes.
        reading: How documents are read.
        timeout: Seconds that one document may take.
    """

    def __init__(self, workers: int, reading: Reading, timeout: float) -> None:
        self._count = workers
        self._reading = reading
        self._timeout = timeout
        self._workers: list[_Worker] = []
        self._again: deque[list[Numbered]] = deque()
        self._tried: set[int] = set()
        self.provenance: dict[str, Any] | None = None
        self.replaced = 0

    def run(self, items: Iterable[Numbered]) -> Generator[Result, None, None]:
        """Results in the order of the items, whatever the workers do.

        At most ``8 * CHUNK`` documents a worker are in flight: a reader that is slow stops the
        workers, and a slow document stops the reading.

        Raises:
            PolicyExtractError: The extractor cannot be built.
        """
        stream = iter(items)
        done: dict[int, Result] = {}
        due: deque[int] = deque()
        window = 8 * CHUNK * self._count
        more = True
        try:
            while True:
                while more and len(due) < window and self._idle():
                    chunk = _chunk(stream)
                    if not chunk:
                        more = False
                        break
                    due.extend(index for index, _ in chunk)
                    self._again.append(chunk)
                    self._hand_out(done)
                self._hand_out(done)
                while due and due[0] in done:
                    yield done.pop(due.popleft())
                if not due and not more:
                    return
                self._listen(done)
        finally:
            self.close()

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _idle(self) -> bool:
        busy = sum(bool(worker.open) or not worker.ready for worker in self._workers)
        return len(self._again) < 1 and (len(self._workers) < self._count or busy < self._count)

    def _hand_out(self, done: dict[int, Result]) -> None:
        while self._again:
            free = [worker for worker in self._workers if worker.ready and not worker.open]
            if not free:
                while len(self._workers) < self._count:
                    self._workers.append(_Worker(self._reading))
                return
            chunk = self._again.popleft()
            try:
                free[0].give(chunk)
            except OSError:
                self._lost(free[0], done, "ended")

    def _listen(self, done: dict[int, Result]) -> None:
        pipes: dict[Connection, _Worker] = {
            worker.pipe: worker for worker in self._workers if worker.open or not worker.ready
        }
        for pipe in wait(list(pipes), timeout=min(0.5, self._timeout / 2)):
            worker = pipes[pipe]  # type: ignore[index]
            try:
                while worker.pipe.poll():
                    self._take(worker, worker.pipe.recv(), done)
                    if worker.ready and not worker.open:
                        break
            except (EOFError, OSError):
                self._lost(worker, done, "ended: it was killed, or memory ran out")
        now = time.monotonic()
        for worker in list(self._workers):
            limit = self._timeout if worker.ready else _START
            if (worker.open or not worker.ready) and now - worker.since > limit:
                self._lost(worker, done, f"took longer than {limit:g} seconds")

    def _take(self, worker: _Worker, message: Any, done: dict[int, Result]) -> None:
        if isinstance(message, PolicyExtractError):
            raise message
        if isinstance(message, dict):
            self.provenance = message
            worker.ready = True
        else:
            done[message.index] = message
            worker.open.popleft()
        worker.since = time.monotonic()

    def _lost(self, worker: _Worker, done: dict[int, Result], why: str) -> None:
        """Replace a worker; its document is tried once more alone, then goes to the errors."""
        worker.end()
        self._workers.remove(worker)
        if not worker.ready:
            raise PolicyExtractError(
                f"a worker process {why} before it was ready", hint="Try fewer --workers"
            )
        self.replaced += 1
        if not worker.open:
            return
        first, *rest = worker.open
        if rest:
            self._again.appendleft(rest)
        index, item = first
        if index in self._tried:
            self._tried.discard(index)
            code = "Timeout" if "seconds" in why else "WorkerLost"
            message = f"{item.name}: the worker {why}, twice"
            done[index] = Result(index, item.name, error=message, code=code)
        else:
            self._tried.add(index)
            self._again.appendleft([first])


def _chunk(stream: Iterator[Numbered]) -> list[Numbered]:
    chunk: list[Numbered] = []
    size = 0
    for numbered in itertools.islice(stream, CHUNK):
        chunk.append(numbered)
        size += numbered[1].size
        if size > _CHUNK_SIZE:
            break
    return chunk
