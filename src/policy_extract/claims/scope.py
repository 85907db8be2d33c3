"""Scope: within what a rank ranks (全省, 中部六省, 2024年十大工作任务)."""

import re

from policy_extract.rules.cues import CueFinder, trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped, per_rules


class ScopeRules(RuleModel):
    """The word lists of ``rules/scope.toml``; each list says there what it is for."""

    areas: frozenset[str]
    ladder: frozenset[str]
    loose: frozenset[str]


_CUT = re.compile(r"[，,；;。：:！？\n、（(）)]")
_REACH = 40
_GROUP = re.compile(
    r"(?:[0-9一二三四五六七八九十]+(?:个|座|家)?)?[\u4e00-\u9fff“”]{0,10}?(?:省区市|省（区、市）|省市|省份|省|市州|市|县区|县|区|州|城市|国家|地区|经济体|任务|企业|高校|港口|园区|机场|四强|强|流域|经济带|大湾区)"
)
_DURATION = re.compile(
    r"(?:连续|已)?(?:(?<![0-9])[0-9]{1,2}|[一二三四五六七八九十两多]+)(?:个月|年|个季度|届|次)"
)
_IN = re.compile(
    r"在(?P<scope>[^，,；;。]{2,16}?)(?:中|内|里|范围内)?(?:排名|排在|排|位居|居|列|位列|名列|处于|稳居|位次)"
)


@per_rules
def _patterns() -> tuple[re.Pattern[str], CueFinder, re.Pattern[str]]:
    rules = load_shipped("scope.toml", ScopeRules)
    return (
        re.compile(trie_pattern(rules.areas)),
        CueFinder({"ladder": rules.ladder}),
        re.compile(f"^(?:{trie_pattern(rules.loose)})+|(?:{trie_pattern(rules.loose)})+$"),
    )


def find_scope(
    text: str, sentence_start: int, sentence_end: int, start: int, end: int
) -> str | None:
    """Within what the rank ``text[start:end]`` ranks, or ``None`` when the text does not say."""
    areas, ladder, loose = _patterns()
    left = max(sentence_start, start - _REACH)
    for mark in _CUT.finditer(text, left, start):
        if mark.group() == "、" and text[mark.end() : mark.end() + 1] in ("市", "县", "区", "州"):
            continue
        if text.startswith(("（区、", "）第"), mark.start()):
            continue
        left = mark.end()
    verbs = list(ladder.find(text, left, start))
    if verbs:
        between = loose.sub("", _DURATION.sub("", text[verbs[-1].end : start]))
        if between:
            area = areas.match(between)
            if area and area.end() < len(between):
                longer = _GROUP.fullmatch(between)
                return between if longer else area.group()
            if 2 <= len(between) <= 20:
                return between
        inside = _IN.search(text, left, start)
        if inside:
            return loose.sub("", inside.group("scope"))
    last = None
    for found in areas.finditer(text, left, start):
        last = found
    if last is None:
        return None
    return last.group()
