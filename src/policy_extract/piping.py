"""Many documents through one extractor, or through a few of them in processes of their own."""

import itertools
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from policy_extract.inputs import Readable
from policy_extract.records import Document

_AHEAD = 4
"""Documents a process that are read ahead of the one that is waited for."""
_extract: Callable[..., Document] | None = None


def _begin(extractor: Any) -> None:
    global _extract
    _extract = extractor.extract


def _one(source: Readable, given: dict[str, Any]) -> Document:
    assert _extract is not None
    return _extract(source, **given)


def pipe(
    extractor: Any, sources: Iterable[Readable], workers: int, given: dict[str, Any]
) -> Iterator[Document]:
    """The documents of many sources, in their order; see :meth:`Extractor.pipe`."""
    if workers <= 1:
        for source in sources:
            yield extractor.extract(source, **given)
        return
    waiting: deque[Future[Document]] = deque()
    items = iter(sources)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(extractor,)) as pool:
        try:
            for source in itertools.islice(items, workers * _AHEAD):
                waiting.append(pool.submit(_one, source, given))
            while waiting:
                document = waiting.popleft().result()
                for source in itertools.islice(items, 1):
                    waiting.append(pool.submit(_one, source, given))
                yield document
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
