"""Partial labels, data conversion, swapping, recipes, and figures."""

import json
import random
from pathlib import Path

import pytest

from policy_extract.errors import GoldError, InputError
from policy_extract.training.data import Sample, mentions, read_gold, sentence_spans, swapped
from policy_extract.training.decode import span_f1
from policy_extract.training.labels import MAPPINGS, TAG_ID, TAGS, allowed_moves, allowed_tags
from policy_extract.training.recipe import read_recipe
from policy_extract.training.scoring import merge
from policy_extract.training.silver import read_texts, sentences, windows


def test_full_gold_allows_one_tag_a_character() -> None:
    mask = allowed_tags(4, [(1, 3, "COMPANY")], MAPPINGS["policy"])
    assert [[TAGS[i] for i in row.nonzero()[0]] for row in mask] == [
        ["O"], ["B-COMPANY"], ["E-COMPANY"], ["O"]
    ]  # fmt: skip


def test_what_a_set_lacks_is_no_negative() -> None:
    mask = allowed_tags(2, [], MAPPINGS["cluener"])
    assert mask[0, TAG_ID["B-POLICY"]]
    assert mask[0, 0]
    assert not mask[0, TAG_ID["B-COMPANY"]]


def test_an_organisation_of_news_may_be_any_body() -> None:
    mask = allowed_tags(1, [(0, 1, "ORG")], MAPPINGS["msra"])
    allowed = {TAGS[i] for i in mask[0].nonzero()[0]}
    assert allowed == {"S-GOVERNMENT", "S-COMPANY", "S-ORGANIZATION"}


def test_moves_are_well_formed() -> None:
    moves = allowed_moves()
    assert moves[TAG_ID["B-EVENT"], TAG_ID["E-EVENT"]]
    assert not moves[TAG_ID["B-EVENT"], TAG_ID["E-POLICY"]]
    assert not moves[TAG_ID["O"], TAG_ID["I-EVENT"]]


def test_a_sentence_border_cuts_no_entity() -> None:
    text = "《甲。乙》发布。丙。"
    spans = list(sentence_spans(text, [(0, 5)]))
    assert [text[a:b] for a, b in spans] == ["《甲。乙》发布。", "丙。"]


def test_swapping_keeps_offsets() -> None:
    sample = Sample("太钢在太原", ((0, 2, "COMPANY"), (3, 5, "LOCATION")), "policy")
    pool = {"COMPANY": ["山西焦煤集团"], "LOCATION": ["清徐县"]}
    made = swapped(sample, pool, 1.0, random.Random(1))
    assert made.text == "山西焦煤集团在清徐县"
    assert [made.text[a:b] for a, b, _ in made.entities] == ["山西焦煤集团", "清徐县"]
    assert mentions([sample]) == {"COMPANY": ["太钢"], "LOCATION": ["太原"]}


def test_gold_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("太钢", encoding="utf-8")
    wrong = {"entities": [{"type": "COMPANY", "text": "太重", "start": 0, "end": 2}]}
    (tmp_path / "gold.json").write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(GoldError, match="太重"):
        read_gold(tmp_path)


def test_strict_figures() -> None:
    gold = [{(0, 2, "COMPANY"), (3, 5, "LOCATION")}]
    found = [{(0, 2, "COMPANY"), (3, 4, "LOCATION")}]
    assert span_f1(gold, found) == {"all": 0.5, "COMPANY": 1.0, "LOCATION": 0.0}
    assert merge({(0, 2, "COMPANY"), (3, 4, "EVENT")}) == {(0, 2, "ORGANIZATION")}


def test_recipes() -> None:
    assert read_recipe("policy-ner").kind == "encoder"
    assert read_recipe("policy-ner-fast").held_out == ("n03", "n08", "n12", "n15")
    with pytest.raises(InputError, match="is no recipe"):
        read_recipe("no-such-recipe")


def test_an_unknown_key_of_a_recipe_is_named(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text('name = "x"\nkind = "encoder"\nlayer = 3\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"layer: .*layers"):
        read_recipe(str(path))


def test_silver_holds_no_held_out_text(tmp_path: Path) -> None:
    held = "全省规模以上工业增加值增长百分之五。"
    path = tmp_path / "text.jsonl"
    path.write_text(json.dumps({"text": held + "今年要做好十件实事。"}), encoding="utf-8")
    lines = sentences(read_texts(path), windows([held]), 1000, 1)
    assert lines == ["今年要做好十件实事。"]
