"""Pages of glyphs: watermarks, raised marks, running heads, notes, ruled and stacked tables."""

from policy_extract.text.glyphs import Glyph
from policy_extract.text.pages import PageGlyphs, page_paragraphs
from policy_extract.text.paragraphs import document_text
from policy_extract.text.ruling import Rule, ruled_tables
from policy_extract.text.scripts import settle_scripts


def line(text: str, x: float, base: float, size: float = 12.0) -> list[Glyph]:
    found = []
    for char in text:
        width = size if ord(char) > 255 else size / 2
        found.append(Glyph(char, x, x + width, base, size))
        x += width
    return found


def page(*lines: list[Glyph], slanted: list[Glyph] | None = None) -> PageGlyphs:
    made = PageGlyphs()
    for some in lines:
        for glyph in some:
            made.add(0, glyph, False)
    for glyph in slanted or ():
        made.add(0, glyph, True)
    return made


def texts(*pages: PageGlyphs) -> list[str]:
    return [one.text for some in page_paragraphs(pages) for one in some]


def test_a_slanted_watermark_is_no_text() -> None:
    body = line("全市地区生产总值增长百分之五。", 70, 100)
    assert texts(page(body, slanted=line("内部", 90, 101))) == ["全市地区生产总值增长百分之五。"]


def test_a_slanted_page_keeps_its_text() -> None:
    assert texts(page(slanted=line("全市地区生产总值。", 70, 100))) == ["全市地区生产总值。"]


def test_raised_powers_stay_and_raised_notes_go() -> None:
    glyphs = [*line("绿地120万m", 70, 100), *line("2", 124 + 4, 95, 6)]
    area = "".join(glyph.text for glyph in settle_scripts(glyphs))
    assert area == "绿地120万m²"
    noted = [*line("总值", 70, 100), *line("2", 94, 95, 6), *line("3204", 98, 100)]
    assert "".join(glyph.text for glyph in settle_scripts(noted)) == "总值3204"


def test_running_heads_and_notes_part_no_sentence() -> None:
    def made(number: int, first: str, last: str) -> PageGlyphs:
        rows = [line(f"某市统计公报{number}", 70, 40, 9), line(first, 70, 100)]
        rows += [line("全市各级各部门认真落实各项部署。", 70, 100 + 20 * n) for n in range(1, 6)]
        rows += [
            line(last, 70, 220),
            line("[1]按不变价格计算。", 70, 740, 8),
            line(f"— {number} —", 280, 800, 9),
        ]
        return page(*rows)

    pages = [made(1, "初步核算，全年增长百分之五点零左右", "第二产业增加值增长百分之五第二产"),
             made(2, "业增加值继续增长百分之四点八左右。", "全年增长百分之五点零左右的情况。")]  # fmt: skip
    found = document_text(page_paragraphs(pages))
    assert "第二产业增加值继续增长" in found
    assert "— 2 —" not in found
    assert found.rstrip().endswith("[1]按不变价格计算。")


def test_a_ruled_table_keeps_merged_cells_and_rows_that_no_line_parts() -> None:
    level = [Rule(100, 70, 310), Rule(120, 70, 310), Rule(180, 70, 310)]
    upright = [Rule(x, 100, 180) for x in (70, 190, 250, 310)]
    glyphs = [g for text, x, base in (
        ("指标", 75, 115), ("产量", 195, 115), ("增长", 255, 115),
        ("粮食", 75, 135), ("85.2", 195, 135), ("1.2", 255, 135),
        ("油料", 75, 155), ("3.1", 195, 155), ("-4.0", 255, 155),
    ) for g in line(text, x, base)]  # fmt: skip
    (table,), rest = ruled_tables(level, upright, glyphs)
    assert rest == []
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["指标", "产量", "增长"], ["粮食", "85.2", "1.2"], ["油料", "3.1", "-4.0"],
    ]  # fmt: skip


def ruled(
    level: list[Rule], upright: list[Rule], *cells: tuple[str, float, float]
) -> list[list[str]]:
    glyphs = [glyph for text, x, base in cells for glyph in line(text, x, base)]
    tables, _ = ruled_tables(level, upright, glyphs)
    return [[cell.text for cell in row] for table in tables for row in table.rows]


def test_values_side_by_side_make_columns_that_no_line_parts() -> None:
    level = [Rule(100, 70, 400), Rule(120, 70, 400), Rule(180, 70, 400)]
    assert ruled(
        level, [Rule(160, 100, 180)],
        ("产品", 75, 115), ("产量（万吨）", 165, 115), ("比上年增长%", 250, 115),
        ("粮食", 75, 135), ("303.2", 190, 135), ("0.3", 290, 135),
        ("油料", 75, 155), ("18.7", 190, 155), ("-0.5", 290, 155),
    ) == [["产品", "产量（万吨）", "比上年增长%"], ["粮食", "303.2", "0.3"], ["油料", "18.7", "-0.5"]]  # fmt: skip


def test_lines_that_run_through_words_are_a_drawing() -> None:
    level = [Rule(100 + 20 * n, 70, 400) for n in range(5)]
    upright = [Rule(x, 100, 180) for x in (70, 110, 150, 190, 400)]
    words = [(text, 78 + 8 * n, 115 + 20 * n) for n, text in enumerate(("12345.6%", "9876.5%", "1357.9%"))]  # fmt: skip
    assert ruled(level, upright, *words) == []


def test_a_lattice_that_is_almost_empty_is_a_drawing() -> None:
    level = [Rule(100 + 20 * n, 70, 400) for n in range(8)]
    upright = [Rule(70 + 55 * n, 100, 240) for n in range(7)]
    assert ruled(level, upright, ("33.2", 75, 115), ("4.3", 185, 155), ("1.2", 295, 195)) == []
