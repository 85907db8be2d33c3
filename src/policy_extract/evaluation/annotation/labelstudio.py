"""Label Studio: tasks in JSON, with a labelling interface that shows every field.

Regions are ``labels`` results; a record's fields are per-region ``choices`` and ``textarea``
results that share its id. Label Studio stores offsets as code points; older versions counted
UTF-16 units, which the region's own text gives away on import.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation.mapping import (
    PLAIN,
    LabelMapping,
    mapped,
    missing,
    name_in,
    text_in,
)
from policy_extract.evaluation.annotation.region import (
    CHOICES,
    META_FIELDS,
    RECORD_FIELDS,
    RECORDS,
    TYPES,
    Annotated,
    Region,
    gold_of,
    meta_of,
    regions_of,
)
from policy_extract.evaluation.json_lines import read_json

MAIN = "labelstudio.json"
CONFIG = "labelstudio.xml"


def write(items: Iterable[Annotated]) -> dict[str, str]:
    """The tasks file and the labelling interface."""
    tasks = [_task(item) for item in items]
    return {MAIN: json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", CONFIG: _interface()}


def read(files: Mapping[str, str], mapping: LabelMapping = PLAIN) -> tuple[Annotated, ...]:
    """Read tasks back; those of projects with labels of their own by a mapping.

    Raises:
        GoldError: A file is no Label Studio export, or a task has no single annotation.
    """
    return tuple(
        item
        for name, source in files.items()
        if not name.endswith(".xml")
        for item in _read_file(name, source, mapping)
    )


def _task(item: Annotated) -> dict[str, Any]:
    results: list[dict[str, Any]] = []
    for index, region in enumerate(regions_of(item.gold)):
        results += _results(f"r{index}", region, item.text)
    return {
        "data": {"text": item.text, "name": item.name, **meta_of(item.gold)},
        "annotations": [{"result": results}],
    }


def _results(key: str, region: Region, text: str) -> list[dict[str, Any]]:
    span = {"start": region.start, "end": region.end}
    body = text[region.start : region.end]
    group = "record" if region.label in RECORDS else "entity"
    shared = {"id": key, "to_name": "text"}
    results: list[dict[str, Any]] = [
        {
            **shared,
            "from_name": group,
            "type": "labels",
            "value": {**span, "text": body, "labels": [region.label]},
        }
    ]
    for name, value in region.fields.items():
        kind = "choices" if name in CHOICES else "textarea"
        given = {"choices": [value]} if name in CHOICES else {"text": [value]}
        results.append({**shared, "from_name": name, "type": kind, "value": {**span, **given}})
    return results


def _read_file(name: str, source: str, mapping: LabelMapping) -> Iterable[Annotated]:
    tasks = read_json(source, name, lines=True)
    if not isinstance(tasks, list):
        raise GoldError(f"{name}: not a Label Studio export: the top level is no list of tasks")
    for index, task in enumerate(tasks):
        where = f"{name}: task {index + 1}"
        if isinstance(task, dict) and "data" not in task:
            raise GoldError(
                f"{where}: has no data: not the full export of Label Studio",
                hint="Export as JSON, not as JSON-MIN or CSV",
            )
        try:
            yield _read_task(task, where, mapping)
        except (
            KeyError,
            TypeError,
            ValueError,
            IndexError,
            AttributeError,
            OverflowError,
            RecursionError,
        ) as error:
            raise GoldError(
                f"{where}: not a task as Label Studio writes it: {missing(error)}"
            ) from error


def _read_task(task: dict[str, Any], where: str, mapping: LabelMapping) -> Annotated:
    data = task["data"]
    text = text_in(data, mapping, where)
    name = name_in(data, task.get("id", where.rpartition(" ")[2]), mapping)
    done = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")]
    if len(done) != 1:
        raise GoldError(
            f"{where} ({name}): {len(done)} annotations, one is needed",
            hint="Export one annotator at a time; gold agree compares them",
        )
    spans: dict[str, tuple[int, int, str]] = {}
    fields: dict[str, dict[str, str]] = {}
    for result in done[0]["result"]:
        if result["type"] in ("labels", "hypertextlabels"):
            value = result["value"]
            start, end = _offsets(text, value, where)
            spans[result["id"]] = (start, end, str(value[result["type"]][0]))
        elif result["type"] in ("choices", "textarea"):
            value = result["value"].get("choices") or result["value"].get("text")
            shown = value if isinstance(value, str) else "".join(value or [])
            fields.setdefault(result["id"], {})[result["from_name"]] = shown
    regions = [Region(*span, fields.get(key, {})) for key, span in spans.items()]
    meta = {key: str(data[key]) for key in META_FIELDS if data.get(key)}
    regions = mapped(regions, mapping, where)
    return Annotated(name, text, gold_of(text, regions, meta, where=f"{where} ({name})"))


def _offsets(text: str, value: dict[str, Any], where: str) -> tuple[int, int]:
    start, end = int(value["start"]), int(value["end"])
    shown = value.get("text")
    if shown is None or text[start:end] == shown:
        return start, end
    units = text.encode("utf-16-le", "surrogatepass")
    before = units[: 2 * start].decode("utf-16-le", "replace")
    inside = units[2 * start : 2 * end].decode("utf-16-le", "replace")
    if inside == shown:
        return len(before), len(before) + len(inside)
    raise GoldError(f"{where}: text is {shown!r} at {start}:{end}, but the task's text differs")


def _interface() -> str:
    def labels(name: str, values: Iterable[str], colour: str) -> str:
        inner = "".join(
            f"\n    <Label value={quoteattr(value)} background={quoteattr(colour)}/>"
            for value in values
        )
        return f'  <Labels name="{name}" toName="text">{inner}\n  </Labels>'

    parts = [labels("record", RECORDS, "#d97706"), labels("entity", TYPES, "#2563eb")]
    parts.append('  <Text name="text" value="$text" granularity="symbol"/>')
    for name in (*RECORD_FIELDS, "canonical"):
        parts.append(f'  <Header value={quoteattr(name)} size="6"/>')
        if name in CHOICES:
            inner = "".join(f"\n    <Choice value={quoteattr(v)}/>" for v in CHOICES[name])
            parts.append(
                f'  <Choices name="{name}" toName="text" perRegion="true" '
                f'showInline="true">{inner}\n  </Choices>'
            )
        else:
            parts.append(
                f'  <TextArea name="{name}" toName="text" perRegion="true" '
                'maxSubmissions="1" editable="true"/>'
            )
    return "<View>\n" + "\n".join(parts) + "\n</View>\n"
