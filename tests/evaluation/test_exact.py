"""Whole outputs against golden files, field by field."""

import json

import pytest

from policy_extract.errors import GoldError, InputError
from policy_extract.evaluation.checking import check_exact, golden_files
from policy_extract.evaluation.exact import compare_outputs, golden_text, read_golden
from policy_extract.evaluation.reports import RENDERERS
from policy_extract.evaluation.reports.outcome import title

TEXT = "丙市增长5%，力争6%。"


@pytest.fixture
def output(record, mention, document):
    def output(**change):
        fields = {
            "kind": "percent",
            "number": "5",
            "unit": "%",
            "period": {"text": "去年"},
            **change,
        }
        return document(
            TEXT, [record(TEXT, "5%", "产值", **fields)], [mention(TEXT, "丙市", "LOCATION")]
        )

    return output


def test_an_equal_output_has_no_difference(output):
    golden = json.loads(golden_text(output()))
    assert "provenance" not in golden
    assert compare_outputs(golden, output(), "d") == []


def test_a_changed_field_is_named_by_its_path(output):
    golden = json.loads(golden_text(output()))
    found = compare_outputs(golden, output(unit="百分点", period=None), "d")
    assert [(title(d), d.gold, d.predicted) for d in found] == [
        ("wrong value.unit", '"%"', '"百分点"'),
        ("wrong period", '{"text": "去年", "start": null, "end": null, "at": null}', "null"),
    ]
    assert {(d.start, d.end, d.why) for d in found} == {(4, 6, "by-hand")}


def test_records_and_mentions_that_come_and_go(output, document):
    golden = json.loads(golden_text(output()))
    gone = compare_outputs(golden, document(TEXT), "d")
    assert [(title(d), d.gold) for d in gone] == [
        ("miss entity", "LOCATION 丙市"),
        ("miss record", "metric · 产值 · 5%"),
    ]
    came = compare_outputs(json.loads(golden_text(document(TEXT))), output(), "d")
    assert [d.sort for d in came] == ["extra", "extra"]


def test_what_is_about_the_document_counts_too(output):
    golden = json.loads(golden_text(output()))
    golden["document"]["title"] = "标题"
    golden["schema_version"] = "0.9"
    found = compare_outputs(golden, output(), "d")
    assert [(d.what, d.field) for d in found] == [
        ("document", "schema_version"),
        ("document", "document.title"),
    ]


def test_checking_folders_and_writing_them_anew(tmp_path, output):
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    (folder / "output.json").write_text(golden_text(output(number="4")), encoding="utf-8")
    outcome = check_exact([tmp_path], lambda article: output())
    assert [gate.line for gate in outcome.failed] == ["a: 1 difference from output.json"]
    assert [title(d) for d in outcome.differences] == ["wrong value.number"]
    assert all("value.number" in render(outcome) for render in RENDERERS.values())
    for path, text in golden_files([tmp_path], lambda article: output()).items():
        path.write_text(text, encoding="utf-8")
    assert check_exact([tmp_path], lambda article: output()).failed == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "output.json:1: not JSON"),
        ("[]", "not an output of policy-extract"),
        ('{"document": {}, "metrics": 1}', "not an output of policy-extract"),
        (
            '{"document": {"sha256": "0"}, "metrics": [], "targets": [], "entities": []}',
            "another version of the article",
        ),
    ],
)
def test_broken_golden_files(tmp_path, content, reason):
    path = tmp_path / "output.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=reason):
        read_golden(path, TEXT)


def test_nothing_to_compare(tmp_path, output):
    with pytest.raises(InputError, match=r"no output\.json at or below it"):
        check_exact([tmp_path], lambda article: output())
    with pytest.raises(InputError, match=r"no gold\.json at or below it"):
        golden_files([tmp_path], lambda article: output())
