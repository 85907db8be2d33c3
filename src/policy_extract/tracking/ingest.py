"""Outputs and sources into a store: what is an observation, and what is counted only."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policy_extract.batch.rows import Fields
from policy_extract.batch.worker import ReadingOptions
from policy_extract.errors import InputError
from policy_extract.indicators import Catalogue
from policy_extract.tracking.archive import Passed
from policy_extract.tracking.cache import cached
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.observing import Observer
from policy_extract.tracking.places import read_place
from policy_extract.tracking.reading import Output, claims, documents, recognise
from policy_extract.tracking.store import Store, as_row

_NAMES = 200_000
"""Names of unmatched indicators that are counted at once."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is read.

    Attributes:
        paths: Outputs of ``batch`` or ``run``, or files and folders to be extracted.
        fields: Columns of tables that are to be extracted.
        reading: How documents are extracted.
        workers: Processes that extract.
        cache: A folder that keeps what was read of each path, for the next time.
        rematch: Whether records are matched with the catalogue anew.
        unmatched: Whether records that the catalogue does not know are counted.
        catalogue: The user's own files of it, for the cache.
    """

    paths: tuple[str, ...]
    fields: Fields = field(default_factory=Fields)
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    workers: int = 1
    cache: Path | None = None
    rematch: bool = False
    unmatched: bool = False
    catalogue: tuple[str, ...] = ()


def open_archive(
    sources: Sources, catalogue: Catalogue, *, official: Iterable[Observation] = ()
) -> Store:
    """Read outputs and sources into a store.

    Raises:
        InputError: A path cannot be read, or nothing was given.
        UsageError: The extra ``batch`` is not installed.
    """
    if not sources.paths:
        raise InputError("nothing to read", hint="Give outputs of batch, or files to extract")
    store = Store(catalogue)
    try:
        outputs = [(path, recognise(Path(path))) for path in sources.paths]
        plain = tuple(path for path, output in outputs if output is None)
        for _, output in outputs:
            if output is not None:
                _read(store, output, sources, catalogue)
        if plain:
            _extract(store, plain, sources, catalogue)
        store.insert("observations", (as_row(one) for one in official))
    except BaseException:
        store.close()
        raise
    return store


def _extract(store: Store, paths: tuple[str, ...], sources: Sources, catalogue: Catalogue) -> None:
    """Extract sources and read what comes of it."""
    from policy_extract.batch.run import BatchOptions, run_batch

    with tempfile.TemporaryDirectory(prefix="policy-extract-track-") as folder:
        out = Path(folder) / "extracted.jsonl"
        summary = run_batch(
            BatchOptions(
                sources=paths,
                out=out,
                fields=sources.fields,
                reading=sources.reading,
                workers=sources.workers,
            )
        )
        if summary.counts.errors and not summary.counts.documents:
            raise InputError(
                f"{', '.join(paths)}: no document in it could be read",
                hint="See why with: policy-extract batch … -o …",
            )
        if summary.counts.errors:
            store.passed.reasons["its document could not be read"] += summary.counts.errors
        if summary.counts.documents:
            _ingest(store, Output(out, "jsonl"), sources, catalogue)


def _read(store: Store, output: Output, sources: Sources, catalogue: Catalogue) -> None:
    """Read one output, from the cache where it has been read before."""
    if sources.cache is None:
        _ingest(store, output, sources, catalogue)
        return
    about = f"{sources.rematch} {sources.unmatched}"
    files = (output.path, *(Path(one) for one in sources.catalogue))
    cached(
        store,
        sources.cache,
        files,
        about,
        lambda: _ingest(store, output, sources, catalogue),
    )


def _ingest(store: Store, output: Output, sources: Sources, catalogue: Catalogue) -> None:
    """Read the documents and claims of an output."""
    store.insert("documents", _dates(output))
    unmatched = _Unknown() if sources.unmatched else None
    rematch = sources.rematch or not output.known
    shared = None if rematch or unmatched else catalogue.words.joints
    rows = claims(output, shared=shared)
    found = _observations(rows, Observer(catalogue, rematch=rematch), unmatched, store.passed)
    store.passed.observations += store.insert("observations", map(as_row, found))
    if unmatched is not None:
        store.insert("unmatched", unmatched.rows())


def _dates(output: Output) -> Iterator[tuple[Any, ...]]:
    for row in documents(output):
        place = read_place(row["place"])
        if place is not None and row["dated"] is not None:
            yield (place.name, place.parent, row["dated"])


def _observations(
    rows: Iterable[dict[str, Any]], observer: Observer, unmatched: "_Unknown | None", passed: Passed
) -> Iterator[Observation]:
    for row in rows:
        try:
            found = observer.observe(row)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            passed.reasons["a record that cannot be read"] += 1  # it costs no other
            continue
        if not found and unmatched is not None:
            unmatched.add(row)
        for one in found:
            if isinstance(one, str):
                passed.reasons[one] += 1
            else:
                yield one


class _Unknown:
    """Counts of names that the catalogue does not know; rare ones go when there are too many."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str | None, str | None]] = Counter()
        self._examples: dict[tuple[str, str | None, str | None], str] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        key = (row["indicator"], row["unit"], row["direction"])
        self._counts[key] += 1
        self._examples.setdefault(key, row["evidence"])
        if len(self._counts) > _NAMES:
            for rare in [name for name, count in self._counts.items() if count == 1]:
                del self._counts[rare], self._examples[rare]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        for key, count in sorted(self._counts.items(), key=lambda item: (-item[1], str(item[0]))):
            yield (*key, count, self._examples[key])
