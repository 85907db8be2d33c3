"""Outputs of ``batch`` and ``run`` as rows of claims and of documents, in every form, streamed."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zipfile import BadZipFile, ZipFile

from policy_extract.batch.query import query
from policy_extract.batch.sql_names import exactly
from policy_extract.errors import InputError, UsageError
from policy_extract.text.extra import needs_extra
from policy_extract.tracking.rules import tracking_rules

Form = Literal["duckdb", "parquet", "csv", "xlsx", "jsonl", "json"]
CLAIM = (
    "document", "dated", "dated_end", "place", "record", "indicator", "indicator_id", "number",
    "low", "high", "unit", "comparator", "direction", "baseline", "statistic", "subject",
    "period", "period_start", "period_end", "value", "evidence", "evidence_start", "start", "end",
    "confidence",
)  # fmt: skip
"""The columns of a claim's row."""
DOCUMENT = ("name", "dated", "place")
"""The columns of a document's row."""
_LINE = 16_777_216
"""Bytes for which a line of JSON is read at least; DuckDB takes several times as much memory."""
_BLOCK = 1_048_576


class Output(NamedTuple):
    """An output that was recognised.

    ``known`` is false for one that was made before records knew their entry of the catalogue.
    """

    path: Path
    form: Form
    known: bool = True


def recognise(path: Path) -> Output | None:
    """What kind of output a path is, by what it holds; null for a source to be extracted.

    Raises:
        InputError: It does not exist or cannot be read, or is rows without their documents.
    """
    try:
        if path.is_dir():
            if (path / "documents").is_dir() and (path / "metrics").is_dir():
                return _table(path, "parquet")
            return _table(path, "csv") if (path / "documents.csv").is_file() else None
        with path.open("rb") as stream:
            head = stream.read(65_536)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if head[8:12] == b"DUCK":
        return _table(path, "duckdb")
    if head.startswith(b"PK"):
        return _table(path, "xlsx") if _is_workbook(path) else None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b'"schema_version"' in start[:400]:
        known = re.search(rb'"schema_version": ?"1', start[:400]) is None
        if start.startswith(b'{"schema_version"'):
            return Output(path, "jsonl", known)
        if start.startswith((b"{", b"[")):
            return Output(path, "json", known)
    if start.startswith((b"document,id,record,", b"doc,document,id,record,")):
        raise InputError(
            f"{path}: rows of records without the dates of their documents",
            hint="Give the folder of batch's CSV, or JSON Lines",
        )
    return None


def _table(path: Path, form: Form) -> Output:
    return Output(path, form, "indicator_id" in _columns(path, "metrics"))


def _is_workbook(path: Path) -> bool:
    try:
        with ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except (BadZipFile, OSError):
        return False


def claims(output: Output, *, shared: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    """The claims of an output as rows with the columns :data:`CLAIM`.

    Args:
        output: Where they are.
        shared: Where records without an entry of the catalogue may be left out: the words that join
            two names, which are kept all the same; else null.

    Raises:
        InputError: It is no whole output.
    """
    if output.form == "json":
        yield from _whole(output.path, _small_claims(output.path))
        return
    where = "" if shared is None or not output.known else f" WHERE {_may_be_known(shared)}"
    if output.form == "jsonl":
        names, found = _json(output.path, f"SELECT * FROM ({_JSON_CLAIMS}) {where}")
    else:
        sql = _claims_sql(_columns(output.path, "metrics"))
        names, found = _asked(output.path, f"SELECT * FROM ({sql}) {where}")
    for row in found:
        yield dict(zip(names, row, strict=True))


def documents(output: Output) -> Iterator[dict[str, Any]]:
    """The documents of an output as rows with the columns :data:`DOCUMENT`.

    Raises:
        InputError: It is no whole output.
    """
    if output.form == "json":
        yield from _whole(output.path, _small_documents(output.path))
        return
    if output.form == "jsonl":
        names, found = _json(output.path, _JSON_DOCUMENTS)
    else:
        sql = "SELECT name, published_start AS dated, place FROM documents"
        names, found = _asked(output.path, sql)
    for row in found:
        yield dict(zip(names, row, strict=True))


def _may_be_known(shared: Sequence[str]) -> str:
    """Which records may be observations: those of an entry, of several, and shares of a goal."""

    def any_of(words: Sequence[str]) -> str:
        return "|".join(map(re.escape, words)).replace("'", "''") or "^$"

    goals = any_of(tracking_rules().goal_nouns)
    return (
        f"indicator_id IS NOT NULL OR regexp_matches(indicator, '{any_of(shared)}') OR "
        f"(record = 'metric' AND unit = '%' AND regexp_matches(evidence, '{goals}'))"
    )


def _columns(path: Path, table: str) -> set[str]:
    names, rows = _asked(path, f"SELECT * FROM {table} LIMIT 0")
    list(rows)
    return set(names)


def _asked(path: Path, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Names and rows; a table or a column that is not there makes the file no output of batch."""
    with needs_extra("track"):
        import duckdb  # noqa: F401
    try:
        return query(path, sql)
    except UsageError as error:
        raise InputError(
            f"{path}: is no output of batch: tables or columns of it are missing",
            hint="Make one with: policy-extract batch … -o …",
        ) from error


def _claims_sql(has: set[str]) -> str:
    """The claims of a table of an output; columns that an older one lacks are null."""
    made = {
        "dated": "d.published_start",
        "dated_end": "d.published_end",
        "place": "d.place",
        "number": "coalesce(c.number_text, CAST(c.number AS VARCHAR))",
        "low": "CAST(c.low AS VARCHAR)",
        "high": "CAST(c.high AS VARCHAR)",
    }
    parts = []
    for name in CLAIM:
        if name in made:
            parts.append(f'{made[name]} AS "{name}"')
        else:
            parts.append(f'c."{name}"' if name in has else f'NULL AS "{name}"')
    return f"SELECT {', '.join(parts)} FROM claims c JOIN documents d USING (doc)"


_DATES = 'STRUCT("start" DATE, "end" DATE)'
_INFO = f"STRUCT(name VARCHAR, published {_DATES}, place STRUCT(name VARCHAR))"
_CLAIM = """STRUCT(record VARCHAR, indicator VARCHAR, indicator_id VARCHAR, statistic VARCHAR,
direction VARCHAR, baseline VARCHAR, confidence DOUBLE, subject STRUCT(canonical VARCHAR),
period STRUCT(text VARCHAR, "start" DATE, "end" DATE), evidence STRUCT(text VARCHAR, spans STRUCT("start" BIGINT)[]),
value STRUCT(text VARCHAR, "start" BIGINT, "end" BIGINT, number VARCHAR, low VARCHAR, high VARCHAR,
unit VARCHAR, comparator VARCHAR))[]"""
_JSON_DOCUMENTS = 'SELECT document.name, document.published."start" AS dated, document.place.name AS place FROM made'
_JSON_CLAIMS = """SELECT document.name AS document, document.published."start" AS dated,
document.published."end" AS dated_end, document.place.name AS place, c.record, c.indicator,
c.indicator_id, c.value.number AS number, c.value.low AS low, c.value.high AS high,
c.value.unit AS unit, c.value.comparator AS comparator, c.direction, c.baseline, c.statistic,
c.subject.canonical AS subject, c.period.text AS period, c.period."start" AS period_start, c.period."end" AS period_end,
c.value.text AS "value", c.evidence.text AS evidence, c.evidence.spans[1]."start" AS evidence_start,
c.value."start" AS "start", c.value."end" AS "end", c.confidence
FROM (SELECT document, unnest(list_concat(metrics, targets)) AS c FROM made)"""


def _json(path: Path, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    with needs_extra("track"):
        import duckdb
    # DuckDB reads a single column many times slower than one of several.
    columns = {"document": _INFO, "metrics": _CLAIM, "targets": _CLAIM}
    typed = ", ".join(f"{key}: '{kind}'" for key, kind in columns.items())
    try:
        connection = duckdb.connect()
        connection.execute(
            "SET memory_limit = '1GB'; SET threads = 2; SET enable_progress_bar = false"
        )
        made = (
            f"WITH made AS (SELECT * FROM read_json({exactly(path)}, format='newline_delimited', "
            f"maximum_object_size={max(_LINE, _longest(path))}, columns={{{typed}}})) "
        )
        result = connection.execute(made + sql)
    except duckdb.Error as error:
        raise _not_whole(path, error) from error
    return [column[0] for column in result.description or []], _stream(path, connection, result)


def _longest(path: Path) -> int:
    """The bytes of the longest line of a file, and one."""
    longest = held = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            first, *rest = block.split(b"\n")
            held += len(first)
            longest = max(longest, held)
            if rest:
                longest = max(longest, *map(len, rest))
                held = len(rest[-1])
    return longest + 1


def _stream(path: Path, connection: Any, result: Any) -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while rows := result.fetchmany(2_000):
            yield from rows
    except duckdb.Error as error:
        raise _not_whole(path, error) from error
    finally:
        connection.close()


def _not_whole(path: Path, error: Exception) -> InputError:
    return InputError(
        f"{path}: is no whole output of batch: {str(error).splitlines()[0]}",
        hint="Make it anew with: policy-extract batch … -o …",
    )


def _whole(path: Path, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows; where the file lacks what every output has, an error that names it."""
    try:
        yield from rows
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"{path}: is no whole output of run: {type(error).__name__}: {error}"
        ) from error


def _small(path: Path) -> list[dict[str, Any]]:
    """The documents of an output of ``run``: one object, or an array of them."""
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is no JSON: {error}") from error
    return data if isinstance(data, list) else [data]


def _small_documents(path: Path) -> Iterator[dict[str, Any]]:
    for data in _small(path):
        info = data["document"]
        dated = (info["published"] or {}).get("start")
        yield {"name": info["name"], "dated": _date(dated), "place": _place(info)}


def _small_claims(path: Path) -> Iterator[dict[str, Any]]:
    for data in _small(path):
        info, published = data["document"], data["document"]["published"] or {}
        for claim in (*data["metrics"], *data["targets"]):
            value, period = claim["value"], claim["period"] or {}
            yield {
                "document": info["name"],
                "dated": _date(published.get("start")),
                "dated_end": _date(published.get("end")),
                "place": _place(info),
                **{key: claim.get(key) for key in ("record", "indicator", "indicator_id")},
                **{key: claim.get(key) for key in ("direction", "baseline", "statistic")},
                **{key: value[key] for key in ("number", "low", "high", "unit", "comparator")},
                "subject": (claim["subject"] or {}).get("canonical"),
                "period": period.get("text"),
                "period_start": _date(period.get("start")),
                "period_end": _date(period.get("end")),
                "value": value["text"],
                "evidence": claim["evidence"]["text"],
                "evidence_start": claim["evidence"]["spans"][0]["start"],
                "start": value["start"],
                "end": value["end"],
                "confidence": claim.get("confidence"),
            }


def _date(text: str | None) -> Any:
    from datetime import date

    return None if text is None else date.fromisoformat(text)


def _place(info: dict[str, Any]) -> str | None:
    return (info["place"] or {}).get("name")
