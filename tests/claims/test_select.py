"""What is no record whatever the scorer makes of it."""

import pytest

from policy_extract.extractor import Extractor


def numbers(extractor: Extractor, text: str) -> list[str]:
    return [one.value.text for one in extractor.extract(text, published="2024-03-05").claims]


@pytest.mark.parametrize(
    "text",
    [
        "影响居民参加体育活动的原因依次为：第一，缺少时间，占40.5%；第二，缺少场地，占22.1%。",
        "主要做法有：第1、加大投入，占全部支出的40.5%；第2、改善服务，占22.1%。",
    ],
)
def test_ordinals_that_count_a_list_are_no_ranks(rules_only: Extractor, text: str) -> None:
    assert numbers(rules_only, text) == ["40.5%", "22.1%"]


def test_a_place_on_a_ladder_is_a_record(rules_only: Extractor) -> None:
    assert "第一" in numbers(rules_only, "2023年，全市粮食总产量居全省第一，比上年增长2.1%。")
