"""What a pass over the whole document finds out: where goals are set and where results are told."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from policy_extract.rules.cues import Cue, CueFinder, trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout

Genre = Literal["report", "instruction", "work_report", "news"]


class ModalityRules(RuleModel):
    """The lists of ``rules/modality.toml``; each says there what it is for."""

    will: frozenset[str]
    hope: frozenset[str]
    planned: frozenset[str]
    fact: frozenset[str]
    past: frozenset[str]
    aim: frozenset[str]
    do: frozenset[str]
    pseudo: frozenset[str]
    goal_headings: frozenset[str]
    review_headings: frozenset[str]
    instruction_titles: frozenset[str]
    report_titles: frozenset[str]
    weights: dict[str, float]


class Mood(NamedTuple):
    """The mood of a stretch: ``kind`` names the argument, ``cue`` the words that set it."""

    kind: str
    cue: str | None


class Argument(NamedTuple):
    """An argument for or against a target: its name in the weights, its strength, its cue."""

    name: str
    strength: float
    cue: str | None


class Number(NamedTuple):
    """A number in digits: whether it is hedged (5%左右), and how much it looks measured (0 to 1)."""

    start: int
    hedged: bool
    exact: float


class Balance(NamedTuple):
    """Signs in a paragraph, each as a share of its numbers or its clauses (0 to 1)."""

    exact: float
    hedged: float
    will: float
    fact: float
    past: float
    aim: float
    do: float


@dataclass(frozen=True, slots=True)
class Sections:
    """Moods by offset and the cues of the whole text.

    Attributes:
        starts: Where each stretch of one mood begins, ascending.
        moods: The mood of each stretch.
        cues: Every cue of the text, in order.
        cue_starts: Their offsets.
        numbers: Every number in digits, in order, and how measured it looks.
        number_starts: Their offsets.
        paragraph_starts: Where each paragraph begins.
        paragraph_arguments: What each paragraph and those around it argue for.
        genre: What kind of document this is.
    """

    starts: tuple[int, ...]
    moods: tuple[Mood, ...]
    cues: tuple[Cue, ...]
    cue_starts: tuple[int, ...]
    numbers: tuple[Number, ...]
    number_starts: tuple[int, ...]
    paragraph_starts: tuple[int, ...]
    paragraph_arguments: tuple[tuple[Argument, ...], ...]
    genre: Genre

    def paragraph_at(self, at: int) -> tuple[Argument, ...]:
        """What the paragraph that ``at`` lies in argues for."""
        index = bisect_right(self.paragraph_starts, at) - 1
        return self.paragraph_arguments[index] if index >= 0 else ()

    def mood_at(self, at: int) -> Mood:
        """The mood of the stretch that ``at`` lies in."""
        index = bisect_right(self.starts, at) - 1
        return self.moods[index] if index >= 0 else NEUTRAL


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
_NUMBER = re.compile(
    r"(?P<low>不低于|不少于|不超过|不高于)?(?P<digits>[0-9]+(?:\.[0-9]+)?)(?![0-9年月日号:：])"
    r"[^，。；、0-9]{0,5}?(?P<high>以上|左右|以内)?(?=[，。；、的0-9]|$|(?<=以上)|(?<=左右)|(?<=以内))"
)
_AS_OBJECT = re.compile(
    "将[^，。；]{2,30}?(?:从|由|纳入|作为|列入|列为|改为|调整|用于|交由|转|重组|整合|合并|引入|缩短|压缩)"
)
"""将 that only puts its object first (将起征点从5万元提高到10万元) tells no future."""
_HORIZON = re.compile("到(?:(?P<year>20[0-9]{2})年|“?十[四五六七]五”?末)(?:年?底|末)?")
_DATED = re.compile("(?P<year>(?:19|20)[0-9]{2})(?:年|[-./][0-9]{1,2}[-./])")
_ISSUED = re.compile("关于|印发|公布|发布")
_CLAUSED = re.compile("(?:^|\\n)\\s*(?:一、|第一[条章]|（一）|1[.．、])")
_NAMED_YEAR = re.compile("(?<![到至—-])(?P<year>20[0-9]{2})年(?!前|远景|以前|底前|末前)")
_NEAR = ((-2, 0.5), (-1, 1.0), (1, 1.0), (2, 0.5))
_OPENERS = "，。；：！、\n）)】是”　 ．."
_CLAUSES = re.compile("[，。；！]")


@cache
def modality_rules() -> tuple[CueFinder, re.Pattern[str], re.Pattern[str], ModalityRules]:
    """The shipped lexicon, compiled once."""
    rules = load_shipped("modality.toml", ModalityRules)
    finder = CueFinder(
        {
            "pseudo": rules.pseudo,
            "planned": rules.planned,
            "will": rules.will,
            "fact": rules.fact,
            "hope": rules.hope,
            "aim": rules.aim,
            "do": rules.do,
            "past": rules.past,
        }
    )
    return (
        finder,
        re.compile(trie_pattern(rules.goal_headings)),
        re.compile(trie_pattern(rules.review_headings)),
        rules,
    )


EXACTNESS = (0.0, 0.0, 0.2, 0.6, 1.0, 1.0)
"""How much a number with so many significant digits looks measured and not set."""


def significant(digits: str) -> int:
    """Significant digits of a plain number: trailing zeros of a whole number do not count.

    >>> significant("1200"), significant("9.4"), significant("0.50")
    (2, 2, 2)
    """
    if "." in digits:
        return len(digits.replace(".", "").lstrip("0"))
    return len(digits.strip("0"))


def read_sections(text: str, layout: Layout) -> Sections:
    """Read a document's moods: headings, sentences that announce goals or a review, genre."""
    finder, goals, reviews, rules = modality_rules()
    cues = tuple(sorted([*_telling(text, finder), *_horizons(text, layout)]))
    cue_starts = tuple(cue.start for cue in cues)
    numbers = _read_numbers(text)
    number_starts = tuple(number.start for number in numbers)
    genre = _genre(text, layout, rules)
    walk = _Walk(goals, reviews, genre)
    balance: list[Balance] = []
    for paragraph in layout.paragraphs:
        walk.step(text, paragraph.start, paragraph.end)
        start, end = paragraph.start, paragraph.end
        clauses = sum(1 for _ in _CLAUSES.finditer(text, start, end)) or 1
        balance.append(
            _balance(
                cues[bisect_left(cue_starts, start) : bisect_left(cue_starts, end)],
                numbers[bisect_left(number_starts, start) : bisect_left(number_starts, end)],
                clauses,
            )
        )
    return Sections(
        tuple(walk.starts),
        tuple(walk.moods),
        cues,
        cue_starts,
        numbers,
        number_starts,
        tuple(paragraph.start for paragraph in layout.paragraphs),
        _paragraph_arguments(balance, _context(balance, rules.weights)),
        genre,
    )


def _paragraph_arguments(
    balance: list[Balance], context: tuple[float, ...]
) -> tuple[tuple[Argument, ...], ...]:
    found = []
    for signs, around in zip(balance, context, strict=True):
        arguments = [
            Argument(f"paragraph_{name}", share, None)
            for name, share in zip(Balance._fields, signs, strict=True)
            if share
        ]
        if around:
            arguments.append(Argument("context", around, None))
        found.append(tuple(arguments))
    return tuple(found)


def _context(balance: list[Balance], weights: dict[str, float]) -> tuple[float, ...]:
    """How the paragraphs around each lean, the nearer the more (-1 to 1)."""
    leans = [
        max(
            -2.0,
            min(2.0, sum(weights[f"paragraph_{n}"] * x for n, x in zip(b._fields, b, strict=True))),
        )
        if any(b)
        else 0.0
        for b in balance
    ]
    context = []
    for index in range(len(leans)):
        total = share = 0.0
        for distance, weight in _NEAR:
            if 0 <= index + distance < len(leans) and leans[index + distance]:
                total += weight * leans[index + distance]
                share += weight
        context.append(total / share / 2 if share else 0.0)
    return tuple(context)


def _telling(text: str, finder: CueFinder) -> Iterator[Cue]:
    """The cues without pseudo cues and without imperatives that do not open their clause."""
    opened = -1
    for cue in finder.find(text, 0, len(text)):
        if cue.group == "pseudo":
            continue
        if cue.word == "将" and _AS_OBJECT.match(text, cue.start):
            continue
        if cue.group == "do":
            if cue.start and cue.start != opened and text[cue.start - 1] not in _OPENERS:
                continue
            opened = cue.end
        yield cue


def _horizons(text: str, layout: Layout) -> Iterator[Cue]:
    """Years ahead (到2030年) as cues of will; a year behind the document's own is none."""
    year = _own_year(text, layout)
    for match in _HORIZON.finditer(text):
        ahead = match.group("year")
        if ahead is None or int(ahead) >= year:
            yield Cue(match.start(), match.end(), match.group(), "will")


def _own_year(text: str, layout: Layout) -> int:
    """The year a document speaks from: as its head or its last lines date it, or else the last
    year it names that is no horizon; 0 when it names none.
    """
    lines = [*layout.paragraphs[:6], *layout.paragraphs[-2:]]
    years = [
        int(match.group("year"))
        for line in lines
        if line.end - line.start <= _HEADING_CHARS
        for match in _DATED.finditer(text, line.start, line.end)
    ]
    if not years:
        years = [int(match.group("year")) for match in _NAMED_YEAR.finditer(text)]
    return max(years, default=0)


class _Walk:
    """The state of the pass: the mood of the section we are in, and what was just announced."""

    def __init__(self, goals: re.Pattern[str], reviews: re.Pattern[str], genre: Genre) -> None:
        self._goals, self._reviews, self._genre = goals, reviews, genre
        self._section = NEUTRAL
        self._top = False
        self._lasting = genre in ("work_report", "instruction")
        self._pending: Mood | None = None
        self.starts: list[int] = []
        self.moods: list[Mood] = []

    def _begin(self, at: int, mood: Mood) -> None:
        self.starts.append(at)
        self.moods.append(mood)

    def step(self, text: str, start: int, end: int) -> None:
        """Read one paragraph."""
        piece = text[start:end]
        level = _heading_level(piece)
        if level == 3 and (self._genre == "news" or not self.starts):
            level = 3 if self.starts and _SECTION_NAME.search(piece) else None
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
        if self._top and self._section.kind in ("review_heading", "goal_heading"):
            return
        if review is not None and goal is None:
            self._section = Mood("review_heading", review.group())
        elif goal is not None and review is None:
            self._section = Mood("goal_heading", goal.group())

    def _body(self, piece: str, start: int) -> None:
        settled = self._section.kind in ("review_heading", "goal_heading")
        review = _REVIEW_FROM_HERE.match(piece)
        did = None if settled else _DID.search(piece)
        opening = self._pending or self._section
        self._pending = None
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


def _genre(text: str, layout: Layout, rules: ModalityRules) -> Genre:
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


def _read_numbers(text: str) -> tuple[Number, ...]:
    found = []
    for match in _NUMBER.finditer(text):
        hedged = match.group("low") is not None or match.group("high") is not None
        exact = 0.0 if hedged else EXACTNESS[min(5, significant(match.group("digits")))]
        found.append(Number(match.start(), hedged, exact))
    return tuple(found)


def _balance(sections_cues: tuple[Cue, ...], numbers: tuple[Number, ...], clauses: int) -> Balance:
    count = {"will": 0, "fact": 0, "past": 0, "aim": 0, "do": 0, "hope": 0, "planned": 0}
    for cue in sections_cues:
        count[cue.group] += 1
    size = len(numbers) + 1
    return Balance(
        sum(number.exact for number in numbers) / size,
        sum(number.hedged for number in numbers) / size,
        min(1.0, count["will"] / clauses),
        min(1.0, count["fact"] / clauses),
        min(1.0, count["past"] / clauses),
        min(1.0, count["aim"] / clauses),
        min(1.0, count["do"] / clauses),
    )
