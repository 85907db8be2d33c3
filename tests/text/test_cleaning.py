"""What no reader reads is left out; every span leads home to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.segmentation import Segmenter
from policy_extract.text.garbled import garbled_lines
from policy_extract.text.reading import read_through

WORDS = Segmenter()


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("总值32\u200b04.5亿\ufeff元", "总值3204.5亿元"),
        ("⼀般公共预算收⼊增⻓", "一般公共预算收入增长"),
        ("增长\u00a05%", "增长 5%"),
        ("截至 2023 年底", "截至 2023年底"),
        ("今 年 地 区 生 产 总 值 增 长 6 % 。", "今年地区生产总值增长6%。"),
        ("今　年，农　业增加值力　争增　长4%", "今年，农业增加值力争增长4%"),
        ("国内生产总值①3204.5亿元", "国内生产总值3204.5亿元"),
        ("①加强领导", "①加强领导"),
        ("总值²3204.5亿元，增长³5.0%，绿地5万m²", "总值3204.5亿元，增长5.0%，绿地5万m²"),
        ("增加值（注3）56.7亿元，收入[注1]9亿元", "增加值56.7亿元，收入9亿元"),
        ("总值 3 204.5 亿元，3204 .5亿元", "总值 3204.5 亿元，3204.5亿元"),
        ("2024 年 12 345.6 亿元，第 2 345 号", "2024年 12345.6 亿元，第 2 345 号"),
        ("资金０\U001001b0３亿元，增长７６\U001001b01％", "资金０.３亿元，增长７６.1％"),
        ("展会双提升.持续加强,增长5.0%.", "展会双提升。持续加强,增长5.0%。"),
        ("1.持续加强；U.S.A；5.0%", "1.持续加强；U.S.A；5.0%"),
        ("一.持续加强。甲.乙同志。", "一.持续加强。甲.乙同志。"),
        ("增速为–3.2%、为—3.2%，（‑1.5%）", "增速为-3.2%、为-3.2%，（-1.5%）"),
        ("2021年–2025年增长5%–6%，1—9月——3家", "2021年–2025年增长5%–6%，1—9月——3家"),
        ("🎉今年增长5%👏。", "今年增长5%。"),
        ("某市二O二一年报告", "某市二〇二一年报告"),
        ("第一章　总则", "第一章　总则"),
        ("甲市　乙市", "甲市　乙市"),
    ],
)
def test_characters_as_they_are_meant(source: str, read: str) -> None:
    assert read_through(source, WORDS).text == read


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("增长5.2%;年末人口500万人;城镇化率65.3%", "增长5.2%；年末人口500万人；城镇化率65.3%"),
        ("增长5.2%; \n2023年为3%;“一老一小”", "增长5.2%； \n2023年为3%；“一老一小”"),
        ("里程120km;汽车30辆", "里程120km；汽车30辆"),
        ("坐标120.5;30.2", "坐标120.5;30.2"),
        ("a=1;b=2; color:red;", "a=1;b=2; color:red;"),
    ],
)
def test_a_halfwidth_semicolon_parts_clauses(source: str, read: str) -> None:
    assert read_through(source).text == read


def test_page_numbers_and_running_heads_end_no_sentence() -> None:
    lines = [f"第{n}行文字说明全市经济运行情况" for n in "一二三四五六"]
    body = "\n".join(lines)
    source = f"{body}，生产总\n1\n— —\n值增长5.0%。\n{body}\n2\n— —\n{body}"
    assert "生产总\n值增长5.0%" in read_through(source).text


def test_a_tool_bar_and_a_footer_are_not_read() -> None:
    source = "打印\n浏览次数：1234次　【字体：大 中 小】\n全市增长6%。\n您是第 12345678 位访客"
    assert read_through(source, WORDS).text.split() == ["全市增长6%。"]


@given(st.text("增长 6%\u200b⼀二O年12①🎉\n\u3000今，。", max_size=60), st.data())
def test_every_span_leads_home(source: str, data: st.DataObject) -> None:
    reading = read_through(source, WORDS)
    if reading.text:
        start = data.draw(st.integers(0, len(reading.text) - 1))
        end = data.draw(st.integers(start + 1, len(reading.text)))
        low, high = reading.span(start, end)
        assert 0 <= low < high <= len(source)
        assert high - low >= end - start


def test_mojibake_is_told() -> None:
    garbled = "今年力争地区生产总值增长6%左右，城镇新增就业7万人以上。".encode().decode(
        "gb18030", "replace"
    )
    assert garbled_lines(f"工作要点\n{garbled}") == [(5, 5 + len(garbled))]
    assert garbled_lines("今年力争地区生产总值增长6%左右。\n涓滴之水，锛子斧子。") == []


def test_a_sign_of_private_use_inside_a_number_is_told() -> None:
    assert garbled_lines("资金3\ue0105亿元") == [(0, 7)]
    assert garbled_lines("\uf0a7 资金3.5亿元") == []


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("产值 3 204. 5 亿 元 ，", "产值 3204.5 亿元 ，"),
        (
            "全市**地区生产总值3204.5亿元**，增长**5.0%**。",
            "全市地区生产总值3204.5亿元，增长5.0%。",
        ),
        ("姓名：张**，李**", "姓名：张**，李**"),
        ("ＧＤＰ增长５％", "GDP增长５％"),
        ("正文。\n— 3 —\n正文。", "正文。\n正文。"),
    ],
)
def test_blanks_in_amounts_signs_of_markdown_and_page_numbers(source: str, read: str) -> None:
    assert read_through(source, WORDS).text == read


@pytest.mark.parametrize(
    "line", ["\n", " \n", "\r\n", "\u3000\n", "——\n", "第\n", "1\n", "1.\n", "甲\n\n\n"]
)
def test_a_hundred_thousand_lines_take_no_square_of_their_number(line: str) -> None:
    text = line * (100_000 // len(line)) + "全市增长5%。"
    assert read_through(text, WORDS).text.endswith("全市增长5%。")


def test_numbers_of_pages_go_from_a_long_text() -> None:
    text = "".join(
        "".join(f"甲{chr(0x5000 + n)}{each}丙。\n" for each in "一二三四五六七") + f"— {n} —\n"
        for n in range(1, 3_000)
    )
    read = read_through(text, WORDS).text
    assert "—" not in read
    assert read.count("丙。") == 7 * 2_999
