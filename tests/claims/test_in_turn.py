"""Times that a clause deals out to its values."""

from datetime import date

import pytest

from policy_extract.extractor import Extractor


def years(extractor: Extractor, text: str, published: str = "2024-03-05") -> list[str]:
    found = extractor.extract(text, published=published)
    claims = sorted(found.claims, key=lambda one: one.value.start)
    return [
        "-"
        if one.period is None or one.period.start is None or one.period.end is None
        else f"{one.period.start:%Y%m}-{one.period.end:%Y%m}"
        for one in claims
    ]


def whole(*told: int) -> list[str]:
    return [f"{year}01-{year}12" for year in told]


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("2021—2023年，全县粮食产量分别为31万吨、32万吨、33万吨。", whole(2021, 2022, 2023)),
        ("2019年和2022年，全县造林面积分别为3.1万亩和2.4万亩。", whole(2019, 2022)),
        ("1990年至1994年，全市出口额由5000万元增加到9000万元。", whole(1990, 1994)),
        ("1990到1994年，渔业产值比重从12.5%下降到9.1%。", whole(1990, 1994)),
    ],
)
def test_years_are_dealt_out(rules_only: Extractor, text: str, dated: list[str]) -> None:
    assert years(rules_only, text) == dated


def test_months_are_dealt_out(rules_only: Extractor) -> None:
    text = "2023年7—9月，全市用电量分别为11亿千瓦时、12亿千瓦时、10亿千瓦时。"
    assert years(rules_only, text) == ["202307-202307", "202308-202308", "202309-202309"]


def test_a_change_starts_where_its_words_say(rules_only: Extractor) -> None:
    text = "今年全市城镇化率将从去年的61.2%提高到62.5%。"
    assert years(rules_only, text) == whole(2023, 2024)


def test_values_of_another_number_are_not_dealt_out(rules_only: Extractor) -> None:
    text = "2021—2023年，全县粮食产量和油料产量分别为96万吨、8万吨。"
    assert len(set(years(rules_only, text))) == 1


def test_what_is_compared_with_is_no_time_of_a_value(rules_only: Extractor) -> None:
    text = "2023年，全省工业增速比上年和前年分别加快0.2个、0.4个百分点。"
    assert years(rules_only, text) == whole(2023, 2023)


def test_the_members_of_a_ratio_have_one_time(rules_only: Extractor) -> None:
    text = "2022年，全市城乡居民收入比为2.1:1。"
    assert years(rules_only, text) == whole(2022, 2022)


def test_the_year_a_body_was_founded_dates_no_figure(rules_only: Extractor) -> None:
    text = "全市第二医院创建于1954年，占地面积2.8万平方米，现有床位300张。"
    found = rules_only.extract(text, published="2024-03-05").claims
    assert found
    assert all(one.period is None or one.period.end != date(1954, 12, 31) for one in found)
