"""Target or metric: whether a number is intended or a fact.

Arguments are weighed: cues of will and of fact in the sentence by their distance in clauses, the
mood of the section, the signs of the paragraph, the genre of the document, the shape of the value.
Their weights stand in ``rules/modality.toml``. The heaviest argument on the winning side, one with
a cue before one without, is given as the reason.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from policy_extract.claims.modality_rules import modality_lexicon
from policy_extract.claims.sections import Sections, read_sections
from policy_extract.claims.signs import Argument
from policy_extract.text.layout import Layout, Sentence

__all__ = ["Modality", "Sections", "judge", "read_sections"]


class Modality(NamedTuple):
    """Target or metric, with the rule that said so and its cue."""

    record: Literal["metric", "target"]
    rule: str
    cue: str | None


_CLAUSE = re.compile("[，,；;：:（(]")
_CLAUSE_END = re.compile("[，,；;。！!\n]")
_GOAL_AFTER = re.compile(
    "(?:以上|以下|左右|以内)?[”」]?的(?:预期|发展|增长|总体|年度|既定|奋斗|规划|约束性|工作|全年|预定)*"
    "(?:目标|任务|要求|计划)"
)
_OF_GOAL = re.compile(
    "(?:目标|计划|任务|预算)的$|(?:完成|占|达到|达)[^，,。；;]{0,10}(?:目标|计划|任务|预算)的?$"
)
_GOAL_MOODS = ("goal_heading", "announced")
_SHARES = "%％‰成倍"
_HEDGE = re.compile("以上|左右|以内|以下|不低于|不少于|不超过|不高于|至少|力争|[—～~]|至[0-9]")
_FROM = re.compile("[从由][^，。；]{0,16}[0-9][^，。；]*$")
_FROM_HERE = re.compile("[从由][^，。；0-9]*(?:[0-9]{4}年[^，。；0-9]*)?$")
_TO = re.compile("[^，。；0-9]{0,12}[到至]")
_BUILT = re.compile("(?P<word>打造|建设|培育|创建)(?!成)[^，,。；;0-9]{0,12}$")
_PAST_FORM = re.compile("超|近|逾|多|余")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def judge(
    text: str, layout: Layout, sections: Sections, sentence: Sentence, start: int, end: int
) -> Modality:
    """Whether the value ``text[start:end]`` of ``sentence`` is a target or a metric."""
    return weighed(text, end, arguments(text, sections, sentence, start, end))


def weighed(text: str, end: int, found: Sequence[Argument]) -> Modality:
    """What the arguments for a value that ends at ``end`` come to, see :func:`judge`."""
    after = _GOAL_AFTER.match(text, end, min(len(text), end + 16))
    if after is not None:
        return Modality("target", "modality.goal_after", after.group())
    weights = modality_lexicon().rules.weights
    total = weights["bias"]
    best: tuple[str, str | None, float] = ("modality.default", None, 0.0)
    worst = best
    for name, strength, cue in found:
        weight = weights[name] * strength
        total += weight
        telling = weight if cue else weight / 2
        if telling > best[2]:
            best = (f"modality.{name}", cue, telling)
        elif telling < worst[2]:
            worst = (f"modality.{name}", cue, telling)
    if total > 0:
        return Modality("target", best[0], best[1])
    return Modality("metric", worst[0], worst[1])


_NEAR = 1500
"""Characters around a value within which its sentence's cues are looked for."""


def arguments(
    text: str, sections: Sections, sentence: Sentence, start: int, end: int
) -> list[Argument]:
    """Every argument for or against ``text[start:end]`` being a target."""
    found = _cues(text, sections, sentence, start, end)
    mood = sections.mood_at(start)
    goal = _OF_GOAL.search(text, max(sentence.start, start - 16), start)
    if goal is not None:
        name = "share_of_goal" if text[end - 1] in _SHARES else "amount_of_goal"
        found.append(Argument(name, 0.3 if mood.kind in _GOAL_MOODS else 1.0, goal.group()))
    if mood.kind != "none":
        found.append(Argument(f"section_{mood.kind}", 1.0, mood.cue))
    found.append(Argument(f"genre_{sections.genre}", 1.0, None))
    announced = mood.kind == "announced"
    found.extend(
        argument
        for argument in sections.paragraph_at(start)
        if not (announced and argument.name == "context")
    )
    exact = _exactness(sections, sentence)
    if exact:
        found.append(Argument("sentence_exact", exact, None))
    value = text[start:end]
    hedge = _HEDGE.search(value)
    if hedge is not None:
        found.append(Argument("value_hedged", 1.0, hedge.group()))
        if value.endswith("以上") and value[-3] not in "%％点":
            found.append(Argument("count_at_least", 1.0, "以上"))
    if text[end - 1] == "级" or text[end : end + 1] == "级":
        built = _BUILT.search(text, max(sentence.start, start - 20), start)
        if built is not None:
            found.append(Argument("size_to_build", 1.0, built.group("word")))
    if _from_to(text, sentence, start, end):
        found.append(Argument("from_to", 1.0, None))
    past = _PAST_FORM.search(value)
    if past is not None and hedge is None:
        found.append(Argument("value_past", 1.0, past.group()))
    return found


def _from_to(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the value is an end of a way from one number to another (从3万增加到5万)."""
    if text[start - 1 : start] in ("到", "至"):
        return _FROM.search(text, max(sentence.start, start - 40), start) is not None
    return (
        _FROM_HERE.search(text, max(sentence.start, start - 12), start) is not None
        and _TO.match(text, end, min(sentence.end, end + 16)) is not None
    )


def _exactness(sections: Sections, sentence: Sentence) -> float:
    """How measured the numbers of a sentence look together (0 to 1)."""
    first = bisect_left(sections.number_starts, sentence.start)
    last = bisect_left(sections.number_starts, sentence.end)
    if first == last:
        return 0.0
    return (sections.exact_sums[last] - sections.exact_sums[first]) / (last - first)


def _cues(
    text: str, sections: Sections, sentence: Sentence, start: int, end: int
) -> list[Argument]:
    """The nearest cue of each group before the value, and those in the rest of its clause."""
    cues, starts = sections.cues, sections.cue_starts
    floor, ceiling = max(sentence.start, start - _NEAR), min(sentence.end, end + _NEAR)
    found: list[Argument] = []
    seen: set[str] = set()
    index = bisect_left(starts, start) - 1
    clauses = 0
    at = start
    # Of each of these groups the nearest tells; planned only in the value's own clause.
    nearest = sections.cue_groups - {"planned"}
    while index >= 0 and cues[index].start >= floor:
        if seen >= nearest and (clauses or nearest == sections.cue_groups):
            break
        cue = cues[index]
        index -= 1
        group = cue.group
        if group in seen:
            continue
        clauses += sum(1 for _ in _CLAUSE.finditer(text, cue.end, at))
        at = cue.start
        if group == "planned":
            if clauses == 0 and not _DIGITS.search(text, cue.end, start):
                found.append(Argument("planned", 1.0, cue.word))
            continue
        seen.add(group)
        if group == "will" and "fact" in seen:
            found.append(Argument("will_before_fact", 1.0 / (1 + 0.2 * clauses), cue.word))
        elif group == "fact" and "will" in seen:
            found.append(Argument("fact_before_will", 1.0 / (1 + 0.2 * clauses), cue.word))
        else:
            decay = 0.1 if group == "will" else 0.4
            found.append(Argument(group, 1.0 / (1 + decay * clauses), cue.word))
    stop = _CLAUSE_END.search(text, end, ceiling)
    limit = stop.start() if stop else ceiling
    index = bisect_left(starts, end)
    after: set[str] = set()
    while index < len(starts) and starts[index] < limit and not after >= nearest:
        cue = cues[index]
        index += 1
        if cue.group not in after and cue.group != "planned":
            after.add(cue.group)
            found.append(Argument(f"{cue.group}_after", 1.0, cue.word))
    return found
