"""Target or metric: whether a number is intended or a fact.

Evidence is weighed: the nearest cue of will and the nearest cue of fact in the sentence, the mood
of the section, the balance of the paragraph, the genre of the document, the shape of the value.
The rule and the cue of the heaviest argument on the winning side are the reason.
"""

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

from policy_extract.claims.sections import Sections, read_sections
from policy_extract.text.layout import Layout, Sentence

__all__ = ["Modality", "Sections", "judge", "read_sections"]


class Modality(NamedTuple):
    """Target or metric, with the rule that said so and its cue."""

    record: Literal["metric", "target"]
    rule: str
    cue: str | None


_CLAUSE = re.compile("[，,；;：:（(]")
_LIST = re.compile("[；;]")
_GOAL_AFTER = re.compile(
    "(?:以上|以下|左右|以内)?[”」]?的(?:预期|发展|增长|总体|年度|既定|奋斗|规划|约束性|工作|全年|预定)*(?:目标|任务|要求|计划)"
)
_OF_GOAL = re.compile("(?:目标|计划|任务|预算|目标任务|计划任务|年度任务|年度计划)的$")
_SHAPE = re.compile("以上|左右|以内|不低于|不少于|不超过|不高于|至少|力争")
_EXACT = re.compile(r"[0-9]+\.[0-9]+%?$")
_GENRE = {"report": -2.0, "instruction": 1.6, "work_report": 0.0, "news": -0.9}


def judge(
    text: str, layout: Layout, sections: Sections, sentence: Sentence, start: int, end: int
) -> Modality:
    """Whether the value ``text[start:end]`` of ``sentence`` is a target or a metric."""
    if _OF_GOAL.search(text, max(sentence.start, start - 8), start):
        return Modality("metric", "modality.share_of_goal", text[start - 3 : start])
    after = _GOAL_AFTER.match(text, end, min(len(text), end + 16))
    if after is not None:
        return Modality("target", "modality.goal_after", after.group())
    arguments: list[tuple[float, str, str | None]] = []
    mood = sections.mood_at(start)
    arguments.append((mood.weight, mood.rule, mood.cue))
    arguments.append((_GENRE[sections.genre], f"modality.genre.{sections.genre}", None))
    if mood.weight < 5.0:
        index = max(0, min(sentence.paragraph, len(sections.balance) - 1))
        balance = max(-1.5, min(1.5, 0.4 * sections.balance[index]))
        arguments.append((balance, "modality.paragraph", None))
    arguments.extend(_local(text, sections, sentence, start, end))
    value = text[start:end]
    shape = _SHAPE.search(value)
    if shape is not None:
        arguments.append((1.0, "modality.shape", shape.group()))
    total = sum(weight for weight, _, _ in arguments)
    if total > 0:
        weight, rule, cue = max(arguments, key=lambda argument: argument[0])
        return Modality("target", rule, cue)
    weight, rule, cue = min(arguments, key=lambda argument: argument[0])
    return Modality(
        "metric", rule if weight < 0 else "modality.default", cue if weight < 0 else None
    )


def _local(
    text: str, sections: Sections, sentence: Sentence, start: int, end: int
) -> list[tuple[float, str, str | None]]:
    """The nearest cue of will and of fact in the sentence, weighed by distance in clauses."""
    cues = sections.cues
    found: list[tuple[float, str, str | None]] = []
    seen: set[str] = set()
    index = bisect_left(sections.cue_starts, start) - 1
    while index >= 0 and cues[index].start >= sentence.start and len(seen) < 3:
        cue = cues[index]
        index -= 1
        if cue.group in seen:
            continue
        seen.add(cue.group)
        between = text[cue.end : start]
        clauses = len(_CLAUSE.findall(between))
        parts = len(_LIST.findall(between))
        if cue.group == "will":
            weight = max(1.0, 4.0 - 0.25 * clauses - 0.3 * parts)
            found.append((weight, "modality.cue.will", cue.word))
        elif cue.group == "fact":
            weight = -max(0.5, 3.0 - 0.7 * clauses - 0.7 * parts)
            if "will" in seen:
                weight *= 0.4
            found.append((weight, "modality.cue.fact", cue.word))
        else:
            found.append((max(0.2, 0.8 - 0.2 * clauses), "modality.cue.do", cue.word))
    if "fact" in seen and found and found[0][1] == "modality.cue.fact":
        found = [
            (weight * 0.5 if rule == "modality.cue.will" else weight, rule, cue_)
            for weight, rule, cue_ in found
        ]
    return found
