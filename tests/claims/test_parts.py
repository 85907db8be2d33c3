"""Parts of a whole: the measure stays readable in the names of classes."""

import pytest

from policy_extract.extractor import Extractor


def names(extractor: Extractor, text: str) -> list[str | None]:
    found = extractor.extract(text, published="2026-03-20").claims
    return [one.indicator for one in sorted(found, key=lambda one: one.value.start)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2025年，全市规模以上工业增加值增长9.6%。分门类看，采矿业增长2.1%，制造业增长10.3%。"
            "分规模看，大中型企业增长10.3%，小型企业增长9.7%。",
            [
                "规模以上工业增加值",
                "规模以上工业增加值采矿业",
                "规模以上工业增加值制造业",
                "规模以上工业增加值大中型企业",
                "规模以上工业增加值小型企业",
            ],
        ),
        (
            "2025年，商品零售额439.3亿元，增长5.2%。其中，饮料类21.5亿元，增长21.2%；家具类3.1亿元，下降2%。",
            [
                *["商品零售额"] * 2,
                *["商品零售额饮料类"] * 2,
                *["商品零售额家具类"] * 2,
            ],
        ),
        (
            "2012年，全市国内生产总值96.2亿元，增长7.1%，其中一、二、三产业分别增长3%、11%和9.2%。",
            [*["国内生产总值"] * 2, *(f"国内生产总值{digit}产业" for digit in "一二三")],
        ),
        (
            "2025年，全市固定资产投资增长5%。新培育高新技术企业35家，高新技术企业增长12%。",
            ["固定资产投资", "高新技术企业", "高新技术企业"],
        ),
    ],
)
def test_parts_keep_their_whole(rules_only: Extractor, text: str, expected: list[str]) -> None:
    assert names(rules_only, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2025年，快递业务量9989.21万件，业务收入6.73亿元，分别增长8.1%和13.3%。",
            ["快递业务量", "业务收入"] * 2,
        ),
        (
            "2025年，城乡居民人均可支配收入分别达4.5万元和2.4万元。业务量9989万件，业务收入6.7亿元，"
            "分别增长8%、8.4%。",
            ["城居民人均可支配收入", "乡居民人均可支配收入", *["业务量", "业务收入"] * 2],
        ),
        (
            "2025年，第一、二、三产业增加值对经济增长的贡献率分别为6.9%、29.9%、63.2%。",
            [f"第{digit}产业增加值对经济增长贡献率" for digit in "一二三"],
        ),
        (
            "2025年，普通高中招生1.8万人，在校生4.9万人；普通小学招生2.1万人，在校生15.8万人。",
            ["普通高中招生", "普通高中在校生", "普通小学招生", "普通小学在校生"],
        ),
        ("2025年，城乡居民收入比缩小至2.46∶1。", ["城乡居民收入比"] * 2),
        ("2025年，油料播种面积0.62万亩，产量0.08万吨。", ["油料播种面积", "油料产量"]),
        ("2025年，马铃薯产量（折粮）25.8万吨。", ["马铃薯产量（折粮）"]),
    ],
)
def test_the_grammar_gives_names(rules_only: Extractor, text: str, expected: list[str]) -> None:
    assert names(rules_only, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2025年，规模以上工业增加值增长6%。在规模以上工业中，分类型看，国有企业增加值增长1.5%。"
            "分规模看，小微企业增长7.7%。",
            "规模以上工业增加值小微企业",
        ),
        (
            "全年城镇居民人均可支配收入4万元。其中：工资性收入2.4万元，增长5%。",
            "城镇居民人均可支配收入工资性收入",
        ),
        (
            "全年保费收入26亿元，增长4%，其中：财产险6亿元，增长3%；人身险20亿元，增长5%。",
            "保费收入人身险",
        ),
        (
            "全年播种面积69万亩，下降2%。其中：粮食13万亩，下降8%；棉花7万亩，增长3%。",
            "播种面积棉花",
        ),
        ("全年播种面积69万亩，下降2%。其中：粮食产量13万吨，增长8%。", "粮食产量"),
    ],
)
def test_parts_of_incomes_premiums_and_sizes(
    rules_only: Extractor, text: str, expected: str
) -> None:
    assert names(rules_only, text)[-1] == expected
