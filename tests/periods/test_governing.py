"""Which time governs a value that has none of its own, and which does not."""

from datetime import date

import pytest

from policy_extract.periods.scan import scan_periods
from policy_extract.periods.timeline import Timeline
from policy_extract.text.layout import read_layout

PUBLISHED = date(2024, 4, 1)
NONE = (None, "")


def governing(text: str, record: str) -> tuple[str | None, str]:
    """Of the value ``4户``."""
    found = Timeline(text, read_layout(text), scan_periods(text, PUBLISHED), PUBLISHED)
    at = text.index("4户")
    period, how = found.governing(at, at + 2, record=record)  # type: ignore[arg-type]
    return (period.text if period else None), how


@pytest.mark.parametrize(
    ("text", "metric", "target"),
    [
        # what comes again and again is a target's time, and no fact's
        ("每年新增企业4户。", NONE, ("每年", "clause")),
        # an event, a day, and a word without borders date nothing
        ("2024年全国两会召开，新增企业4户。", NONE, NONE),
        ("2024年新规印发，新增企业4户。", NONE, NONE),
        ("3月8日，新增企业4户。", NONE, NONE),
        ("未来，新增企业4户。", NONE, NONE),
        # a document's name does, where it sets the goal
        ("《2025年行动方案》提出，新增企业4户。", NONE, ("2025年", "clause")),
        ("《2025年行动方案》涉及企业4户。", NONE, NONE),
        # a deadline carries on for goals only
        ("到2025年，覆盖率提高。新增企业4户。", NONE, ("到2025年", "paragraph")),
        # a time deep in a clause frames no later sentence
        ("全市各部门认真落实部署要求并在2024年完成改革。新增企业4户。", NONE, NONE),
    ],
)
def test_times_of_facts_and_of_goals(
    text: str, metric: tuple[str | None, str], target: tuple[str | None, str]
) -> None:
    assert (governing(text, "metric"), governing(text, "target")) == (metric, target)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024年，要抓好工作。\n产业向好。\n新增企业4户。", ("2024年", "section")),
        ("到2025年目标\n产业向好。\n新增企业4户。", ("到2025年", "section")),
        ("《2024年计划》\n新增企业4户。", NONE),
        # no goal of a section is due before it was written
        ("2022年，要抓好工作。\n产业向好。\n新增企业4户。", NONE),
        # nor from more than eight paragraphs up
        ("2024年，要抓好工作。\n" + "产业向好。\n" * 9 + "新增企业4户。", NONE),
    ],
)
def test_a_section_gives_its_goals_a_time(text: str, told: tuple[str | None, str]) -> None:
    assert governing(text, "target") == told


def test_a_month_frames_the_next_sentence_and_no_later_one() -> None:
    filler = "2023年，利润增长5%。2023年，产量增长6%。\n"
    assert governing(filler + "3月，召开会议。新增企业4户。", "metric") == ("3月", "paragraph")
    assert governing(filler + "3月，召开会议。产业向好。新增企业4户。", "metric")[0] != "3月"
