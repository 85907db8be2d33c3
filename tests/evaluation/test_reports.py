"""The reports: what people, CI servers and programs get."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from policy_extract.errors import UsageError
from policy_extract.evaluation.difference import check_selection, differences, select
from policy_extract.evaluation.gates import check_floors, parse_floor
from policy_extract.evaluation.reports import RENDERERS
from policy_extract.evaluation.reports.outcome import Outcome, Places, title
from policy_extract.evaluation.scoring import aggregate, score_document

TEXT = "丙市|报告。\n去年增长5%，\n今年力争6%<目标>。乙厂投产。"


@pytest.fixture
def outcome(record, mention, gold, document):
    percent = {"kind": "percent", "unit": "%"}
    wanted = gold(
        TEXT,
        [
            record(TEXT, "5%", "产值", number="5", **percent),
            record(TEXT, "6%", "产值", number="6", record="target", **percent),
        ],
        [mention(TEXT, "丙市", "LOCATION"), mention(TEXT, "乙厂", "COMPANY")],
    )
    seen = document(
        TEXT,
        [
            record(TEXT, "5%", "产值", number="5", direction="increase", **percent),
            record(TEXT, (0, 2), "a,b:c", number="3", unit="户"),
        ],
        [mention(TEXT, "丙市", "GOVERNMENT"), mention(TEXT, "乙厂投产", "COMPANY")],
    )
    one = score_document(wanted, seen, name="d")
    score = aggregate([one])
    floors = [parse_floor("strict=0.9"), parse_floor("quantity=0.1"), parse_floor("d:entity=0.5")]
    return Outcome(
        score,
        differences(one),
        check_floors(score, floors),
        {"d": TEXT},
        {"d": Path("corpora/d/article.txt")},
    )


def test_differences_say_what_is_wrong(outcome):
    found = [(title(d), d.gold, d.predicted, d.why) for d in outcome.differences]
    assert found == [
        ("wrong entity type", "LOCATION 丙市", "GOVERNMENT 丙市", "rule"),
        ("extra record", "", "metric · a,b:c · =3户 · count", "by-hand(目标)"),
        ("wrong direction", "∅", "increase", "by-hand(目标)"),
        ("miss record", "target · 产值 · =6% · percent", "", ""),
        ("wrong entity span", "COMPANY 乙厂", "COMPANY 乙厂投产", "rule"),
    ]


@pytest.mark.parametrize(
    ("only", "count"),
    [
        ("misses", 1),
        ("extras", 1),
        ("wrong", 3),
        ("records", 3),
        ("entities", 2),
        ("direction", 1),
        ("percent", 2),
        ("target", 1),
        ("GOVERNMENT", 1),
        ("LOCATION", 1),
        ("span", 1),
        ("period", 0),
    ],
)
def test_only_one_kind_of_difference(outcome, only, count):
    check_selection(only)
    assert len(select(outcome.differences, only)) == count


def test_an_unknown_selection():
    with pytest.raises(UsageError, match="--only miss: unknown. Did you mean misses"):
        check_selection("miss")


def test_json(outcome):
    data = json.loads(RENDERERS["json"](outcome))
    assert data["passed"] is False
    assert data["total"]["figures"]["strict.f1"] == 0.0
    assert data["total"]["counts"]["quantity"] == {"right": 1, "gold": 2, "predicted": 2}
    assert [g["passed"] for g in data["gates"]] == [False, True, False]
    miss = next(d for d in data["differences"] if d["sort"] == "miss")
    assert (miss["line"], miss["column"]) == (3, 5)
    assert miss["sentence"].endswith("今年力争6%<目标>。")


def test_junit(outcome):
    root = ElementTree.fromstring(RENDERERS["junit"](outcome))
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"total", "d"}
    failures = [f.get("message") for f in root.iter("failure")]
    assert failures == [
        "total: strict.f1 is 0.0000, floor 0.9000",
        "d: entity.f1 is 0.0000, floor 0.5000",
    ]
    assert suites["d"].find("testcase").get("file") == "corpora/d/article.txt"
    assert "【6%】<目标>" in suites["d"].findtext("system-out")


def test_junit_carries_no_character_that_xml_forbids(outcome):
    broken = Outcome(None, (), (), {"d\x00": ""}, {"d\x00\x1b": Path("a")})
    root = ElementTree.fromstring(RENDERERS["junit"](broken))
    assert root[0].get("name") == "d��"
    assert root.get("tests") == "1"


def test_github(outcome):
    lines = RENDERERS["github"](outcome).splitlines()
    assert lines[0] == "::error title=strict.f1::total: strict.f1 is 0.0000, floor 0.9000"
    assert lines[1].startswith("::error file=corpora/d/article.txt,title=entity.f1::d: ")
    assert lines[3] == (
        "::warning file=corpora/d/article.txt,line=1,endLine=1,col=1,endColumn=2,"
        "title=extra record::predicted: metric · a,b:c · =3户 · count%0Abecause: by-hand(目标)"
    )
    assert "line=3,endLine=3,col=5,endColumn=6,title=miss record" in lines[5]
    assert "=6%25 " in lines[5]
    assert len(lines) == 7


def test_markdown(outcome):
    text = RENDERERS["markdown"](outcome)
    assert text.startswith("### policy-extract check: 2 of 3 gates failed\n\n- total: strict.f1")
    assert "| d | 0.500 | 0.500 | 0.500 | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 |" in text
    assert "<b>6%</b>&lt;目标>。" in text
    assert "<b>丙市</b>\\|报告" in text
    widths = {line.count(" | ") for line in text.splitlines() if line.startswith("| d:")}
    assert widths == {5}


def test_markdown_lists_only_so_many(outcome):
    many = Outcome(None, outcome.differences * 20, (), outcome.texts)
    text = RENDERERS["markdown"](many)
    assert text.startswith("### policy-extract check: no gates")
    assert "100 differences" in text
    assert "50 more are not shown." in text


def test_text(outcome):
    text = RENDERERS["text"](outcome)
    assert "d:19  miss record  (percent, target)\n    今年力争【6%】<目标>。\n" in text
    assert "failed: total: strict.f1 is 0.0000, floor 0.9000" in text
    assert "  direction    0.000  0/1" in text


def test_places_count_from_one():
    places = Places("ab\n\nc")
    assert [places.at(n) for n in range(5)] == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1)]
