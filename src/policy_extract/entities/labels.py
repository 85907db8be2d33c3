"""The labels of other HanLP models in our types."""

from functools import cache
from typing import Literal

from policy_extract.records import EntityType
from policy_extract.rules.loader import RuleModel, load_shipped


class LabelRules(RuleModel):
    """``rules/ner_labels.toml``: for each label set, their label to our type.

    Attributes:
        dropped: For each label set, the labels that are none of ours.
    """

    policy: dict[str, EntityType]
    msra: dict[str, EntityType]
    pku: dict[str, EntityType]
    ontonotes: dict[str, EntityType]
    dropped: dict[Literal["msra", "pku", "ontonotes"], tuple[str, ...]]


@cache
def _table() -> dict[str, EntityType]:
    rules = load_shipped("ner_labels.toml", LabelRules)
    return {**rules.ontonotes, **rules.pku, **rules.msra, **rules.policy}


def map_label(label: str) -> EntityType | None:
    """Our type for another model's label; null for one that is none of ours (times, numbers)."""
    return _table().get(label)
