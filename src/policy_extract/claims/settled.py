"""What the grammar of a clause settles, whatever the weights make of it.

The scorer weighs; these few forms leave nothing to weigh. They take candidates away, or say what the
answer is, and are told nothing of what the scorer thinks.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from policy_extract.claims.compose import NameCandidate
from policy_extract.claims.in_turn import dealt, in_ratio, is_origin
from policy_extract.claims.indicator import Naming
from policy_extract.claims.naming import Named, from_words
from policy_extract.claims.parts import is_class
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import Word
from policy_extract.claims.when import When, explicit
from policy_extract.claims.words import indicator_rules
from policy_extract.periods.scan import RawPeriod
from policy_extract.tables.labels import is_measure

_MARKS = "，,；;。：:！？!?\n"
_EQUAL = re.compile("(?:基本)?(?:持平|相当|一致|相同)")
_WITH = ("与", "和", "同", "跟")
_AIM = re.compile(
    "目标|计划|预期|力争|确保|争取|规划|预算|安排|任务|指标|标准|奖|补|罚|不低于|不超过|不少于|以[上下内]|左右|[要拟将须应达]|完成"
)
_OPENING_WORDS = 8
"""Characters before the time that a paragraph opens with: 刚刚过去的2017年."""
_FAR = 120
"""Characters that a look back takes at most."""
_TERM = re.compile("期(?![间末内初满限中待])")
_TERMED = re.compile("(?:年|个?月|[天日])期")
"""The term in the name of a rate; a rate has one."""
_GOAL = re.compile(
    "目标(?:值|任务)?(?:是|为|(?:确?定|设定|调整|安排)(?:为|在))(?:增长)?(?:约|近)?$"
)
"""Words right before a value that is a goal, past or not: 增长目标为7%."""
_OVER_GOAL = re.compile(
    "(?:高于|低于|高出|低出|超出|超过?|快于|慢于|多于|少于|比)[^，]*目标(?:值|任务)?[高低快慢多少]?$"
)
"""What stands before the distance of a result from a goal: 高于7%的目标1.1个百分点."""
_ATTAINED = re.compile("(?:但|而|最终|全年)?实际(?:上?(?:增长|下降|完成|达到?|实现|新增|为))")
"""How a clause begins that tells what came of the goal before it: 目标为7%，实际增长6.8%."""
_DONE_OF_GOAL = re.compile(
    "(?:已|共|累计|超额)?完成了?[^，。；]{0,8}(?:目标|计划|任务)(?:值|数|任务)?的"
)
"""The clause of a share of a goal that is done: 完成年度目标的106.8%."""
_STRETCH = re.compile(
    "(?:并|且|还|也)?(?:力争|争取|努力|冲刺|挑战|奋力|确保|力求)(?:实现|达到|完成|冲刺|冲击|突破|达)?(?:更高的?|更好的?)?"
)
"""A clause that only raises the goal told before it: ，力争达到8%."""
_RESTRICTING = re.compile("[（(](?:[不未]?[含折按扣剔除]|不包括)[^0-9（）()，。；]{0,10}[）)]")
"""A bracket that says what is counted and what is not: （折粮）, （不含农户）."""
_FROM = re.compile("[由从](?:上年|去年)同期的?")
_NUMBERS = re.compile("[0-9.．:：∶、%％比和 万亿元]*")
_TO = re.compile("[0-9%％个位元][^0-9]{0,6}[至到为成]")
_WHOLE = 4
"""Characters of a name that may stand by itself."""
_OPENING, _CLOSING = frozenset("（("), frozenset("）)")
_DONE = re.compile("[已了]|以来|实际|累计")
"""Words of what has been done already."""
_LISTED_GOALS = re.compile(
    "(?:今年|本年|20[0-9]{2}年)[^。；]{0,20}(?:预期|力争|目标|计划|确保|争取)"
)
_EARLY = 4
"""Months of a year whose figures nobody has yet when an assembly meets."""
_LEADING = frozenset({"year", "years", "half", "quarter", "month", "months", "plan", "end"})


def _clause(spot: Spot, marks: str = _MARKS) -> str:
    """The words of a value's clause before it, as they stand."""
    end = spot.item.start
    near = spot.view.sentence.text[max(0, end - _FAR) : end]
    return near[max(map(near.rfind, marks)) + 1 :]


def is_term(spot: Spot) -> bool:
    """Whether a duration is the term of a loan or bond, and so part of its name: 5年期以上LPR."""
    return _TERM.match(spot.view.sentence.text, spot.item.end) is not None


def is_goal(spot: Spot, rule: str) -> bool:
    """Whether a value is called a goal: 增长目标为7%, 7%的目标; a goal of a past year is one, too.

    Args:
        spot: The value.
        rule: The id of the rule that judged its mood.
    """
    return rule == "modality.goal_after" or _GOAL.search(_clause(spot)) is not None


def over_goal(spot: Spot) -> bool:
    """Whether a value tells how far the result before it lies from a goal: it is as true as that result."""
    return _OVER_GOAL.search(_clause(spot)) is not None


def attained(spot: Spot) -> bool:
    """Whether a value tells what came of a goal told before it in its sentence, or how much of it is done."""
    clause = _clause(spot)
    return (_ATTAINED.match(clause) or _DONE_OF_GOAL.fullmatch(clause)) is not None


def is_past(spot: Spot, candidates: Sequence[When], reference: date | None) -> bool:
    """Whether a sentence that opens with a year gone by tells a fact: it has no word of an aim."""
    return (
        reference is not None
        and any(
            one.variant == "as"
            and explicit(period)
            and one.last is not None
            and one.last.year < reference.year
            for one, period in _opening_times(spot, candidates)
        )
        and _AIM.search(spot.view.sentence.text) is None
    )


def is_promised(spot: Spot, when: When, reference: date | None) -> bool:
    """Whether a text of early in a year sets what it tells of the whole year, with no word of fact beside it:
    a report to an assembly of 今年, any text in a list that a word of intent opens (今年预期增长6%，收入增长5%).
    """
    period = when.period
    if reference is None or reference.month > _EARLY or period is None:
        return False
    if when.last != date(reference.year, 12, 31) or _DONE.search(_clause(spot)):
        return False
    if spot.frames.reviews and period.text in ("今年", "本年") and when.source == "own":
        return True
    return _LISTED_GOALS.match(spot.view.sentence.text[: spot.item.start]) is not None


def raises(spot: Spot, before: Spot | None) -> bool:
    """Whether a value only raises the goal that the value before tells, so that it is the same change."""
    if before is None or before.view is not spot.view or before.number != spot.number - 1:
        return False
    value, last = spot.value, before.value
    between = spot.view.sentence.text[before.item.end : spot.item.start]
    return (
        (value.kind, value.unit) == (last.kind, last.unit)
        and between[:1] in ("，", ",", "、")
        and _STRETCH.fullmatch(between[1:]) is not None
    )


def unit_words(spot: Spot) -> Sequence[Word]:
    """The words of the bracket that names the unit of a bare number: 平均利率（%）2.35."""
    words, end = spot.view.words, spot.at
    bare = spot.text[-1:].isdigit() and spot.value.unit is not None
    if not bare or not end or words[end - 1].text not in _CLOSING:
        return ()
    begin = end - 1
    while begin and end - begin < _FAR and words[begin].text not in _OPENING:
        begin -= 1
    return words[begin:end]


def fitting_names(
    spot: Spot, options: Sequence[NameCandidate], proposed: str, last: Named | None
) -> Sequence[NameCandidate]:
    """The names that the clause leaves, all of them where none is.

    A bracket that names the unit is no part of a name. A name that opens its clause and measures
    something itself has no other measure before it (生产总值3204亿元，城镇新增就业7万人), however short
    where a bracket gives it a unit of its own (贷款总额（亿元）31.5，不良率（%）1.2); a rate has one term; a
    crop's output is that of the crop in the clause before (糖料0.2万亩，产量0.5万吨), and no area's.
    """
    rules = indicator_rules()
    clause = _clause(spot)
    unit = unit_words(spot)
    kept = [one for one in options if not any(word in unit for word, _ in one.named.words)]
    if (
        last is not None
        and (unit or len(proposed) >= _WHOLE)
        and last.name.endswith(rules.measures)
        and proposed.endswith(rules.measures)
        and clause.startswith(proposed)
    ):
        glued = last.name + proposed
        kept = [one for one in kept if not one.named.name.endswith(glued)]
    kept = [one for one in kept if len(_TERMED.findall(one.named.name)) < 2] or kept
    if any(map(clause.__contains__, rules.outputs)):
        kept = [one for one in kept if not _area_of_output(one.named.name)]
    if last is not None and clause in rules.outputs:
        measures = (*rules.attributes, *rules.sown, *rules.outputs)
        owned = [
            one
            for one in kept
            if one.source == "clause"
            and one.named.name.endswith(clause)
            and not one.named.name.removesuffix(clause).endswith(measures)
        ]
        kept = owned or kept
    return kept or options


def _area_of_output(name: str) -> bool:
    """Whether a name makes an output one of an area, or is an area's: 油料播种面积产量."""
    rules = indicator_rules()
    return any(
        name.endswith((area, *(area + output for output in rules.outputs))) for area in rules.sown
    )


def given_name(spot: Spot, namings: Sequence[Naming], last: Named | None) -> NameCandidate | None:
    """The name that the grammar gives: that of the member before in a ratio, the one that 分别 deals out,
    the same school's where pupils follow pupils (普通高中招生1.8万人，在校生4.9万人).

    Args:
        spot: The value.
        namings: What the rules propose.
        last: The name of the value before in its sentence.
    """
    if last is not None and in_ratio(spot):
        return NameCandidate(last, "last")
    first = namings[0] if len(namings) == 1 else None
    dealt = first is not None and first.rule == "indicator.distributed" and not first.owner
    if first is not None and dealt and (is_measure(first.name) or is_class(first.name)):
        return NameCandidate(Named(first.name, (), (), frozenset(), 0.0), "rule")
    clause, pupils = _clause(spot).strip().removeprefix("全年"), indicator_rules().pupils
    if last is None or clause not in pupils:
        return None
    counted = spot.view.sentence.items[spot.number - 1].value.unit == "所"
    if not counted and not last.name.endswith(tuple(pupils)):
        return None
    school = (
        last.words
        if counted
        else next(
            (
                last.words[:count]
                for count in range(len(last.words) - 1, 0, -1)
                if last.name.removeprefix(from_words(last.words[:count], 0.0).name) in pupils
            ),
            (),
        )
    )
    if not school:
        return None
    own = spot.placed(spot.item.start - len(clause), spot.item.start)
    own = [(word, span) for word, span in own if not word.text.isspace()]
    return NameCandidate(from_words([*school, *own], last.chance), "owner")


def completed(spot: Spot, named: Named) -> Named:
    """A name with what belongs to it right behind its last word: the 比 of a ratio (城乡居民收入比缩小至2.46:1),
    the bracket that restricts it up to its value (马铃薯产量（折粮）25.8万吨).
    """
    words, at = spot.view.words, spot.at - 1
    if not named.words:
        return named
    while at >= 0 and spot.at - at < _FAR and words[at] is not named.words[-1][0]:
        at -= 1
    if at < 0 or words[at] is not named.words[-1][0]:
        return named
    behind = words[at + 1 : spot.at]
    text = "".join(word.surface for word in behind)
    if (
        spot.value.rule == "quantity.ratio"
        and behind
        and behind[0].text in indicator_rules().ratios
    ):
        more = behind[:1]
    elif _RESTRICTING.fullmatch(text):
        more = behind
    else:
        return named
    added = spot.placed(more[0].start, more[-1].end)
    whole = from_words([*named.words, *added], named.chance)
    return whole._replace(starts=named.starts | {word.start for word in more})


def fitting_times(
    spot: Spot, candidates: Sequence[When], record: str, last: When | None = None
) -> Sequence[When]:
    """The times that the sentence leaves: the one it deals out, that of the value before (``last``) in one
    list or ratio, none only where no time opens it, that of a heading only where no year does, 去年同期
    only for what it stands with (由去年同期的61.5调整为63.0).
    """
    given = dealt(spot, candidates, last)
    if given is not None:
        return [given]
    year = _year_of_paragraph(spot, candidates)
    if year is not None:
        return [year]
    opening = [
        (one, period) for one, period in _opening_times(spot, candidates) if _holds(one, period)
    ]
    outer = {"none"} if opening or _opens_paragraph(spot, candidates) else set()
    if any(one.variant == "as" and explicit(period) for one, period in opening):
        outer.add("head")
    kept = [one for one in candidates if one.source not in outer and not _matched(spot, one)]
    if record == "metric" and is_origin(spot):
        return _origins(spot, kept) or kept or candidates
    if last is not None and last.period is not None and last.period.against and is_origin(spot, 1):
        kept = [one for one in kept if one.period is not last.period]
    was = was_before(spot)
    if was is None:
        return kept or candidates
    same = [one for one in kept if (one.variant == "as" and _compared(one)) is was]
    return same or kept


def _origins(spot: Spot, candidates: Sequence[When]) -> Sequence[When]:
    """The times that a change may start from: the one it is measured against in its sentence; in a report to an
    assembly those before the year that it looks back on.
    """
    items, at, frames = spot.view.sentence.items, spot.number, spot.frames
    told = items[at - 1].value.end if at else 0
    for one in candidates:
        period = one.period
        compared = period is not None and period.against and period.start >= told
        if compared and one.source == "own" and one.variant == "as" and one.last is not None:
            return [one]
    if not frames.reviews or frames.year is None:
        return candidates
    year = frames.year - 1
    return [one for one in candidates if one.last is None or one.last.year < year]


def _opening_times(spot: Spot, candidates: Sequence[When]) -> Iterator[tuple[When, RawPeriod]]:
    """The candidates that open a value's sentence, with their words."""
    first = spot.view.sentence.pieces[0][0]
    for one in candidates:
        period = one.period
        if one.source == "own" and period is not None and period.start - first <= 1:
            yield one, period


def _holds(one: When, period: RawPeriod) -> bool:
    """Whether a time, read as ``period``, is one that holds for what follows it."""
    return period.kind in _LEADING and period.role == "frame" and one.last is not None


def _spoken(candidates: Sequence[When]) -> bool:
    """Whether a value's sentence tells a time that is not only compared with."""
    return any(
        one.source in ("own", "loose") and one.period is not None and not one.period.against
        for one in candidates
    )


def _year_of_paragraph(spot: Spot, candidates: Sequence[When]) -> When | None:
    """The year that opens a paragraph of a report to an assembly, where no other time stands before a value."""
    if _spoken(candidates) or not spot.frames.reviews:
        return None
    told = [one for one in candidates if one.source == "para" and one.variant == "as"]
    if len(told) != 1 or told[0].period is None:
        return None
    period = told[0].period
    begin = spot.frames.blocks[spot.block].start
    opens = period.kind == "year" and explicit(period) and period.start - begin <= _OPENING_WORDS
    return told[0] if opens else None


def _opens_paragraph(spot: Spot, candidates: Sequence[When]) -> bool:
    """Whether a stretch of the year that is spoken of opens a value's paragraph (全年…。其中：税收收入84亿元) and the
    value's sentence tells no time; a year by its number may only date what its own sentence tells.
    """
    begin = spot.frames.blocks[spot.block].start
    return not _spoken(candidates) and any(
        one.source == "para"
        and one.period is not None
        and _holds(one, one.period)
        and not explicit(one.period)
        and one.period.start - begin <= 1
        for one in candidates
    )


def yet_to_come(spot: Spot, one: When, reference: date | None) -> bool:
    """Whether a time is only the year of the work ahead that a report to an assembly is of: early in that year
    no fact is of it.
    """
    return (
        spot.frames.reviews
        and (one.source, one.variant) == ("genre", "year")
        and reference is not None
        and reference.month <= _EARLY
        and one.last is not None
        and one.last > reference
    )


def _matched(spot: Spot, one: When) -> bool:
    """Whether a time is only what a figure came out equal to: 与上年同月持平."""
    period = one.period
    if period is None or not period.text:
        return False
    before, _, behind = spot.view.sentence.text.partition(period.text)
    return (period.against or before.endswith(_WITH)) and _EQUAL.match(behind) is not None


def _compared(one: When) -> bool:
    return one.period is not None and one.period.kind == "sameago" and one.source == "own"


def was_before(spot: Spot) -> bool | None:
    """Whether a value is that of 去年同期, which it changed from, or what it changed to; null for others."""
    clause = _clause(spot, "，,；;。")
    told = _FROM.search(clause)
    if told is None:
        return None
    if _NUMBERS.fullmatch(clause, told.end()):
        return True
    return False if _TO.search(clause, told.end()) else None
