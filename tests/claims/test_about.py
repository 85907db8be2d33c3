"""Who a document is about: the candidates, the choice, and what it is good for."""

from typing import NamedTuple

import pytest

from policy_extract.claims.attribution import Attribution
from policy_extract.claims.build import build_claims
from policy_extract.claims.principals import Principal, as_told, find_principals
from policy_extract.claims.scorer import Scorer, shipped_weights
from policy_extract.extractor import Extractor, Prepared
from policy_extract.text.layout import read_layout
from policy_extract.text.source import from_text
from policy_extract.training.claims.lessons import GoldText, collect

TOWN = "青石镇简介\n青石镇位于甲山县东部，全镇辖12个村。\n全镇工业总产值12亿元，同比增长5%。甲山县财政补助3亿元。"


class Mention(NamedTuple):
    """A named thing as the finder sees it."""

    start: int
    end: int
    type: str
    canonical: str


def principals(text: str, names: dict[str, str], *always: str) -> dict[str, Principal]:
    """The principals of a text by their full names; ``names`` gives each name's type."""
    named = []
    for name, kind in names.items():
        at = text.find(name)
        while at >= 0:
            named.append((at, at + len(name), kind, name))
            at = text.find(name, at + 1)
    found = find_principals(text, read_layout(text), sorted(named), always)
    for one in found:
        assert list(one.spans) == sorted(set(one.spans))
        assert all(one.canonical.endswith(text[start:end]) for start, end in one.spans)
    return {one.canonical: one for one in found}


def test_a_title_tells_a_company_before_a_colon() -> None:
    text = "甲乙股份：业绩大幅增长 增持\n甲乙股份发布快报，公司收入4亿元，公司利润1亿元。"
    told = principals(text, {})["甲乙股份"]
    assert (told.type, told.titled, told.selves) == ("told", "first", 2)


def test_a_line_tells_a_town_that_no_name_finder_knows() -> None:
    found = principals(TOWN, {"甲山县": "LOCATION"})
    assert found["青石镇"].titled == "first"
    assert found["青石镇"].selves == 2
    assert (found["甲山县"].titled, found["甲山县"].often) == ("no", 2)
    assert next(iter(found)) == "青石镇"


def test_a_town_with_what_it_lies_in_is_the_town() -> None:
    text = "概况\n丙省丁市甲山县青石镇居县城以南，甲山县青石镇人口9万人。"
    names = {"丙省丁市甲山县青石镇": "LOCATION", "甲山县青石镇": "LOCATION"}
    assert principals(text, names)["青石镇"].often >= 2


def test_the_own_place_takes_the_mentions_of_its_shorter_name() -> None:
    text = "关于天河区产业的通知\n天河区支持企业。"
    found = principals(text, {"天河区": "LOCATION"}, "广州市天河区")
    assert list(found) == ["广州市天河区"]
    assert found["广州市天河区"].often == 2


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("新疆水泥需求逐月趋旺，新疆产量1亿吨。", "新疆"),
        ("新疆维吾尔自治区水泥产量1亿吨。", "新疆维吾尔自治区"),
        ("黑龙江制造业指数51.2%，我省企业向好。", "黑龙江省"),
        ("没有地名的一句话。", "黑龙江省"),
    ],
)
def test_a_place_has_the_name_that_its_document_makes_known(text: str, known: str) -> None:
    place = "新疆维吾尔自治区" if "新疆" in text else "黑龙江省"
    assert as_told(text, place) == known


def prepared(text: str, place: str | None = None) -> Prepared:
    return Extractor(ner="none", reader="none").prepare(
        from_text(text), published=None, place=place
    )


def scorer(**about: float) -> Scorer:
    """The shipped weights with those of what a document is about."""
    shipped = shipped_weights()
    return Scorer(shipped._replace(tasks={**shipped.tasks, "about": about}))


def test_weights_choose_whom_a_document_is_about_and_old_ones_ask_nobody() -> None:
    reading = prepared(TOWN).reading
    told = Attribution(reading, scorer(**{"told/titled=first": 4.0, "none": -2.0})).about
    assert told is not None
    assert told.who is not None
    assert told.who.canonical == "青石镇"
    assert told.likely
    nobody = Attribution(reading, scorer(none=9.0)).about
    assert nobody is not None
    assert nobody.who is None
    assert nobody.likely
    shipped = shipped_weights()
    old = {task: weights for task, weights in shipped.tasks.items() if task != "about"}
    assert Attribution(reading, Scorer(shipped._replace(tasks=old))).about is None


def test_its_name_is_grounded_before_the_value_where_it_stands_there() -> None:
    reading = prepared(TOWN).reading
    about = Attribution(reading, scorer(**{"told/titled=first": 9.0})).about
    assert about is not None
    owner = about.owner(reading.text, reading.text.index("12亿元"))
    assert owner is not None
    assert owner.at is not None
    assert reading.text[slice(*owner.at)] == owner.text == "青石镇"
    assert owner.at[0] == reading.text.index("青石镇位于")


def test_a_table_is_whose_the_document_is() -> None:
    text = "青石镇简介\n表1 主要指标\n指标\t2022年\t2023年\n工业总产值（亿元）\t10\t12\n财政收入（亿元）\t3\t4\n"
    reading = prepared(text, "甲山县").reading
    assert reading.tables.cells
    claims = build_claims(reading, scorer(**{"told/titled=first": 9.0}))
    assert {one.subject and one.subject.canonical for one in claims} == {"青石镇"}
    shipped = shipped_weights()
    old = {task: weights for task, weights in shipped.tasks.items() if task != "about"}
    claims = build_claims(reading, Scorer(shipped._replace(tasks=old)))
    assert {one.subject and one.subject.canonical for one in claims} == {"甲山县"}


def test_the_gold_says_whom_most_records_are_about() -> None:
    records = [
        {
            "record": "metric",
            "indicator": "工业总产值",
            "subject": subject,
            "value": {"start": TOWN.index(value), "end": TOWN.index(value) + len(value)},
        }
        for value, subject in (("12亿元", "青石镇"), ("5%", "青石镇"), ("3亿元", "甲山县"))
    ]
    one = GoldText("town", "town", TOWN, {"records": records})
    (asked,) = collect([one], [prepared(TOWN)]).decisions["about"]
    (right,) = asked.right
    assert "told/titled=first" in asked.candidates[right]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("去年全市投资增长7%，全市收入增长5%，全国投资增长4%。", False),
        ("我国去年粮食产量6.8亿吨，全国投资增长4%。", True),
        ("规模以上工业增加值增长7.2%，高于全国1.4个百分点。", False),
    ],
)
def test_a_text_is_the_nations_only_where_it_speaks_of_it(
    rules_only: Extractor, text: str, *, told: bool
) -> None:
    names = {one.canonical for one in prepared(text).reading.subjects.principals}
    assert ("中国" in names) is told
    first = rules_only.extract(text).claims[0].subject
    assert (first is not None and first.canonical == "中国") is told
