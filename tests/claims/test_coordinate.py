"""Coordinated names and what their members share."""

import pytest
import rjieba

from policy_extract.claims.coordinate import name_items
from policy_extract.claims.words import tokens

CUT = rjieba.Jieba().cut


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("城镇和农村居民人均可支配收入", "", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("装备制造业、高技术制造业增加值", "", ["装备制造业增加值", "高技术制造业增加值"]),
        (
            "规模以上装备制造业、高技术制造业增加值占比",
            "",
            ["规模以上装备制造业增加值占比", "规模以上高技术制造业增加值占比"],
        ),
        ("集成电路、笔记本电脑", "出口", ["集成电路出口", "笔记本电脑出口"]),
        ("对东盟、欧盟进出口", "", ["对东盟进出口", "对欧盟进出口"]),
        ("一二三产增加值", "", ["一产增加值", "二产增加值", "三产增加值"]),
        ("粮食产量", "", ["粮食产量"]),
        (
            "第一、二、三产业对经济增长的贡献率",
            "",
            [f"第{digit}产业对经济增长贡献率" for digit in "一二三"],
        ),
    ],
)
def test_members_take_what_they_share(text: str, suffix: str, expected: list[str]) -> None:
    words = tokens(text, 0, len(text), CUT)
    assert [member + head for member, head in name_items(words, suffix)] == expected


def test_a_quoted_list_is_one_member() -> None:
    text = "“一带、一路”建设、对外贸易"
    words = tokens(text, 0, len(text), CUT)
    assert [member for member, _ in name_items(words)][0] == "“一带、一路”建设"


def test_a_conjunction_inside_a_member_parts_none_where_values_are_fewer() -> None:
    text = "科学技术、社会保障和就业、住房保障支出"
    words = tokens(text, 0, len(text), CUT)
    assert len(name_items(words)) == 4
    named = [member + head for member, head in name_items(words, count=3)]
    assert named == ["科学技术支出", "社会保障和就业支出", "住房保障支出"]
