"""Direction: a change and which way it goes, against a level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.claims.direction import DirectionFound, find_direction

INCREASE, DECREASE, LEVEL = "increase", "decrease", None


def direction(marked: str, kind: str, indicator: str | None = None) -> DirectionFound:
    """Judge the value between ``[`` and ``]``."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return find_direction(text, 0, len(text), start, end, kind=kind, indicator=indicator)


@pytest.mark.parametrize(
    ("marked", "kind", "expected"),
    [
        # a verb that touches the number
        ("社会消费品零售总额同比增长[6.2%]。", "percent", INCREASE),
        ("出口额同增[17%]。", "percent", INCREASE),
        ("居民消费价格上涨了[0.3%]。", "percent", INCREASE),
        ("单位能耗下降约[3.1%]。", "percent", DECREASE),
        ("占比较2020年提高[2.5个百分点]。", "percentage_point", INCREASE),
        ("增速比上季度加快[0.4个百分点]。", "percentage_point", INCREASE),
        ("降幅比上月收窄[1.2个百分点]。", "percentage_point", DECREASE),
        ("工业投资负增长[2.3%]。", "percent", DECREASE),
        ("工业增加值↑[5.2%]，", "percent", INCREASE),
        ("固定资产投资 ↓[3.1%]。", "percent", DECREASE),
        ("药品平均降价[52%]。", "percent", DECREASE),
        # the level that was reached
        ("污水处理率提高到[96%]。", "percent", LEVEL),
        ("失业率降至[4.9%]。", "percent", LEVEL),
        ("高新技术企业由120家增至[310家]。", "count", LEVEL),
        ("高新技术企业由[120家]增至310家。", "count", LEVEL),
        ("审批时限由20天压缩到[5天]。", "measure", LEVEL),
        ("森林覆盖率达到[42%]。", "percent", LEVEL),
        ("新开工保障房[3万套]。", "count", LEVEL),
        ("建设高标准农田[80万亩]。", "measure", LEVEL),
        # a verb with its object before the number
        ("新增普惠托位[9000个]。", "count", INCREASE),
        ("城镇新增就业达到[12万人]。", "count", INCREASE),
        ("净增规上企业[86家]。", "count", INCREASE),
        ("减少碳排放[20万吨]。", "measure", DECREASE),
        ("压减一般性支出[3亿元]。", "money", DECREASE),
        ("降低存款准备金率[0.5个百分点]。", "percentage_point", DECREASE),
        ("新增住宅小区业委会（物管会）[50个]。", "count", INCREASE),
        # the object of a work is no change
        ("实施质量提升行动[12项]。", "count", LEVEL),
        ("改造提升农贸市场[25个]。", "count", LEVEL),
        # nouns of change
        ("进出口增速达到[20%]。", "percent", INCREASE),
        ("物价涨幅控制在[3%左右]。", "percent", INCREASE),
        ("产值增量合计[30亿元]。", "money", INCREASE),
        ("财政收入增速为[-3.2%]。", "percent", DECREASE),
        ("上半年[5.5%]的增速好于预期。", "percent", INCREASE),
        ("以年均[8%]的速度增长。", "percent", INCREASE),
        ("游客人次保持[10%以上]增长。", "percent", INCREASE),
        ("经济增长预期目标为[5%左右]。", "percent", INCREASE),
        # nouns that only contain one
        ("制造业增加值占比[25%]。", "percent", LEVEL),
        ("消费对经济增长的贡献率达到[60%]。", "percent", LEVEL),
        ("缴纳增值税[3亿元]。", "money", LEVEL),
        # contributions
        ("拉动出口增长[1.5个百分点]。", "percentage_point", INCREASE),
        ("对增长贡献[0.8个百分点]。", "percentage_point", INCREASE),
        # gaps
        ("增速高于全国[1.7个百分点]。", "percentage_point", LEVEL),
        ("占比高出全省平均水平[2个百分点]。", "percentage_point", LEVEL),
        ("完成率高于去年同期[3.8个百分点]。", "percentage_point", INCREASE),
        ("比上年同期多[12万吨]。", "measure", INCREASE),
        # lists
        ("新增国家级实验室2家、省级实验室[9家]。", "count", INCREASE),
        ("新增甲类3个、乙类和丙类各[1个]。", "count", INCREASE),
        ("出口、进口分别增长5.1%、[6.4%]。", "percent", INCREASE),
        ("两市GDP增速分别是2%、[3.6%]。", "percent", INCREASE),
        ("城乡低保标准分别提高40元和[52元]。", "money", INCREASE),
        ("装机增加180万千瓦、达到[900万千瓦]。", "measure", LEVEL),
        ("产量增至82万辆、占比达到[45%]。", "percent", LEVEL),
        # behind the number
        ("[500万千瓦]新增机组全部投运。", "measure", INCREASE),
    ],
)
def test_direction(marked: str, kind: str, expected: str | None) -> None:
    assert direction(marked, kind).direction == expected


def test_a_rank_has_no_direction() -> None:
    assert direction("增速上升[第3位]。", "rank") == DirectionFound(None, None, None)


def test_the_indicator_helps_where_the_clause_is_bare() -> None:
    assert direction("甲县[5%]。", "percent").direction is None
    found = direction("甲县[5%]。", "percent", "投资增速")
    assert found == DirectionFound("increase", "direction.indicator", "增速")


def test_the_reason_names_rule_and_word() -> None:
    assert direction("利润同比增长[9%]。", "percent") == DirectionFound(
        "increase", "direction.verb", "增长"
    )


@given(st.text(alphabet="增降新减长高于到至达，、。0123%个（）", max_size=40), st.data())
def test_any_text_any_span(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = find_direction(text, 0, len(text), start, end, kind="percent", indicator=None)
    assert (found.direction is None) == (found.rule is None)
