"""Whose indicator a number is."""

from typing import NamedTuple

import pytest

from policy_extract.claims.subject import SubjectFinder
from policy_extract.text.layout import read_layout


class Mention(NamedTuple):
    """A named thing as the finder sees it."""

    start: int
    end: int
    type: str
    canonical: str


def subject(
    marked: str, place: str | None, names: dict[str, str], indicator: str | None = None
) -> tuple[str | None, str] | None:
    """Find the subject of the value between ``[`` and ``]``; ``names`` gives each name's type."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    mentions = []
    for name, kind in names.items():
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention(at, at + len(name), kind, name))
            at = text.find(name, at + 1)
    layout = read_layout(text)
    sentence = next(s for s in layout.sentences if s.start <= start < s.end)
    finder = SubjectFinder(text, layout, sorted(mentions), place, given=True)
    found = finder.find(sentence, start, end, indicator)
    if found is not None and found.at is not None:
        assert text[found.at[0] : found.at[1]] == found.text
    return found and (found.text, found.canonical)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("全市投资增长[5%]。", ("全市", "太原市")),
        ("2023年，我国粮食产量[1.3万亿斤]。", ("我国", "中国")),
        ("投资增长[5%]。", (None, "太原市")),
        ("利润增长5%，位居全省[第二]。", (None, "太原市")),
        ("太原完成投资[30亿元]。", ("太原", "太原市")),
        ("武汉跨入两万亿[2万亿元]行列。", ("武汉", "武汉")),
        ("与武汉相比，差距缩小[3亿元]。", (None, "太原市")),
    ],
)
def test_places(marked: str, expected: tuple[str | None, str]) -> None:
    assert subject(marked, "太原市", {"武汉": "LOCATION", "太原": "LOCATION"}) == expected


def test_each_clause_has_its_own_place_and_keeps_it() -> None:
    names = {"甲山县": "LOCATION", "乙水县": "LOCATION"}
    sentence = "完成率前两名：甲山县计划投资5亿元，完成{}81%{}；乙水县计划投资3亿元，完成{}75%{}。"
    first = subject(sentence.format("[", "]", "", ""), "丙州市", names)
    second = subject(sentence.format("", "", "[", "]"), "丙州市", names)
    assert (first, second) == (("甲山县", "甲山县"), ("乙水县", "乙水县"))


def test_members_of_a_list_are_no_subject() -> None:
    names = {"襄阳": "LOCATION", "宜昌": "LOCATION"}
    assert subject("襄阳、宜昌[2家]高新区入围。", "湖北省", names) == (None, "湖北省")


def test_a_company_keeps_the_next_sentence() -> None:
    text = "北岭钢铁集团扩大生产。现有职工[3200人]，规模居前。"
    assert subject(text, "太原市", {"北岭钢铁集团": "COMPANY"}) == (
        "北岭钢铁集团",
        "北岭钢铁集团",
    )


def test_a_source_is_no_subject() -> None:
    text = "市统计局数据显示，全市占比[13.9%]。"
    assert subject(text, "太原市", {"市统计局": "GOVERNMENT"}) == ("全市", "太原市")


def test_the_whole_county_after_its_bare_name() -> None:
    text = "青河醋业发展。青河是老产区，全县销售[600万单]。"
    assert subject(text, "太原市", {"青河": "LOCATION"}) == ("全县", "青河县")


def test_an_unknown_county_stays_unknown() -> None:
    assert subject("全县销售[600万单]。", "太原市", {}) is None


def test_an_indicator_that_names_its_owner_has_no_subject() -> None:
    text = "东山老窖专业镇实现产值[19亿元]。"
    names = {"东山老窖专业镇": "INDUSTRY"}
    assert subject(text, "太原市", names, "产值") is not None
    assert subject(text, "太原市", names, "东山老窖专业镇产值") is None


def test_a_short_name_is_full_where_the_document_shows_it() -> None:
    text = "江城市位于江北。江城完成投资[3亿元]。"
    assert subject(text, None, {"江城": "LOCATION"}) == ("江城", "江城市")


def test_other_countries_own_their_numbers() -> None:
    assert subject("德国7月通胀率为[2.3%]。", "中国", {}) == ("德国", "德国")
    text = "德国、法国通胀率分别为2.3%、1.9%。"
    finder = SubjectFinder(text, read_layout(text), [], "中国")
    assert finder.named((3, 5)) == ("法国", "法国", (3, 5))


def test_a_river_and_a_quarter_are_no_owners() -> None:
    assert subject("汾江水质优良率[92%]。", "太原市", {"汾江": "LOCATION"}) == (None, "太原市")
    assert subject("今年，改造老旧小区完成[92%]。", "太原市", {}) == (None, "太原市")


def test_no_place_no_subject() -> None:
    assert subject("投资增长[5%]。", None, {}) is None


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("章贡区：一季度完成投资6亿元", "章贡区"),
        ("　　龙南市：投资6亿元", "龙南市"),
        ("章贡区：水西镇完成投资6亿元", None),
        ("全市：完成投资6亿元", None),
        ("园区：完成投资6亿元", None),
        ("章贡区完成投资6亿元", None),
    ],
)
def test_a_place_that_opens_a_line_owns_it(line: str, owner: str | None) -> None:
    text = f"各地完成投资情况\n信丰县：一季度完成投资5亿元。\n{line}"
    town = text.find("水西镇")
    names = [Mention(town, town + 3, "LOCATION", "水西镇")] if town >= 0 else []
    finder = SubjectFinder(text, read_layout(text), names, None)
    led = finder.led(text.rfind("6"))
    assert (led.canonical if led else None) == owner
