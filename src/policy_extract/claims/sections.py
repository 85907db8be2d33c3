"""What a pass over the whole document finds out: where goals are set and where results are told."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from policy_extract.claims.cues import Cue, CueFinder, trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout

Genre = Literal["report", "instruction", "work_report", "news"]


class ModalityRules(RuleModel):
    """The word lists of ``rules/modality.toml``; each list says there what it is for."""

    will: frozenset[str]
    fact: frozenset[str]
    do: frozenset[str]
    pseudo: frozenset[str]
    goal_headings: frozenset[str]
    review_headings: frozenset[str]
    instruction_titles: frozenset[str]
    report_titles: frozenset[str]


class Mood(NamedTuple):
    """The mood of a stretch: positive weight for goals, negative for results, with its reason."""

    weight: float
    rule: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class Sections:
    """Moods by offset and the cues of the whole text.

    Attributes:
        starts: Where each stretch of one mood begins, ascending.
        moods: The mood of each stretch.
        cues: Every cue of the text, in order.
        cue_starts: Their offsets.
        balance: For each paragraph, signs of goals less signs of results.
        genre: What kind of document this is.
    """

    starts: tuple[int, ...]
    moods: tuple[Mood, ...]
    cues: tuple[Cue, ...]
    cue_starts: tuple[int, ...]
    balance: tuple[float, ...]
    genre: Genre

    def mood_at(self, at: int) -> Mood:
        """The mood of the stretch that ``at`` lies in."""
        index = bisect_right(self.starts, at) - 1
        return self.moods[index] if index >= 0 else NEUTRAL


NEUTRAL = Mood(0.0, "modality.default", None)
_TOP = re.compile(
    r"第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]{1,3}、|[“”]?十[四五六]五|20[0-9]{2}年重点"
)
_SUB = re.compile(r"（[一二三四五六七八九十]{1,3}）|\(?[0-9]{1,2}[.．、)）]|[（(][0-9]{1,2}[)）]")
_HEADING_CHARS = 60
_SENTENCE = re.compile("[。；！]")
_GOALS_FOLLOW = re.compile(
    "(?:预期目标|主要目标|总体目标|发展目标|奋斗目标|具体目标|工作目标|目标任务|目标)(?:是|为|如下|包括)?[：:]|(?:预期目标|主要目标|总体目标|发展目标|奋斗目标)(?:是|为)|目标建议为"
)
_GOALS_FROM_HERE = re.compile(
    "(?:今年|明年|20[0-9]{2}年|下一步|今后|“?十[四五六]五”?时期|未来五年|新的一年)[^。；]{0,24}?(?:要|将|重点|着力|切实)[^。；]{0,16}?(?:抓好|做好|办好|推进|工作|任务|实事)|做好(?:今年|明年|20[0-9]{2}年)[^。]{0,8}工作|今年是[^。]{0,60}(?:开局|关键|收官|之年)|按照(?:上述|这个)(?:总体要求|思路|目标)|(?:重点|着力|具体)(?:做好|抓好)[^。]{0,14}工作|提出如下(?:意见|措施)|制定本(?:方案|办法|意见|规定|细则|规划)|(?:继续)?(?:办好|办实|实施)[^。，]{0,10}(?:民生实事|实事项目)"
)
_REVIEW_FROM_HERE = re.compile(
    "^(?:——|各位代表[！：，]|现在，|首先，?|（[一二三四五六七八九十]）|[0-9]+[.．、])?(?:一年来|过去一年|过去的一年|五年来|过去五年|过去的五年|这一年|这五年|刚刚过去的|几年来|回顾(?:过去|20|“?十)|五年间|十年来|近年来|去年以来|去年)|(?:主要)?做了(?:以下|如下)[^。]{0,8}工作|(?:“十[二三四]五”)(?:时期|期间|以来)，?(?:我们|全省|全市|我省|我市|我国|面对|是)"
)


@cache
def modality_rules() -> tuple[CueFinder, re.Pattern[str], re.Pattern[str], ModalityRules]:
    """The shipped lexicon, compiled once."""
    rules = load_shipped("modality.toml", ModalityRules)
    finder = CueFinder(
        {"pseudo": rules.pseudo, "will": rules.will, "fact": rules.fact, "do": rules.do}
    )
    return (
        finder,
        re.compile(trie_pattern(rules.goal_headings)),
        re.compile(trie_pattern(rules.review_headings)),
        rules,
    )


def read_sections(text: str, layout: Layout) -> Sections:
    """Read a document's moods: headings, sentences that announce goals or a review, genre."""
    finder, goals, reviews, rules = modality_rules()
    cues = tuple(cue for cue in finder.find(text, 0, len(text)) if cue.group != "pseudo")
    cue_starts = tuple(cue.start for cue in cues)
    genre = _genre(text, layout, rules)
    starts: list[int] = []
    moods: list[Mood] = []
    section = NEUTRAL
    balance: list[float] = []

    def begin(at: int, mood: Mood) -> None:
        starts.append(at)
        moods.append(mood)

    pending: Mood | None = None
    for paragraph in layout.paragraphs:
        start, end = paragraph.start, paragraph.end
        piece = text[start:end]
        heading = _as_heading(piece)
        if heading is not None:
            section = _heading_mood(piece, heading, section, goals, reviews, genre)
            begin(start, section)
            pending = None
        else:
            review = _REVIEW_FROM_HERE.search(piece[:80])
            if review is not None and review.start() < 40:
                if section.weight > -2.5:
                    section = Mood(-2.0, "modality.section.review", review.group().strip("——"))
            begin(start, pending or section)
            pending = None
            goal = _GOALS_FROM_HERE.search(piece)
            if goal is not None and section.weight < 2.0:
                section = Mood(2.0, "modality.section.goal", goal.group()[:20])
                begin(start + goal.start(), section)
            announced = _GOALS_FOLLOW.search(piece)
            if announced is not None:
                mood = Mood(5.0, "modality.announced", announced.group())
                if announced.end() == len(piece):
                    pending = mood
                else:
                    begin(start + announced.start(), mood)
                    if section.weight <= 0 and section.rule != "modality.heading.review":
                        section = Mood(0.5, "modality.section.goal", announced.group())
        balance.append(_balance(cues, cue_starts, start, end))
    return Sections(tuple(starts), tuple(moods), cues, cue_starts, tuple(balance), genre)


def _as_heading(piece: str) -> int | None:
    """The level of a heading (1 is the top), or ``None`` for running text."""
    if len(piece) > _HEADING_CHARS:
        return None
    if _TOP.match(piece) and not _SENTENCE.search(piece[:-1]):
        return 1
    if _SUB.match(piece) and not re.search("[。；，！：]", piece[:-1]):
        return 2
    if (
        len(piece) <= 24
        and not re.search("[。；，！：]", piece)
        and not re.search("[0-9]", piece[4:])
    ):
        return 3
    return None


def _heading_mood(
    piece: str,
    level: int,
    section: Mood,
    goals: re.Pattern[str],
    reviews: re.Pattern[str],
    genre: Genre,
) -> Mood:
    review, goal = reviews.search(piece), goals.search(piece)
    if goal is not None and (review is None or review.start() < goal.start()) and level <= 2:
        if review is not None and genre != "instruction" and "目标" not in piece:
            return Mood(-3.0, "modality.heading.review", review.group())
        return Mood(3.0, "modality.heading.goal", goal.group())
    if review is not None and level <= 2:
        return Mood(-3.0, "modality.heading.review", review.group())
    if goal is not None and level == 3 and genre != "report":
        return Mood(2.0, "modality.heading.goal", goal.group())
    if level == 1 and section.rule == "modality.heading.review" and genre == "work_report":
        return Mood(2.0, "modality.heading.after_review", piece[:12])
    return section


def _genre(text: str, layout: Layout, rules: ModalityRules) -> Genre:
    titles = [text[p.start : p.end] for p in layout.paragraphs[:12] if p.end - p.start <= 80]
    for title in titles:
        if "政府工作报告" in title or re.fullmatch("(?:政府)?工作报告", title):
            return "work_report"
    for title in titles:
        if any(word in title for word in rules.report_titles):
            return "report"
        bare = re.sub(
            "（[^）]*）$|的通知.*$|[-—－].*$",
            lambda m: "的通知" if m.group().startswith("的通知") else "",
            title,
        )
        if any(bare.rstrip("》”。 ").endswith(word) for word in rules.instruction_titles):
            return "instruction"
    return "news"


def _balance(cues: tuple[Cue, ...], starts: tuple[int, ...], start: int, end: int) -> float:
    """Signs of goals less signs of results between two offsets."""
    total = 0.0
    for index in range(bisect_right(starts, start - 1), bisect_right(starts, end - 1)):
        group = cues[index].group
        total += 1.0 if group == "will" else -1.0 if group == "fact" else 0.25
    return total
