"""Detection by evidence: every encoding round-trips, other languages and broken files are named."""

import random
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policy_extract.errors import DecodingError, InputError, UsageError
from policy_extract.text.detect import Detected, detect
from policy_extract.text.plausible import PLAUSIBLE, plausibility
from policy_extract.text.source import from_text, read_path, read_source

SIMPLIFIED = (
    "坚持稳中求进工作总基调，全省地区生产总值比上年增长5.6%，城镇新增就业42万人。",
    "全年建成高标准农田120万亩，粮食总产量稳定在300亿斤以上，农民收入继续增加。",
    "支持企业扩大有效投资，年内开工重大项目86个，完成技术改造投资350亿元。",
    "围绕教育、医疗、养老、住房等民生实事，财政支出占比保持在七成以上。",
    "我们要加快发展新质生产力，推动科技创新和产业创新深度融合。",
)
TRADITIONAL = (
    "堅持穩中求進工作總基調，全省地區生產總值比上年增長5.6%，城鎮新增就業42萬人。",
    "全年建成高標準農田120萬畝，糧食總產量穩定在300億斤以上，農民收入繼續增加。",
    "支持企業擴大有效投資，年內開工重大項目86個，完成技術改造投資350億元。",
    "圍繞教育、醫療、養老、住房等民生實事，財政支出佔比保持在七成以上。",
)
KOREAN = (
    "정부는 올해 경제 성장률이 지난해보다 높아질 것으로 내다보았다. 기업의 투자를 지원하고 "
    "일자리를 늘리는 정책을 계속 추진한다. 시민을 위한 공원과 도서관도 새로 만든다."
)
JAPANESE = (
    "政府は今年の経済成長率が昨年より高くなると発表した。企業の投資を支援し、雇用を増やす政策を続ける。"
    "市民のための公園と図書館も新しくつくる。"
)
RUSSIAN = "Правительство сообщило, что рост экономики в этом году будет выше прошлогоднего."
FRENCH = "L'année dernière, la croissance a été élevée à Genève, où l'économie s'est améliorée."
THAI = "รัฐบาลประกาศว่าเศรษฐกิจปีนี้จะเติบโตสูงกว่าปีที่แล้ว"

some = st.lists(st.sampled_from(SIMPLIFIED), min_size=1, max_size=8).map("\n".join)
some_traditional = st.lists(st.sampled_from(TRADITIONAL), min_size=1, max_size=8).map("\n".join)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030", "gbk"]
)
@given(text=some)
@settings(max_examples=25)
def test_simplified_text_round_trips(encoding: str, text: str) -> None:
    assert read_source(text.encode(encoding), name="x").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "big5", "gb18030"])
@given(text=some_traditional)
@settings(max_examples=25)
def test_traditional_text_round_trips(encoding: str, text: str) -> None:
    assert read_source(text.encode(encoding), name="x").text == text


@given(
    data=st.binary(max_size=400), encoding=st.none() | st.sampled_from(["gbk", "utf-16", "big5"])
)
def test_any_bytes_give_a_text_or_an_error_of_ours(data: bytes, encoding: str | None) -> None:
    failed: InputError | None = None
    text = ""
    try:
        text = read_source(data, name="x", encoding=encoding).text
    except InputError as error:
        failed = error
    assert "\r" not in text
    assert failed is None or (failed.message.startswith("x: ") and failed.hint)


@given(text=some, cut=st.integers(min_value=1, max_value=200))
@settings(max_examples=50)
def test_a_cut_never_gives_another_text(text: str, cut: int) -> None:
    """A file cut anywhere is read as far as it goes or refused, never as something else."""
    data = text.encode("gb18030")
    assume(cut < len(data) - 40)
    try:
        found = read_source(data[:-cut], name="x").text
    except DecodingError:
        return
    assert text.startswith(found)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "euc-kr"),
        (KOREAN, "johab"),
        (JAPANESE, "shift-jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso2022_jp"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (FRENCH, "latin-1"),
        (FRENCH, "mac-roman"),
        (THAI, "tis-620"),
    ],
)
def test_other_languages_do_not_come_out_as_chinese(text: str, encoding: str) -> None:
    with pytest.raises(DecodingError, match="--encoding"):
        read_source(text.encode(encoding), name="x")
    assert read_source(text.encode(encoding), name="x", encoding=encoding).text == text


def test_chance_bytes_in_the_zone_of_common_characters_are_no_text() -> None:
    """Every pair is a character of GB 2312's first level: strict decoding proves nothing."""
    chance = random.Random(1)
    for _ in range(50):
        pairs = [(chance.randrange(0xB0, 0xD7), chance.randrange(0xA1, 0xFF)) for _ in range(200)]
        data = bytes(byte for pair in pairs for byte in pair)
        assert len(data.decode("gb18030")) == 200
        assert not isinstance(detect(data), Detected)


@pytest.mark.parametrize("text", [*SIMPLIFIED, *TRADITIONAL])
def test_chinese_is_plausible_and_its_misreadings_are_not(text: str) -> None:
    assert plausibility(text) > 0.8 > PLAUSIBLE
    for right, wrong in (("gb18030", "cp950"), ("utf-8", "gb18030"), ("utf-16-le", "utf-16-be")):
        misread = text.encode(right).decode(wrong, "ignore")
        assert plausibility(misread) < PLAUSIBLE - 0.15


def test_text_without_chinese_in_wide_characters_is_read() -> None:
    assert read_source("plain text, 12\n".encode("utf-16-le"), name="x").encoding == "utf-16-le"
    assert read_source("plain text, 12\n".encode("utf-16-be"), name="x").encoding == "utf-16-be"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8", "gb18030"])
def test_a_mark_is_no_part_of_the_text(encoding: str) -> None:
    data = ("\ufeff" + SIMPLIFIED[0]).encode(encoding)
    assert read_source(data, name="x").text == SIMPLIFIED[0]
    assert read_source(data, name="x", encoding=encoding).text == SIMPLIFIED[0]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-8"])
def test_a_file_cut_in_a_character_says_where(encoding: str) -> None:
    data = "\n".join(SIMPLIFIED).encode(encoding)[:-1]
    with pytest.raises(
        DecodingError,
        match=rf"x: .*middle of a character at byte {len(data) - 1}|"
        rf"middle of a character at byte {len(data) - 2}",
    ):
        read_source(data, name="x")


def test_a_broken_byte_is_told_with_its_place() -> None:
    data = "\n".join(SIMPLIFIED).encode("gb18030")
    with pytest.raises(DecodingError, match="looks like gb18030 but byte 40 is broken"):
        read_source(data[:40] + b"\xff" + data[40:], name="x")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "DOCX"),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "XLSX"),
        (b"PK\x03\x04" + bytes(26) + b"a.txt", "zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8), "old Office"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"PAR1" + bytes(range(200)), "Parquet"),
        (b"SQLite format 3\0", "SQLite"),
        (bytes([1, 2, 3, 4, 5, 6]) * 10 + b"abc", "control characters"),
        (SIMPLIFIED[0].encode()[:30] + b"\0" + b"more", "byte 30 is zero"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read_source(data, name="x")
    assert caught.value.hint


@pytest.mark.parametrize("name", ["rot13", "hex", "idna", "undefined", "unicode_escape", "", "u\0"])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="encoding"):
        read_source(b"x", name="x", encoding=name)


def test_every_kind_of_line_break_becomes_one() -> None:
    text = "甲\r\n乙\r丙\u2028丁\u2029戊\x85己\v庚\n辛"
    assert from_text(text).text == "甲\n乙\n丙\n丁\n戊\n己\n庚\n辛"
    assert read_source(text.encode(), name="x").text == "甲\n乙\n丙\n丁\n戊\n己\n庚\n辛"


def test_nothing_else_is_stripped() -> None:
    text = "\u3000\u3000 第一段 \t\n\n\n第二段\u200b\xa0\n "
    assert from_text(text).text == text


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(InputError, match="no file name"):
        read_path(Path("a\0b"))
