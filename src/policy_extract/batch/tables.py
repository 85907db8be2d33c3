"""Documents as typed rows of five tables: documents, targets, metrics, entities, errors."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from policy_extract.output import ROW_FIELDS, flat_row
from policy_extract.rules.loader import parse_toml, read_shipped
from policy_extract.surrogates import whole_data

Row = dict[str, Any]
RowGroup = dict[str, list[Row]]

_TYPES = {
    "number": "decimal", "low": "decimal", "high": "decimal", "period_start": "date",
    "period_end": "date", "start": "int64", "end": "int64", "evidence_start": "int64",
    "confidence": "float",
}  # fmt: skip
_AFTER = ROW_FIELDS.index("unit")
_CLAIM = {
    "doc": "int64",
    **{
        name: _TYPES.get(name, "string")
        for name in (*ROW_FIELDS[:_AFTER], "number_text", *ROW_FIELDS[_AFTER:])
    },
}
"""A flat row of ``run``, with the document's number before and the exact number as text in it."""
COLUMNS: dict[str, dict[str, str]] = {
    "documents": {
        "doc": "int64", "name": "string", "title": "string", "published_start": "date",
        "published_end": "date", "place": "string", "chars": "int64", "encoding": "string",
        "sha256": "string", "targets": "int64", "metrics": "int64", "entities": "int64",
        "warnings": "int64",
    },
    "targets": _CLAIM,
    "metrics": _CLAIM,
    "entities": {
        "doc": "int64", "document": "string", "id": "string", "text": "string", "start": "int64",
        "end": "int64", "type": "string", "canonical": "string", "source": "string",
        "rule": "string",
    },
    "errors": {"name": "string", "code": "string", "message": "string"},
}  # fmt: skip
"""Column types by table; ``decimal`` is exact: 38 digits, 10 of them after the point."""

CHINESE: dict[str, str] = parse_toml(read_shipped("headers.toml"), name="headers.toml")
"""Headers of tables and columns in Chinese."""


class Cells(NamedTuple):
    """How cells of CSV and XLSX are written.

    Attributes:
        headers: Language of the headers, ``en`` or ``zh``.
        guard: Whether a text that a spreadsheet would run as a formula is marked as text.
    """

    headers: str = "en"
    guard: bool = True


def header(table: str, headers: str) -> list[str]:
    """The headers of a table's columns."""
    return [CHINESE[name] if headers == "zh" else name for name in COLUMNS[table]]


_LIMIT = Decimal(10) ** 28


def exact(text: str | None) -> Decimal | None:
    """A decimal that fits the column exactly; null for one that does not.

    >>> exact("31.4"), exact("0.12345678901")
    (Decimal('31.4'), None)
    """
    if text is None:
        return None
    number = Decimal(text)
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent < -10 or abs(number) >= _LIMIT:
        return None
    return number


def read_line(line: str) -> Any:
    """The data of a line of JSON; older outputs may hold half characters, which no table takes."""
    data = json.loads(line)
    return whole_data(data) if "\\ud" in line else data


def document_rows(number: int, line: str) -> RowGroup:
    """The rows of one document's JSON line; ``number`` counts documents of the output from 0."""
    data = read_line(line)
    info = data["document"]
    name = info["name"]
    published = info["published"] or {}
    return {
        "documents": [
            {
                "doc": number,
                "name": name,
                "title": info["title"],
                "published_start": published.get("start"),
                "published_end": published.get("end"),
                "place": (info["place"] or {}).get("name"),
                "chars": info["chars"],
                "encoding": info["encoding"],
                "sha256": info["sha256"],
                "targets": len(data["targets"]),
                "metrics": len(data["metrics"]),
                "entities": len(data["entities"]),
                "warnings": len(data["warnings"]),
            }
        ],
        "targets": [_claim(number, name, one) for one in data["targets"]],
        "metrics": [_claim(number, name, one) for one in data["metrics"]],
        "entities": [{"doc": number, "document": name, **one} for one in data["entities"]],
    }


def _claim(number: int, name: str, claim: Row) -> Row:
    row = flat_row(name, claim)
    numbers = {key: exact(row[key]) for key in ("number", "low", "high")}
    return {"doc": number, **row, **numbers, "number_text": row["number"]}


def row_groups(
    lines: Iterable[str], errors: Iterable[str], size: int = 2_000
) -> Iterator[RowGroup]:
    """RowGroup of all tables, ``size`` documents at a time, so that memory stays flat."""
    group: RowGroup = {name: [] for name in COLUMNS}
    held = 0
    for number, line in enumerate(lines):
        for name, rows in document_rows(number, line).items():
            group[name] += rows
        held += 1
        if held >= size:
            yield group
            group, held = {name: [] for name in COLUMNS}, 0
    for line in errors:
        group["errors"].append(read_line(line))
        held += 1
        if held >= size:
            yield group
            group, held = {name: [] for name in COLUMNS}, 0
    if held:
        yield group
