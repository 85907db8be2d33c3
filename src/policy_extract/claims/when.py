"""Candidates for a value's time: every time expression and frame that may govern it, with features.

Rules only propose here. Each candidate is a pair of dates and where they come from; what holds of it is
told in features, and the fitted weights choose.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from policy_extract.claims.spot import Spot
from policy_extract.frames.frames import Frames
from policy_extract.periods.scan import RawPeriod
from policy_extract.text.layout import Layout

_RUN = re.compile("([0-9]{1,2}|[一二三四五六七八九十两])(?:个)?年")
_SPELL = re.compile(
    "(?<![^，。；：、\n])(?!(?:两|2)年平均)(?:[2-9]|10|[两三四五六七八九十])年"
    "(?![级代期限龄段轮产均薪度制以后前多的左之来间内半计规一二三四五六七八九十0-9，。；：、\n])"
)
"""A run of years that opens its clause and needs no word before it: 五年累计完成, 三年建成; no 五年级, 五年计划."""
_COUNTS = {char: at for at, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_SPANNING = frozenset({"work_report", "plan"})
"""Genres that speak of the five years before and behind them."""
_NEAR = 1500
"""Characters around a value within which its sentence's times are looked for."""
_LEAD = 600
"""Characters of a document that its lead stands in."""
_STRETCHES = frozenset({"year", "years", "half", "quarter", "quarters", "month", "months", "end"})
_CLOSED = ("全年", "年末", "年底", "四季度", "第四季度", "下半年")
"""Stretches whose figures are known only when they are over."""
_CLOSE = 8
"""Words before a value that may say it is an average."""
_AVERAGED = re.compile("年均|(?<![两二2])年平均|平均每年|每年平均|年递增")
_THIS_YEAR = ("今年", "本年")
_FOUNDED = re.compile(
    "(?:创建|创办|创立|创刊|始建|始创|组建|筹建|成立|建立|设立|兴建|兴办|开业|肇始|诞生)于$"
)
"""What makes a time the beginning of a body, and no date of its figures."""
_GOVERNING = frozenset(
    (("own", "as"), ("para", "as"), ("prev", "as"), ("head", "as"), ("genre", "review"))
)
"""Sources and variants of a year that the end of a change may have."""
_NEAREST = 2
_ANCHORS = 4
"""Years that a time without one may be of."""
_LOCAL = frozenset({"recurrent", "present", "consecutive"})
"""Kinds that govern their own clause at most."""
_UNMOVED = frozenset({"present", "recurrent", "vague", "window", "consecutive", "ago", "decade"})


class When(NamedTuple):
    """A candidate.

    Attributes:
        period: The time expression; null where a frame or nothing tells.
        first: First day.
        last: Last day.
        source: Where it stands: ``own``, ``after``, ``para``, ``loose``, ``prev``, ``head``, ``title``,
            ``lead``, ``genre``, ``none``.
        variant: What is made of it: ``as`` it stands, its ``last`` year, the year ``before`` it, the
            ``end`` of it, or ``shift`` to the year of a frame.
        rank: How many candidates of the source are nearer.
    """

    period: RawPeriod | None
    first: date | None
    last: date | None
    source: str
    variant: str
    rank: int


NONE = When(None, None, None, "none", "as", 0)


def ahead(one: When, reference: date | None) -> bool:
    """Whether a time ends in a later year than that of the publication: no fact lies there."""
    return reference is not None and one.last is not None and one.last.year > reference.year


def untimely(one: When, record: str, reference: date | None) -> bool:
    """Whether a fact of a whole or closed stretch of a year (全年, 年末) would lie after its publication."""
    return (
        record == "metric"
        and reference is not None
        and one.period is not None
        and one.last is not None
        and one.last > reference
        and one.period.text.startswith(_CLOSED)
        and not explicit(one.period)
    )


def averaged(spot: Spot) -> bool:
    """Whether a value is said to be a yearly average."""
    words = "".join(word.surface for word in spot.clause[-_CLOSE:])
    return _AVERAGED.search(words) is not None


def over_years(one: When) -> bool:
    """Whether a time spans more than one calendar year."""
    return one.first is not None and one.last is not None and one.first.year != one.last.year


def year_of(year: int) -> tuple[date, date]:
    """The days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def explicit(period: RawPeriod) -> bool:
    """Whether a time expression names its year itself."""
    return period.anchor == "own" and period.last is not None


class Times:
    """The time candidates of a document's values.

    Args:
        text: The document's text.
        layout: Its paragraphs and sentences.
        frames: What governs.
        periods: Its time expressions, in order.
    """

    def __init__(
        self, text: str, layout: Layout, frames: Frames, periods: Sequence[RawPeriod]
    ) -> None:
        self._text, self._layout, self._frames = text, layout, frames
        periods = [
            one
            for one in periods
            if not (one.kind == "recurrent" and "均" in one.text)
            and not _FOUNDED.search(text, max(0, one.start - 6), one.start)
        ]
        periods = sorted([*periods, *_spells(text)], key=lambda one: one.start)
        self._periods = periods
        self._starts = [period.start for period in periods]
        self._leading = [
            p
            for p in periods
            if not p.named
            and not p.against
            and p.kind not in _LOCAL
            and p.kind != "vague"
            and self.leads(p)
        ]
        self._lead_starts = [period.start for period in self._leading]
        self._digest = frames.genre == "digest"
        self._title = self._titled()
        self._lead = self._leads_in()
        self._stops = [match.start() for match in re.finditer("。", text)]
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._last: tuple[int, Sequence[When]] = (-1, ())
        self._mentions: dict[tuple[date | None, date | None], RawPeriod] = {}
        for period in periods:
            if not period.named:
                self._mentions.setdefault((period.first, period.last), period)

    def leads(self, period: RawPeriod) -> bool:
        """Whether a time expression stands early in its clause."""
        before = self._text[max(0, period.start - 7) : period.start]
        for back in range(len(before) - 1, -1, -1):
            if before[back] in "，。；：！？\n—-" or before[back].isspace():
                return True
        return period.start < 7

    def _titled(self) -> list[RawPeriod]:
        found = []
        for index, block in enumerate(self._frames.blocks[: 1 if self._digest else 6]):
            if block.end - block.start <= 60 or index == 0:
                found += [
                    p for p in self._between(block.start, block.end) if p.kind != "day" and p.last
                ]
        return found[:2]

    def _leads_in(self) -> RawPeriod | None:
        """The first stretch of time below the title, that of a story's lead; items of news have none."""
        if self._digest:
            return None
        titled = max((period.end for period in self._title), default=0)
        near = self._periods[: bisect_left(self._starts, _LEAD)]
        for period in near:
            if (
                period.start >= titled
                and period.kind in _STRETCHES
                and period.last is not None
                and not (period.named or period.against)
            ):
                return period
        return None

    def _between(self, start: int, end: int) -> Sequence[RawPeriod]:
        return self._periods[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def candidates(
        self, pieces: Sequence[tuple[int, int]], start: int, end: int, *, origin: bool = False
    ) -> list[When]:
        """The candidates for the value at ``start``, the nearest first; the last one is none.

        A government's report to an assembly always has one.

        Args:
            pieces: The pieces of the value's sentence.
            start: Where the value begins.
            end: Where it ends.
            origin: Whether a change starts from it: then the year before each year may be its own.
        """
        found = [*self._own(pieces, start, end), *self._about(pieces[0][0])]
        found += self._variants(found)
        if origin:
            found += _years_before(found)
        if not self._frames.reviews:
            found.append(NONE)
        return found

    def _about(self, lead: int) -> Sequence[When]:
        """Those outside the sentence that begins at ``lead``, the same for all its values."""
        at, known = self._last
        if at != lead:
            known = self._told_about(lead)
            self._last = (lead, known)
        return known

    def _told_about(self, lead: int) -> list[When]:
        found: list[When] = []
        block = self._frames.at(lead)
        paragraph = self._frames.blocks[block]
        index = bisect_left(self._lead_starts, lead) - 1
        rank = 0
        before = 0
        while index >= 0 and rank < 3 and self._lead_starts[index] >= paragraph.start:
            found.append(self._when(self._leading[index], "para", rank))
            rank, index = rank + 1, index - 1
        loose = [
            p
            for p in self._between(max(paragraph.start, lead - _NEAR), lead)
            if not p.named and p.last is not None and not self.leads(p)
        ]
        found += [self._when(p, "loose", n) for n, p in enumerate(_distinct(reversed(loose))[:4])]
        path = self._frames.frames[block].path
        floor = self._frames.blocks[path[-1]].start if path else 0
        seen: set[tuple[date | None, date | None]] = set()
        while index >= 0 and before < 4 and self._lead_starts[index] >= floor:
            period = self._leading[index]
            index -= 1
            span = (period.first, period.last)
            if period.kind == "day" or (span in seen and span != (None, None)):
                continue
            seen.add(span)
            found.append(self._when(period, "prev", before))
            before += 1
        depth = 0
        for at in (block, *reversed(path)):
            headed = [
                p
                for p in self._frames.headed[at]
                if not p.against and p.kind not in _LOCAL and p.kind != "vague"
            ]
            if headed:
                found += [self._when(p, "head", depth) for p in headed[:2]]
                depth += 1
        found += [self._when(p, "title", n) for n, p in enumerate(self._title)]
        if self._lead is not None and self._lead.end <= paragraph.start:
            found.append(self._when(self._lead, "lead", 0))
        year = self._frames.year
        if year is not None:
            for name, begin, number in (
                ("year", year, year),
                ("review", year - 1, year - 1),
                ("five", year - 5, year - 1),
                ("next", year, year + 4),
            ):
                if begin != number and self._frames.genre not in _SPANNING:
                    continue
                first, last = date(begin, 1, 1), date(number, 12, 31)
                found.append(When(self._mentions.get((first, last)), first, last, "genre", name, 0))
        return found

    def sentences_between(self, start: int, end: int) -> int:
        """How many sentences end between two places."""
        return bisect_left(self._stops, end) - bisect_left(self._stops, start)

    def lines_between(self, start: int, end: int) -> int:
        """How many lines end between two places."""
        return bisect_left(self._breaks, end) - bisect_left(self._breaks, start)

    def _when(self, period: RawPeriod, source: str, rank: int) -> When:
        return When(period, period.first, period.last, source, "as", min(rank, 3))

    def _own(self, pieces: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[When]:
        """Those of the value's sentence: before it the nearest first, then behind it in its clause."""
        spans = [(max(a, start - _NEAR), min(b, end + _NEAR)) for a, b in pieces]
        own = (p for a, b in reversed(spans) for p in reversed(self._between(a, b)))
        rank = 0
        for at, period in enumerate(p for p in own if p.end <= start):
            if period.kind == "vague" or (at and period.kind in _LOCAL):
                continue
            yield self._when(period, "own", rank)
            rank += 1
            if rank == 5:
                break
        behind = (
            p
            for a, b in spans
            for p in self._between(max(a, end), b)
            if p.kind not in _LOCAL and p.kind != "vague"
        )
        for rank, period in enumerate(islice(behind, 2)):
            yield self._when(period, "after", rank)

    def _variants(self, found: Sequence[When]) -> list[When]:
        """What spans and times without a year may also mean."""
        made: list[When] = []
        years: list[int] = []
        for one in found:
            period = one.period
            if (
                one.last is not None
                and period is not None
                and one.source != "genre"
                and explicit(period)
                and one.last.year not in years
            ):
                years.append(one.last.year)
            if one.first is None or one.last is None or one.last.year == one.first.year:
                continue
            year, before = one.last.year, one.first.year - 1
            first, last = year_of(before)
            if one.variant == "next" or one.rank > 1:
                made.append(one._replace(variant=_of(one, "end"), first=None))
                continue
            made.append(one._replace(variant=_of(one, "last"), first=date(year, 1, 1)))
            made.append(one._replace(variant=_of(one, "end"), first=None))
            made.append(one._replace(variant=_of(one, "before"), first=first, last=last))
        made += self._running(found)
        anchors: list[tuple[int, str]] = [(year, "named") for year in years[:2]]
        for path_year in self._frame_years(found):
            if path_year not in [year for year, _ in anchors]:
                anchors.append((path_year, "frame"))
        for one in found:
            period = one.period
            if (
                period is None
                or one.last is None
                or one.source not in ("own", "after", "para")
                or explicit(period)
                or period.kind in _UNMOVED
            ):
                continue
            if self._frames.dated and period.text.startswith(_THIS_YEAR):
                continue
            for year, how in anchors[:_ANCHORS]:
                back = 1 if period.text.startswith(("上年", "去年")) else 0
                moved = year - back - one.last.year
                if moved and -60 < moved < 60:
                    made.append(
                        one._replace(
                            variant=f"shift_{how}",
                            first=_moved(one.first, moved),
                            last=_moved(one.last, moved),
                        )
                    )
        return made

    def _running(self, found: Sequence[When]) -> list[When]:
        """Runs of years (五年来, 这两年) up to and from the year that the document speaks from."""
        year = self._frames.year
        made: list[When] = []
        if year is None:
            return made
        seen: set[tuple[str, int]] = set()
        for one in found:
            period = one.period
            if period is None or one.first is not None or one.last is not None:
                continue
            match = _RUN.search(period.text)
            if match is None or one.variant != "as":
                continue
            years = _COUNTS.get(match.group(1)) or int(match.group(1))
            if not 1 <= years <= 30 or (one.source, one.rank) in seen or len(seen) > 3:
                continue
            seen.add((one.source, one.rank))
            for name, begin, end in (
                ("back", year - years, year - 1),
                ("now", year - years + 1, year),
                ("ahead", year, year + years - 1),
            ):
                whole = one._replace(
                    variant=f"run_{name}", first=date(begin, 1, 1), last=date(end, 12, 31)
                )
                made.append(whole)
                if name == "back":
                    first, last = year_of(end)
                    if years > 1:
                        made.append(one._replace(variant="run_last", first=first, last=last))
                    first, last = year_of(begin - 1)
                    made.append(one._replace(variant="run_before", first=first, last=last))
        return made

    def _frame_years(self, found: Sequence[When]) -> list[int]:
        years = [
            one.last.year
            for one in found
            if one.source in ("head", "title") and one.last is not None
        ]
        if self._frames.year is not None:
            years.append(self._frames.year - 1)
            if not self._frames.reviews:
                years.append(self._frames.year)
        return list(dict.fromkeys(years))


def _spells(text: str) -> list[RawPeriod]:
    """The runs of years that open a clause; they count from where the document speaks (``_running``)."""
    return [
        RawPeriod(*found.span(), found.group(), None, None, "window", named=False, against=False)
        for found in _SPELL.finditer(text)
    ]


def _years_before(found: Sequence[When]) -> list[When]:
    """For times of one whole year the year before."""
    made = []
    for one in found:
        if one.last is None or (one.first, one.last) != year_of(one.last.year):
            continue
        if (one.source, one.variant) in _GOVERNING and one.rank < _NEAREST:
            first, last = year_of(one.last.year - 1)
            made.append(one._replace(variant="prior", first=first, last=last))
    return made


def _of(one: When, variant: str) -> str:
    """The variant's name; a frame's keeps the name of the frame."""
    return variant if one.source != "genre" else f"{one.variant}_{variant}"


def _distinct(periods: Iterable[RawPeriod]) -> list[RawPeriod]:
    """The periods without those that have the dates of one before."""
    seen: set[tuple[date | None, date | None]] = set()
    found = []
    for period in periods:
        span = (period.first, period.last)
        if span not in seen:
            seen.add(span)
            found.append(period)
    return found


def _moved(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
