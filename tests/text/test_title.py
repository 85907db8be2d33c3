"""Titles that come as lines: set in several, under the papers they belong to."""

import pytest

from policy_extract.text.layout import read_layout
from policy_extract.text.title import find_title


def title(text: str) -> str | None:
    return find_title(text, read_layout(text))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            "2025 年某某市\n国民经济和社会发展统计公报\n某某市统计局",
            "2025年某某市国民经济和社会发展统计公报",
        ),
        (
            "市九届人大\n（4）\n六次会议文件\n关于某市2025年预算执行情况和\n2026年预算草案的报告\n——2026年1月",
            "关于某市2025年预算执行情况和2026年预算草案的报告",
        ),
        (
            "关于某市 2025 年预算执行情况\n与 2026 年预算草案的报告\n各位代表：",
            "关于某市2025年预算执行情况与2026年预算草案的报告",
        ),
        ("2024年6月份全市经济运行情况\n上半年，全市经济平稳。", "2024年6月份全市经济运行情况"),
        ("某市政府预算公开\n目 录\n第一部分 预算报告", "某市政府预算公开"),
        ("某某市统计局\n2024年5月7日\n2023年，在市委的坚强领导下，全\n市经济增长。", None),
        ("转型拓发展 谱写新篇\n本报讯 全市经济增长。", "转型拓发展 谱写新篇"),
        (
            "首页 > 政务公开 > 正文\n某市2025年民生实事公布\n今年新增托位12个。",
            "某市2025年民生实事公布",
        ),
        ("当前位置：首页 > 新闻\n某市2025年民生实事公布\n今年新增。", "某市2025年民生实事公布"),
        ("指标\t2024年\n产值\t5", None),
        ("指标名称,计量单位,本年\n产值,亿元,5", None),
        ("| 指标 | 2024年 |\n|---|---|\n| 产值 | 5 |", None),
        ("# 2024年全市经济运行情况\n\n全市经济平稳。", "2024年全市经济运行情况"),
        ("· 地区生产总值3204.5亿元\n· 固定资产投资620.5亿元", None),
    ],
)
def test_titles_as_they_are_set(lines: str, found: str | None) -> None:
    assert title(lines) == found
