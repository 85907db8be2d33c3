"""What carries digits and measures nothing; each pattern by itself."""

import re

import pytest

from policy_extract.quantities import find_quantities
from policy_extract.quantities.masks import PATTERNS, masked_end
from policy_extract.quantities.tables import tables

_EXAMPLES = {
    "iso": ["2024-05-01", "2024.5.1", "2024/05/01"],
    "year": [
        "2023年",
        "2021—2025年",
        "二〇二六年一月二十七日",
        "2024年5月",
        "2023年度",
        "一九五三年",
    ],
    "bare_year": ["2025回望", "2030启航"],
    "month": ["3月20日", "1—4月", "1至8月份", "十月", "前10个月"],
    "day": ["20日", "18至19日", "5号"],
    "spaced": ["1 9 9 7 年", "1 2 月"],
    "clock": ["10:30", "10时30分", "0—24时", "8点半"],
    "serial": ["第1号", "第三条", "第十四届", "第四次", "第二批", "2号"],
    "quarter": ["一季度", "第三季度", "前三季度", "二、三季度"],
    "plan": ["十四五规划", "第一个五年计划"],
    "session": ["十二届五次全会", "二十大报告", "三次全体会议", "三中全会"],
    "code": ["6+N", "1+5+N", "1.2.3", "5G"],
    "phone": ["010-62345678", "13812345678", "020", "12345热线"],
    "era": ["80后", "90年代", "八十年代", "21世纪", "7·20"],
}


@pytest.mark.parametrize(
    ("name", "example"), [(name, one) for name, many in _EXAMPLES.items() for one in many]
)
def test_pattern(name: str, example: str) -> None:
    assert any(re.match(pattern, example) for pattern in PATTERNS[name])
    assert masked_end(example, 0, tables())
    assert find_quantities(example) == []


def test_look_behind() -> None:
    for text in (
        "国发〔2023〕5号",
        "（一）",
        "“1233”产业链",
        "“十四五”",
        "PM2.5",
        "H7N9",
        "歼-20战机",
    ):
        assert find_quantities(text) == [], text


@pytest.mark.parametrize(
    "text",
    ["2000个", "1949家", "2024万吨", "5个月", "3天", "30日内办结", "12小时", "15级", "2023.5亿元"],
)
def test_a_quantity_is_not_masked(text: str) -> None:
    assert len(find_quantities(text)) == 1


@pytest.mark.parametrize(
    "text", ["1. 做好工作", "一、总体要求", "2．扩大内需", "\n  3、加强领导", "四是稳就业"]
)
def test_item_numbers(text: str) -> None:
    assert find_quantities(text) == []


def test_every_pattern_compiles_alone() -> None:
    for patterns in PATTERNS.values():
        for pattern in patterns:
            re.compile(pattern)


def test_every_pattern_has_an_example() -> None:
    assert set(_EXAMPLES) | {"bracketed", "listing", "slogan"} == set(PATTERNS)
