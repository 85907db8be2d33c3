"""Within what a rank ranks."""

import pytest

from policy_extract.claims.scope import find_scope


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("利润增速位居全省[第二]。", "全省"),
        ("经济总量跃居中部六省[首位]。", "中部六省"),
        ("综合指数全国排名[前五]。", "全国"),
        ("规模居全国区域产量[之首]。", "全国"),
        ("拥有全省[首座]、全国第三座焦炉。", "全省"),
        ("拥有全省首座、全国[第三座]焦炉。", "全国"),
        ("增速位列经济四强省[首位]。", "经济四强省"),
        ("被列为2024年十大工作任务[首位]。", "2024年十大工作任务"),
        ("港口吞吐量连续16年位居全球[第一]。", "全球"),
        ("总量首次进入世界[前十]。", "世界"),
        ("在全国31个省区市中排名[第5位]。", "全国31个省区市"),
        ("增速居全国各省（区、市）[第二]。", "全国各省（区、市）"),
        ("规模（含市）居全省[第二]。", "全省"),
        ("这项指标排[第一]。", None),
        ("全省投资增长5%，增速排[第一]。", None),
    ],
)
def test_scope(marked: str, expected: str | None) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    assert find_scope(text, 0, len(text), start, end) == expected
