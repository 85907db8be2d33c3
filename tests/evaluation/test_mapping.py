"""Exports of projects with labels of their own, by a mapping file."""

import json
from pathlib import Path

import pytest

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation import FORMATS
from policy_extract.evaluation.annotation.mapping import load_mapping

TEXT = "太原市工业利润增长31.4%。"
TASKS = json.dumps(
    [{"id": 1, "data": {"content": TEXT}, "annotations": [{"result": [
        {"value": {"start": 0, "end": 3, "text": "太原市", "labels": ["地点"]}, "id": "a", "from_name": "l", "to_name": "t", "type": "labels"},
        {"value": {"start": 9, "end": 14, "text": "31.4%", "labels": ["数值"]}, "id": "b", "from_name": "l", "to_name": "t", "type": "labels"},
        {"value": {"start": 3, "end": 5, "text": "工业", "labels": ["其他"]}, "id": "c", "from_name": "l", "to_name": "t", "type": "labels"},
    ]}]}], ensure_ascii=False,
)  # fmt: skip


def test_labels_and_fields_are_mapped(tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_text(
        'text = "content"\n[labels]\n"地点" = "LOCATION"\n"数值" = "metric"\n"其他" = ""\n',
        encoding="utf-8",
    )
    (item,) = FORMATS["labelstudio"].read({"x.json": TASKS}, load_mapping(file))
    assert item.name == "document-1"
    assert [entity.type for entity in item.gold.entities or ()] == ["LOCATION"]
    assert [record.record for record in item.gold.records or ()] == ["metric"]


def test_an_unknown_label_is_named_with_the_way_out() -> None:
    with pytest.raises(GoldError, match="unknown label") as caught:
        FORMATS["labelstudio"].read({"x.json": TASKS})
    assert "--mapping" in caught.value.hint


def test_a_mapping_to_nothing_of_ours_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_text('[labels]\n"地点" = "PLACE"\n', encoding="utf-8")
    with pytest.raises(GoldError, match="PLACE"):
        load_mapping(file)


def test_a_line_of_doccano_without_a_name_has_its_number() -> None:
    line = json.dumps({"id": 7, "text": TEXT, "label": [[0, 3, "LOCATION"], [9, 14, "metric"]]})
    (item,) = FORMATS["doccano"].read({"x.jsonl": line})
    assert item.name == "document-7"
