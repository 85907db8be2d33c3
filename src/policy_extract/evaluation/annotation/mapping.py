"""What a project with labels of its own calls things: a file that maps its words to ours."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation.region import RECORD_FIELDS, RECORDS, TYPES, Region
from policy_extract.rules.loader import RuleModel, load_file

_TEXTS = ("text", "content", "正文", "内容", "article", "body")
_NAMES = ("name", "title", "doc_name", "filename", "file_name")


class LabelMapping(RuleModel):
    """A mapping file in TOML.

    Attributes:
        text: The field that holds the text; found by its usual names when null.
        name: The field that names a document; its number in the project when null.
        labels: Their label to ours (``metric``, ``target`` or a type of entity); ``""`` leaves a
            region out.
        fields: Their name of a region's field to ours (``indicator``, ``unit``, …); ``""`` leaves
            it out.
    """

    text: str | None = None
    name: str | None = None
    labels: dict[str, str] = {}
    fields: dict[str, str] = {}


def missing(error: Exception) -> str:
    """What is wrong with a task or a line, in words."""
    return f"it has no {error.args[0]!r}" if isinstance(error, KeyError) else str(error)


PLAIN = LabelMapping()
"""Maps nothing: the tool's export has our own words."""


def load_mapping(path: Path | None) -> LabelMapping:
    """The mapping of a file; one that maps nothing when null.

    Raises:
        RulesError: The file cannot be read, has an unknown key, or is no TOML.
        GoldError: It maps to a label or a field that is none.
    """
    if path is None:
        return PLAIN
    mapping = load_file(path, LabelMapping)
    for kind, given, known in (
        ("label", mapping.labels, (*RECORDS, *TYPES)),
        ("field", mapping.fields, (*RECORD_FIELDS, "canonical")),
    ):
        for theirs, ours in given.items():
            if ours and ours not in known:
                raise GoldError(
                    f"{path}: {theirs!r} is mapped to the {kind} {ours!r}, which is none",
                    hint=f'Known: {", ".join(known)}; "" leaves it out',
                )
    return mapping


def text_in(data: Mapping[str, Any], mapping: LabelMapping, where: str) -> str:
    """The text of a task or a line.

    Raises:
        GoldError: It has no field that could be the text.
    """
    names = (mapping.text,) if mapping.text else _TEXTS
    for name in names:
        if isinstance(data.get(name), str):
            return str(data[name])
    shown = ", ".join(map(str, data)) or "none"
    raise GoldError(
        f"{where}: has no field {' or '.join(map(repr, names[:2]))} with the text; its fields: {shown}",
        hint='Name it in a file: text = "FIELD", and give that with --mapping FILE',
    )


def name_in(data: Mapping[str, Any], number: object, mapping: LabelMapping) -> str:
    """The name of a document: as told, else its number in the project."""
    names = (mapping.name,) if mapping.name else _NAMES
    for name in names:
        if data.get(name) is not None:
            return str(data[name])
    return f"document-{number}"


def mapped(regions: Iterable[Region], mapping: LabelMapping, where: str) -> list[Region]:
    """Regions with our labels and fields.

    Raises:
        GoldError: A label is neither ours nor mapped.
    """
    found = []
    for region in regions:
        label = mapping.labels.get(region.label, region.label)
        if not label:
            continue
        if label not in RECORDS and label not in TYPES:
            raise GoldError(
                f"{where}: {region.label} at {region.start}:{region.end}: unknown label",
                hint=f'Map it in a file: [labels] "{region.label}" = "metric", --mapping FILE; '
                f"known: {', '.join((*RECORDS, *TYPES))}",
            )
        fields = {}
        for name, value in region.fields.items():
            ours = mapping.fields.get(name, name)
            if ours:
                fields[ours] = value
        found.append(Region(region.start, region.end, label, fields))
    return found
