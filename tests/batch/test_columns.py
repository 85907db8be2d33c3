"""Columns by their usual names, and days as tables write them."""

import pytest

from policy_extract.batch.columns import found_fields
from policy_extract.batch.days import plain_date
from policy_extract.batch.rows import Fields, RowReader


def test_columns_are_found_by_their_usual_names() -> None:
    found = found_fields(Fields(), ["编号", "标题", "发布时间", "正文"])
    assert (found.text, found.title, found.date) == ("正文", "标题", "发布时间")


def test_a_named_column_is_the_one_and_none_leaves_it_out() -> None:
    found = found_fields(Fields(text="内容", date="none"), ["内容", "正文", "pubdate", "title"])
    assert (found.text, found.title, found.date) == ("内容", "title", None)


def test_a_row_has_what_its_columns_say() -> None:
    item = RowReader(Fields()).item({"content": "今年增长5%。", "PubDate": "2024年2月20日"}, "a:1")
    assert (item.text, plain_date(item.published)) == ("今年增长5%。", "2024-02-20")


def test_each_row_of_lines_has_its_own_columns_and_its_day_in_any_form() -> None:
    reader = RowReader(Fields())
    rows = [
        {"标题": "甲", "时间": 1708387200, "正文": "今年增长5%。"},
        {"title": "乙", "publish_date": "二〇二四年二月二十日", "content": "今年增长6%。"},
    ]
    items = [reader.item(row, f"a:{number}") for number, row in enumerate(rows, 1)]
    assert [(one.title, one.published, one.text[-3:]) for one in items if one.text] == [
        ("甲", "2024-02-20", "5%。"), ("乙", "2024-02-20", "6%。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "day"),
    [("20240320", "2024-03-20"), ("2024/3/2", "2024-03-02"), ("2024.03.02 08:00", "2024-03-02"),
     ("二〇二四年三月二日", "2024-03-02"), ("1708392660", "2024-02-20"), ("1708392660000", "2024-02-20"),
     ("2024年3月", "2024-03"), ("2024", "2024"), ("不详", "不详")],
)  # fmt: skip
def test_days_of_crawlers(given: str, day: str) -> None:
    assert plain_date(given) == day
