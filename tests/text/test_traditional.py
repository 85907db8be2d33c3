"""Texts in traditional characters: read in simplified ones, shown as their source spells them."""

from policy_extract.extractor import Extractor
from policy_extract.text.reading import read_through
from policy_extract.text.traditional import is_traditional, simplified

NEWS = "去年全國製造業產值新臺幣8兆2,500億元，年增4.6%；進口金額年減1.9%，經濟成長率2.5%。"


def test_the_script_is_told_by_the_whole_text() -> None:
    assert is_traditional(NEWS)
    assert not is_traditional("2024年，全市生产总值增长5%，乾县、“鑫達”商號除外，其后略有回落。")
    assert not is_traditional("GDP 5%")


def test_words_of_statistics_are_as_long_as_before() -> None:
    read = simplified(NEWS)
    assert len(read) == len(NEWS)
    assert "同增4.6%" in read
    assert "同减1.9%" in read
    assert "增长率" in read
    assert simplified("成長型企業近三年增5家") == "成长型企业近三年增5家"


def test_names_are_spelled_as_the_source_spells_them(rules_only: Extractor) -> None:
    found = rules_only.extract(NEWS, published="2024-02-01")
    claims = {one.value.text: one for one in found.claims}
    value = claims["新臺幣8兆2,500億元"]
    assert value.value.number == 8_250_000_000_000
    assert "製造業產值" in value.indicator
    assert (claims["4.6%"].direction, claims["4.6%"].baseline) == ("increase", "yoy")
    assert (claims["1.9%"].direction, claims["1.9%"].baseline) == ("decrease", "yoy")
    assert claims["1.9%"].indicator == "進口金額"
    assert all(NEWS[one.value.start : one.value.end] == one.value.text for one in found.claims)
    assert all(span.text in NEWS for one in found.claims for span in one.evidence.spans)


def test_a_name_that_is_not_there_stays_as_it_is() -> None:
    reading = read_through(NEWS)
    assert reading.spelled("台湾") == "台湾"
    assert reading.spelled("产值") == "產值"
    assert read_through("产值增长5%。").spelled("产值") == "产值"
