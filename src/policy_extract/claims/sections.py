"""What a pass over the whole document finds out: where goals are set and where results are told."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from policy_extract.claims.modality_rules import modality_lexicon
from policy_extract.claims.moods import NEUTRAL, Genre, Mood, read_genre, read_moods
from policy_extract.claims.signs import Argument, Number, paragraph_arguments, read_numbers, weigh
from policy_extract.periods.calendar_rules import plan_ordinals, plan_years
from policy_extract.rules.cues import Cue, CueFinder
from policy_extract.text.layout import Layout


@dataclass(frozen=True, slots=True)
class Sections:
    """Moods by offset and the cues of the whole text.

    Attributes:
        starts: Where each stretch of one mood begins, ascending.
        moods: The mood of each stretch.
        cues: Every cue of the text, in order.
        cue_starts: Their offsets.
        cue_groups: Their groups.
        numbers: Every number in digits, in order, and how measured it looks.
        number_starts: Their offsets.
        exact_sums: How measured all numbers before each look together.
        paragraph_starts: Where each paragraph begins.
        paragraph_arguments: What each paragraph and those around it argue for.
        genre: What kind of document this is.
    """

    starts: tuple[int, ...]
    moods: tuple[Mood, ...]
    cues: tuple[Cue, ...]
    cue_starts: tuple[int, ...]
    cue_groups: frozenset[str]
    numbers: tuple[Number, ...]
    number_starts: tuple[int, ...]
    exact_sums: tuple[float, ...]
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


_AS_OBJECT = re.compile(
    "将[^，。；]{2,30}?(?:从|由|纳入|作为|列入|列为|改为|调整|用于|交由|转|重组|整合|合并|引入|缩短|压缩)"
)
"""将 that only puts its object first (将起征点从5万元提高到10万元) tells no future."""
_DATED = re.compile("(?P<year>(?:19|20)[0-9]{2})(?:年|[-./][0-9]{1,2}[-./])")
_NAMED_YEAR = re.compile("(?<![到至—-])(?P<year>20[0-9]{2})年(?!前|远景|以前|底前|末前)")
_OPENERS = "，。；：！、\n）)】是”　 ．."
_CLAUSES = re.compile("[，。；！]")
_DATE_LINE = 60


def read_sections(text: str, layout: Layout) -> Sections:
    """Read a document's moods, cues and signs, once, for :func:`modality.judge`."""
    lexicon = modality_lexicon()
    cues = tuple(sorted([*_telling(text, lexicon.cues), *_horizons(text, layout)]))
    cue_starts = tuple(cue.start for cue in cues)
    numbers = read_numbers(text)
    number_starts = tuple(number.start for number in numbers)
    genre = read_genre(text, layout, lexicon.rules)
    starts, moods = read_moods(text, layout, genre, lexicon)
    balance = []
    for paragraph in layout.paragraphs:
        start, end = paragraph.start, paragraph.end
        clauses = sum(1 for _ in _CLAUSES.finditer(text, start, end)) or 1
        balance.append(
            weigh(
                cues[bisect_left(cue_starts, start) : bisect_left(cue_starts, end)],
                numbers[bisect_left(number_starts, start) : bisect_left(number_starts, end)],
                clauses,
            )
        )
    return Sections(
        starts,
        moods,
        cues,
        cue_starts,
        frozenset(cue.group for cue in cues),
        numbers,
        number_starts,
        (0.0, *accumulate(number.exact for number in numbers)),
        tuple(paragraph.start for paragraph in layout.paragraphs),
        paragraph_arguments(balance, lexicon.rules.weights),
        genre,
    )


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


@cache
def _horizon() -> "re.Pattern[str]":
    return re.compile(
        f"到(?:(?P<year>20[0-9]{{2}})年|“?(?P<plan>{plan_ordinals()})五”?末)(?:年?底|末)?"
    )


def _horizons(text: str, layout: Layout) -> Iterator[Cue]:
    """Years ahead (到2030年, 到“十五五”末) as cues of will; a year behind the document's own is none."""
    year = _own_year(text, layout)
    for match in _horizon().finditer(text):
        plan = plan_years(match.group("plan") or "")
        if (plan[1] if plan else int(match.group("year"))) >= year:
            yield Cue(match.start(), match.end(), match.group(), "will")


def _own_year(text: str, layout: Layout) -> int:
    """The year a document speaks from: as its head or its last lines date it, or else the last
    year it names that is no horizon; 0 when it names none.
    """
    lines = [*layout.paragraphs[:6], *layout.paragraphs[-2:]]
    years = [
        int(match.group("year"))
        for line in lines
        if line.end - line.start <= _DATE_LINE
        for match in _DATED.finditer(text, line.start, line.end)
    ]
    if not years:
        years = [int(match.group("year")) for match in _NAMED_YEAR.finditer(text)]
    return max(years, default=0)
