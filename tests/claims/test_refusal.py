"""What is no record, and what beside it is one: each refusal of the contract with its counterpart."""

import pytest

from policy_extract.claims.refusal import refuse
from policy_extract.claims.sentence import build_sentence
from policy_extract.quantities.scan import scan_quantities

CASES = """
idiom         把就业放在[首位]
-             产量位居全省[首位]
-             产量居[首位]
quoted_name   实施“[七个]一”专项行动
quoted_name   印发《关于[30]项措施的通知》
quoted_name   实施“[三倍]增长”行动
-             提出“利润增长[5%]”
-             “这些措施推动全市新增[30]家企业，利润增长很快”
denominator   每[100户]有三辆车
indefinite    建成[一条]产业链
indefinite    打造[三个]中心城区
-             新增[三家]上市公司
-             引进[十二家]企业
heading       抓好[12项]年度重点工作任务
heading       聚焦[7个]方面明确要求
heading       聚焦[7个]方面发力
heading       增加的[3家]分别是甲乙丙
heading       完善[12项]制度安排
-             办理[60项]任务
-             建成[12个]项目
duration      在[3年]内完成
duration      历时[20天]
-             办理时限压缩至[3天]
age           年满[60岁]的居民
-             人均预期寿命达到[79岁]
ordinal       发展[第一个]产业
ordinal       产量位居[第二]：煤
ordinal       进入世界[500强]企业
-             居全国[第二]
-             综合实力排名全国[第十位]
level_name    形成[千亿级]产业链
-             产值达到[200亿级]
description   一座[7.65米]顶装焦炉
description   [30亿元]以上项目
description   一座[5亿元]电厂
description   全省[60万千瓦]机组
description   3台[30吨]锅炉
description   登记[50亩以内]农户
-             生产[30吨]锅炉
-             总投资[5亿元]
-             完成投资[30亿元]
series        建设[3期]
series        建设[10期]
-             建设[11期]
bare          编号为[37]
-             建成[一公里]道路
list_mark     原因依次是：[第一]，缺少时间
-             全市[第一]，全省第三
quoted_name   《[30]项措施》印发
quoted_name   全市大力推进各项工作，实施“[三倍]增长”行动
ordinal       入选世界[500强]
ordinal       入选全国[20强]县
-             入选[20强]，居全省第一
ordinal       产量[第二]
-             全省[第二]大河
-             全省[首个]园区
-             完成[30亿元]的项目投资
description   生产[20毫米]钢板
series        推出[4核]芯片
-             新增[12期]
bare          下降到[37]
-             得分为[37]
-             指数为[37]
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_each_refusal_and_its_counterpart(case: str) -> None:
    expected, marked = case.split(maxsplit=1)
    value, rest = marked.split("[")[1].split("]")
    text, start = marked.replace("[", "").replace("]", ""), marked.index("[")
    found = scan_quantities(text)
    sentence = build_sentence(text, [(0, len(text))], found, [])
    at = next(n for n, one in enumerate(found) if one.start <= start < one.end)
    refusal = refuse(sentence, at, [])
    assert refusal == (None if expected == "-" else f"not_record.{expected}"), (value, rest)


@pytest.mark.parametrize(
    ("kind", "refused"), [("PROJECT", True), ("POLICY", True), ("LOCATION", False)]
)
def test_a_number_in_a_name_belongs_to_the_name(kind: str, refused: bool) -> None:
    text = "惠科20万吨铜箔投产"
    sentence = build_sentence(text, [(0, len(text))], scan_quantities(text), [])
    found = refuse(sentence, 0, [(0, 8, kind)])
    assert (found == "not_record.inside_name") is refused


def test_a_count_that_opens_a_name_is_none_of_it() -> None:
    text = "新建12个产业园"
    (value,) = scan_quantities(text)
    sentence = build_sentence(text, [(0, len(text))], [value], [])
    assert refuse(sentence, 0, [(value.start, len(text), "FACILITY")]) is None
