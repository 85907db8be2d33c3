"""Which records are an entry, and which only look like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.extractor import extract
from policy_extract.indicators import Matcher
from policy_extract.indicators.names import normal, stripped

MATCHER = Matcher()


@pytest.mark.parametrize(
    ("indicator", "unit", "direction", "entry"),
    [
        ("国内生产总值", "%", "increase", "gdp_growth"),
        ("国内生产总值", "%", "decrease", "gdp_growth"),
        ("国内生产总值", "元", None, "gdp"),
        ("国内生产总值", "元", "increase", None),  # an increment is no level
        ("国内生产总值", "%", None, None),
        ("国内生产总值", "位", None, None),
        ("人均国内生产总值", "元", None, "gdp_per_capita"),
        ("单位国内生产总值能耗", "%", "decrease", "energy_intensity_cut"),
        ("经济增长预期目标", "%", "increase", "gdp_growth"),
        ("生产总值增速", "%", "increase", "gdp_growth"),
        ("民营经济增加值", "%", "increase", "private_economy_growth"),
        ("居民消费价格涨幅", "%", "increase", "cpi"),
        ("居民消费价格总水平", "%", None, "cpi"),
        ("广义货币（M2）", "%", "increase", "m2_growth"),
        ("广义货币(Ｍ2)余额", "元", None, "m2"),
        ("城镇新增就业人数", "人", "increase", "new_urban_jobs"),
        ("城镇调查失业率平均", "%", None, "unemployment_surveyed"),
        ("拟安排财政赤字", "元", None, "deficit"),
        ("中央财政赤字", "元", None, "deficit_central"),
        ("财政收入", "元", None, "fiscal_revenue"),
        ("全部财政收入", "元", None, "total_fiscal_revenue"),
        ("农民人均纯收入", "元", None, "net_income_rural"),
        ("农村居民人均可支配收入", "元", None, "income_rural"),
        ("服务贸易进出口总额", "%", "increase", None),
        ("森林覆盖率", "%", None, "forest_cover"),
        ("林木覆盖率", "%", None, "tree_cover"),
        ("林木绿化率", "%", None, "tree_cover"),
        ("全市林木覆盖率", "%", None, "tree_cover"),
        ("粮食播种面积", "亩", None, "grain_area"),
        ("夏粮产量", "吨", None, None),
        ("粮食生产总产", "吨", None, "grain"),
        ("粮食种植产量", "斤", None, "grain"),
        ("单位国内生产总值能耗转为", "%", "decrease", "energy_intensity_cut"),
        ("全社会研发经费支出相当于全市生产总值的比例", "%", None, "rd_intensity"),
        ("规上工业企业营业收入", "元", None, "large_industry_sales"),
        ("一般公共财政预算收入", "%", "increase", "budget_revenue_growth"),
        ("农村牧区常住居民人均可支配收入", "元", None, "income_rural"),
        ("城镇登记失业率控制", "%", None, "unemployment_registered"),
        ("旅游接待人数", "人次", None, "tourists"),
        ("国内游客", "人次", None, None),
        ("城镇化率", "百分点", "increase", "urbanization_gain"),
        ("城镇化率", "%", None, "urbanization"),
        ("市本级固定资产投资", "元", None, "own_level_investment"),
        ("外贸自营出口", "%", "increase", "exports_growth"),
        ("贫困人口脱贫", "人", None, "rural_poor"),
        ("农村贫困人口", "人", None, None),
        ("", "%", None, None),
    ],
)
def test_names_units_and_directions(
    indicator: str, unit: str, direction: str | None, entry: str | None
) -> None:
    assert MATCHER.match(indicator, unit=unit, direction=direction) == entry


@pytest.mark.parametrize(
    ("indicator", "evidence", "entry"),
    [
        ("生产总值", "全市县域生产总值达到411亿元", None),
        ("生产总值", "生产总值1200亿元，其中县域生产总值达到411亿元", None),
        ("财政收入", "全部财政收入完成6亿元", "total_fiscal_revenue"),
        ("国内生产总值", "财政赤字占国内生产总值的比重", None),
        ("进出口总额", "服务进出口总额增长", None),
        ("国内生产总值", "", "gdp"),
    ],
)
def test_what_touches_the_name_makes_it_another(
    indicator: str, evidence: str, entry: str | None
) -> None:
    found = MATCHER.match(indicator, unit="元", direction=None, evidence=evidence)
    assert found == entry


@pytest.mark.parametrize(
    ("indicator", "evidence", "entry"),
    [
        ("粮食产量", "粮食（不包括大豆）的产量为9元", None),
        ("工业总产值", "工业总产值（不包括手工业产值，下同）达到9元", None),
        ("工业总产值", "工业总产值（按不变价格计算）达到9元", "industrial_output"),
        ("税收收入", "税收收入（扣除价格因素）达到9元", "tax_revenue"),
        ("税收收入", "出口（不含海关）8元，税收收入9元", "tax_revenue"),
        ("固定资产投资", "固定资产投资（不含农户）完成9元", "fixed_investment"),
        ("固定资产投资（不含农户）", "固定资产投资（不含农户）完成9元", "fixed_investment"),
        ("社会消费品零售总额（不含汽车）", "社会消费品零售总额（不含汽车）完成9元", None),
    ],
)
def test_a_bracket_that_leaves_a_part_out_makes_a_name_another(
    indicator: str, evidence: str, entry: str | None
) -> None:
    at = evidence.index("9元")
    found = MATCHER.match(indicator, unit="元", direction=None, evidence=evidence, at=at)
    assert found == entry
    tonnes = "粮食（不包括大豆）的产量为9吨"
    assert MATCHER.match("粮食产量", unit="吨", direction=None, evidence=tonnes, at=14) is None
    assert (
        MATCHER.match("粮食产量", unit="吨", direction=None, evidence="粮食的产量为9吨") == "grain"
    )


def test_prices_of_the_nineties_were_those_of_retail() -> None:
    for year, entry in ((1996, "rpi"), (2010, "cpi")):
        for name in ("物价涨幅", "物价上涨幅度", "物价上涨幅度涨幅"):
            assert MATCHER.match(name, unit="%", direction="increase", year=year) == entry


def test_the_name_nearest_before_the_value_counts() -> None:
    text = "生产总值1200亿元，其中县域生产总值411亿元"
    for value, entry in (("1200亿元", "gdp"), ("411亿元", None)):
        at = text.index(value)
        assert MATCHER.match("生产总值", unit="元", direction=None, evidence=text, at=at) == entry


@pytest.mark.parametrize(
    ("indicator", "evidence", "value", "entry"),
    [
        ("生产总值", "生产总值9亿元，增长12%，一、二产业分别增长8%和16%", "12%", "gdp_growth"),
        (
            "生产总值",
            "生产总值9亿元，增长12%，一、二产业分别增长8%和16%",
            "16%",
            "secondary_value_added_growth",
        ),
        ("一般公共预算收入居民消费价格", "一般公共预算收入9亿元；居民消费价格上涨2%", "2%", "cpi"),
        (
            "预算固定资产投资",
            "预算收入9亿元；完成固定资产投资8亿元，增长2%",
            "2%",
            "fixed_investment_growth",
        ),
        ("收入城镇调查失业率", "收入增加，城镇调查失业率和物价上涨2%、3%", "2%", None),
        ("总产值粮食产量", "总产值增长2%，粮食产量增加9%，达到8%", "8%", "grain_growth"),
        ("综合分析经济增长预期", "综合分析各种条件，今年的经济增长预期为7%", "7%", "gdp_growth"),
        ("一般公共预算收入", "4个县一般公共预算收入增长5%", "5%", None),
        ("发放创业补贴收入", "发放创业补贴9亿元，税收收入增长5%", "5%", "tax_revenue_growth"),
        ("发放创业补贴收入", "发放创业补贴9亿元，县域税收收入增长5%", "5%", None),
    ],
)
def test_glued_and_shared_out_names(
    indicator: str, evidence: str, value: str, entry: str | None
) -> None:
    at = evidence.index(value)
    found = MATCHER.match(indicator, unit="%", direction="increase", evidence=evidence, at=at)
    assert found == entry


@pytest.mark.parametrize(
    ("indicator", "evidence", "values"),
    [
        (
            "农村居民人均纯收入",
            "城镇居民人均可支配收入达到9422元，农村居民人均纯收入2936元，扣除价格因素，分别实际增长7%和6%",
            {"7%": "income_urban_growth", "6%": "net_income_rural_growth"},
        ),
        (
            "实际利用外资出口创汇",
            "全年实际利用外资9万元，完成出口创汇8万元，分别增长百分之七和百分之六",
            {"百分之七": "fdi_growth", "百分之六": "exports_growth"},
        ),
        (
            "财政收入和税收收入",
            "财政收入和税收收入，去年分别达到9元和8元，增长7%和6%",
            {"7%": "fiscal_revenue_growth", "6%": "tax_revenue_growth"},
        ),
        (
            "城居民人均可支配收入",
            "城乡居民人均可支配收入分别完成30100元、12400元，同比增长7%、6%",
            {"7%": "income_urban_growth"},
        ),
        (
            "乡居民人均可支配收入",
            "城乡居民人均可支配收入分别完成30100元、12400元，同比增长7%、6%",
            {"6%": "income_rural_growth"},
        ),
        (
            "税收收入",
            "幸福感9元，税收收入8元，分别增长7%和6%",
            {"7%": None, "6%": "tax_revenue_growth"},
        ),
        ("税收收入", "税收收入8元，分别增长7%和6%", {"6%": "tax_revenue_growth"}),
        (
            "税收收入",
            "城镇居民人均可支配收入9元，税收收入8元，实际增长7%和6%",
            {"7%": "income_urban_growth", "6%": "tax_revenue_growth"},
        ),
    ],
)
def test_a_list_of_values_is_dealt_out_to_the_names_before(
    indicator: str, evidence: str, values: dict[str, str | None]
) -> None:
    for value, entry in values.items():
        at = evidence.rindex(value)
        found = MATCHER.match(indicator, unit="%", direction="increase", evidence=evidence, at=at)
        assert found == entry


@pytest.mark.parametrize(
    ("indicator", "evidence", "values"),
    [
        (
            "乡居民人均可支配收入",
            "城乡居民人均可支配收入分别增长7%和6%",
            {"6%": "income_rural_growth"},
        ),
        (
            "城乡居民人均可支配收入",
            "城乡居民人均可支配收入分别增长7%和6%",
            {"7%": "income_urban_growth", "6%": "income_rural_growth"},
        ),
        (
            "农村居民人均可支配收入",
            "城镇和农村居民人均可支配收入均增长7%",
            {"7%": "income_both_growth"},
        ),
        (
            "省外资金利用境外资金",
            "实际到位省外资金、利用境外资金分别增长7%、6%",
            {"7%": "domestic_investment_in_growth", "6%": "fdi_growth"},
        ),
        (
            "金融机构存贷款余额",
            "金融机构存、贷款余额分别增长7%、6%",
            {"7%": "deposits_growth", "6%": "loans_growth"},
        ),
        (
            "农民人均纯收入",
            "城镇居民人均可支配收入、农民人均纯收入分别达9元、8元，分别增长7%和6%",
            {"7%": "income_urban_growth", "6%": "net_income_rural_growth"},
        ),
        ("园区产值", "园区产值、固定资产投资分别增长7%、6%", {"7%": None, "6%": None}),
    ],
)
def test_joined_names_of_a_clause_share_its_values(
    indicator: str, evidence: str, values: dict[str, str | None]
) -> None:
    for value, entry in values.items():
        at = evidence.index(value)
        found = MATCHER.match(indicator, unit="%", direction="increase", evidence=evidence, at=at)
        assert found == entry


def test_a_name_in_the_clause_of_the_value_goes_before_an_earlier_one() -> None:
    text = "实现城镇新增就业5487人，再就业1687人，其中大学生300人"
    for value, entry in (("5487", "new_urban_jobs"), ("1687", "reemployment")):
        at = text.index(value)
        found = MATCHER.match("城镇新增就业", unit="人", direction="increase", evidence=text, at=at)
        assert found == entry


def test_new_jobs_of_a_part_are_not_those_of_the_place() -> None:
    for text, entry in (
        ("全年新增营业面积10万平方米，新增就业3000人", None),
        ("帮助企业稳岗，新增就业3000人", "new_jobs"),
        ("新增营业面积10万平方米。新增就业3000人", "new_jobs"),
    ):
        at = text.index("3000")
        found = MATCHER.match("新增就业", unit="人", direction="increase", evidence=text, at=at)
        assert found == entry


def test_names_that_share_a_value() -> None:
    def joined(name: str) -> tuple[str, ...]:
        return MATCHER.joined(name, unit="%", direction="increase")

    assert joined("社会消费品零售总额、固定资产投资") == (
        "retail_sales_growth",
        "fixed_investment_growth",
    )
    assert joined("财政收入和一般预算收入") == ("fiscal_revenue_growth", "budget_revenue_growth")
    assert joined("财政收入和幸福感") == ()
    assert joined("财政收入") == ()


ANOTHER = Matcher()


@settings(deadline=None)
@given(st.text(max_size=20), st.sampled_from(["%", "元", "人", None]))
def test_matching_never_fails_and_answers_alike(name: str, unit: str | None) -> None:
    first = ANOTHER.match(name, unit=unit, direction=None, evidence=name)
    assert first == MATCHER.match(name, unit=unit, direction=None, evidence=name)


@given(st.text(alphabet="粮食产量（）()的“” \n２M", max_size=12))
def test_the_normal_form_is_stable(name: str) -> None:
    assert normal(normal(name)) == normal(name)


def test_words_are_taken_off_both_ends() -> None:
    assert list(stripped("全市粮食产量平均", ("全市",), ("平均",))) == [
        "全市粮食产量平均",
        "粮食产量平均",
        "全市粮食产量",
        "粮食产量",
    ]


def test_extraction_sets_the_entry() -> None:
    document = extract("2023年，全市地区生产总值增长5%，优质稻种植面积120万亩。", ner="none")
    assert [claim.indicator_id for claim in document.claims] == ["gdp_growth", None]
