"""What a person gave: documents, gold folders, an output of ``batch`` or ``run``, a track output.

Told by folder, suffix and first line; every kind ends as entries of a page's :class:`Contents`.
"""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from policy_extract.batch.query import DAMAGED, query
from policy_extract.batch.sinks import error_path
from policy_extract.errors import InputError, PolicyExtractError
from policy_extract.evaluation.corpus import ARTICLE, GOLD, GoldCase, read_corpus
from policy_extract.records import Document, decimal_text
from policy_extract.report.contents import Contents, Entry
from policy_extract.text.extra import needs_extra
from policy_extract.tracking.columns import PAIRS

Source = Literal["document", "gold", "lines", "tables", "track"]

_DATABASES = frozenset({".duckdb", ".db", ".ddb"})
_LISTS = frozenset(name for name, kind in PAIRS.items() if kind == "list")
_TRACK_MARK = "outcome_wording"
"""A column that only a track output has."""


class _Text(BaseModel):
    text: str


class _Value(_Text):
    start: int
    end: int


class _Owner(BaseModel):
    canonical: str | None


class _When(BaseModel):
    text: str | None
    start: str | None
    end: str | None


class _Claim(BaseModel):
    id: str
    record: Literal["metric", "target"]
    indicator: str
    value: _Value
    subject: _Owner | None
    period: _When | None
    evidence: _Text


class _Entry(BaseModel):
    """What a page needs of a document, whatever else an output of any version says of it."""

    name: str
    title: str | None
    place: str | None
    published: str | None
    claims: list[_Claim]
    warnings: list[dict[str, str | int | None]]


@contextmanager
def _reading(path: Path, what: str) -> Iterator[None]:
    """Name the file where it is not what it should be.

    Raises:
        InputError: It is not.
    """
    try:
        yield
    except PolicyExtractError:
        raise
    except DAMAGED as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise InputError(
            f"{path}: is damaged, or no {what}: {reason}",
            hint=f"policy-extract batch {path} -o out.jsonl reads texts; show its output",
        ) from error


def kind_of(path: Path) -> Source:
    """What a path is.

    Raises:
        InputError: It does not exist, or is a folder that holds nothing a page can show.
    """
    if path.is_dir():
        return _kind_of_folder(path)
    if str(path) == "-":
        return "document"
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".ndjson", ".json"):
        return "track" if _TRACK_MARK in _first_line(path) else "lines"
    if suffix in (".csv", ".parquet"):
        if suffix == ".csv" and _TRACK_MARK not in _first_line(path):
            raise _no_track(path)
        return "track"
    if suffix in _DATABASES or suffix == ".xlsx":
        return "track" if _has_track(path) else "tables"
    return "document"


def _kind_of_folder(path: Path) -> Source:
    if (path / "documents").is_dir() or (path / "documents.csv").is_file():
        return "tables"
    if next(path.rglob(GOLD), None) is not None:
        return "gold"
    raise InputError(
        f"{path}: holds neither gold nor an output of batch",
        hint=f"policy-extract batch {path} -o out.jsonl, then: policy-extract report out.jsonl",
    )


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.readline(1 << 16).decode("utf-8", "replace")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _has_track(path: Path) -> bool:
    return _track_table(path) is not None


def _track_table(path: Path) -> str | None:
    """The table or sheet of a track output in a database or workbook; null where there is none."""
    if path.suffix.lower() == ".xlsx":
        with needs_extra(str(path)):
            from openpyxl import load_workbook

        with _reading(path, "workbook"):
            for sheet in load_workbook(path, read_only=True):
                if _TRACK_MARK in next(sheet.iter_rows(max_row=1, values_only=True), ()):
                    return str(sheet.title)
        return None
    sql = f"SELECT table_name FROM information_schema.columns WHERE column_name = '{_TRACK_MARK}'"
    return next((str(name) for (name,) in query(path, sql)[1]), None)


def files_of(path: Path) -> Iterator[Path]:
    """The files that a source is read from, so that none of them is written."""
    if not path.is_dir():
        yield from (path, error_path(path))
    elif _kind_of_folder(path) == "gold":
        yield from (one for name in (GOLD, f"{ARTICLE}.*") for one in path.rglob(name))
    else:
        yield from path.rglob("*")


def add_gold(contents: Contents, folder: Path, extract: Callable[[GoldCase], Document]) -> None:
    """Add every gold folder at or below a folder: its article extracted, its gold beside it.

    Raises:
        GoldError: A gold is faulty.
        InputError: An article cannot be read, or the page grows beyond its limits.
    """
    for case in read_corpus([folder]):
        contents.add_document(extract(case), case.gold)


def add_lines(contents: Contents, path: Path) -> None:
    """Add documents as ``batch`` writes them in JSON Lines, or ``run`` in JSON.

    Raises:
        InputError: The file is no such output; names the line.
    """
    for number, data in enumerate(_objects(path), 1):
        with _reading(path, f"record of policy-extract: document {number}"):
            _add_entry(contents, _entry(data))
    failures = error_path(path)
    if failures.is_file():
        contents.errors += _objects(failures)


def _add_entry(contents: Contents, entry: Entry) -> None:
    _Entry.model_validate(entry)
    contents.add_entry(entry)


def _objects(path: Path) -> Iterator[Any]:
    if path.suffix.lower() == ".json":
        try:
            data = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(f"{path}: cannot be read: {error}") from error
        yield from data if isinstance(data, list) else [data]
        return
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise InputError(f"{path}:{number}: not JSON: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def _entry(data: Entry) -> Entry:
    info = data["document"]
    published = info["published"] or {}
    claims = [*data["metrics"], *data["targets"]]
    claims.sort(key=lambda claim: (claim["value"]["start"], claim["value"]["end"], claim["id"]))
    return {
        "name": info["name"],
        "title": info["title"],
        "place": (info["place"] or {}).get("name"),
        "published": published.get("start"),
        "chars": info["chars"],
        "encoding": info["encoding"],
        "sha256": info["sha256"],
        "claims": claims,
        "warnings": data["warnings"],
    }


def add_tables(contents: Contents, path: Path) -> None:
    """Add an output of ``batch`` in any form with tables.

    Raises:
        InputError: The path is no output of ``batch``.
    """
    with _reading(path, "output of batch"):
        _add_tables(contents, path)


def _add_tables(contents: Contents, path: Path) -> None:
    claims: dict[int, list[Entry]] = {}
    for row in _rows(path, 'SELECT * FROM claims ORDER BY doc, "start", "end", id'):
        claims.setdefault(row["doc"], []).append(_claim(row))
    for row in _rows(path, "SELECT * FROM documents ORDER BY doc"):
        found = claims.pop(row["doc"], [])
        _add_entry(
            contents,
            {
                **{key: row[key] for key in ("name", "title", "place", "chars", "encoding")},
                "sha256": row["sha256"],
                "published": row["published_start"],
                "claims": found,
                "warnings": [],
            },
        )
    contents.errors += _rows(path, "SELECT * FROM errors")


def _rows(path: Path, sql: str) -> Iterator[Entry]:
    names, rows = query(path, sql)
    for row in rows:
        yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    from datetime import date
    from decimal import Decimal

    if isinstance(value, Decimal):
        return decimal_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _claim(row: Entry) -> Entry:
    """A row of a table in the shape of a claim, as far as the table tells it."""
    owner, period = row["subject"], row["period"]
    dated = row["period_start"] or row["period_end"]
    return {
        "id": row["id"],
        "record": row["record"],
        "value": {
            "text": row["value"],
            "number": row["number"] or row["number_text"],
            **{key: row[key] for key in ("start", "end", "kind", "low", "high", "unit")},
            "comparator": row["comparator"],
        },
        **{key: row[key] for key in ("indicator", "direction", "baseline", "scope")},
        **{key: row.get(key) for key in ("indicator_id", "statistic", "confidence")},
        "subject": {"text": row["subject_text"], "canonical": owner} if owner else None,
        "period": {"text": period, "start": row["period_start"], "end": row["period_end"]}
        if period or dated
        else None,
        "evidence": {"text": row["evidence"], "spans": []},
        "because": [],
    }


def add_track(contents: Contents, path: Path) -> None:
    """Add an output of ``track``: JSON Lines, CSV, Parquet, DuckDB or XLSX.

    Raises:
        InputError: The file is no track output.
    """
    with _reading(path, "output of track"):
        contents.add_rows(map(_flat, _track_rows(path)))


def _flat(row: Entry) -> Entry:
    """A row whose values can be shown and grouped by; only columns that hold lists have them.

    Raises:
        TypeError: It is none.
    """
    for name, value in row.items():
        kinds = str | int | float | None if name not in _LISTS else str | list | None
        if not isinstance(value, kinds):
            raise TypeError(f"{name} holds {type(value).__name__}")
    return row


def _no_track(path: Path) -> InputError:
    return InputError(
        f"{path}: is a table, but no output of track",
        hint=f"policy-extract batch {path} -o out.jsonl reads texts; show its output",
    )


def _track_rows(path: Path) -> Iterator[Entry]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                yield {key: value or None for key, value in row.items()}
    elif suffix in _DATABASES:
        yield from _rows(path, f'SELECT * FROM "{_track_table(path)}"')
    elif suffix == ".parquet":
        with needs_extra(str(path)):
            import pyarrow.parquet as pq

        try:
            table = pq.read_table(path)
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: cannot be read: {error}") from error
        if _TRACK_MARK not in table.column_names:
            raise _no_track(path)
        for row in table.to_pylist():
            yield {key: _plain(value) for key, value in row.items()}
    elif suffix == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True)
        values = book[str(_track_table(path))].iter_rows(values_only=True)
        header = [str(name) for name in next(values, ())]
        for cells in values:
            yield {
                key: None if one is None else str(one)
                for key, one in zip(header, cells, strict=False)
            }
    else:
        for row in _objects(path):
            if not isinstance(row, dict):
                raise _no_track(path)
            yield row
