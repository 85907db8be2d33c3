"""The document's own place, and the gazetteer behind it."""

import pytest

from policy_extract.claims.place import read_place
from policy_extract.rules.gazetteer import divisions, find_divisions, full_name
from policy_extract.text.layout import read_layout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年湖北省政府工作报告\n武汉、襄阳、宜昌加快发展。", "湖北省"),
        ("2012年大庆市国民经济和社会发展统计公报\n全市经济平稳。", "大庆市"),
        (
            "太原工业加快发展\n太原转型提速，全市投资增长5%，位居全省第二。我市将继续努力。",
            "太原市",
        ),
        (
            "扩大有效投资通报\n来源：宁夏日报\n全区投资增长3%。全区重大项目加快推进。",
            "宁夏回族自治区",
        ),
        ("2024年中华人民共和国国务院政府工作报告\n上海、广东带头发展。", "中国"),
        ("全国粮食再获丰收\n我国粮食产量创新高，黑龙江增产。", "中国"),
        ("巴西圣保罗州强降雨\n强降雨造成人员受伤。", None),
        ("", None),
    ],
)
def test_place(text: str, expected: str | None) -> None:
    assert read_place(text, read_layout(text)) == expected


def test_a_short_name_before_another_kind_of_division_is_another_place() -> None:
    text = "兴安县在发展，兴安盟也在发展，兴安更美。"
    names = [text[start:end] for start, end, _ in find_divisions(text, 0, len(text))]
    assert names == ["兴安盟", "兴安"]


def test_full_names() -> None:
    assert full_name("太原") == "太原市"
    assert full_name("内蒙古") == "内蒙古自治区"
    assert full_name("吉林") == "吉林省"
    assert full_name("海南") == "海南省"
    assert full_name("清徐") == "清徐"


def test_every_prefecture_lies_in_a_province() -> None:
    table = divisions()
    assert len({division.name for division in table.values()}) > 360
    for division in table.values():
        if division.level == "city":
            assert table[division.parent].level == "province"
