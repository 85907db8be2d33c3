"""An archive of any size: its observations in DuckDB, on the disk, sorted and joined there.

Of a million records some hundred thousand are observations. They go through this process one by
one, and come back in groups of one place and one family of indicators; nothing else is held.
"""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self, cast

from policy_extract._version import __version__
from policy_extract.batch.rows import Fields
from policy_extract.batch.worker import Reading
from policy_extract.errors import InputError
from policy_extract.indicators import Catalogue
from policy_extract.records import decimal_text
from policy_extract.rules.loader import rules_fingerprint
from policy_extract.side_files import file_digest
from policy_extract.text.extra import needs_extra
from policy_extract.tracking.archive import Group, Passed, Unmatched, family, place_keys
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.observing import Observer
from policy_extract.tracking.places import Place, read_place
from policy_extract.tracking.reading import Output, claims, documents, recognise

_COLUMNS = {
    "place": "VARCHAR", "parent": "VARCHAR", "indicator": "VARCHAR", "statistic": "VARCHAR",
    "prices": "VARCHAR", "start": "DATE", "end": "DATE", "kind": "VARCHAR", "low": "VARCHAR",
    "high": "VARCHAR", "unit": "VARCHAR", "comparator": "VARCHAR", "wording": "VARCHAR",
    "quote": "VARCHAR", "document": "VARCHAR", "dated": "DATE", "at": "BIGINT", "until": "BIGINT",
    "stated": "VARCHAR", "restates": "BOOLEAN", "confidence": "DOUBLE", "official": "BOOLEAN",
}  # fmt: skip
_TABLES = {
    "observations": _COLUMNS,
    "documents": {"place": "VARCHAR", "parent": "VARCHAR", "dated": "DATE"},
    "unmatched": {
        "indicator": "VARCHAR", "unit": "VARCHAR", "direction": "VARCHAR", "records": "BIGINT",
        "example": "VARCHAR",
    },
}  # fmt: skip
_BATCH = 20_000
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
    reading: Reading = field(default_factory=Reading)
    workers: int = 1
    cache: Path | None = None
    rematch: bool = False
    unmatched: bool = False
    catalogue: tuple[str, ...] = ()


class Store:
    """An archive in DuckDB; see :class:`policy_extract.tracking.archive.Archive`.

    Use it as a context manager, or call :meth:`close`.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        with needs_extra("track"):
            import duckdb
            import pyarrow  # noqa: F401
        self._catalogue = catalogue
        self._folder = tempfile.TemporaryDirectory(prefix="policy-extract-track-")
        self._connection = duckdb.connect(str(Path(self._folder.name) / "track.duckdb"))
        self._connection.execute("SET memory_limit = '1GB'; SET threads = 2; SET enable_progress_bar = false")
        for table, columns in _TABLES.items():
            made = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            self._connection.execute(f"CREATE TABLE {table} ({made})")
        self._keys: dict[Place, str] | None = None
        self.passed = Passed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove everything from the disk."""
        self._connection.close()
        self._folder.cleanup()

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> int:
        """Add rows to a table; how many they were."""
        import pyarrow as pa

        columns = list(_TABLES[table])
        count = 0
        held: list[tuple[Any, ...]] = []

        def put() -> None:
            batch = pa.table(
                dict(zip(columns, zip(*held, strict=True), strict=True)), schema=_schema(table)
            )
            self._connection.register("batch", batch)
            self._connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
            self._connection.unregister("batch")

        for row in rows:
            held.append(row)
            count += 1
            if len(held) >= _BATCH:
                put()
                held.clear()
        if held:
            put()
        return count

    def save(self, table: str, path: Path, since: int) -> None:
        """Write the rows of a table from a row on to Parquet."""
        name = str(path).replace("'", "''")
        self._connection.execute(
            f"COPY (SELECT * FROM {table} OFFSET {since}) TO '{name}' (FORMAT parquet)"
        )

    def load(self, table: str, path: Path) -> None:
        """Add the rows that :meth:`save` wrote."""
        name = str(path).replace("'", "''")
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM read_parquet('{name}')")

    def count(self, table: str) -> int:
        """The rows of a table."""
        ((count,),) = self._connection.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(count)

    def newest_date(self) -> date | None:
        """See :class:`policy_extract.tracking.archive.Archive`."""
        ((newest,),) = self._connection.execute(
            "SELECT max(dated) FROM (SELECT dated FROM documents UNION ALL "
            "SELECT dated FROM observations WHERE NOT official)"
        ).fetchall()
        return cast("date | None", newest)

    def groups(self) -> Iterator[Group]:
        """See :class:`policy_extract.tracking.archive.Archive`."""
        self._file()
        dates: dict[str, list[date]] = {}
        found = self._connection.execute(
            "SELECT key, list_sort(list(DISTINCT dated)) FROM (SELECT place, parent, dated "
            "FROM documents UNION ALL SELECT place, parent, dated FROM observations "
            "WHERE NOT official) u JOIN keys k ON k.place = u.place "
            "AND k.parent IS NOT DISTINCT FROM u.parent GROUP BY key"
        )
        for key, days in found.fetchall():
            dates[key] = days
        names = ", ".join(f'o."{name}"' for name in _COLUMNS)
        result = self._connection.cursor().execute(
            f"SELECT key, family, {names} FROM observations o "
            "JOIN keys k ON k.place = o.place AND k.parent IS NOT DISTINCT FROM o.parent "
            "JOIN families USING (indicator) ORDER BY key, family"
        )
        for (key, name), rows in groupby(_fetched(result), key=itemgetter(0, 1)):
            held = [_observation(row[2:]) for row in rows]
            yield Group(key, name, held, dates.get(key, []))

    def _file(self) -> None:
        """Give every place its key and every indicator its family."""
        pairs = self._connection.execute(
            "SELECT place, parent FROM observations UNION SELECT place, parent FROM documents"
        ).fetchall()
        keys = place_keys(Place(*pair) for pair in pairs)
        rows = [(place.name, place.parent, key) for place, key in keys.items()]
        families = [(name, family(name, self._catalogue)) for name in self._catalogue.entries]
        self._connection.execute(
            "CREATE OR REPLACE TABLE keys (place VARCHAR, parent VARCHAR, key VARCHAR)"
        )
        self._connection.execute(
            "CREATE OR REPLACE TABLE families (indicator VARCHAR, family VARCHAR)"
        )
        for table, found in (("keys", rows), ("families", families)):
            for at in range(0, len(found), 1_000):
                part = found[at : at + 1_000]
                marks = ", ".join(f"({', '.join('?' * len(row))})" for row in part)
                values = [value for row in part for value in row]
                self._connection.execute(f"INSERT INTO {table} VALUES {marks}", values)

    def unmatched(self) -> Iterator[Unmatched]:
        """See :class:`policy_extract.tracking.archive.Archive`."""
        result = self._connection.cursor().execute(
            "SELECT indicator, unit, direction, sum(records)::BIGINT AS n, min(example) "
            "FROM unmatched GROUP BY ALL ORDER BY n DESC, indicator, unit NULLS FIRST, "
            "direction NULLS FIRST"
        )
        for row in _fetched(result):
            yield Unmatched(*row)


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
        for path, output in outputs:
            if output is not None:
                _read(store, output, path, sources, catalogue)
        if plain:
            _extract(store, plain, sources, catalogue)
        store.insert("observations", (_row(one) for one in official))
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
        if summary.counts.errors:
            store.passed.reasons["its document could not be read"] += summary.counts.errors
        if summary.counts.documents:
            _ingest(store, Output(out, "jsonl"), sources, catalogue)


def _read(store: Store, output: Output, path: str, sources: Sources, catalogue: Catalogue) -> None:
    """Read one output, from the cache where it has been read before."""
    if sources.cache is None:
        _ingest(store, output, sources, catalogue)
        return
    kept = sources.cache / _key(output.path, sources)
    note = kept / "passed.json"
    if note.exists():
        for table in _TABLES:
            store.load(table, kept / f"{table}.parquet")
        passed = json.loads(note.read_text(encoding="utf-8"))
        store.passed.observations += passed.pop("observations")
        store.passed.reasons.update(passed["reasons"])
        return
    before = {table: store.count(table) for table in _TABLES}
    passed_before = Counter(store.passed.reasons), store.passed.observations
    _ingest(store, output, sources, catalogue)
    try:
        sources.cache.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=sources.cache, prefix=".part-"))
        for table in _TABLES:
            store.save(table, made / f"{table}.parquet", before[table])
        reasons = store.passed.reasons - passed_before[0]
        data = {
            "observations": store.passed.observations - passed_before[1],
            "reasons": dict(sorted(reasons.items())),
        }
        (made / note.name).write_text(json.dumps(data), encoding="utf-8")
        with suppress(OSError):  # another run was faster
            made.rename(kept)
        shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{sources.cache}: cannot be written: {error.strerror}") from error


def _key(path: Path, sources: Sources) -> str:
    """What was read of a path depends on: its bytes, the version, the rules, the catalogue."""
    digest = hashlib.sha256(
        f"{__version__} {rules_fingerprint()} {sources.rematch} {sources.unmatched}".encode()
    )
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in (*files, *(Path(one) for one in sources.catalogue)):
        if file.is_file():
            digest.update(f"{file.name} {file_digest(file)}\n".encode())
    return digest.hexdigest()[:32]


def _ingest(store: Store, output: Output, sources: Sources, catalogue: Catalogue) -> None:
    """Read the documents and claims of an output."""
    store.insert("documents", _dates(output))
    unmatched = _Unknown() if sources.unmatched else None
    rematch = sources.rematch or not output.known
    shared = None if rematch or unmatched else catalogue.words.joints
    rows = claims(output, shared=shared)
    found = _observations(rows, Observer(catalogue, rematch=rematch), unmatched, store.passed)
    store.passed.observations += store.insert("observations", map(_row, found))
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
        found = observer.observe(row)
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


def _schema(table: str) -> Any:
    import pyarrow as pa

    types = {
        "VARCHAR": pa.string(),
        "DATE": pa.date32(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
    }
    return pa.schema([(name, types[kind]) for name, kind in _TABLES[table].items()])


def _fetched(result: Any) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(2_000):
        yield from rows


def _row(one: Observation) -> tuple[Any, ...]:
    values = {name: getattr(one, name) for name in _COLUMNS}
    values["low"], values["high"] = decimal_text(one.low), decimal_text(one.high)
    return tuple(values.values())


def _observation(row: tuple[Any, ...]) -> Observation:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["low"], values["high"] = Decimal(values["low"]), Decimal(values["high"])
    return Observation(**values)
