"""The page of fields, as the models, the rows and the tables of ``track`` tell it."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from policy_extract.batch.tables import CHINESE, COLUMNS
from policy_extract.records import (
    Document,
    DocumentInfo,
    DocumentWarning,
    Entity,
    Evidence,
    Metric,
    ModelInfo,
    Period,
    Place,
    Provenance,
    Published,
    Quantity,
    Reason,
    Span,
    Subject,
    Target,
)
from policy_extract.tracking.track import COLUMNS as TRACKED

MODELS: tuple[type[BaseModel], ...] = (
    Document, DocumentInfo, Published, Place, DocumentWarning, Provenance, ModelInfo, Target, Metric,
    Quantity, Subject, Period, Evidence, Reason, Span, Entity,
)  # fmt: skip
_PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    date: "date",
    Decimal: "exact decimal, as text",
}
_OPENING = """# Fields

Written by `PYTHONPATH=tests/helpers python tests/test_docs.py` from the models that check every record; a test keeps it current. How each field is filled is in
[what a record is](records.md); the codes in `because` and `warnings` are in [their own page](codes.md). `?` behind a type: or null.
"""
_ROWS = """## Rows

The columns of `run --format csv` and `xlsx`, of `rows()` and `frame()`, and of the tables `targets` and `metrics` of `batch`, which add `doc`
(the document's number) and `number_text` (the exact number as text).

| column | in the record | with `--headers zh` |
| --- | --- | --- |
"""


def field_page() -> str:
    """The whole page."""
    parts = [_OPENING]
    for model in MODELS:
        parts.append(f"## {model.__name__}\n\n{_purpose(model)}\n\n{_table(model)}")
    rows = "".join(
        f"| `{name}` | {_origin(name)} | {CHINESE[name]} |\n" for name in COLUMNS["targets"]
    )
    parts.append(_ROWS + rows)
    for table in ("documents", "entities", "errors"):
        columns = ", ".join(f"`{name}` {CHINESE[name]}" for name in COLUMNS[table])
        parts.append(f"Table `{table}` of `batch`: {columns}.\n")
    for view, columns in TRACKED.items():
        told = ", ".join(f"`{name}` {kind}" for name, kind in columns.items())
        parts.append(f"Rows `{view}` of `track` ([what they mean](tracking.md#a-row)): {told}.\n")
    return "\n".join(parts)


def chinese_field_page() -> str:
    """The same page, each sentence by its translation in ``fields.zh-CN.toml``.

    Raises:
        KeyError: A sentence has no translation.
        ValueError: A translation is of no sentence.
    """
    words = tomllib.loads(Path(__file__).with_name("fields.zh-CN.toml").read_text("utf-8"))
    unused = {(kind, text) for kind, told in words.items() for text in told}

    def of(kind: str, text: str) -> str:
        unused.discard((kind, text))
        return str(words[kind][text])

    def type_of(cell: str) -> str:
        core = cell.removesuffix(" ?").removeprefix("list of ")
        core = of("types", core) if core in words["types"] else core
        return (
            core + (" 的列表" if "list of" in cell else "") + (" ?" if cell.endswith(" ?") else "")
        )

    def table(block: str) -> str:
        head, rule, *rows = block.split("\n")
        heads = [of("heads", cell) for cell in head[2:-2].split(" | ")]
        if "| type |" in head:
            cells = [row[2:-2].split(" | ") for row in rows]
            rows = [
                f"| {name} | {type_of(kind)} | {of('meanings', told)} |"
                for name, kind, told in cells
            ]
        return "\n".join([f"| {' | '.join(heads)} |", rule, *rows])

    def translated(block: str) -> str:
        if block.startswith("|"):
            return table(block)
        listed = re.fullmatch(r"(?:Table|Rows) (`\w+`) of (`\w+`)(?: \(.*?\))?: (.*)\.", block)
        if listed:
            where = "（[意思](tracking.zh-CN.md#a-row)）" if block.startswith("Rows") else ""
            return f"{listed[2]} 的{'行' if where else '表'} {listed[1]}{where}：{listed[3]}。"
        if block.startswith("## ") and block != "## Rows":
            return block
        return of("paragraphs", " ".join(block.split()))

    page = "\n\n".join(translated(block) for block in field_page().strip().split("\n\n")) + "\n"
    if unused:
        raise ValueError(f"translations of no sentence: {sorted(unused)}")
    return page


def _purpose(model: type[BaseModel]) -> str:
    text = (model.__doc__ or "").partition("Attributes:")[0]
    return _markdown(" ".join(text.split()))


def _table(model: type[BaseModel]) -> str:
    lines = ["| field | type | meaning |", "| --- | --- | --- |"]
    told = meanings(model)
    for name, field in model.model_fields.items():
        lines.append(f"| `{name}` | {type_name(field.annotation)} | {_markdown(told[name])} |")
    return "\n".join(lines) + "\n"


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """What the docstrings of a model and of those that it extends say of its fields."""
    told: dict[str, str] = {}
    for one in reversed(model.__mro__[: model.__mro__.index(BaseModel)]):
        _, _, listed = (one.__doc__ or "").partition("Attributes:\n")
        for name, text in re.findall(r"^ {8}(\w+): (.*?)(?=^ {8}\w+: |\Z)", listed, re.M | re.S):
            told[name] = " ".join(text.split())
    return told


def type_name(kind: Any) -> str:
    """A type in words."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    inner = [one for one in get_args(kind) if one is not type(None)]
    if get_origin(kind) is Literal:
        return ", ".join(f"`{one}`" for one in inner)
    if get_origin(kind) is tuple:
        return f"list of {type_name(inner[0])}"
    told = type_name(inner[0])
    return f"{told} ?" if type(None) in get_args(kind) else told


def _origin(column: str) -> str:
    """Where a column's value stands in a record's JSON."""
    moved = {
        "doc": "", "document": "document.name", "value": "value.text", "number_text": "value.number",
        "subject": "subject.canonical", "subject_text": "subject.text", "period": "period.text",
        "period_start": "period.start", "period_end": "period.end", "start": "value.start",
        "end": "value.end", "evidence": "evidence.text", "evidence_start": "evidence.spans[0].start",
    }  # fmt: skip
    path = moved.get(column)
    if path is None:
        path = f"value.{column}" if column in Quantity.model_fields else column
    return f"`{path}`" if path else ""


def _markdown(text: str) -> str:
    return (
        text.replace("``", "`")
        .replace("docs/codes.md", "codes.md")
        .replace("`codes.md`", "[codes](codes.md)")
    )
