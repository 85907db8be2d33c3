"""Moods of a document's stretches: headings, sentences that announce goals or a review, genre."""

import re
from typing import Literal, NamedTuple

from policy_extract.claims.modality_rules import ModalityLexicon, ModalityRules
from policy_extract.text.layout import Layout

Genre = Literal["report", "instruction", "work_report", "news"]


class Mood(NamedTuple):
    """The mood of a stretch: ``kind`` names the argument, ``cue`` the words that set it."""

    kind: str
    cue: str | None


NEUTRAL = Mood("none", None)
_TOP = re.compile(
    r"第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]{1,3}、|“?十[四五六]五”?时期|20[0-9]{2}年(?:重点|主要)?工作"
)
_SUB = re.compile(r"（[一二三四五六七八九十]{1,3}）|\(?[0-9]{1,2}[.．、)）]|[（(][0-9]{1,2}[)）]")
_SECTION_NAME = re.compile(
    "(?:主要|总体|发展|工作|重点|年度)(?:目标|任务|工作)|下一步|工作安排|回顾|总结$"
)
_HEADING_CHARS = 60
_GOALS_FOLLOW = re.compile(
    r"(?:主要)?(?:预期|主要|总体|发展|奋斗|具体|工作)?目标(?:任务)?(?:是|为|如下|包括)?[：:]"
    r"|(?:预期|主要|总体|发展|奋斗)目标(?:建议|初步)?(?:是|为|定为|设定为)"
)
_GOALS_FROM_HERE = re.compile(
    r"(?:今年|明年|20[0-9]{2}年|下一步|今后|“?十[四五六]五”?时期|未来五年|新的一年)[^。；]{0,24}?"
    r"(?:要|将|重点|着力|切实)[^。；，]{0,12}?(?:抓好|做好|办好|办实)"
    r"|做好(?:今年|明年|20[0-9]{2}年)[^。]{0,8}工作|今年是[^。]{0,60}(?:开局|关键|收官|之年)"
    r"|按照(?:上述|这个)(?:总体要求|思路|目标)|(?:重点|着力|具体)(?:做好|抓好)[^。]{0,14}工作"
    r"|提出如下(?:意见|措施)|制定本(?:方案|办法|意见|规定|细则|规划)"
)
_REVIEW_FROM_HERE = re.compile(
    r"(?:——|各位代表[！：，]|现在，|首先，?|（[一二三四五六七八九十]）|[0-9]+[.．、])?"
    r"(?:一年来|过去一年|过去的一年|五年来|过去五年|过去的五年|这一年|这五年|刚刚过去的|几年来|"
    r"回顾(?:过去|20|“?十)|五年间|十年来|近年来|去年以来|去年|“十[二三四]五”(?:时期|期间|以来)，)"
)
_DID = re.compile(r"做了(?:以下|如下)?[^。]{0,8}工作")
_ISSUED = re.compile("关于|印发|公布|发布")
_CLAUSED = re.compile("(?:^|\\n)[^\\S\\n]*(?:一、|第一[条章]|（一）|1[.．、])")
_BULLET = re.compile(r"[—–\-●·•◆■※]|[（(]?[0-9一二三四五六七八九十]{1,2}[)）.．、]")
_SETTLED = ("review_heading", "goal_heading")


def read_moods(
    text: str, layout: Layout, genre: Genre, lexicon: ModalityLexicon
) -> tuple[tuple[int, ...], tuple[Mood, ...]]:
    """Where each stretch of one mood begins, ascending, and its mood."""
    walk = _Walk(lexicon, genre)
    for paragraph in layout.paragraphs:
        walk.step(text, paragraph.start, paragraph.end)
    stretches = sorted(walk.stretches, key=lambda stretch: stretch[0])
    return tuple(start for start, _ in stretches), tuple(mood for _, mood in stretches)


def read_genre(text: str, layout: Layout, rules: ModalityRules) -> Genre:
    """What kind of document this is, by its first lines."""
    titles = [text[p.start : p.end] for p in layout.paragraphs[:12] if p.end - p.start <= 80]
    for title in titles:
        if re.search("政府工作报告[。”》]?$|^(?:政府)?工作报告", title) and "，" not in title:
            return "work_report"
    for index, title in enumerate(titles):
        if any(word in title for word in rules.report_titles):
            return "report"
        if (
            index < 8
            and _instructs(title, rules)
            and (_ISSUED.search(title) or _CLAUSED.search(text))
        ):
            return "instruction"
    return "news"


def _instructs(title: str, rules: ModalityRules) -> bool:
    """Whether a title is that of a plan, an opinion, a measure or a notice."""
    bare = re.sub(r"（[^）]*）$|(?<=通知).*$|[-—－].*$", "", title).rstrip("》”。 ")
    return "。" not in bare and any(bare.endswith(word) for word in rules.instruction_titles)


class _Walk:
    """The state of the pass: the mood of the section we are in, and what was just announced."""

    def __init__(self, lexicon: ModalityLexicon, genre: Genre) -> None:
        self._goals, self._reviews = lexicon.goal_headings, lexicon.review_headings
        self._genre = genre
        self._section = NEUTRAL
        self._top = False
        self._lasting = genre in ("work_report", "instruction")
        self._pending: Mood | None = None
        self._listing = False
        self.stretches: list[tuple[int, Mood]] = []

    def _begin(self, at: int, mood: Mood) -> None:
        self.stretches.append((at, mood))

    def step(self, text: str, start: int, end: int) -> None:
        """Read one paragraph."""
        piece = text[start:end]
        level = _heading_level(piece)
        if level == 3 and (self._genre == "news" or not self.stretches):
            level = 3 if self.stretches and _SECTION_NAME.search(piece) else None
        if level is not None:
            self._heading(piece, level)
            self._begin(start, self._section)
            self._pending = None
            return
        self._body(piece, start)

    def _heading(self, piece: str, level: int) -> None:
        goal, review = self._goals.search(piece), self._reviews.search(piece)
        if level == 1:
            if review is not None and not (goal is not None and goal.group() == "目标"):
                self._section, self._top = Mood("review_heading", review.group()), True
            elif goal is not None:
                both = review is not None
                mood = "none" if both else "goal_heading"
                self._section, self._top = Mood(mood, goal.group()), not both
            elif self._section.kind == "review_heading" and self._genre == "work_report":
                self._section = Mood("goal_heading", piece[:12])
            return
        if self._top and self._section.kind in _SETTLED:
            return
        if review is not None and goal is None:
            self._section = Mood("review_heading", review.group())
        elif goal is not None and review is None:
            self._section = Mood("goal_heading", goal.group())

    def _body(self, piece: str, start: int) -> None:
        settled = self._section.kind in _SETTLED
        review = _REVIEW_FROM_HERE.match(piece)
        did = None if settled else _DID.search(piece)
        opening = self._pending or self._section
        listed = self._pending is not None and _BULLET.match(piece) is not None
        if self._listing and not listed:
            opening = self._section
        self._listing = listed
        self._pending = self._pending if listed else None
        if review is not None:
            told = Mood("review", review.group())
            opening = self._section if self._section.kind == "review_heading" else told
            if not settled and self._lasting:
                self._section = told
        elif did is not None:
            self._section = Mood("review", did.group())
        self._begin(start, opening)
        goal = None if settled else _GOALS_FROM_HERE.search(piece)
        if goal is not None:
            mood = Mood("goal", goal.group()[:20])
            if self._lasting:
                self._section = mood
            elif piece.endswith(("：", ":")):
                self._pending = mood
            self._begin(start + goal.start(), mood)
        announced = _GOALS_FOLLOW.search(piece) if "目标" in piece else None
        if announced is not None and self._section.kind != "review_heading":
            mood = Mood("announced", announced.group())
            if announced.end() == len(piece):
                self._pending = mood
            else:
                self._begin(start + announced.start(), mood)
            if not settled and self._section.kind != "goal":
                self._section = Mood("after_goals", announced.group())


def _heading_level(piece: str) -> int | None:
    """The level of a heading (1 is the top), or ``None`` for running text."""
    if len(piece) > _HEADING_CHARS:
        return None
    if _TOP.match(piece) and not re.search("[。；！：]", piece[:-1]):
        return 1
    if _SUB.match(piece) and not re.search("[。；，！：]", piece[:-1]):
        return 2
    if len(piece) <= 24 and not re.search("[。；，！：]|[0-9]", piece):
        return 3
    return None
