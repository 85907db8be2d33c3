"""From records to observations, and what is left out because it would mislead."""

from datetime import date
from typing import Any

import pytest

from policy_extract.indicators import load_catalogue
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.observing import Observer

CATALOGUE = load_catalogue()


def row(evidence: str, value: str, **fields: Any) -> dict[str, Any]:
    """A record of a report of February 2024 on 2023."""
    at = evidence.index(value)
    return {
        "document": "2024",
        "dated": date(2024, 2, 1),
        "dated_end": date(2024, 2, 1),
        "place": "太原市",
        "record": "metric",
        "indicator": "国内生产总值",
        "indicator_id": "gdp_growth",
        "number": value.rstrip("%"),
        "low": None,
        "high": None,
        "unit": "%",
        "comparator": "=",
        "direction": "increase",
        "baseline": None,
        "statistic": None,
        "subject": None,
        "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 31),
        "value": value,
        "evidence": evidence,
        "evidence_start": 100,
        "start": 100 + at,
        "end": 100 + at + len(value),
        "confidence": None,
        **fields,
    }


def observed(evidence: str, value: str, **fields: Any) -> Observation:
    (found,) = Observer(CATALOGUE).observe(row(evidence, value, **fields))
    assert isinstance(found, Observation), found
    return found


def test_a_plain_outcome() -> None:
    found = observed("国内生产总值增长5%", "5%")
    assert (found.place, found.parent, found.kind, found.number) == (
        "太原市",
        "山西省",
        "outcome",
        5,
    )
    assert (found.statistic, found.prices) == (None, "real")


def test_a_fall_is_negative_and_a_bound_turns_with_it() -> None:
    found = observed("国内生产总值下降2%以上", "2%", direction="decrease", comparator=">=")
    assert (found.number, found.comparator) == (-2, "<=")
    cut = observed(
        "单位国内生产总值能耗下降3%",
        "3%",
        direction="decrease",
        indicator_id="energy_intensity_cut",
    )
    assert cut.number == 3


def test_the_clause_tells_statistic_and_prices() -> None:
    years = {"period_start": date(2019, 1, 1), "indicator_id": "income_growth"}
    found = observed("居民收入年均实际增长5%", "5%", **years)
    assert (found.statistic, found.prices) == ("average", "real")
    assert observed("扣除价格因素，居民收入年均增长5%", "5%", **years).prices == "real"
    assert observed("居民收入年均名义增长5%", "5%", **years).prices == "nominal"


def test_a_change_since_another_year_is_the_sum_of_the_years_between() -> None:
    found = observed("国内生产总值比2018年增长25%", "25%", baseline="2018")
    assert (found.start, found.statistic) == (date(2019, 1, 1), "cumulative")
    assert observed("国内生产总值比2022年增长5%", "5%", baseline="2022").statistic is None
    for year in ("2018", "二〇一八", "２０１８"):
        found = observed(f"国内生产总值比{year}年的9万亿元增长25%", "25%")
        assert (found.start, found.statistic) == (date(2019, 1, 1), "cumulative")
    assert observed("财政收入比2018年多9亿元，国内生产总值增长5%", "5%").statistic is None


@pytest.mark.parametrize(
    ("evidence", "value", "statistic", "first"),
    [
        ("五年累计，国内生产总值增长25%", "25%", "cumulative", 2019),
        ("2023年国内生产总值9亿元，五年平均每年增长5%", "5%", "average", 2019),
        ("十年增加7万亿元、国内生产总值年均增长5%", "5%", "average", 2014),
        ("五年年均投资9亿元，十年增加7万亿元、国内生产总值年均增长5%", "5%", "average", 2014),
        ("国内生产总值两年平均增长5%", "5%", "average", 2022),
        ("前五年进展顺利，国内生产总值年均增长5%", "5%", "average", 2023),
        ("第五年国内生产总值年均增长5%", "5%", "average", 2023),
    ],
)
def test_an_average_or_a_sum_has_the_years_that_are_counted(
    evidence: str, value: str, statistic: str, first: int
) -> None:
    found = observed(evidence, value)
    assert (found.statistic, found.start, found.end) == (
        statistic,
        date(first, 1, 1),
        date(2023, 12, 31),
    )


def test_a_value_that_a_change_starts_from_has_the_year_before_it() -> None:
    share = {"indicator_id": "deficit_ratio", "direction": None, "number": "2.8"}
    for opening, year in (
        ("从２０１９年的", 2019),
        ("比二〇一九年的", 2019),
        ("比2019年", 2023),
        ("占2019年的", 2023),
        ("由", 2022),
    ):
        found = observed(f"赤字率{opening}2.8%降到去年的1.5%", "2.8%", **share)
        assert (found.start.year, found.end.year) == (year, year)
    goal = {"record": "target", "period_end": date(2025, 12, 31), "period_start": None}
    found = observed("赤字率从2019年的2.8%降到2025年的1.5%", "2.8%", **(share | goal))
    assert (found.kind, found.end.year) == ("outcome", 2019)


def test_a_growth_at_the_end_of_the_year_under_review_is_that_years() -> None:
    ends = {"period_start": None, "indicator_id": "cpi"}
    assert observed("年末失业率5%，居民消费价格上涨2%", "2%", **ends).start == date(2023, 1, 1)
    for text, fields in (
        ("到2023年末，居民消费价格上涨2%", {}),
        ("年末失业率5%，居民消费价格上涨2%", {"statistic": "cumulative"}),
        (
            "年末失业率5%，进出口上涨2%",
            {"indicator_id": "trade_growth"},
        ),  # five years may add up to it
        ("年末失业率5%，居民消费价格上涨2%", {"record": "target"}),
        ("年末失业率5%，居民消费价格上涨2%", {"period_end": date(2022, 12, 31)}),
    ):
        (found,) = Observer(CATALOGUE).observe(row(text, "2%", **(ends | fields)))
        assert found == "a period without a beginning"


def test_an_average_to_the_end_of_a_plan_runs_from_the_year_it_opens() -> None:
    goal = {"record": "target", "period_start": None, "statistic": "average"}
    for end, first in ((2028, 2024), (2033, 2024)):
        found = observed("国内生产总值年均增长5%", "5%", **goal, period_end=date(end, 12, 31))
        assert (found.start.year, found.statistic) == (first, "average")
    early = {"dated": date(2023, 11, 1), "period_end": date(2028, 12, 31)}
    assert observed("国内生产总值年均增长5%", "5%", **goal, **early).start.year == 2024
    (found,) = Observer(CATALOGUE).observe(
        row("国内生产总值年均增长5%", "5%", **goal, period_end=date(2027, 12, 31))
    )
    assert found == "a period without a beginning"


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        ("没有实现年初确定的国内生产总值增长4%、物价上涨2%的目标", "target"),
        ("国内生产总值完成原定增长4%", "target"),
        ("国内生产总值增长低于4%的预期目标", "target"),
        ("国内生产总值超过年初目标达到4%", "outcome"),
        ("国内生产总值比年初预计增长4%", "outcome"),
    ],
)
def test_a_goal_that_is_told_again_is_no_outcome(evidence: str, kind: str) -> None:
    found = observed(evidence, "4%")
    assert (found.kind, found.restates) == (kind, kind == "target")


def test_a_level_by_a_year_is_that_years() -> None:
    share = {"indicator_id": "urbanization", "direction": None, "period_start": None}
    assert observed("城镇化率达到60%", "60%", **share).start == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("evidence", "value", "fields", "reason"),
    [
        ("国内生产总值增长5%", "5%", {"subject": "太原高新区"}, "no place"),
        ("国内生产总值增长5%", "5%", {"place": None}, "no place"),
        ("国内生产总值增长5%", "5%", {"dated": None}, "its document has no date"),
        ("国内生产总值增长5%", "5%", {"period_end": None}, "no period"),
        ("国内生产总值增长5%", "5%", {"period_start": None}, "a period without a beginning"),
        ("国内生产总值增长5%", "5%", {"period_start": date(2019, 1, 1)}, "average or sum"),
        ("国内生产总值增长65.5%", "65.5%", {}, "a value that cannot be"),
        ("国内生产总值增长2l.7%", "7%", {}, "the end of a number"),
        ("实现“十四五”国内生产总值增长5%的目标", "5%", {}, "a figure of a plan"),
        (
            "城镇新增就业6400万人",
            "6400万人",
            {
                "indicator_id": "new_urban_jobs",
                "number": "64000000",
                "unit": "人",
            },
            "a value that cannot be",
        ),
        ("国内生产总值增长5%", "5%", {"baseline": "mom"}, "a change against another month"),
        (
            "国内生产总值增长5%",
            "5%",
            {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)},
            "an outcome dated after its document",
        ),
        (
            "去年全国国内生产总值增长5%",
            "5%",
            {
                "record": "target",
                "period_start": date(2024, 1, 1),
                "period_end": date(2024, 12, 31),
            },
            "words of the year before",
        ),
        (
            "五年城镇新增就业50%",
            "50%",
            {"indicator_id": "new_urban_jobs", "unit": "人", "period_start": None},
            "a period without a beginning",
        ),
    ],
)
def test_what_would_mislead_is_left_out(
    evidence: str, value: str, fields: dict[str, Any], reason: str
) -> None:
    (found,) = Observer(CATALOGUE).observe(row(evidence, value, **fields))
    assert isinstance(found, str)
    assert reason in found


def test_a_value_for_town_and_country_is_two_observations() -> None:
    found = Observer(CATALOGUE).observe(
        row("城乡居民收入增长9%", "9%", indicator="城乡居民收入", indicator_id="income_both_growth")
    )
    names = [one.indicator for one in found if isinstance(one, Observation)]
    assert names == ["income_urban_growth", "income_rural_growth"]


def test_two_names_share_a_value_unless_there_are_two_values() -> None:
    names = "社会消费品零售总额、固定资产投资"
    fields = {"indicator": names, "indicator_id": None}
    assert len(Observer(CATALOGUE).observe(row(f"{names}增长4%", "4%", **fields))) == 2
    assert len(Observer(CATALOGUE).observe(row(f"{names}增长4%", "4%", indicator=names))) == 2
    assert Observer(CATALOGUE).observe(row(f"{names}增长4%和5%", "4%", **fields)) == []
    assert Observer(CATALOGUE).observe(row(f"{names}分别增长4%", "4%", **fields)) == []


def test_records_are_matched_anew_for_another_catalogue() -> None:
    given = row("国内生产总值增长5%", "5%", indicator_id=None)
    assert Observer(CATALOGUE).observe(given) == []
    (found,) = Observer(CATALOGUE, rematch=True).observe(given)
    assert isinstance(found, Observation)


def test_a_share_of_the_years_goal_is_one_of_a_goal() -> None:
    text = "城镇新增就业、失业人员再就业，分别完成年度任务的135%、163%"
    fields = {"indicator": "完成年度任务", "indicator_id": None, "direction": None}
    for value, entry in (("135%", "new_urban_jobs"), ("163%", "reemployment")):
        (found,) = Observer(CATALOGUE).observe(row(text, value, **fields))
        assert isinstance(found, Observation)
        assert (found.indicator, found.share, found.unit) == (entry, True, "%")
    others = text.replace("年度任务", "省定任务")
    assert Observer(CATALOGUE).observe(row(others, "135%", **fields)) == []


def test_a_signed_number_keeps_its_sign() -> None:
    found = observed("社会消费品零售总额增长-2.6%", "-2.6%", indicator_id="retail_sales_growth")
    assert found.number is not None
    assert float(found.number) == -2.6
    again = observed(
        "社会消费品零售总额增长-2.6%",
        "-2.6%",
        indicator_id="retail_sales_growth",
        direction="decrease",
    )
    assert again.number == found.number


def test_a_figure_of_a_zone_is_not_the_places() -> None:
    text = "产业集聚区建设加快，固定资产投资520亿元"
    fields = {
        "indicator_id": "fixed_investment",
        "unit": "元",
        "direction": None,
        "number": "52000000000",
    }
    (found,) = Observer(CATALOGUE).observe(row(text, "520亿元", **fields))
    assert found == "a figure of a zone"


def test_an_average_of_several_years_is_no_figure_of_the_last() -> None:
    rate = {"indicator_id": "unemployment_surveyed", "direction": None}
    assert observed("年均城镇调查失业率4.7%", "4.7%", **rate).statistic == "average"
    assert observed("城镇调查失业率全年平均为4.7%", "4.7%", **rate).statistic is None


def test_the_sum_of_one_year_is_that_year() -> None:
    jobs = {"indicator_id": "new_urban_jobs", "unit": "人", "number": "8000"}
    for text in ("全年共发放贷款9万元，城镇新增就业8000人", "全年累计城镇新增就业8000人"):
        assert observed(text, "8000人", **jobs).statistic is None
    assert observed("五年累计城镇新增就业8000人", "8000人", **jobs).statistic == "cumulative"


@pytest.mark.parametrize(
    ("evidence", "year"),
    [
        ("年内城镇登记失业率控制在4%以内", 2024),
        ("到2025年，全年城镇登记失业率控制在4%以内", 2025),
        ("明年全年城镇登记失业率控制在4%以内", 2025),
        ("城镇登记失业率控制在4%以内", 2025),
    ],
)
def test_a_goal_of_this_year_is_one_of_the_year_that_its_document_opens(
    evidence: str, year: int
) -> None:
    fields = {"indicator_id": "unemployment_registered", "direction": None, "record": "target"}
    period = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    found = observed(evidence, "4%", **fields, **period)
    assert (found.kind, found.start.year, found.end.year) == ("target", year, year)


@pytest.mark.parametrize(
    ("evidence", "value", "fields", "reason"),
    [
        ("前三季度，国内生产总值增长5%", "5%", {}, None),
        ("前三季度国内生产总值增长5%", "5%", {}, "a figure of a part of the year"),
        (
            "完成500万元以上固定资产投资48亿元",
            "500万元以上",
            {"indicator": "固定资产投资", "indicator_id": "fixed_investment", "unit": "元"},
            "the size of what is counted",
        ),
    ],
)
def test_what_is_told_of_less_than_the_year_or_the_place_is_no_figure(
    evidence: str, value: str, fields: dict[str, str], reason: str | None
) -> None:
    told = row(evidence, value, **{"number": "500" if reason else "5", **fields})
    (found,) = Observer(CATALOGUE).observe(told)
    assert found == reason if reason else isinstance(found, Observation)


def test_a_sum_that_is_times_a_single_year_is_that_of_the_last() -> None:
    invested = {"indicator_id": "fixed_investment", "unit": "元", "number": "9", "direction": None}
    years = {"period_start": date(2019, 1, 1)}
    one = observed("固定资产投资完成9亿元，是2018年的2倍", "9亿元", **invested, **years)
    assert (one.start, one.statistic) == (date(2023, 1, 1), None)
    all_of_them = observed("固定资产投资完成9亿元，是前五年的2倍", "9亿元", **invested, **years)
    assert (all_of_them.start, all_of_them.statistic) == (date(2019, 1, 1), "cumulative")


@pytest.mark.parametrize(
    ("evidence", "dated", "kind"),
    [
        ("国内生产总值今年预计将增长5%", date(2024, 3, 1), None),
        ("国内生产总值今年预计将增长5%", date(2024, 12, 20), "outcome"),
        ("预计困难不少，力争国内生产总值增长5%", date(2024, 3, 1), "target"),
        ("国内生产总值预期增长5%", date(2024, 3, 1), "target"),
    ],
)
def test_what_is_only_expected_is_no_goal(evidence: str, dated: date, kind: str | None) -> None:
    year = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
    fields = {"record": "target", "dated": dated, "dated_end": dated, **year}
    (found,) = Observer(CATALOGUE).observe(row(evidence, "5%", **fields))
    assert (found.kind if isinstance(found, Observation) else None) == kind
    assert isinstance(found, Observation) or found == "a forecast and no goal"


def test_a_goal_beyond_the_first_is_left_aside() -> None:
    year = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31), "record": "target"}
    text = "国内生产总值增长9%以上，力争达到10%"
    assert observed(text, "9%", **year).number == 9
    assert Observer(CATALOGUE).observe(row(text, "10%", **year)) == [
        "a second goal beyond the first"
    ]
    for first in ("税收增长9%，国内生产总值力争增长10%", "国内生产总值，力争增长10%"):
        assert observed(first, "10%", **year).kind == "target"


def test_what_a_change_ended_at_and_what_a_year_opens_is_a_figure_of_the_last_year() -> None:
    five = {"period_start": date(2019, 1, 1)}
    money = {"indicator_id": "budget_revenue", "unit": "元", "direction": None, "number": "9"}
    assert observed("预算收入增加到9亿元", "9亿元", **five, **money).start == date(2023, 1, 1)
    for text, reason in (
        ("预算收入达到9亿元", "a figure of one year or of several"),
        ("2023年预算收入达到9亿元", "a figure of one year or of several"),
    ):
        found = Observer(CATALOGUE).observe(row(text, "9亿元", **five, **money))
        assert found == [reason]
    found = observed("2023年，国内生产总值增长5%", "5%", **five)
    assert (found.start, found.statistic) == (date(2023, 1, 1), None)
    found = observed("2023年，国内生产总值年均增长5%", "5%", **five)
    assert (found.start, found.statistic) == (date(2019, 1, 1), "average")


def test_a_rate_kept_to_a_bound_in_a_review_of_several_years_is_none_of_the_last() -> None:
    rate = {"indicator_id": "unemployment_registered", "direction": None, "period": "过去五年"}
    kept = row("失业率控制在4%以内", "4%", **rate)
    assert Observer(CATALOGUE).observe(kept) == ["a rate of several years"]
    assert observed("失业率为4%", "4%", **rate).number == 4
    for one in ("2023年", "二〇二三年", "五年末"):
        assert observed("失业率控制在4%以内", "4%", **{**rate, "period": one}).number == 4


def test_the_goal_of_an_earlier_report_is_that_goal() -> None:
    text = "去年政府工作报告提出，物价涨幅要从15%降到10%左右，经过努力，实际回落到6%"
    prices = {"indicator_id": "cpi"}
    found = [observed(text, value, **prices) for value in ("15%", "10%", "6%")]
    told = [(one.kind, one.restates, one.start.year) for one in found]
    assert told == [("outcome", False, 2022), ("target", True, 2023), ("outcome", False, 2023)]


def test_what_a_five_year_plan_set_is_no_figure_of_the_report() -> None:
    text = "比五年计划原定2023年5%的水平高"
    (found,) = Observer(CATALOGUE).observe(row(text, "5%"))
    assert found == "a figure of a plan or of one of its years"
    assert observed("五年计划的第三年增长5%", "5%").number == 5


def test_a_change_beside_the_one_level_of_all_is_not_that_of_each() -> None:
    def entries(text: str) -> list[str]:
        fields = {"indicator": "城乡居民人均可支配收入", "indicator_id": "income_both_growth"}
        found = Observer(CATALOGUE).observe(row(text, "5.8%", **fields))
        return [one if isinstance(one, str) else one.indicator for one in found]

    assert entries("城乡居民人均可支配收入增长5.8%") == [
        "income_urban_growth",
        "income_rural_growth",
    ]
    together = "城乡居民人均可支配收入达到24600元，增长5.8%"
    assert entries(together) == ["one figure of several things together"]
    each = "城乡居民人均可支配收入分别达到30200元、12100元，均增长5.8%"
    assert entries(each) == ["income_urban_growth", "income_rural_growth"]
