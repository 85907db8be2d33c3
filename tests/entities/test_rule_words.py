"""No word of the rules stands in one gold document only: such a word was written for that document."""

import os
from pathlib import Path

import pytest

from policy_extract.entities.lists import list_rules

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("POLICY_EXTRACT_SHARED", ROOT.parent / "shared"))
LANGUAGE = 12
"""Documents of our own and of others that a common word of the language stands in, at least."""


def documents() -> dict[str, str]:
    found = sorted(SHARED.glob("corpora/**/article.txt"))
    return {path.parent.name: path.read_text(encoding="utf-8") for path in found}


def words() -> dict[str, list[str]]:
    rules = list_rules()
    listed = {
        "longer": rules.longer,
        "modifiers": rules.modifiers,
        "openers": sorted(rules.openers),
        **{f"heads.{kind}": names for kind, names in rules.heads.items()},
        **{f"generic.{kind}": sorted(names) for kind, names in rules.generic.items()},
    }
    return {place: [word for word in names if len(word) > 1] for place, names in listed.items()}


def test_no_rule_word_belongs_to_one_document() -> None:
    gold = documents()
    if len(gold) < LANGUAGE:
        pytest.skip("the gold corpora are absent")
    lonely = {
        f"{place}: {word}": names[0]
        for place, listed in words().items()
        for word in listed
        if len(names := [name for name, text in gold.items() if word in text]) == 1
    }
    assert lonely == {}
