"""Five-year plans stand in one table: every one of them is read, named so or so, wherever a plan tells something."""

import tomllib

import pytest

from policy_extract.claims.sections import read_sections
from policy_extract.extractor import Extractor
from policy_extract.rules.loader import read_shipped
from policy_extract.text.layout import read_layout

PLANS: dict[str, list[int]] = tomllib.loads(read_shipped("plans.toml"))["spans"]


@pytest.mark.parametrize("name", PLANS)
def test_the_end_of_a_plan_is_a_baseline(rules_only: Extractor, name: str) -> None:
    for said in (f"比“{name}五”末", f"较{name}五时期末"):
        (found,) = rules_only.extract(f"2040年，全市粮食产量{said}增长30%。").claims
        assert found.baseline == str(PLANS[name][1])


@pytest.mark.parametrize("name", PLANS)
def test_a_gap_to_the_time_of_a_plan_is_a_change(rules_only: Extractor, name: str) -> None:
    (found,) = rules_only.extract(f"全市森林覆盖率比{name}五时期高3个百分点。").claims
    assert found.direction == "increase"


@pytest.mark.parametrize("name", PLANS)
def test_the_end_of_a_plan_lies_ahead_of_those_who_speak_before_it(name: str) -> None:
    def told(year: int) -> list[str]:
        text = f"全市工作要点\n{year}年3月1日\n到“{name}五”末，全市粮食产量650万吨。"
        return [cue.word for cue in read_sections(text, read_layout(text)).cues if name in cue.word]

    end = PLANS[name][1]
    assert told(end - 2) == [f"到“{name}五”末"]
    assert told(end + 1) == []
