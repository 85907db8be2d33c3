"""Every number that the grammar can write is read back, alone and with all that may stand around it."""

import re
import unicodedata
from decimal import Decimal

import pytest
from chinese_numerals import to_chinese
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quantity_grammar import (
    AFTER,
    BEFORE,
    LATIN,
    NUMBERS,
    SIGNS,
    UNITS,
    Written,
    whole,
)

from policy_extract.quantities import find_quantities
from policy_extract.records import Quantity

_OWN = re.compile("[一二两三四五六七八九]$")


def _fits(written: Written, unit: str) -> bool:
    """三千瓦 may be 3000 瓦 as well: a digit of Han does not stand before 千 of a unit."""
    return not (unit.startswith("千") and _OWN.search(written.text))


_ONES = st.integers(1, 9)


def _one(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, (text, [(q.text, q.number, q.unit) for q in found])
    return found[0]


@settings(max_examples=400, deadline=None)
@given(NUMBERS, st.sampled_from([*UNITS]), st.sampled_from([*BEFORE]))
def test_number_unit_and_a_word_before(written: Written, unit: str, before: str) -> None:
    assume(_fits(written, unit))
    found = _one(f"总量{before}{written.text}{unit}。")
    assert (found.number, found.unit) == (written.number, UNITS[unit])
    assert found.comparator == BEFORE[before]
    assert found.text.endswith(written.text + unit)


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from([*UNITS]), st.sampled_from([*AFTER]))
def test_number_unit_and_a_word_behind(written: Written, unit: str, after: str) -> None:
    assume(_fits(written, unit))
    found = _one(f"总量为{written.text}{unit}{after}。")
    assert (found.number, found.unit) == (written.number, UNITS[unit])
    assert (found.comparator, found.text) == (AFTER[after], written.text + unit + after)


@settings(deadline=None)
@given(st.decimals(min_value=2, max_value=9999, places=1), st.sampled_from([*LATIN]))
def test_units_in_latin_letters(number: Decimal, unit: str) -> None:
    found = _one(f"达到{number}{unit}，")
    assert (found.number, found.unit, found.text) == (number, unit, f"{number}{unit}")


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 900),
    st.integers(1, 99),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["元", "吨", "人", "%", "个", "倍"]),
    st.sampled_from(SIGNS),
    st.sampled_from(["", "scale", "unit"]),
)
def test_a_range(low: int, more: int, scale: str, unit: str, sign: str, elided: str) -> None:
    high = low + more
    kept = {"": scale + unit, "scale": "", "unit": scale}[elided]
    found = _one(f"总量{low}{kept}{sign}{high}{scale}{unit}，")
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert (found.low, found.high, found.unit) == (low * factor, high * factor, unit)
    assert found.number is None


@settings(deadline=None)
@given(whole(low=2, high=9), whole(low=10, high=9999), st.sampled_from(["元", "吨", "人"]))
def test_between(low: Written, high: Written, unit: str) -> None:
    assume(low.text[0].isdecimal() == high.text[0].isdecimal())
    found = _one(f"在{low.text}{unit}与{high.text}{unit}之间。")
    assert (found.low, found.high, found.unit) == (low.number, high.number, unit)


@settings(deadline=None)
@given(
    st.decimals(min_value="0.1", max_value=999, places=1),
    st.sampled_from(["-", "−", "－", "–", "负"]),
    st.sampled_from(["%", "万元", "个百分点"]),
)
def test_a_negative(number: Decimal, sign: str, unit: str) -> None:
    found = _one(f"增速为{sign}{number}{unit}。")
    factor = 10**4 if unit == "万元" else 1
    assert found.number == -number * factor
    assert found.text == f"{sign}{number}{unit}"


@settings(deadline=None)
@given(
    st.integers(2, 99), st.sampled_from(["百", "千", "万", "十万", "百万", "千万", "亿", "十亿"])
)
def test_indefinite_numerals(number: int, scale: str) -> None:
    factor = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
    value = 1
    for char in scale:
        value *= factor.get(char, 10)
    for word in ("几", "数"):
        found = _one(f"新增{word}{scale}人。")
        assert (found.number, found.comparator) == (value, ">")


@settings(deadline=None)
@given(_ONES, _ONES, _ONES)
def test_yuan_jiao_fen(yuan: int, jiao: int, fen: int) -> None:
    digits = "零一二三四五六七八九"
    value = Decimal(f"{yuan}.{jiao}{fen}")
    assert _one(f"补贴{yuan}元{jiao}角{fen}分。").number == value
    spoken = f"补贴{digits[yuan]}元{digits[jiao]}角{digits[fen]}分。"
    assert _one(spoken).number == value
    assert _one(f"补贴{yuan}元{jiao}角。").number == Decimal(f"{yuan}.{jiao}")


@settings(deadline=None)
@given(st.integers(1, 20), st.integers(1, 11), st.sampled_from(["", "零"]))
def test_years_and_months(years: int, months: int, zero: str) -> None:
    found = _one(f"工期{years}年{zero}{months}个月。")
    assert (found.number, found.unit) == (12 * years + months, "个月")


@settings(deadline=None)
@given(st.integers(1, 23), st.integers(1, 59))
def test_hours_and_minutes(hours: int, minutes: int) -> None:
    found = _one(f"车程{hours}小时{minutes}分钟。")
    assert (found.number, found.unit) == (60 * hours + minutes, "分钟")


@settings(deadline=None)
@given(st.integers(1, 99), st.integers(2, 100))
def test_fractions(part: int, of: int) -> None:
    assume(part < of)
    share = Decimal(part) * 100 / of
    for text in (f"占{to_chinese(of)}分之{to_chinese(part)}。", f"占全省的{part}/{of}。"):
        found = _one(text)
        assert found.unit == "%"
        assert abs(found.number - share) <= Decimal("0.00005")


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(1, 9))
def test_spoken_decimals_of_percents(head: int, tail: int) -> None:
    digits = "零一二三四五六七八九"
    found = _one(f"增长百分之{digits[head]}点{digits[tail]}。")
    assert found.number == Decimal(f"{head}.{tail}")
    found = _one(f"回落{digits[head]}点{digits[tail]}个百分点。")
    assert (found.number, found.unit) == (Decimal(f"{head}.{tail}"), "百分点")


@settings(deadline=None)
@given(st.integers(1, 10**6), st.sampled_from(["", "名", "位", "家", "个"]))
def test_ordinals(number: int, classifier: str) -> None:
    for written in (str(number), to_chinese(number)):
        found = _one(f"位居第{written}{classifier}，")
        assert (found.kind, found.number, found.unit) == ("rank", number, "位")


@settings(deadline=None)
@given(
    st.decimals(min_value="0.1", max_value=99, places=1),
    st.decimals(min_value="0.1", max_value=99, places=1),
    st.sampled_from([":", "：", "∶", " : "]),
)
def test_ratios(one: Decimal, two: Decimal, sign: str) -> None:
    found = find_quantities(f"结构调整为{one}{sign}{two}。")
    assert [(q.number, q.unit) for q in found] == [(one, None), (two, None)]


@pytest.mark.parametrize("sign", ["$", "US$", "USD ", "美元"])
def test_a_currency_before(sign: str) -> None:
    found = _one(f"进口额{sign}450亿。")
    assert (found.number, found.unit, found.kind) == (45 * 10**9, "美元", "money")


@settings(deadline=None)
@given(st.integers(1, 900), st.integers(1, 900), st.sampled_from("×xX*＊"), st.booleans())
def test_the_factors_of_a_size(one: int, two: int, sign: str, spread: bool) -> None:
    joint = f" {sign} " if spread else sign
    found = find_quantities(f"场地为{one}{joint}{two}米。")
    assert [(q.number, q.unit) for q in found] == [(one, "米"), (two, "米")]


@settings(deadline=None)
@given(
    st.integers(-40, 90),
    st.integers(1, 30),
    st.sampled_from(["℃", "%", "毫米", "克"]),
    st.booleans(),
)
def test_a_tolerance(value: int, off: int, unit: str, twice: bool) -> None:
    found = _one(f"控制在{value}{unit if twice else ''}±{off}{unit}。")
    assert (found.low, found.high, found.unit) == (value - off, value + off, unit)


@settings(deadline=None)
@given(st.integers(1, 99), st.sampled_from("½¼¾⅓⅔⅕⅛⅞"))
def test_fractions_of_one_character(head: int, sign: str) -> None:
    share = Decimal(str(unicodedata.numeric(sign)))
    found = _one(f"增长{head}{sign}倍。")
    assert found.unit == "倍"
    assert abs(found.number - head - share) < Decimal("0.0001")
    found = _one(f"占{sign}。")
    assert found.unit == "%"
    assert abs(found.number - share * 100) < Decimal("0.0001")


@settings(deadline=None)
@given(
    st.sampled_from("二两三四五六七八九"),
    st.sampled_from(["两", "尺", "寸", "丈", "度", "瓦", "桶", "打"]),
    st.sampled_from(["。", "，", "）", ""]),
)
def test_a_single_digit_where_its_phrase_closes(digit: str, unit: str, end: str) -> None:
    found = _one(f"约有{digit}{unit}{end}")
    assert (found.unit, found.comparator) == (unit, "~")


@settings(deadline=None)
@given(
    st.integers(0, 99),
    st.sampled_from(["", "零下"]),
    st.sampled_from([("摄氏", "摄氏度"), ("华氏", "华氏度")]),
    st.booleans(),
    st.booleans(),
)
def test_degrees_by_their_scale(
    number: int, sign: str, scale: tuple[str, str], first: bool, han: bool
) -> None:
    written = to_chinese(number) if han and number > 9 else str(number)
    text = f"{sign}{scale[0]}{written}度" if first else f"{scale[0]}{sign}{written}度"
    found = _one(f"气温为{text}。")
    assert (found.number, found.unit, found.text) == (-number if sign else number, scale[1], text)


@settings(deadline=None)
@given(st.integers(2, 99_999), st.sampled_from(["个工作日", "户", "元", "名"]), st.booleans())
def test_a_number_said_again_in_brackets(number: int, unit: str, figures: bool) -> None:
    ways = [to_chinese(number), str(number)]
    first, again = reversed(ways) if figures else ways
    found = _one(f"共{first}（{again}）{unit}。")
    assert (found.number, found.text) == (number, f"{first}（{again}）{unit}")
