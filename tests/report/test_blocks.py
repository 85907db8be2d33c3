"""A text as blocks: nothing is lost, headings and tables are told."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.report.blocks import PIECE, read_blocks

LINES = st.lists(st.text(alphabet="一、（）第章节目标增长5%。\t| \n", max_size=40), max_size=12)


@given(LINES.map("\n".join))
def test_blocks_hold_every_character_that_is_no_white_space(text: str) -> None:
    blocks = read_blocks(text, None)
    held = "".join(text[block["start"] : block["end"]] for block in blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert [b["start"] for b in blocks] == sorted(b["start"] for b in blocks)
    for block in blocks:
        cells = block.get("cells", [])
        assert all(block["start"] <= start <= end <= block["end"] for start, end in cells)


def test_headings_tables_and_long_lines() -> None:
    text = "报告\n第一章 总则\n一、目标\n（一）产业\n甲\t5\n乙\t6\n" + "长。" * PIECE
    kinds = [block["kind"] for block in read_blocks(text, "报告")]
    assert kinds[:6] == ["title", "h2", "h3", "h4", "row", "row"]
    assert kinds[6:] == ["body", "more"]


def test_the_cells_of_a_row_are_its_columns_also_empty_ones() -> None:
    text = "| 甲 | | 5 |\n| 乙 | 3 | 6 |"
    (row, _) = read_blocks(text, None)
    assert [text[start:end].strip() for start, end in row["cells"]] == ["甲", "", "5"]


def test_one_line_with_a_tab_is_no_table() -> None:
    assert [block["kind"] for block in read_blocks("甲\t乙\n丙", None)] == ["body", "body"]
