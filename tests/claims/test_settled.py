"""What the grammar of a clause settles: names, goals, times and changes that leave nothing to weigh."""

from datetime import date

import pytest

from policy_extract.claims.build import stretches_of
from policy_extract.claims.settled import yet_to_come
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import View
from policy_extract.claims.when import Times, When
from policy_extract.extractor import Extractor
from policy_extract.frames.frames import Frames
from policy_extract.records import Metric, Target
from policy_extract.text.layout import read_layout
from policy_extract.text.source import from_text


def read(extractor: Extractor, text: str, published: str | None = None) -> list[Metric | Target]:
    found = extractor.extract(text, published=published)
    return sorted(found.claims, key=lambda one: one.value.start)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("2023年，全市进出口总额增长目标为9%，实际增长7.5%。", ["target", "metric"]),
        ("去年全市地区生产总值增长目标为7%，最终实际增长6.8%。", ["target", "metric"]),
        (
            "去年全县工业投资增长12.5%，超过年初确定的10%的目标2.5个百分点。",
            ["metric", "target", "metric"],
        ),
    ],
)
def test_a_goal_is_a_target_whether_reached_or_not(
    rules_only: Extractor, text: str, records: list[str]
) -> None:
    assert [one.record for one in read(rules_only, text, "2024-03-01")] == records


def test_a_raised_goal_is_the_same_change(rules_only: Extractor) -> None:
    first, second = read(rules_only, "今年，全省出口额增长5%以上，力争达到6.5%。", "2024-02-10")
    assert (first.direction, second.direction) == ("increase", "increase")
    assert first.indicator == second.indicator


def test_a_level_that_is_aimed_at_is_no_change(rules_only: Extractor) -> None:
    (one,) = read(rules_only, "今年，森林覆盖率力争达到45%。", "2024-02-10")
    assert one.direction is None


@pytest.mark.parametrize("published", ["2024-01-18", "2024-02-02"])
def test_the_time_that_opens_a_sentence_dates_all_of_it(
    rules_only: Extractor, published: str
) -> None:
    text = "全年，全区社会消费品零售总额820.6亿元，增长4.3%，排名较上年前移1位，居全市第2位。"
    spans = {(one.period and one.period.end) for one in read(rules_only, text, published)}
    assert spans == {date(2023, 12, 31)}


def test_what_changed_from_last_year_is_of_last_year(rules_only: Extractor) -> None:
    text = "上半年，全市三次产业比例由去年同期的9.2:41.3:49.5调整为8.8:40.6:50.6。"
    found = read(rules_only, text, "2024-07-20")
    ends = [one.period and one.period.end for one in found]
    assert ends == [date(2023, 6, 30)] * 3 + [date(2024, 6, 30)] * 3
    assert [one.baseline for one in found[:3]] == [None] * 3


def test_a_report_to_an_assembly_sets_what_it_tells_of_this_year(rules_only: Extractor) -> None:
    text = (
        "政府工作报告\n——2022年1月12日在清源市第五届人民代表大会第一次会议上\n各位代表：\n"
        "今年，全市一般公共预算收入增长6%左右，新建改建农村公路320公里。\n"
    )
    record = {one.value.text: one.record for one in read(rules_only, text)}
    assert record == {"6%左右": "target", "320公里": "target"}


def test_the_term_of_a_loan_is_part_of_its_name(rules_only: Extractor) -> None:
    text = "2年期国债利率为2.1%，3个月期存单利率为1.9%。"
    found = [one.indicator for one in read(rules_only, text)]
    assert found == ["2年期国债利率", "3个月期存单利率"]


def test_a_crops_output_is_its_own(rules_only: Extractor) -> None:
    text = "2024年全县棉花播种面积3.1万亩，产量0.4万吨；甜菜1.5万亩，产量6万吨。"
    assert [one.indicator for one in read(rules_only, text)][1::2] == ["棉花产量", "甜菜产量"]


def test_a_bracket_names_the_unit_and_no_indicator(rules_only: Extractor) -> None:
    first, second = read(rules_only, "2024年贷款总额（亿元）31.5，不良率（%）1.2。")
    assert (first.value.number, first.value.unit) == (3150000000, "元")
    assert (second.indicator, second.value.unit) == ("不良率", "%")


def test_the_beginning_of_the_year_is_a_day(rules_only: Extractor) -> None:
    text = "2023年9月末，全市存款余额1520亿元，较年初增加96亿元。"
    assert read(rules_only, text)[1].baseline == "2023-01-01"


def test_the_year_that_opens_a_paragraph_of_a_report_dates_it(rules_only: Extractor) -> None:
    text = (
        "2018年某市人民政府工作报告\n各位代表：\n一、过去五年工作回顾\n过去五年，我们办成了许多大事。\n"
        "刚刚过去的2017年，经济社会发展主要目标任务全面完成。全市生产总值增长6.9%，增速比上年有所加快；"
        "城镇新增就业13.5万人。\n"
    )
    found = read(rules_only, text, "2018-01-25")
    assert {one.period and one.period.end for one in found} == {date(2017, 12, 31)}
    assert {one.period and one.period.start for one in found} == {date(2017, 1, 1)}


def test_what_a_figure_equals_dates_no_other_figure(rules_only: Extractor) -> None:
    text = "11月份，全市出厂价格与上年同月持平，其中，生活资料价格下降0.4%。"
    (one,) = read(rules_only, text, "2025-01-20")
    assert one.period is not None
    assert one.period.start == date(2024, 11, 1)


@pytest.mark.parametrize("reader", ["none", "policy-reader"])
def test_a_year_gone_by_without_a_word_of_an_aim_is_told_of(reader: str) -> None:
    text = "2022年，国内生产总值增长3%。\n2023年主要预期目标是：国内生产总值增长5%左右。"
    found = Extractor(ner="none", reader=reader).extract(text, published="2023-03-05", place="中国")
    told = sorted(found.claims, key=lambda one: one.value.start)
    assert [one.record for one in told] == ["metric", "target"]


def test_rows_of_bare_numbers_are_no_records(rules_only: Extractor) -> None:
    assert read(rules_only, "甲 乙 丙 丁\n1 2 3 4\n5 6 7 8") == []


REPORT = "2018年临河县政府工作报告\n各位代表：\n一、过去五年工作回顾\n"


@pytest.mark.parametrize("begin", ["2017年", "五年来", "五年"])
def test_a_change_starts_before_the_year_that_a_report_looks_back_on(
    rules_only: Extractor, begin: str
) -> None:
    text = REPORT + f"{begin}，全县服务业增加值比重由35.9%提高到42.6%。"
    first, second = read(rules_only, text)
    assert first.period
    assert first.period.end
    assert first.period.end < date(2017, 1, 1)
    assert second.period
    assert second.period.end == date(2017, 12, 31)


def test_a_change_starts_from_what_it_is_measured_against(rules_only: Extractor) -> None:
    text = "2022年与2018年相比，全县农机总动力由21.7万千瓦增加到29.4万千瓦。"
    ends = [one.period and one.period.end for one in read(rules_only, text, "2025-02-10")]
    assert ends == [date(2018, 12, 31), date(2022, 12, 31)]


@pytest.mark.parametrize("words", ["五年平均增长9.5%", "五年平均每年增长9.5%", "五年年均增长9.5%"])
def test_a_yearly_average_is_of_several_years(rules_only: Extractor, words: str) -> None:
    text = REPORT + f"2017年全县生产总值达到138.6亿元，{words}。"
    _, average = read(rules_only, text)
    assert average.period
    assert (average.period.start, average.period.end) == (date(2013, 1, 1), date(2017, 12, 31))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("一、回顾\n五年累计完成造林29万亩", ["五年"]),
        ("，三年建成新校70所", ["三年"]),
        ("五年级学生320人，五年计划投资2亿元；三年。三年制专科5个", []),
        ("，两年平均增长5.1%", []),
        ("贷款期限5年以上的占三成，连续五年增长", []),
    ],
)
def test_a_run_of_years_that_opens_its_clause_is_a_time(text: str, seen: list[str]) -> None:
    layout = read_layout(text)
    times = Times(text, layout, Frames(text, layout, [], None), [])
    end = len(text)
    assert [one.period.text for one in times.candidates([(0, end)], end, end) if one.period] == seen


@pytest.mark.parametrize(
    ("year", "published", "none_is"),
    [(2017, date(2017, 3, 5), True), (2016, date(2017, 3, 5), False)],
)
def test_no_fact_of_a_report_is_of_the_year_ahead_of_it(
    year: int, published: date, *, none_is: bool
) -> None:
    text = "2017年临河县政府工作报告\n各位代表：\n经济运行平稳，生产总值达到74亿元。"
    extractor = Extractor(ner="none", reader="none")
    reading = extractor.prepare(from_text(text), place=None, published=published).reading
    stretch = list(stretches_of(reading))[-1]
    spot = Spot(View(stretch.whole, reading.cut, reading.tag, stretch.named), 0, reading.frames)
    one = When(None, date(year, 1, 1), date(year, 12, 31), "genre", "year", 0)
    assert yet_to_come(spot, one, published) is none_is


@pytest.mark.parametrize(
    "title", ["某市2022年政府工作报告", "某市二〇二二年政府工作报告", "某市二O二二年政府工作报告"]
)
def test_the_year_that_opens_a_sentence_goes_before_that_of_the_title(
    rules_only: Extractor, title: str
) -> None:
    for year in ("2021年", "二〇二一年"):
        (one,) = read(rules_only, f"{title}\n{year}，全市新增规上企业36家。\n")
        assert one.period is not None
        assert one.period.end == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("3月，1年期LPR为3.1%，5年期以上LPR为3.6%。", ["1年期LPR", "5年期以上LPR"]),
        ("3个月期存款利率0.8%，6个月期存款利率1.0%。", ["3个月期存款利率", "6个月期存款利率"]),
    ],
)
def test_a_rate_has_one_term(rules_only: Extractor, text: str, names: list[str]) -> None:
    assert [one.indicator for one in read(rules_only, text)] == names


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("2023年，全县引进资金53.4亿元，完成年度目标的106.8%。", "metric"),
        ("2023年，全县引进资金目标50亿元，实际到位53.4亿元，超额完成计划任务的106.8%。", "metric"),
        ("6月底前确保完成年度目标的60%。", "target"),
    ],
)
def test_what_is_done_of_a_goal_is_a_fact(rules_only: Extractor, text: str, record: str) -> None:
    assert read(rules_only, text, "2024-02-01")[-1].record == record


def test_pupils_are_those_of_the_schools_counted_before(rules_only: Extractor) -> None:
    found = read(rules_only, "职业高中18所；全年招生0.6万人；在校生1.7万人。", "2026-03-01")
    assert [one.indicator for one in found] == ["职业高中", "职业高中招生", "职业高中在校生"]


def test_classes_dealt_out_are_named_one_by_one(rules_only: Extractor) -> None:
    text = "3月，居住类、教育文化和娱乐类、其他用品及服务类分别上涨1.1%、2.3%、4.7%。"
    names = ["居住类", "教育文化和娱乐类", "其他用品及服务类"]
    assert [one.indicator for one in read(rules_only, text)] == names
