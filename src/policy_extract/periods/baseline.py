"""What a change is measured against, if the text says so."""

import re

from policy_extract.periods.calendar_rules import plan_years
from policy_extract.periods.timeline import Timeline

_FAR = 2_000
"""Characters that a look back takes at most; a clause without a mark may be a list of thousands of members."""
_MARKS = "，。；：！？\n"
_ANY = re.compile("[同按比较高低多少好快上去环季月相在]")
"""What every pattern below begins with; a clause without one, however long, is looked through once."""
_YOY = re.compile(
    "同比|同增|同降|同减|同期增|按年|比上年(?!末|底|年末)|较上年(?!末|底|年末)|比去年(?!末|底|年末)|较去年(?!末|底|年末)|"
    "(?:比|较|高于|低于|多于|少于|好于|快于)(?:上年|去年)(?:同期)?(?!末|底|年末)|上年同期|去年同期|比上一年|较上一年"
)
_MOM = re.compile(
    "环[比增减]|比上月|较上月|比上个月|较上个月|比上季|较上季|比上一季|较上一季|按季|按月|[季月][增减](?=[长少幅]?[0-9约近超])"
)
_DATED = re.compile(
    "(?:比|较|高于|低于|相比|在)((?:19|20)[0-9]{2})年(末|底|年末|年底)?(?:[^，。；]{0,4}基础上)?"
)
_PLAN_END = re.compile(
    '(?:比|较)[“"]?(十[一二三四五六]?|[一二三四五六七八九])五[”"]?(?:规划|计划)?(?:期?末|时期末)'
)
_YEAR_BEGIN = re.compile("(?:比|较)(?:今|本|当)?年初")
_YEAR_END = re.compile("(?:比|较)(?:上年|去年)(?:末|底|年末|年底)")


def find_baseline(
    text: str, sentence_start: int, start: int, timeline: Timeline
) -> tuple[str | None, str | None]:
    """``yoy``, ``mom``, an ISO year or date, or null; and the words that say so.

    Args:
        text: The document's text.
        sentence_start: Where the value's sentence begins.
        start: Where the value begins.
        timeline: The document's timeline, for 比上年末 and 较年初.
    """
    begin = max(sentence_start, start - _FAR)
    clause = text[max(begin, *(text.rfind(mark, begin, start) + 1 for mark in _MARKS)) : start]
    if _ANY.search(clause) is None:
        return None, None
    for pattern, name in ((_YOY, "yoy"), (_MOM, "mom")):
        found = pattern.search(clause)
        if found:
            return name, found.group()
    found = _DATED.search(clause)
    if found and (found.group().startswith(("比", "较")) or "基础上" in found.group()):
        return (f"{found[1]}-12-31" if found[2] else found[1]), found.group()
    found = _PLAN_END.search(clause)
    plan = plan_years(found[1]) if found else None
    if found and plan:
        return str(plan[1]), found.group()
    for pattern, back, day in ((_YEAR_END, 1, "12-31"), (_YEAR_BEGIN, 0, "01-01")):
        found = pattern.search(clause)
        if found:
            period, _ = timeline.governing(start, start, record="metric")
            if period is not None and period.last is not None:
                return f"{period.last.year - back:04}-{day}", found.group()
    return None, None
