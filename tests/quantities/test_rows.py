"""Numbers in a row: what one says for those before it, and where it does not."""

import pytest

from policy_extract.quantities.scan import scan_quantities

CASES = """
增长0.2和0.4个百分点        0.2 百分点 =; 0.4 百分点 =
完成3.5、4.2亿元            350000000 元 =; 420000000 元 =
面积10.6万、3.8万平方公里    106000 平方公里 =; 38000 平方公里 =
分别提高12.7个、12个百分点   12.7 百分点 =; 12 百分点 =
100万、110万和120万亿元     100000000000000 元 =; 110000000000000 元 =; 120000000000000 元 =
新增12、15和18家企业        12 - =; 15 - =; 18 家 =
投资3万、5亿元              30000 - =; 500000000 元 =
提高3个、5家                3 个 =; 5 家 =
约3、4.2亿元                3 - ~; 420000000 元 =
超过3.5、4.2亿元            350000000 元 >; 420000000 元 >
达到12、15万吨以上          120000 吨 >=; 150000 吨 >=
增长3%、5%以上的企业         3 % >=; 5 % >=
增长3%、5家以上             3 % =; 5 家 >=
大于20且小于30              20~30 - =
大于30且小于20              30 - >; 20 - <
5000万元以上1亿元以下        50000000~100000000 元 =
1亿元以上5000万元以下        100000000 元 >=; 50000000 元 <=
5%至百分之十                5~10 % =
百分之十至5%                10 % =; 5 % =
5%，百分之十                5 % =; 10 % =
-10—-5℃                    -10~-5 ℃ =
零下3至5℃                   -5~-3 ℃ =
介于3%和5%之间              3~5 % =
200万-500万（不含）美元      2000000~5000000 美元 =
3吨/人·年                   3 吨/人·年 =
30万元每人                  300000 元/人 =
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines(), ids=lambda case: case.split()[0])
def test_a_row(case: str) -> None:
    text, expected = case.split(maxsplit=1)
    told = []
    for one in scan_quantities(text):
        number = f"{one.low}~{one.high}" if one.number is None else f"{one.number:f}"
        told.append(f"{number} {one.unit or '-'} {one.comparator}")
    assert "; ".join(told) == expected
