"""Tables of every form through one model: names, units, times, goals; what is not understood is told."""

from datetime import date
from decimal import Decimal

import pytest

from policy_extract.claims.table import read_tables
from policy_extract.claims.table_cells import Cell, ReadTables
from policy_extract.tables.find import find_tables
from policy_extract.tables.labels import read_label, topic
from policy_extract.tables.values import is_empty, read_number
from policy_extract.text.layout import read_layout


def tables(text: str, day: str = "2025-03-20") -> ReadTables:
    return read_tables(text, read_layout(text), date.fromisoformat(day))


def cells(text: str, day: str = "2025-03-20") -> dict[str, Cell]:
    found = tables(text, day).cells
    for cell in found:
        assert text[cell.value.start : cell.value.end] == cell.value.text
        words = iter("".join(text[start:end] for start, end in cell.name_at))
        assert all(char in words for char in cell.indicator), cell
    return {cell.value.text: cell for cell in found}


def said(cell: Cell) -> tuple[str, Decimal | None, str | None]:
    return cell.indicator, cell.value.number, cell.value.unit


GDP, GRAIN = ("地区生产总值", Decimal("320450000000"), "元"), ("粮食产量", Decimal(852000), "吨")


@pytest.mark.parametrize(
    "text",
    [
        "指标\t单位\t2024年\t比上年增长(%)\n地区生产总值\t亿元\t3204.5\t5.0\n粮食产量\t万吨\t85.2\t-1.2",
        "指标,单位,2024年,比上年增长(%)\n地区生产总值,亿元,3204.5,5.0\n粮食产量,万吨,85.2,-1.2",
        "|指标|单位|2024年|比上年增长(%)|\n|--|--|--|--|\n|地区生产总值|亿元|3204.5|5.0|\n|粮食产量|万吨|85.2|-1.2|",
        "指标      单位    2024年   比上年增长(%)\n地区生产总值  亿元   3204.5  5.0\n粮食产量   万吨    85.2   -1.2",
        "指标\t2024年\t比上年增长(%)\n地区生产总值（亿元）\t3204.5\t5.0\n粮食产量（万吨）\t85.2\t-1.2",
    ],
)
def test_one_table_in_every_form(text: str) -> None:
    found = cells(text)
    assert said(found["3204.5"]) == GDP
    assert said(found["85.2"]) == GRAIN
    assert said(found["5.0"]) == ("地区生产总值", Decimal("5.0"), "%")
    fall = found["-1.2"]
    assert (fall.value.number, fall.direction, fall.baseline) == (
        Decimal("-1.2"),
        "decrease",
        "yoy",
    )
    assert all(cell.period and str(cell.period.last) == "2024-12-31" for cell in found.values())


def test_a_header_of_three_rows_tells_unit_change_and_time() -> None:
    text = (
        "2024年12月主要经济指标\n指标\t单位\t本月\t\t1-本月累计\t\n\t\t绝对额\t同比增长(%)\t绝对额\t同比增长(%)\n"
        "固定资产投资\t亿元\t50.2\t3.1\t620.3\t4.4"
    )
    found = cells(text, "2025-01-20")
    periods = {
        key: (str(c.period.first), str(c.period.last)) for key, c in found.items() if c.period
    }
    assert periods["50.2"] == periods["3.1"] == ("2024-12-01", "2024-12-31")
    assert periods["620.3"] == periods["4.4"] == ("2024-01-01", "2024-12-31")
    assert [found[key].value.unit for key in ("50.2", "3.1", "620.3", "4.4")] == [
        "元",
        "%",
        "元",
        "%",
    ]


def test_a_plan_has_goals_sums_and_averages() -> None:
    text = (
        "“十四五”时期主要指标\n类别\t序号\t指标\t2020年\t2025年\t年均增速[累计]\t属性\n"
        "经济发展\t1\t地区生产总值（亿元）\t2305\t3200左右\t6.5%\t预期性\n"
        "绿色生态\t2\t单位GDP能源消耗降低（%）\t—\t—\t[13.5]\t约束性\n"
        "\t3\t森林覆盖率（%）\t22.4\t24\t[1.6]\t约束性"
    )
    found = cells(text, "2021-03-20")
    assert (found["2305"].record, found["3200左右"].record) == ("metric", "target")
    assert found["3200左右"].value.comparator == "~"
    saved = found["[13.5]"]
    assert (saved.indicator, saved.direction, saved.statistic) == (
        "单位GDP能源消耗",
        "decrease",
        "cumulative",
    )
    assert found["6.5%"].statistic == "average"
    assert found["[1.6]"].value.unit == "百分点"
    assert not any("经济发展" in cell.indicator for cell in found.values())


def test_rows_of_change_keep_their_own_unit() -> None:
    text = "2024年财政\n项目\t金额（亿元）\n一般公共预算收入\t110.2\n比上年增长（%）\t5.2"
    assert said(cells(text)["5.2"]) == ("一般公共预算收入", Decimal("5.2"), "%")


def test_rows_may_be_places_or_years() -> None:
    places = "2024年各县区生产总值\n县区\t地区生产总值（亿元）\t增速（%）\t位次\n小店区\t500.1\t5.5\t1\n清徐县\t120.2\t4.1\t3"
    found = cells(places)
    assert found["500.1"].indicator == "地区生产总值"
    assert found["500.1"].owner == (places.index("小店区"), places.index("小店区") + 3)
    assert (found["3"].value.kind, found["3"].value.unit, found["3"].indicator) == (
        "rank",
        "位",
        "地区生产总值",
    )
    years = cells("年份\t地区生产总值（亿元）\n2022年\t3000.1\n2023年\t3100.2")
    assert [str(cell.period.last) for cell in years.values() if cell.period] == [
        "2022-12-31",
        "2023-12-31",
    ]


def test_a_name_stands_in_the_cells_that_it_is_made_of() -> None:
    text = (
        "2024年工业主要指标\n行业\t增加值（亿元）\t比上年增长（%）\n其中：1.采 矿 业\t120.5\t3.2\n"
    )
    found = cells(text)["120.5"]
    assert found.indicator == "采矿业增加值"
    spans = [text[start:end] for start, end in found.name_at]
    assert "".join(spans) == "采矿业增加值"
    ranked = cells("2024年各县区经济指标\n地区\t生产总值（亿元）\t位次\n甲县\t98.5\t2\n")["2"]
    assert (ranked.indicator, ranked.value.kind) == ("生产总值", "rank")
    assert len(ranked.name_at) == 1


def test_parts_are_read_with_the_row_above() -> None:
    text = "表1\n指标\t单位\t2024年\n从业人员\t万人\t203.3\n其中：城镇\t万人\t100.1\n乡村\t万人\t103.2\n失业率\t%\t3.1"
    names = [cell.indicator for cell in tables(text).cells]
    assert names == ["从业人员", "从业人员城镇", "从业人员乡村", "失业率"]


def names(text: str) -> list[str]:
    return [cell.indicator for cell in tables(text, "2026-05-01").cells]


def test_bare_names_are_parts_of_the_measure_above() -> None:
    text = (
        "指标\t绝对量\t增速（%）\n货物运输总量（万吨）\t9976.0\t6.1\n铁路\t1162.4\t18.8\n"
        "旅客运输总量（万人）\t11878.0\t-4.5\n铁路\t4430.8\t2.6\n快递业务量（亿件）\t2.1\t3.0\n"
    )
    found = cells(text)
    assert said(found["1162.4"]) == ("货物运输总量铁路", Decimal(11624000), "吨")
    assert said(found["4430.8"]) == ("旅客运输总量铁路", Decimal(44308000), "人")
    assert found["2.1"].indicator == "快递业务量"


def test_a_part_of_a_part_ends_with_the_next_of_its_kind() -> None:
    text = "2025年居民消费价格变动情况\n指标\t比上年涨跌幅度（%）\n居民消费价格\t0.5\n食品烟酒\t-1.7\n#鲜菜\t-2.4\n衣着\t-0.9"
    assert names(text) == [
        "居民消费价格",
        "居民消费价格食品烟酒",
        "食品烟酒鲜菜",
        "居民消费价格衣着",
    ]


def test_a_title_names_what_its_rows_only_divide() -> None:
    text = "表72025年全市分行业固定资产投资情况\n行业\t比上年增长（%）\n总计\t9.9\n采矿业\t83.7"
    assert names(text) == ["固定资产投资总计", "采矿业固定资产投资"]
    (total, _) = tables(text, "2026-05-01").cells
    assert total.period is not None
    assert str(total.period.last) == "2025-12-31"
    products = (
        "主要工业产品产量\n产品名称\t计量单位\t绝对数\n原煤\t万吨\t39.3\n发电量\t亿千瓦时\t26.3"
    )
    assert names(products) == ["原煤产量", "发电量"]
    prices = "2025年居民消费价格指数\n类别\t指数\n居民消费价格总指数\t99.8\n粮食\t98.5"
    assert names(prices)[1].endswith("居民消费价格指数")


def test_lines_of_one_cell_open_sections() -> None:
    text = (
        "表4 2025年运输量\n指标\t单位\t绝对数\n公路\n货物发送量\t万吨\t24387.28\n铁路\n货物到发量\t万吨\t1242.22\n"
        "表5 2025年粮食产量\n品种\t产量（万吨）\n夏粮\t5.1"
    )
    assert names(text) == ["公路货物发送量", "铁路货物到发量", "夏粮产量"]


def test_budgets_by_name_are_no_goals_and_figures_no_titles() -> None:
    text = (
        "图3 2021-2025年财政收入\n2025年一般公共预算收支情况\n指标\t金额（亿元）\t比上年增长（%）\n"
        "地方一般公共预算收入\t108.29\t5.7\n社会保障和就业\t46.79\t8.9"
    )
    found = cells(text, "2026-05-01")
    assert {cell.record for cell in found.values()} == {"metric"}
    period = found["108.29"].period
    assert period is not None
    assert (str(period.first), str(period.last)) == (
        "2025-01-01",
        "2025-12-31",
    )


def test_years_as_rows_keep_their_years() -> None:
    text = "2021—2025年财政收支情况\n年份\t\t一般公共预算收入（亿元）\n2024 年\t\t32.07\n2025 年\t\t33.64"
    found = tables(text, "2026-05-01").cells
    assert [str(cell.period and cell.period.last) for cell in found] == ["2024-12-31", "2025-12-31"]
    assert {cell.record for cell in found} == {"metric"}


def test_own_words_and_the_year_s_end_are_no_part_of_a_name() -> None:
    text = "2025年人口\n指标\t人数（万人）\n全市年末常住人口\t665.9"
    (cell,) = tables(text, "2026-05-01").cells
    assert cell.indicator == "常住人口"
    assert cell.period is not None
    assert (cell.period.first, str(cell.period.last)) == (
        None,
        "2025-12-31",
    )


def test_tables_of_budgets() -> None:
    text = (
        "二○二五年政府性基金收入执行情况表\n单位：万元\n收入项目\t二○二四年决算数\t二○二五年\t\t\t二○二五年执行数比二○二四年决算数增减%\n"
        "\t\t预算数\t执行数\t执行数占预算数%\n国有土地使用权出让收入\t929205\t1408928\t1152531\t81.8\t24.0"
    )
    found = cells(text, "2026-02-01")
    name, yuan = "国有土地使用权出让收入", Decimal(10000)
    assert said(found["929205"]) == (name, 929205 * yuan, "元")
    assert said(found["1152531"]) == (name, 1152531 * yuan, "元")
    assert (found["1408928"].record, found["1152531"].record) == ("target", "metric")
    assert (found["81.8"].record, found["81.8"].value.unit) == ("metric", "%")
    assert (found["24.0"].direction, found["24.0"].baseline) == ("increase", "2024")
    assert [str(found[cell].period.last)[:4] for cell in ("929205", "1152531", "24.0")] == [  # type: ignore[union-attr]
        "2024",
        "2025",
        "2025",
    ]


def test_a_table_of_two_sides_and_captions_inside_a_table() -> None:
    text = (
        "附表1\t\t\t\t\t\n\t\t\t\t单位:万元\t\n收入\t\t\t支出\t\t\n项目\t预算数\t执行数\t项目\t预算数\t执行数\n"
        "税收收入\t11\t12\t教育支出\t21\t22\n附表2\t\t\t\t\t\n\t\t\t\t单位:亿元\t\n项目\t预算数\t执行数\t项目\t预算数\t执行数\n"
        "增值税\t31\t32\t科技支出\t41\t42"
    )
    found = cells(text, "2026-02-01")
    assert said(found["12"]) == ("税收收入", Decimal(120000), "元")
    assert said(found["22"]) == ("教育支出", Decimal(220000), "元")
    assert said(found["42"]) == ("科技支出", Decimal(4200000000), "元")


def test_lines_of_unit_and_number_above_a_header_name_nothing() -> None:
    text = (
        "2026年市级一般公共预算支出情况表\n表1-4\t单位：万元\n项目\t2025年执行数\t2026年预算数\t占预算(%)\t预算数比上年执行数增长%\n"
        "高等职业教育\t2919\t1786\t97.5\t-38.8"
    )
    found = cells(text, "2026-02-01")
    assert said(found["1786"]) == ("高等职业教育", Decimal(17860000), "元")
    assert said(found["-38.8"]) == ("高等职业教育", Decimal("-38.8"), "%")
    single = "分县区转移支付\n单位：万元\n县市区\t合计\n泰山区\t574"
    assert [cell.indicator for cell in tables(single).cells] == ["转移支付"]


def test_a_cell_is_as_sure_as_what_tells_of_it() -> None:
    text = "2024年情况\n指标\t绝对数（亿元）\n总量\t5\n其中：工业\t3\n"
    whole, part = (cell.confidence for cell in tables(text).cells)
    assert whole is not None
    assert part is not None
    assert 1 > whole > part > 0
    (bare,) = tables("指标\t绝对数\n总量\t5\n").cells
    assert bare.confidence is not None
    assert bare.confidence < part


def test_changes_in_amounts_have_the_unit_of_the_row() -> None:
    found = cells(
        "2024年财政金融\n单位：亿元、%\n指标\t年末余额\t比年初增加\t增长\t增减额\t增减幅（%）\n各项存款\t3850.2\t298.5\t8.4\t-9.2\t-5.1"
    )
    assert said(found["298.5"]) == ("各项存款余额", Decimal("29850000000"), "元")
    assert (found["298.5"].direction, found["298.5"].baseline) == ("increase", "2024-01-01")
    assert said(found["8.4"]) == ("各项存款余额", Decimal("8.4"), "%")
    assert said(found["-9.2"]) == ("各项存款余额", Decimal("-920000000"), "元")
    assert found["-5.1"].value.unit == "%"


def test_ranks_owners_shares_and_months_without_a_year() -> None:
    found = cells(
        "2024年末各县经济\n县区\tGDP(亿元)\t比重（%）\t固投增速(%)\t位次\n甲县\t98.5\t40.1\t8.2\t3\n合计\t218.8\t100.0\t2.1\t\n"
    )
    assert (found["3"].indicator, found["3"].value.unit) == ("固投", "位")
    assert found["98.5"].owner is not None
    assert found["218.8"].owner is None
    quarters = cells("指标\t一季度\t上半年\n增加值增速（%）\t5.1\t5.3\n", "2025-01-20")
    assert [str(one.period and one.period.last) for one in quarters.values()] == [
        "2024-03-31",
        "2024-06-30",
    ]


def test_numbers_in_the_words_of_a_cell_are_told() -> None:
    found = tables(
        "项目\t建设内容\t总投资（亿元）\n甲项目\t新建厂房5万平方米\t12.5\n乙项目\t改造道路\t3.2\n"
    )
    assert [cell.indicator for cell in found.cells] == ["甲项目总投资", "乙项目总投资"]
    assert ["numbers in the words of column 2" in one.message for one in found.untold] == [True]


def test_a_header_without_its_corner_is_moved() -> None:
    found = cells(
        "表1 2019年生产总值\n| 绝 对 数 (亿元) | 比上年增长 (%) |\n地区生产总值 | 617.50 | 5.2 |\n工业增加值 | 339.85 | 4.1 |"
    )
    assert said(found["617.50"]) == ("地区生产总值", Decimal("61750000000"), "元")
    assert (found["5.2"].value.unit, found["5.2"].baseline) == ("%", "yoy")


def test_a_header_that_lost_its_merged_cells_is_told() -> None:
    text = "序号\t病种\t支付限额\t有效期\n分类\t名称\t职工\t居民\n1\t一类\t高血压\t200\t50\t长期\n2\t一类\t糖尿病\t200\t50\t长期"
    found = tables(text)
    assert found.cells == ()
    assert "lost its merged cells" in found.untold[0].message


@pytest.mark.parametrize("corner", ["", "品名"])
def test_a_title_says_what_its_cells_are_counted_for(corner: str) -> None:
    text = f"表10 居民平均每百户耐用品拥有量\n单位：台\n{corner}\t城镇\t农村\n空调\t150.2\t98.3\n电冰箱\t103.1\t101.5\n"
    found = tables(text)
    assert [cell.indicator for cell in found.cells] == [
        f"每百户{name}{side}" for name in ("空调", "电冰箱") for side in ("城镇", "农村")
    ]
    assert {cell.value.unit for cell in found.cells} == {"台"}
    assert not found.untold


def test_a_header_one_cell_short_is_told_and_not_guessed() -> None:
    found = tables("单位：台\n城镇\t农村\n空调\t150.2\t98.3\n电冰箱\t103.1\t101.5\n")
    assert not found.cells
    assert found.untold
    named = tables("单位：台\n品名\t城镇\n空调\t150.2\t98.3\n电冰箱\t103.1\t101.5\n")
    assert [cell.indicator for cell in named.cells] == ["空调城镇", "电冰箱城镇"]
    assert "column 3" in named.untold[0].message


def test_digits_name_nothing() -> None:
    found = tables("产品名称\t产量（万吨）\t比上年增长（%）\n粮食\t303.2\t0.3\n267.0\t2.5\t1.0")
    assert [cell.indicator for cell in found.cells] == ["粮食产量", "粮食产量"]
    assert "nothing names" in found.untold[0].message


def test_what_is_not_understood_is_told_and_not_guessed() -> None:
    bare = tables("粮食\t12.5\t3.1\n油料\t2.5\t1.1")
    assert not bare.cells
    assert "without a header" in bare.untold[0].message
    lost = tables("指标\t2024年\t\n粮食产量（万吨）\t85.2\t7.7")
    assert [cell.value.text for cell in lost.cells] == ["85.2"]
    assert "column 3" in lost.untold[0].message
    stray = tables(
        "指标\t单位\t2024年\n收入\t亿元\t3.1\n支出\t亿元\t4.4\n结余\t亿元\t4.1\n其他\t-50.2\t"
    )
    assert "-50.2" in stray.untold[0].message
    torn = tables("指标\t2024年（亿元）\n收入\t5.2 4.6\n支出\t3.1")
    assert "5.2 4.6" in torn.untold[0].message


def test_a_row_with_a_cell_too_many_moves_no_value() -> None:
    head = "表2 2023年产值\n指标\t绝对数（亿元）\t比上年增长（%）\n种植业\t170.5\t3.6\n畜牧业\t75.2\t5.1\n"
    spread = cells(head + "林\t业\t62.3\t4.4")
    assert said(spread["62.3"]) == ("林业产值", Decimal("6230000000"), "元")
    odd = tables(head + "林业\t62.3\t1.1\t4.4")
    assert not any(cell.indicator == "林业" for cell in odd.cells)
    assert "more cells" in odd.untold[0].message


@pytest.mark.parametrize(
    ("cell", "number", "comparator"),
    [("6左右", "6", "~"), ("≥65", "65", ">="), ("＞6.5", "6.5", ">"), ("5.5以内", "5.5", "<="),
     ("〔−4.4〕", "-4.4", "="), ("1,205.3", "1205.3", "="), ("负3.2", "-3.2", "="), ("7①", "7", "="), ("↓3.1", "-3.1", "="), ("1 205.3", "1205.3", "="),
     ("[12]以上", "12", ">="), ("＞[6]", "6", ">"), ("[≥6]", "6", ">=")],
)  # fmt: skip
def test_cells_as_they_are_written(cell: str, number: str, comparator: str) -> None:
    read = read_number(cell)
    assert read is not None
    assert (read.number, read.comparator) == (Decimal(number), comparator)


@pytest.mark.parametrize("cell", ["—", "-", "…", "", "/"])
def test_empty_cells(cell: str) -> None:
    assert is_empty(cell)


def test_names_of_rows_and_tables() -> None:
    label = read_label("其中：2.单位GDP能源消耗降低（%）")
    assert (label.name, label.unit, label.verb, label.part) == (
        "单位GDP能源消耗",
        "%",
        "降低",
        True,
    )
    assert read_label("60周岁及以上").name == "60周岁及以上"
    assert topic("表3 2023年周口市规模以上工业增加值增速").startswith("规模以上工业增加值")


def test_prose_holds_no_table() -> None:
    text = "全年粮食产量650万吨，比上年增长5%。\n蔬菜产量120万吨。\n\n一、综合 1\n二、农业 3\n"
    assert find_tables(text, read_layout(text)) == []


def test_a_long_text_of_odd_lines_is_read_in_linear_time() -> None:
    text = "甲  乙\n" * 4000 + "甲\t\n" * 4000 + "甲 1\n" * 4000
    assert find_tables(text, read_layout(text)) == []


def told(cell: Cell) -> tuple[str, str, str | None, str, str]:
    """Name, number, unit, record and last day of a cell."""
    last = str(cell.period.last) if cell.period else ""
    number = cell.value.number if cell.value.number is not None else cell.value.low
    return cell.indicator, f"{number:f}", cell.value.unit, cell.record or "", last


@pytest.mark.parametrize(
    ("text", "day", "value", "expected"),
    [
        (  # two tables side by side, each headed by a word of its own
            "收入项目\t2024年决算数（万元）\t支出项目\t2024年决算数（万元）\n"
            "税收收入\t531200\t一般公共服务支出\t80200\n非税收入\t176400\t教育支出\t150300",
            "2025-08-20",
            "80200",
            ("一般公共服务支出", "802000000", "元", "metric", "2024-12-31"),
        ),
        (  # averages and sums of a plan under one header
            "“十五五”时期主要指标\n指标\t2025年\t2030年\t年均/累计\t属性\n"
            "地区生产总值增长（%）\t5.1\t-\t5左右\t预期性\n平均受教育年限（年）\t11.3\t11.8\t[0.5]\t约束性",
            "2026-03-01",
            "[0.5]",
            ("平均受教育年限", "0.5", "年", "target", "2030-12-31"),
        ),
        (  # a verb before a goal
            "2025年主要目标\n指标\t2024年完成\t2025年目标\n粮食产量\t120.5亿斤\t稳定在120亿斤以上\n"
            "一般公共预算收入\t3.1%\t增长3%以上",
            "2025-02-10",
            "120亿斤以上",
            ("粮食产量", "12000000000", "斤", "target", "2025-12-31"),
        ),
        (  # what is planned, as a share of last year's result, is of the year that is planned
            "2025年基金预算收入表\n单位：亿元\n项目\t2024年执行数\t2025年预算数\t预算数为上年执行数的%\n"
            "土地出让收入\t120.5\t110.0\t91.3\n合计\t128.7\t118.5\t92.1",
            "2025-01-15",
            "91.3",
            ("土地出让收入预算数为执行数", "91.3", "%", "target", "2025-12-31"),
        ),
        (  # the unit of all values in the header of the names
            "指标（单位：亿元）\t2023年\t2024年\n存款余额\t4980.1\t5301.2\n贷款余额\t3902.7\t4150.6",
            "2025-02-02",
            "5301.2",
            ("存款余额", "530120000000.0", "元", "metric", "2024-12-31"),
        ),
        (  # points belong to the share before them, not to the measure before that
            "2024年各区空气质量\n区域\tPM2.5浓度（μg/m³）\t同比（%）\t优良天数比例（%）\t同比（百分点）\n"
            "迎泽区\t38\t-5.0\t75.1\t2.3\n尖草坪区\t40\t-2.4\t73.0\t1.1",
            "2025-01-15",
            "2.3",
            ("优良天数比例", "2.3", "百分点", "metric", "2024-12-31"),
        ),
        (  # drawn with characters
            "2024年财政收支\n+------+------+\n| 项目 | 金额(亿元) |\n+======+======+\n| 预算收入 | 320.5 |\n"
            "+------+------+\n| 预算支出 | 602.4 |\n+------+------+",
            "2025-01-20",
            "320.5",
            ("预算收入", "32050000000.0", "元", "metric", "2024-12-31"),
        ),
        (
            "2024年财政收支\n┌────┬────┐\n│项目│金额（亿元）│\n├────┼────┤\n│预算收入│320.5│\n│预算支出│602.4│\n└────┴────┘",
            "2025-01-20",
            "602.4",
            ("预算支出", "60240000000.0", "元", "metric", "2024-12-31"),
        ),
        (  # a column of days
            "名称,数值,日期\n粮食产量（万吨）,85.2,2024-12-31\n常住人口（万人）,320.5,2023-12-31",
            "2025-02-20",
            "320.5",
            ("常住人口", "3205000.0", "人", "metric", "2023-12-31"),
        ),
        (  # years in a column among others are no values
            "指标\t年份\t数值\t单位\n粮食产量\t2023\t84.1\t万吨\n粮食产量\t2024\t85.2\t万吨",
            "2025-02-20",
            "85.2",
            ("粮食产量", "852000.0", "吨", "metric", "2024-12-31"),
        ),
        (  # months as rows, of the year of the title
            "2024年各月居民消费价格涨跌幅（%）\n月份\t同比\t环比\n1月\t-0.8\t0.3\n2月\t0.7\t1.0",
            "2025-01-20",
            "0.7",
            ("居民消费价格", "0.7", "%", "metric", "2024-02-29"),
        ),
        (  # a year before a name that says nothing
            "地区生产总值分季度情况\n指标\t一季度\t上半年\n2024年总量（亿元）\t701.2\t1502.3\n2024年增速（%）\t4.6\t4.8",
            "2025-02-20",
            "1502.3",
            ("地区生产总值", "150230000000.0", "元", "metric", "2024-06-30"),
        ),
        (  # rows that are set in have the unit of the one above
            "2024年对外经济\n指标\t1—12月\t同比增长（%）\n进出口总额（亿元）\t702.9\t6.0\n  出口\t450.2\t7.1\n"
            "  进口\t252.7\t4.1\n实际使用外资（万美元）\t15300\t-20.4",
            "2025-01-20",
            "450.2",
            ("出口", "45020000000.0", "元", "metric", "2024-12-31"),
        ),
        (  # names under a header over two columns
            "2024年农业\n指标\t\t单位\t2024年\n粮食\t面积\t万亩\t320.1\n\t产量\t万吨\t120.5\n蔬菜\t面积\t万亩\t61.0\n"
            "\t产量\t万吨\t124.4",
            "2025-02-10",
            "124.4",
            ("蔬菜产量", "1244000.0", "吨", "metric", "2024-12-31"),
        ),
        (  # projects are named by their names, years of building are no values
            "2025年重点项目（单位：万元）\n序号\t项目名称\t建设单位\t总投资\t建设年限\n"
            "1\t污水处理厂扩建工程\t市水务集团\t25600\t2024-2026\n2\t医院迁建工程\t市卫健委\t48000\t2025-2027\n"
            "合计\t\t\t73600\t",
            "2025-02-20",
            "25600",
            ("污水处理厂扩建工程总投资", "256000000", "元", "metric", "2025-12-31"),
        ),
        (  # the base of indices is no topic
            "表2：2024年居民消费价格指数\n（以上年为100）\n指标\t指数\n食品烟酒\t98.1\n衣着\t103.5",
            "2025-02-20",
            "98.1",
            ("食品烟酒居民消费价格指数", "98.1", None, "metric", "2024-12-31"),
        ),
        (  # 年末 of the year that the title names
            "某州2016年统计公报\n表10 年末每百户家庭拥有耐用品\n单位：台\n\t城镇\t农村\n彩色电视机\t110\t107\n电冰箱\t101\t93",
            "2017-03-16",
            "110",
            ("每百户彩色电视机城镇", "110", "台", "metric", "2016-12-31"),
        ),
        (  # a change has the time of the column right before it
            "2025年1—4月指标\n单位：亿元\n指标\t4月\t1—4月\t同比±%\n工业总产值\t102.3\t398.7\t5.5\n零售总额\t88.0\t360.2\t4.1",
            "2025-05-20",
            "5.5",
            ("工业总产值", "5.5", "%", "metric", "2025-04-30"),
        ),
        (  # 自然增长 is no change of anything
            "人口变动（2024年）\n指标\t人数（万人）\t率（‰）\n出生\t2.1\t6.55\n自然增长\t-0.2\t-0.63",
            "2025-04-02",
            "-0.63",
            ("自然增长率", "-0.063", "%", "metric", "2024-12-31"),
        ),
    ],
)
def test_what_names_and_dates_a_cell(
    text: str, day: str, value: str, expected: tuple[str, str, str | None, str, str]
) -> None:
    name, number, *rest = told(cells(text, day)[value])
    assert (name, Decimal(number), *rest) == (expected[0], Decimal(expected[1]), *expected[2:])


def test_total_of_a_list_is_not_its_last_member() -> None:
    text = "2025年重点项目\n序号\t项目名称\t总投资（万元）\n1\t污水处理厂\t25600\n2\t医院\t48000\n合计\t\t73600"
    assert "医院" not in cells(text)["73600"].indicator


def test_members_of_a_ratio_have_the_time_of_their_column() -> None:
    text = "2024年比例\n指标\t2023年\t2024年\n产业结构\t5.3:40.1:54.6\t5.1:40.3:54.7"
    found = cells(text, "2025-02-20")
    assert [found[key].value.number for key in ("5.1", "40.3", "54.7")] == [
        Decimal("5.1"), Decimal("40.3"), Decimal("54.7"),
    ]  # fmt: skip
    period = found["5.3"].period
    assert period is not None
    assert str(period.last) == "2023-12-31"


def test_a_verb_before_a_cell_tells_its_direction_and_is_no_part_of_it() -> None:
    text = "2025年目标\n指标\t2025年目标\n工业增加值\t增长6%左右\n单位能耗\t下降3%\n粮食产量\t提高到120亿斤"
    found = cells(text, "2025-02-10")
    assert (found["6%左右"].direction, found["3%"].direction) == ("increase", "decrease")
    assert found["120亿斤"].direction is None


def test_brackets_of_an_account_and_cells_without_a_table_are_told() -> None:
    account = tables(
        "2024年指标\n指标\t本期\t增减率\n税收收入（亿元）\t210.3\t(1.2%)\n非税收入（亿元）\t110.2\t12.4%"
    )
    assert [one.message for one in account.untold] == ["a cell of a table was not read: (1.2%)"]
    stacked = "主要指标\n指标\n单位\n2024年\n增长（%）\n地区生产总值\n亿元\n3204.5\n5.0\n固定资产投资\n亿元\n620.5\n4.1"
    found = tables(stacked)
    assert not found.cells
    assert len(found.untold) == 1
    assert stacked.index("3204.5") in range(found.untold[0].start, found.untold[0].end)


def test_titles_of_tables_hold_no_values() -> None:
    text = (
        "表6 2024年2000万元以上工业产品产量\n产品\t单位\t产量\n水泥\t万吨\t102.3\n大米\t万吨\t25.7"
    )
    assert (0, text.index("\n")) in tables(text).lines


def test_a_measure_that_stands_under_two_others_is_named_with_each() -> None:
    found = cells(
        "指标\t年末余额（亿元）\n各项存款\t3934.85\n其中：住户存款\t2833.08\n活期存款\t530.23\n"
        "企业存款\t705.09\n活期存款\t194.11\n"
    )
    assert found["530.23"].indicator == "住户存款活期存款余额"
    assert found["194.11"].indicator == "企业存款活期存款余额"
    assert found["705.09"].indicator == "企业存款余额"


def test_a_part_that_ends_like_its_whole_ends_no_list_of_parts() -> None:
    found = cells(
        "指标\t绝对数（亿元）\n一般公共预算支出\t295.50\n其中：教育\t44.10\n卫生健康支出\t31.51\n节能环保\t5.86\n"
    )
    assert found["31.51"].indicator == "卫生健康支出"
    assert found["5.86"].indicator == "一般公共预算支出节能环保"


def test_a_rank_has_no_direction() -> None:
    found = cells(
        "县区\tGDP（亿元）\t增速（%）\t增速排名\n甲县\t120.5\t5.2\t3\n乙县\t98.1\t6.0\t1\n"
    )
    assert [found[text].direction for text in ("120.5", "5.2", "3")] == [None, "increase", None]


def test_a_marked_part_is_one_of_the_measure_right_above() -> None:
    found = cells(
        "指标\t单位\t2024年\n房屋施工面积\t万平方米\t820.5\n#住宅\t万平方米\t610.2\n"
        "商品房销售面积\t万平方米\t95.4\n#住宅\t万平方米\t80.3\n"
    )
    assert found["610.2"].indicator == "房屋施工面积住宅"
    assert found["80.3"].indicator == "商品房销售面积住宅"


def test_a_sum_in_brackets_has_the_unit_of_its_row() -> None:
    found = cells(
        "“十四五”时期主要指标\n指标\t单位\t2020年\t2025年\t年均增速[累计]\n"
        "人均预期寿命\t岁\t77.8\t79\t[1.2]\n研发经费投入增长\t%\t-\t-\t[12]以上\n"
    )
    assert said(found["[1.2]"]) == ("人均预期寿命", Decimal("1.2"), "岁")
    assert (found["[12]以上"].value.unit, found["[12]以上"].value.comparator) == ("%", ">=")


def test_a_number_in_the_caption_that_names_cells_is_none_of_its_own(rules_only) -> None:
    found = rules_only.extract(
        "2024年5月70个大中城市房价指数\n城市\t环比（上月=100）\n太原\t99.6\n大同\t99.9\n"
    )
    assert [str(one.value.number) for one in found.claims] == ["99.6", "99.9"]
