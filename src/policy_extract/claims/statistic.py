"""Whether a number is an average over several periods or a sum of them."""

import re
from typing import Literal

from policy_extract.claims.spot import Spot

_AVERAGE = re.compile(
    "年均|月均|日均|季均|平均每[年月日]|每[年月日]平均|年平均|[两二三四五六七八九十0-9]+年平均"
)
_SUM = re.compile("累计|累积|总计|合计共")
_CUT = re.compile("[，,；;。：:（(]")
_ASIDE = re.compile("[（(][^（()）]*[0-9][^（()）]*[）)]")
"""A parenthesis with a number of its own, which its words are about."""
_REACH = 30


def statistic_of(spot: Spot) -> Literal["average", "cumulative"] | None:
    """``average`` (年均, 两年平均), ``cumulative`` (累计), else null, by the words of the value's clause."""
    text = spot.view.sentence.text
    near = text[max(0, spot.item.start - _REACH) : spot.item.start]
    before = _CUT.split(_ASIDE.sub("", near))[-1]
    if _AVERAGE.search(before):
        return "average"
    return "cumulative" if _SUM.search(before) else None
