"""The labels of other models: the documented table, and every label of the three sets."""

from pathlib import Path

import pytest

from policy_extract.entities.labels import LabelRules, map_label
from policy_extract.rules.loader import load_shipped

PAGE = Path(__file__).parent.parent.parent / "docs" / "entities.md"
ONTONOTES_5 = {
    *("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"),
    *("LANGUAGE", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"),
}
NAMES = {"msra": "MSRA", "pku": "PKU", "ontonotes": "OntoNotes"}


def rows(page: str) -> set[tuple[str, str, str]]:
    found = set()
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[0] in NAMES.values():
            found |= {(cells[0], label.strip(), cells[2]) for label in cells[1].split(",")}
    return found


def test_the_documented_table_is_the_rules_file() -> None:
    rules = load_shipped("ner_labels.toml", LabelRules)
    expected = {
        (NAMES[name], label, kind) for name in NAMES for label, kind in getattr(rules, name).items()
    }
    for name, labels in rules.dropped.items():
        expected |= {(NAMES[name], label, "dropped") for label in labels}
    assert rows(PAGE.read_text(encoding="utf-8")) == expected


def test_every_label_has_one_meaning() -> None:
    rules = load_shipped("ner_labels.toml", LabelRules)
    for name in ("policy", *NAMES):
        for label, kind in getattr(rules, name).items():
            assert map_label(label) == kind
    for labels in rules.dropped.values():
        assert [label for label in labels if map_label(label)] == []


@pytest.mark.parametrize("label", sorted(ONTONOTES_5))
def test_ontonotes_is_whole(label: str) -> None:
    rules = load_shipped("ner_labels.toml", LabelRules)
    assert (label in rules.ontonotes) != (label in rules.dropped["ontonotes"])


def test_a_label_of_no_set_is_dropped() -> None:
    assert map_label("B-NR") is None
