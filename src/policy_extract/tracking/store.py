"""An archive of any size: its observations in DuckDB, on the disk, sorted and joined there.

Of a million records some hundred thousand are observations. They go through this process one by
one, and come back in groups of one place and one family of indicators; nothing else is held.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self, cast

from policy_extract.batch.sql_names import exactly, quoted
from policy_extract.indicators import Catalogue
from policy_extract.records import decimal_text
from policy_extract.text.extra import needs_extra
from policy_extract.tracking.archive import Group, Passed, Unmatched, family, place_keys
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.places import Place

_COLUMNS = {
    "place": "VARCHAR", "parent": "VARCHAR", "indicator": "VARCHAR", "statistic": "VARCHAR",
    "prices": "VARCHAR", "start": "DATE", "end": "DATE", "kind": "VARCHAR", "low": "VARCHAR",
    "high": "VARCHAR", "unit": "VARCHAR", "comparator": "VARCHAR", "wording": "VARCHAR",
    "quote": "VARCHAR", "document": "VARCHAR", "dated": "DATE", "at": "BIGINT", "until": "BIGINT",
    "stated": "VARCHAR", "restates": "BOOLEAN", "share": "BOOLEAN", "confidence": "DOUBLE", "official": "BOOLEAN",
}  # fmt: skip
TABLES = {
    "observations": _COLUMNS,
    "documents": {"place": "VARCHAR", "parent": "VARCHAR", "dated": "DATE"},
    "unmatched": {
        "indicator": "VARCHAR", "unit": "VARCHAR", "direction": "VARCHAR", "records": "BIGINT",
        "example": "VARCHAR",
    },
}  # fmt: skip
_BATCH = 20_000


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
        self._connection.execute(
            "SET memory_limit = '1GB'; SET threads = 2; SET enable_progress_bar = false"
        )
        for table, columns in TABLES.items():
            made = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            self._connection.execute(f"CREATE TABLE {table} ({made})")
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

        columns = list(TABLES[table])
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
        """Write the rows of a table from a row on to Parquet.

        Raises:
            OSError: It cannot be written.
        """
        import duckdb

        try:
            self._connection.execute(
                f"COPY (SELECT * FROM {table} OFFSET {since}) TO {quoted(path)} (FORMAT parquet)"
            )
        except duckdb.Error as error:
            raise OSError(None, _told(error)) from error

    def load(self, table: str, path: Path) -> None:
        """Add the rows that :meth:`save` wrote."""
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM read_parquet({exactly(path)})")

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


def _schema(table: str) -> Any:
    import pyarrow as pa

    types = {
        "VARCHAR": pa.string(),
        "DATE": pa.date32(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
    }
    return pa.schema([(name, types[kind]) for name, kind in TABLES[table].items()])


def _fetched(result: Any) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(2_000):
        yield from rows


def as_row(one: Observation) -> tuple[Any, ...]:
    """An observation as a row of the table ``observations``."""
    values = {name: getattr(one, name) for name in _COLUMNS}
    values["low"], values["high"] = decimal_text(one.low), decimal_text(one.high)
    return tuple(values.values())


def _observation(row: tuple[Any, ...]) -> Observation:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["low"], values["high"] = Decimal(values["low"]), Decimal(values["high"])
    return Observation(**values)


def _told(error: Exception) -> str:
    """What DuckDB says of an error, which may end in JSON."""
    text = str(error).splitlines()[0]
    with suppress(ValueError, KeyError, TypeError):
        text = str(json.loads(text[text.index("{") :])["exception_message"])
    return text
