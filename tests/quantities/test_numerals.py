"""Numerals: round trips, and forms that the writer of standard numerals never makes."""

from decimal import Decimal

import pytest
from chinese_numerals import to_chinese
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.quantities import find_quantities
from policy_extract.quantities.numerals import approximate, arabic, chinese


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_standard_numerals_round_trip(number: int) -> None:
    assert chinese(to_chinese(number)) == number


@given(st.integers(min_value=3, max_value=10**15))
def test_a_numeral_in_a_sentence(number: int) -> None:
    written = to_chinese(number)
    (found,) = find_quantities(f"企业有{written}家。")
    assert (found.number, found.unit) == (number, "家")


@given(st.integers(min_value=0, max_value=10**14), st.sampled_from(["", "万", "亿", "万亿"]))
def test_grouped_digits_in_a_sentence(number: int, scale: str) -> None:
    (found,) = find_quantities(f"总额{number:,}{scale}元。")
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert found.number == Decimal(number) * factor


@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_full_width_digits(number: Decimal) -> None:
    wide = str(number).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    (found,) = find_quantities(f"比重为{wide}％。")
    assert (found.text, found.number) == (wide + "％", number)


@given(st.integers(min_value=0, max_value=10**8 - 1), st.integers(min_value=0, max_value=9999))
def test_chinese_decimals(whole: int, fraction: int) -> None:
    digits = "".join("零一二三四五六七八九"[int(char)] for char in str(fraction))
    assert chinese(f"{to_chinese(whole)}点{digits}") == Decimal(f"{whole}.{fraction}")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("一百五", 150),
        ("一百零五", 105),
        ("三万五", 35_000),
        ("两千万亿", 2 * 10**15),
        ("五万万", 5 * 10**8),
        ("一亿二千万", 120_000_000),
        ("壹仟贰佰", 1200),
        ("三千零十六", 3016),
        ("一万零十五", 10_015),
        ("五兆二千亿", 5_200_000_000_000),
        ("廿三", 23),
        ("二〇二六", 2026),
        ("三点五万亿", 35 * 10**11),
        ("百", 100),
    ],
)
def test_other_forms(written: str, number: int) -> None:
    assert chinese(written) == number


@pytest.mark.parametrize("written", ["", "五四百", "点五", "百百", "十千", "三点"])
def test_no_numeral(written: str) -> None:
    assert chinese(written) is None


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("两三百", 200, 300),
        ("十七八", 17, 18),
        ("一百二三十", 120, 130),
        ("三五", 3, 5),
        ("五六百万", 5_000_000, 6_000_000),
    ],
)
def test_approximate(written: str, low: int, high: int) -> None:
    assert approximate(written) == (low, high)


@pytest.mark.parametrize("written", ["二十三", "一二三", "五四", "七"])
def test_not_approximate(written: str) -> None:
    assert approximate(written) is None


def test_arabic() -> None:
    assert arabic("１，２３４．５") == Decimal("1234.5")


def test_out_of_range() -> None:
    with pytest.raises(ValueError, match="range"):
        to_chinese(10**16)
