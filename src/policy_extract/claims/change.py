"""Direction: whether a number is a change, and which way it goes.

The words before the number decide, from the last mark of a clause on: a verb of change touching it
(``增长5%``), a verb of change with its object between (``新增投资30亿元``), a noun of change however
it is linked (``增速达到20%``), carried over the members of a list (``新增2户A、10户B``). A verb of
change followed by 至 or 到 names the level that was reached and gives no direction.
"""

import re
from functools import cache
from typing import Literal, NamedTuple

from policy_extract.claims.cues import Cue, CueFinder
from policy_extract.rules.loader import RuleModel, load_shipped

Direction = Literal["increase", "decrease"]


class Change(NamedTuple):
    """A direction with the rule and the word that gave it; all null for a level."""

    direction: Direction | None
    rule: str | None
    cue: str | None


class DirectionRules(RuleModel):
    """The word lists of ``rules/direction.toml``; each list says there what it is for."""

    rise: frozenset[str]
    fall: frozenset[str]
    rise_nouns: frozenset[str]
    fall_nouns: frozenset[str]
    contribution: frozenset[str]
    gap_up: frozenset[str]
    gap_down: frozenset[str]
    level: frozenset[str]
    pseudo: frozenset[str]


_NONE = Change(None, None, None)
_REACH = 64
_CUT = re.compile(r"[，,；;。：:！？\n（(“]")
_LISTED = re.compile(r"[0-9０-９].*?[、和及与]|[0-9０-９%％](?:以上|左右|以内)?[、和及与]")
_LAST_ITEM = re.compile(r".*[、和及与]", re.DOTALL)
_TAIL = re.compile(
    r"(?:了|约|近|超过|超|逾|达到|达|高达|至少|不低于|不少于|不超过|不高于|为|是|在|控制|保持|稳定|维持|力争|预期|预计|目标|幅度|速度|比例|分别|均|各|都|仅|也|就|共|累计|合计|平均|年均|总计|接近|将近|大约|大体|以上|突破|最多|最高|实现|完成|额|量|数|率|，|、|“|\s|的|于|有|以|上|又|再|了)*"
)
_TO = re.compile(r"了?(?:至|到)|(?:成|为)(?!主)")
_GROWTH_AS = re.compile(r"(?:增长|下降|上涨|下跌|增加|减少|提高|回落)为")
_EARLIER = re.compile(
    r"同比|环比|去年|上年|前年|上月|上季|上半年|同期|年初|上一年|以前|此前|过去|历史|疫情前|[0-9０-９]{4}年|“十[一二三四五]五”|改革前|上届|上期|往年|前期"
)
_AFTER = re.compile(
    r"(?:以上|以下|以内|左右|上下)?(?:的(?:年均|平均|年平均|同比|较快|高)?|(?=速度))"
    r"(?:速度|速率|幅度)?(?:同比|快速|持续|逐年)?(?P<noun>增速|增幅|涨幅|升幅|增长率|递增|增长(?!点|极)|增加(?!值)|增量|上升|提高|提升|上涨|降幅|跌幅|减幅|下降|回落|减少|递减|下跌|下滑)(?!至|到)"
)
_AFTER_NEW = re.compile(r"(?P<noun>新增|净增)(?![0-9０-９约近超到至了])")
_FALLING = re.compile(r"降|跌|减|回落|下")
_PERCENT = frozenset({"percent", "percentage_point", "multiple"})
_TRANSITIVE = frozenset(
    [
        "新增",
        "净增",
        "净增加",
        "新增加",
        "增加",
        "增补",
        "增设",
        "增发",
        "增持",
        "增收",
        "增产",
        "增开",
        "增绿",
        "追加",
        "扩招",
        "扩种",
        "扩大",
        "提高",
        "提升",
        "减少",
        "降低",
        "压减",
        "压降",
        "压缩",
        "缩短",
        "缩减",
        "削减",
        "核减",
        "裁减",
        "精简",
        "净减",
        "净减少",
        "下调",
        "上调",
        "调减",
        "调增",
        "再新增",
        "再增加",
        "再增",
        "多增",
        "少增",
        "延长",
        "增招",
        "增派",
        "增配",
        "增投",
        "增拨",
        "增供",
        "增贷",
        "节约",
        "节省",
    ]
)
_MADE = frozenset(
    ["节约", "节省", "精简", "减排", "提前", "加大", "壮大", "加快", "加速", "多发", "扩容"]
)
_NAMED = re.compile(
    r"(?:工程|行动|项目|计划|活动|改造|示范|试点|措施|任务|能力建设)(?:达到|达|约|超过|近)?$"
)
_INDICATOR_NOUN = re.compile(
    r"(?P<noun>增速|增幅|涨幅|升幅|增长率|增量|增加额|降幅|跌幅|减幅|增长速度)(?:平均|合计)?$"
)
_INDICATOR_NEW = re.compile(r"新增|净增")


@cache
def _rules() -> tuple[CueFinder, DirectionRules]:
    rules = load_shipped("direction.toml", DirectionRules)
    return (
        CueFinder(
            {
                "pseudo": rules.pseudo,
                "rise_noun": rules.rise_nouns,
                "fall_noun": rules.fall_nouns,
                "rise": rules.rise,
                "fall": rules.fall,
                "contribution": rules.contribution,
                "gap_up": rules.gap_up,
                "gap_down": rules.gap_down,
                "level": rules.level,
            }
        ),
        rules,
    )


def find_direction(
    text: str,
    clause_start: int,
    sentence_end: int,
    start: int,
    end: int,
    *,
    kind: str,
    indicator: str | None,
) -> Change:
    """The direction of the value ``text[start:end]``.

    Args:
        text: The document's text.
        clause_start: Where the value's clause or sentence begins.
        sentence_end: Where its sentence ends.
        start: Where the value begins.
        end: Where the value ends.
        kind: The value's kind; a rank has no direction.
        indicator: The name that was found for the value, null when unknown.
    """
    if kind == "rank":
        return _NONE
    change = _by_words(text, clause_start, sentence_end, start, end, kind, indicator)
    if change.direction == "increase" and text[start] in "-－−负":
        return Change("decrease", "direction.sign", text[start])
    return change


def _by_words(
    text: str,
    clause_start: int,
    sentence_end: int,
    start: int,
    end: int,
    kind: str,
    indicator: str | None,
) -> Change:
    after = _AFTER.match(text, end, min(sentence_end, end + 16))
    if after is None and kind in ("count", "measure", "money"):
        after = _AFTER_NEW.match(text, end, min(sentence_end, end + 4))
    if after is not None:
        noun = after.group("noun")
        return Change("decrease" if _FALLING.search(noun) else "increase", "direction.after", noun)
    left = max(clause_start, start - _REACH)
    for mark in _CUT.finditer(text, left, start):
        left = mark.end()
    finder, _ = _rules()
    cues = [cue for cue in finder.find(text, left, start) if cue.group != "pseudo"]
    found = _decide(text, cues, left, start, kind)
    if found is not None:
        return found
    if indicator:
        noun_found = _INDICATOR_NOUN.search(indicator)
        if noun_found is not None and kind in (
            "percent",
            "percentage_point",
            "money",
            "count",
            "measure",
        ):
            noun = noun_found.group("noun")
            way: Direction = "decrease" if _FALLING.search(noun) else "increase"
            return Change(way, "direction.indicator", noun)
        new = _INDICATOR_NEW.search(indicator)
        if new is not None and kind in ("count", "measure", "money"):
            return Change("increase", "direction.indicator", new.group())
    return _NONE


def _decide(text: str, cues: list[Cue], left: int, start: int, kind: str) -> Change | None:
    """What the last telling cue before the value says; ``None`` when there is none at all."""
    for cue in reversed(cues):
        between = text[cue.end : start]
        listed = _LISTED.search(between) if between else None
        if cue.group == "level":
            if listed is None or kind not in _PERCENT:
                pass
            noun = _noun_before(text, cues, cue)
            if (
                noun is not None
                and _TAIL.fullmatch(between)
                and cue.word not in ("占", "占比", "比重")
            ):
                return noun
            if _owned_by_new(cues, cue, kind):
                continue
            return _NONE
        if cue.group in ("gap_up", "gap_down"):
            if kind not in _PERCENT and listed:
                return _NONE
            against = text[max(left, cue.start - 14) : start]
            if cue.word == "超过" and not re.search("比|较", against):
                continue
            if len(cue.word) == 1 and (
                not re.search("比|较", against) or not _TAIL.fullmatch(between)
            ):
                continue
            if _EARLIER.search(against):
                return Change(
                    "increase" if cue.group == "gap_up" else "decrease",
                    "direction.gap_in_time",
                    cue.word,
                )
            return _NONE
        if cue.group == "contribution":
            if kind == "percentage_point":
                return Change("increase", "direction.contribution", cue.word)
            continue
        if cue.group in ("rise_noun", "fall_noun"):
            way: Direction = "increase" if cue.group == "rise_noun" else "decrease"
            if _TAIL.fullmatch(between) or (listed and kind in _PERCENT):
                if cue.word == "贡献" and kind != "percentage_point":
                    return None
                return Change(way, "direction.noun", cue.word)
            continue
        decided = _verb(text, cue, between, listed is not None, kind, start)
        if decided is not None:
            return decided
    return None


def _noun_before(text: str, cues: list[Cue], level: Cue) -> Change | None:
    """A noun of change that a verb of reaching links to the value (增速达到20%)."""
    for cue in reversed(cues):
        if cue.end > level.start:
            continue
        if cue.group in ("rise_noun", "fall_noun") and _TAIL.fullmatch(text[cue.end : level.start]):
            way: Direction = "increase" if cue.group == "rise_noun" else "decrease"
            return Change(way, "direction.noun", cue.word)
        if cue.group == "level":
            continue
        if cue.word in ("增长", "下降", "上涨", "递增") and _TAIL.fullmatch(
            text[cue.end : level.start]
        ):
            return Change(
                "increase" if cue.group == "rise" else "decrease", "direction.verb", cue.word
            )
        return None
    return None


def _owned_by_new(cues: list[Cue], level: Cue, kind: str) -> bool:
    """Whether 新增 or 净增 governs a clause through its verb of reaching (新增就业达到70万人)."""
    if kind in _PERCENT:
        return False
    for cue in cues:
        if cue.end > level.start:
            return False
        if cue.word in ("新增", "净增", "净增加", "新增加", "增加", "减少"):
            return cue.group != "level"
    return False


def _verb(text: str, cue: Cue, between: str, listed: bool, kind: str, start: int) -> Change | None:
    way: Direction = "increase" if cue.group == "rise" else "decrease"
    said = Change(way, "direction.verb", cue.word)
    if _TO.match(between) and not (kind in _PERCENT and _GROWTH_AS.match(text, cue.start)):
        return _NONE
    if cue.word in _MADE:
        if kind == "percentage_point" or (cue.word in ("精简", "减排") and kind == "percent"):
            return said
        return None
    if _TAIL.fullmatch(between):
        if cue.word == "少" and not _EARLIER.search(text, max(0, cue.start - 10), cue.start):
            return None
        return said
    if listed:
        item = _LAST_ITEM.match(between)
        rest = between[item.end() :] if item else between
        if kind in _PERCENT:
            return said if _TAIL.fullmatch(rest) else None
        if cue.word in _TRANSITIVE or len(cue.word) > 1:
            return Change(way, "direction.list", cue.word)
        return None
    if kind in ("percentage_point", "percent", "multiple"):
        if cue.word in _TRANSITIVE and cue.word not in ("新增", "净增") and len(between) <= 24:
            return said
        return None
    if cue.word in _TRANSITIVE and len(between) <= 40:
        if cue.word in ("提升", "提高", "扩大", "增加", "降低", "减少") and _NAMED.search(between):
            return None
        return said
    return None
