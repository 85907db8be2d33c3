"""What headings and sentences make of the paragraphs below them."""

import pytest

from policy_extract.claims.modality_rules import modality_lexicon
from policy_extract.claims.moods import read_genre, read_moods
from policy_extract.text.layout import read_layout


def moods(text: str) -> list[str]:
    """The kind of document, then the mood at the end of each line."""
    layout, lexicon = read_layout(text), modality_lexicon()
    genre = read_genre(text, layout, lexicon.rules)
    starts, found = read_moods(text, layout, genre, lexicon)
    ends = [
        max((at for at, start in enumerate(starts) if start < paragraph.end), default=0)
        for paragraph in layout.paragraphs
    ]
    return [genre, *(found[at].kind for at in ends)]


def test_headings_hold_until_the_next_of_their_level() -> None:
    text = (
        "清河市政府工作报告\n一、2024年工作回顾\n（一）经济平稳\n全市产量5吨。\n"
        "二、2025年工作安排\n产量6吨。\n三、保障措施\n修路。"
    )
    review, goal = "review_heading", "goal_heading"
    assert moods(text) == ["work_report", "none", *[review] * 3, *[goal] * 4]


def test_in_a_work_report_sentences_hold_for_what_follows_and_goals_for_their_bullets() -> None:
    text = (
        "清河市政府工作报告\n过去一年，我们修路。\n又建桥。\n2025年，要重点抓好以下工作：\n修路5公里。\n"
        "今年主要预期目标是：\n——产量5吨。\n——就业3万人。\n另外修桥。"
    )
    assert moods(text) == [
        "work_report", "none", "review", "review", "goal", "goal", "goal", "announced", "announced", "goal",
    ]  # fmt: skip


def test_in_news_a_review_is_its_own_paragraphs_only() -> None:
    text = "清河新闻\n一年来，全市修路。\n产量5吨。\n主要目标：\n1.产量6吨。\n工作会议召开。"
    assert moods(text)[:4] == ["news", "none", "review", "none"]
    assert moods(text)[-2:] == ["after_goals", "after_goals"]


def test_below_a_heading_that_settles_nothing_the_next_ones_do() -> None:
    text = (
        "清河市政府工作报告\n一、概述\n（一）去年工作回顾\n产量5吨。\n（二）主要目标\n产量6吨。\n"
        "（三）目标完成情况回顾\n产量7吨。"
    )
    review, goal = ["review_heading"] * 2, ["goal_heading"] * 2
    assert moods(text) == ["work_report", "none", "none", *review, *goal, *goal]


def test_behind_the_review_of_a_work_report_come_its_goals_whatever_their_heading() -> None:
    text = "清河市政府工作报告\n一、2024年工作回顾\n产量5吨。\n二、产业升级\n产量6吨。"
    assert moods(text)[2:] == ["review_heading"] * 2 + ["goal_heading"] * 2
    told = text.replace("政府工作报告", "2024年统计公报")
    assert moods(told)[2:] == ["review_heading"] * 4


def test_a_heading_of_both_leaves_it_to_those_below() -> None:
    text = (
        "清河市政府工作报告\n一、回顾和目标\n产量5吨。\n（一）2024年工作回顾\n产量6吨。\n"
        "（二）2025年工作安排\n产量7吨。"
    )
    review, goal = ["review_heading"] * 2, ["goal_heading"] * 2
    assert moods(text) == ["work_report", "none", "none", "none", *review, *goal]


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("清河市政府工作报告", "work_report"),
        ("2023年清河市统计公报", "report"),
        ("关于印发行动计划的通知", "instruction"),
        ("清河市关于加快发展的实施意见（试行）", "instruction"),
        ("清河市召开会议，听取政府工作报告", "news"),
        ("清河市粮食丰收", "news"),
    ],
)
def test_the_kind_of_document_stands_in_its_title(title: str, genre: str) -> None:
    assert moods(f"{title}\n产量5吨。")[0] == genre


def test_a_plan_without_a_notice_is_known_by_its_clauses() -> None:
    assert moods("清河市发展实施方案\n产量5吨。")[0] == "news"
    assert moods("清河市发展实施方案\n一、总体目标\n产量5吨。")[0] == "instruction"
