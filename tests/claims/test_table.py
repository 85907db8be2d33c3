"""Tables in plain text."""

from decimal import Decimal

from policy_extract.claims.table import read_tables
from policy_extract.text.layout import read_layout

TABLE = """2020年主要产品产量
单位：万吨
产品\t产量\t比上年增长（±%）
粮食\t650.0\t17.3
#水稻\t79.4\t-1.6
"""


def test_cells_are_named_by_row_and_column() -> None:
    cells = read_tables(TABLE, read_layout(TABLE)).cells
    assert [(cell.indicator, cell.value.number, cell.value.unit) for cell in cells] == [
        ("粮食产量", Decimal(6500000), "吨"),
        ("粮食产量", Decimal("17.3"), "%"),
        ("水稻产量", Decimal(794000), "吨"),
        ("水稻产量", Decimal("-1.6"), "%"),
    ]


def test_a_column_of_changes_has_direction_and_baseline() -> None:
    cells = read_tables(TABLE, read_layout(TABLE)).cells
    assert [cell.direction for cell in cells] == [None, "increase", None, "decrease"]
    assert [cell.baseline for cell in cells] == [None, "yoy", None, "yoy"]


def test_cells_stand_where_they_say() -> None:
    for cell in read_tables(TABLE, read_layout(TABLE)).cells:
        assert TABLE[cell.value.start : cell.value.end] == cell.value.text


def test_a_scale_in_the_header_is_multiplied_out() -> None:
    text = "指标\t数值（亿元）\n生产总值\t4000.5\n"
    (cell,) = read_tables(text, read_layout(text)).cells
    assert (cell.indicator, cell.value.number, cell.value.unit) == (
        "生产总值",
        Decimal("400050000000"),
        "元",
    )
    assert cell.value.kind == "money"


def test_kilowatts_are_not_thousands_of_watts() -> None:
    text = "指标\t数值（千瓦）\n装机\t5\n"
    (cell,) = read_tables(text, read_layout(text)).cells
    assert (cell.value.number, cell.value.unit) == (Decimal(5), "千瓦")


def test_prose_has_no_table() -> None:
    text = "全年粮食产量650万吨。\n比上年增长5%。"
    assert read_tables(text, read_layout(text)).cells == ()
