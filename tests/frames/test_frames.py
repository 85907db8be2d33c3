"""What a stretch inherits: the kind of document, its own year, reviews and goals."""

from datetime import date

import pytest

from policy_extract.frames.frames import Frames
from policy_extract.periods.scan import scan_periods
from policy_extract.text.layout import read_layout


def frames(text: str, reference: date | None = None) -> Frames:
    return Frames(text, read_layout(text), scan_periods(text, reference), reference)


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("2026年某市政府工作报告", "work_report"),
        ("2023年某市国民经济和社会发展统计公报", "bulletin"),
        ("某省国民经济和社会发展第十五个五年规划纲要", "plan"),
        ("关于支持企业发展的若干措施", "measure"),
        ("某市2018年部门预算情况说明", "budget"),
        ("某市工业投资保持增长", "news"),
        ("某台国内简讯", "digest"),
    ],
)
def test_genre_by_title(title: str, genre: str) -> None:
    assert frames(f"{title}\n全年完成投资3亿元。").genre == genre


def test_own_year_is_the_one_of_the_publication_or_of_the_head() -> None:
    assert frames("某市新闻\n2019年投资增长。", date(2021, 3, 1)).year == 2021
    assert frames("2026年某市政府工作报告\n去年投资增长5%。").year == 2026
    assert frames("某市新闻\n投资增长5%。").year is None


def test_moods_are_inherited_through_the_section_until_the_next() -> None:
    text = (
        "2026年某市政府工作报告\n一、2025年工作回顾\n（一）工业\n产值增长5%。\n"
        "二、2026年重点工作\n新建学校3所。\n"
    )
    read = frames(text, date(2026, 1, 20))
    moods = {
        text[block.start : block.end]: frame.mood
        for block, frame in zip(read.blocks, read.frames, strict=True)
    }
    assert moods["产值增长5%。"] == "review"
    assert moods["新建学校3所。"] == "goal"


def test_times_of_headings_are_kept_with_them() -> None:
    text = "一、2025年工作回顾\n产值增长5%。"
    read = frames(text)
    assert [period.text for period in read.headed[0]] == ["2025年"]
    assert read.headed[1] == []
