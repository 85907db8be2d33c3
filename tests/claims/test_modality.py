"""Target or metric: cues, sections, genres, and how they weigh against each other."""

import pytest

from policy_extract.claims.modality import Modality, judge, read_sections
from policy_extract.claims.signs import significant
from policy_extract.text.layout import read_layout


def judged(marked: str) -> Modality:
    """Judge the value between ``[`` and ``]`` of a document."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    layout = read_layout(text)
    sentence = next(s for s in layout.sentences if s.start <= start < s.end)
    return judge(text, layout, read_sections(text, layout), sentence, start, end)


@pytest.mark.parametrize(
    "marked",
    [
        "力争全年引进项目[150个]。",
        "力争省级基地达到2个、市级基地[10个]，不断积蓄后劲。",
        "到2030年，全县水浇地面积达到[12万亩]。",
        "预计全年接待游客[5353万人次]。",
        "产业链年产值有望突破[80亿元]。",
        "今年要更新老旧电梯[1200部]。",
        "项目全部投产后，年发电量将达[70亿千瓦时]。",
        "该项目计划投资[23亿元]，年内开工。",
        "围绕投资增长[10%以上]的目标，全市加快项目建设。",
        "主要预期目标是：生产总值增长5%左右；城镇新增就业[9万人]；粮食产量稳定。",
        "完成年度计划[170万套]的八成。",
    ],
)
def test_targets(marked: str) -> None:
    assert judged(marked).record == "target"


@pytest.mark.parametrize(
    "marked",
    [
        "2023年，全市利润增长[31.4%]，位居全省第二。",
        "全年投资完成年度目标的[102%]。",
        "目前，全市已建成基站[16286个]。",
        "这是一项重要改革，惠及群众[3.6万人]。",
        "将军故里去年接待游客[12.5万人次]。",
        "今年前5个月，完成水利投资[4106亿元]。",
        "隆安县计划投资5亿元，完成[81%]。",
        "制造业增加值占比[13.9%]，较上年提高0.4个百分点。",
    ],
)
def test_metrics(marked: str) -> None:
    assert judged(marked).record == "metric"


REPORT = """政府工作报告
——在某市第十届人民代表大会第一次会议上
一、过去一年工作回顾
新建农村公路{old}公里，改造老旧小区38个。
二、今年工作安排
新建农村公路{new}公里，改造老旧小区40个。
"""


def test_the_heading_decides_between_equal_sentences() -> None:
    assert judged(REPORT.format(old="[300]", new="300")).record == "metric"
    found = judged(REPORT.format(old="300", new="[300]"))
    assert (found.record, found.rule) == ("target", "modality.section_goal_heading")


def test_a_heading_without_a_mood_after_the_review_opens_the_goals() -> None:
    text = REPORT.replace("二、今年工作安排", "二、促进城乡协调发展")
    assert judged(text.format(old="300", new="[300]")).record == "target"


def test_an_announcement_governs_the_next_paragraph() -> None:
    text = "2012年政府工作报告\n今年的主要预期目标是：\n生产总值增长8%；外贸增长[10%]。\n"
    assert judged(text) == Modality("target", "modality.section_announced", "主要预期目标是：")


def test_without_headings_the_exactness_of_numbers_tells() -> None:
    head = "政府工作报告\n全面推进水利建设，改造灌区"
    review = head + "[137]处，修复河道2148.6公里，惠及31.7万人。"
    goals = head + "[140]处左右，修复河道2000公里以上，支持重点县建设。"
    assert judged(review).record == "metric"
    assert judged(goals).record == "target"


def test_a_plan_instructs_and_its_background_does_not() -> None:
    plan = (
        "关于印发某市养老服务实施方案的通知\n一、主要目标\n{goal}\n"
        "二、背景\n截至2022年底，全市已有养老床位{fact}张。"
    )
    assert judged(plan.format(goal="每区护理床位占比[60%]。", fact="3817")).record == "target"
    assert judged(plan.format(goal="每区护理床位占比60%。", fact="[3817]")).record == "metric"


def test_a_year_behind_the_document_is_no_horizon() -> None:
    head = "某市统计公报\n（2021年3月2日）\n"
    assert judged(head + "到2020年末，全市公路里程[8312公里]。").record == "metric"


def test_the_reason_names_rule_and_cue() -> None:
    found = judged("力争完成投资[800亿元]。")
    assert found == Modality("target", "modality.will", "力争")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("1200", 2), ("9.4", 2), ("0.50", 2), ("16286", 5), ("100", 1), ("0", 0)],
)
def test_significant(digits: str, expected: int) -> None:
    assert significant(digits) == expected


def test_an_empty_document_has_sections() -> None:
    sections = read_sections("", read_layout(""))
    assert sections.cues == ()
    assert sections.mood_at(0).kind == "none"
    assert sections.paragraph_at(0) == ()
