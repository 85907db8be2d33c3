"""Encodings found by evidence."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.errors import DecodingError, InputError, UsageError
from policy_extract.text import source
from policy_extract.text.source import read_path, read_source

TEXT = (
    "全市规模以上工业企业实现利润增长31.4%，位居全省第二。\n"
    "2023年，我们坚持稳中求进，经济社会发展取得新的成绩，人民生活水平不断提高。\n"
)
TRADITIONAL = "經濟發展取得新的成績，人民生活水平不斷提高，我們要繼續努力，把工作做得更好。\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_simplified_text_is_read(encoding: str) -> None:
    assert read_source(TEXT.encode(encoding), name="x").text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-be"])
def test_traditional_text_is_read(encoding: str) -> None:
    assert read_source(TRADITIONAL.encode(encoding), name="x").text == TRADITIONAL


def test_the_encoding_found_is_told() -> None:
    assert read_source(TEXT.encode("gbk"), name="x").encoding == "gb18030"
    assert read_source(TRADITIONAL.encode("big5"), name="x").encoding == "big5"
    assert read_source(codecs.BOM_UTF8 + TEXT.encode(), name="x").encoding == "utf-8-sig"


def test_line_breaks_become_one_kind() -> None:
    assert read_source("甲\r\n乙\r丙\n".encode(), name="x").text == "甲\n乙\n丙\n"


@pytest.mark.parametrize(
    "data",
    [
        "日本語のテキストです。今日は天気がいいですね。".encode("shift-jis"),
        "日本語のテキストです。今日は天気がいいですね。".encode("euc-jp"),
        "한국어 텍스트입니다 안녕하세요 반갑습니다".encode("euc-kr"),
        "café déjà vu élève à côté".encode("latin-1"),
    ],
)
def test_other_languages_do_not_become_chinese(data: bytes) -> None:
    with pytest.raises(DecodingError, match="--encoding"):
        read_source(data, name="x.txt")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x89PNG\r\n", "PNG"),
        (bytes(range(32)) * 9, "binary"),
    ],
)
def test_binary_files_are_named(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_source(data, name="x")


def test_a_file_cut_in_a_character_says_where() -> None:
    with pytest.raises(DecodingError, match="byte 9"):
        read_source("经济增长".encode()[:-1], name="x")


def test_a_wrong_or_unknown_encoding() -> None:
    with pytest.raises(UsageError, match="utf-9"):
        read_source(b"x", name="x", encoding="utf-9")
    with pytest.raises(DecodingError, match="byte 2"):
        read_source(TEXT.encode("gbk"), name="x", encoding="utf-8")


def test_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_path(tmp_path / "none.txt")
    with pytest.raises(InputError, match="directory"):
        read_path(tmp_path)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert read_path(empty).text == ""


@given(st.text(alphabet=st.sampled_from(TEXT), min_size=1, max_size=80))
def test_utf8_always_round_trips(text: str) -> None:
    assert read_source(text.encode(), name="x").text == text


@given(st.permutations(list(TEXT.replace("\n", ""))))
def test_gbk_round_trips_whatever_the_order(chars: list[str]) -> None:
    text = "".join(chars)
    assert read_source(text.encode("gbk"), name="x").text == text


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
def test_what_has_no_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 1_000_000)
    with pytest.raises(InputError, match="has more than 1000000 bytes"):
        read_path(Path("/dev/zero"))
