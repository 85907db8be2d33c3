"""What is told of each candidate for a value's time."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from functools import cache
from typing import Any

from policy_extract.claims import when_groups as groups
from policy_extract.claims.memo import Group, Told
from policy_extract.claims.spot import Spot
from policy_extract.claims.when import Times, When, explicit
from policy_extract.periods.scan import RawPeriod
from policy_extract.rules.loader import RuleModel, load_shipped

Span = tuple[date | None, date | None]
"""First and last day of a time."""
_COUNTS = (1, 3, 9, 29)
"""Edges of classes: how many earlier values of its record a document has."""


class WhenRules(RuleModel):
    """The word lists of ``rules/when.toml``; each list says there what it is for."""

    reached: frozenset[str]
    average: frozenset[str]
    sum: frozenset[str]


@cache
def _when_rules() -> WhenRules:
    return load_shipped("when.toml", WhenRules)


def relation(first: date | None, last: date | None, reference: date | None) -> str:
    """Where a time lies against the day of publication: ``past``, ``now``, ``ahead`` or unknown."""
    if reference is None or last is None:
        return "open" if first is not None and last is None else "?"
    if last < reference:
        near = last.year >= reference.year - 1
        return "past" if near else "old"
    if first is not None and first <= reference:
        return "now"
    return "now" if last.year == reference.year else "ahead"


def year_gap(last: date | None, year: int | None) -> str:
    """By how many years a time ends before or after the document's own year."""
    if last is None or year is None:
        return "?"
    gap = last.year - year
    return str(gap) if -2 <= gap <= 2 else ("old" if gap < 0 else "far")


_SPREAD = frozenset(
    [
        "last",
        "before",
        "end",
        "run_back",
        "run_last",
        "run_before",
        "run_now",
        "run_ahead",
        "five_last",
        "five_before",
        "five",
        "five_end",
        "next",
        "next_last",
        "next_end",
    ]
)


_NORM = {
    "run_back": "whole",
    "run_now": "whole_now",
    "run_ahead": "whole_ahead",
    "five": "whole",
    "next": "whole_ahead",
    "run_last": "last",
    "five_last": "last",
    "next_last": "last",
    "run_before": "before",
    "five_before": "before",
    "next_before": "before",
    "five_end": "end",
    "next_end": "end",
    "review": "as",
    "year": "as",
}
"""Variants that come to the same by another way."""


def _order(
    candidates: Sequence[When], genre: str, year: int | None, record: str
) -> dict[tuple[str, int, str], str]:
    """How near each time that may govern stands, counted over all sources.

    Of what the genre tells, a work report's own year governs targets, the year under review metrics; its
    title's year therefore no metrics.
    """
    found: dict[tuple[str, int, str], str] = {}
    spans = genre == "work_report"
    told = "year" if record == "target" else "review"
    for one in candidates:
        variant = one.variant if one.source == "genre" else "as"
        place = (one.source, one.rank, variant)
        if one.source == "genre":
            governs = spans and one.variant == told
        elif one.variant != "as" or one.source in ("after", "loose"):
            continue
        elif spans and one.source == "title" and record == "metric":
            governs = _governing(one.period) and one.last is not None and one.last.year != year
        else:
            governs = one.source == "none" or _governing(one.period)
        if governs and place not in found:
            found[place] = str(min(len(found), 4))
    return found


def governor(one: When) -> Hashable:
    """What governs where a candidate is chosen: the time expression, or what the genre tells."""
    return one.period.start if one.period is not None else (one.source, one.variant.split("_")[0])


def _governing(period: RawPeriod | None) -> bool:
    """Whether a time expression may govern values at all."""
    return (
        period is not None
        and not period.named
        and not period.against
        and period.kind not in ("recurrent", "vague")
    )


def norm_of(one: When) -> str:
    """What is made of a time expression, whatever the way to it."""
    norm = _NORM.get(one.variant, one.variant)
    return "whole" if norm == "as" and length_of(one) == "multi" else norm


def length_of(one: When) -> str:
    """How long a time is."""
    if one.last is None:
        return "none" if one.first is None else "since"
    if one.first is None:
        return "point"
    days = (one.last - one.first).days
    return "day" if days < 20 else "part" if days < 360 else "year" if days < 370 else "multi"


def _stat(spot: Spot) -> str:
    """The words of averaging and adding up before a value."""
    words = {word.text for word in spot.clause[-8:]}
    rules = _when_rules()
    for name, cues in (("avg", rules.average), ("sum", rules.sum)):
        if words & cues:
            return name
    return "-"


class TimeTeller:
    """What is told of all candidates of one value.

    Args:
        told: What a group of features tells.
        placed: What was told of time expressions where they stand; kept for the whole document.
        text: The document's text.
        times: Its time candidates.
        spot: The value.
        candidates: Those of the value.
        reference: The day of publication.
        record: What the value is.
        direction: Which way it goes.
        last: First and last day of the value before.
        last_governor: What governed that one.
        last_apart: How far it stands.
        name: The value's name.
        last_name: The name of the value before.
        past: How often each first and last day was that of an earlier value of the same record.
    """

    def __init__(
        self,
        told: Told,
        placed: dict[tuple[int, str, str, str], tuple[str, Any]],
        text: str,
        times: Times,
        spot: Spot,
        candidates: Sequence[When],
        reference: date | None,
        record: str,
        direction: str | None,
        last: tuple[date | None, date | None] | None,
        last_governor: Hashable,
        last_apart: str,
        name: str,
        last_name: str,
        past: "Counter[Span]",
    ) -> None:
        self._tail, self._alike = name[-2:], name == last_name
        self._flow = f"{direction}/{name[-1:]}"
        self._told, self._placed = told, placed
        self._near: dict[tuple[int, str, int], Any] = {}
        self._spread: dict[str, Any] = {}
        self._text, self._times = text, times
        self._spot, self._reference = spot, reference
        self._genre, self._block = spot.frames.genre, spot.frames.blocks[spot.block].kind
        self._mood, self._top = spot.frame.mood, spot.frame.top
        self._record = record
        self._last, self._governor, self._apart = last, last_governor, last_apart
        value = spot.value
        self._start = value.start
        words = {word.text for word in spot.clause[-4:]}
        reached = bool(words & _when_rules().reached)
        kind = value.kind if value.kind in ("percent", "percentage_point", "rank") else "amount"
        self._what = f"{kind}/{direction}/{'r' if reached else '-'}"
        self._way = _way(spot)
        self._stat = _stat(spot)
        own = sum(
            c.source == "own" and c.variant == "as" and _governing(c.period) for c in candidates
        )
        self._many = min(own, 2)
        self._order = _order(candidates, spot.frames.genre, spot.frames.year, record)
        over = {c.source for c in candidates if c.variant == "as" and _governing(c.period)}
        self._over = "".join(name[0] for name in ("para", "prev", "head") if name in over)
        self._past = past
        self._taken = past.total()
        self._settled = str(sum(self._taken > edge for edge in _COUNTS))

    def features(self, one: When) -> Any:
        """What is told of one candidate."""
        spot, told, record = self._spot, self._told, self._record
        genre, what, many, over = self._genre, self._what, self._many, self._over
        source, variant, period = one.source, one.variant, one.period
        kind = period.kind if period is not None else "-"
        rel = relation(one.first, one.last, self._reference)
        gap = year_gap(one.last, spot.frames.year)
        length, norm = length_of(one), norm_of(one)
        as_told = variant.split("_")[0] if source == "genre" else "as"
        order = self._order.get((source, one.rank, as_told), "-")
        found = (
            told[groups.shaped, source, one.rank, variant, kind, record, rel]
            + told[groups.framed, source, variant, many, over, genre, record]
            + told[groups.years, record, gap, genre, self._mood, self._top]
            + told[groups.ordered, order, source, norm, kind, record, rel, length, genre]
            + told[groups.meant, order, norm, what, source, kind, length, record, self._flow]
            + told[groups.normed, source, norm, genre, record, many, over, self._block]
            + told[groups.way_of, source, norm, self._way, genre]
            + told[f"{norm}/mood={self._mood}/{self._top}/{record}"]
            + told[groups.tailed, self._tail, length, norm, kind, record]
        )
        if length not in ("year", "none"):
            found += told[f"len={length}/stat={self._stat}"]
        if variant in _SPREAD or length == "multi":
            spread = self._spread.get(norm)
            if spread is None:
                spread = self._spread[norm] = self._spread_over(norm)
            found += spread
        if source == "none":
            found += told[groups.nothing, spot.value.kind, record, spot.value.unit, spot.opening]
            found += told.all([f"none/v={verb}" for verb in spot.verbs[:2]])
        if self._last is not None:
            same = (one.first, one.last) == self._last
            held = governor(one) == self._governor
            apart = self._apart
            found += (
                told[groups.same, same, apart, source, what]
                + told[groups.alike, self._alike, same, apart, what, self._tail]
                + told[groups.held, held, apart, many, record, over, spot.number == 0, genre]
                + told[groups.held_by, held, apart, source, norm, what]
            )
        if self._taken:
            share = groups.share(self._past[one.first, one.last], self._taken)
            found += told[groups.shared, share, self._settled, many, source, norm]
        if period is not None:
            found += self._placed_at(one, period, kind)
        return found

    def _spread_over(self, norm: str) -> Any:
        """What is told of a meaning that spans years."""
        spot, told = self._spot, self._told
        value = spot.value
        after, before = spot.word(1), spot.word(-1)
        found: list[Group] = [f"{norm}/v={verb}" for verb in spot.verbs[:3]]
        found += [
            f"{norm}/open={spot.opening}",
            f"{norm}/w-1={before.text if before else '^'}",
            f"{norm}/w+1={after.text if after else '$'}",
            (groups.counted, norm, value.unit, value.comparator, self._what, self._stat, self._way),
        ]
        return told.all(found)

    def _placed_at(self, one: When, period: RawPeriod, kind: str) -> Any:
        """What is told of where the words of a time stand."""
        told, source = self._told, one.source
        text, record = self._text, self._record
        key = (period.start, source, one.variant, record)
        known = self._placed.get(key)
        if known is None:
            words = period.text if not any(map(str.isdigit, period.text)) else kind
            found = (
                told[
                    groups.between,
                    source,
                    text[period.start - 1 : period.start] if period.start else "^",
                    text[period.end : period.end + 1] or "$",
                ]
                + told[f"a2={text[period.end : period.end + 2]}"]
                + told[f"b2={text[max(0, period.start - 2) : period.start]}"]
                + told[groups.roled, source, period.against, period.named, period.role, kind]
                + told[groups.anchored, source, period.anchor, one.variant, explicit(period)]
                + told[groups.spelled, words, one.variant, source, record]
            )
            known = self._placed[key] = (words, found)
        words, found = known
        found += told[f"text={words}/{self._what}"]
        if source not in ("own", "after", "para", "loose", "prev"):
            return found
        near = (period.start, source, one.rank)
        more = self._near.get(near)
        if more is None:
            more = self._near[near] = told[self._far(one, period, kind)]
        return found + more

    def _far(self, one: When, period: RawPeriod, kind: str) -> Group:
        """How far a time stands from the value."""
        spot, text, source = self._spot, self._text, one.source
        if source == "own":
            between = text[max(period.end, self._start - 300) : self._start]
            commas = sum(between.count(mark) for mark in "，,（：:")
            hard = sum(between.count(mark) for mark in "；;。")
            values = spot.number - _values_before(spot, period.start)
            return (
                groups.own, min(commas, 3), min(hard, 2), min(values, 4), kind, not between,
                min(len(between) // 4, 6), one.rank,
            )  # fmt: skip
        if source == "after":
            between = text[self._start : period.start]
            return f"after/commas={min(between.count('，'), 2)}/paren={'（' in between}"
        sentences = self._times.sentences_between(period.end, self._start)
        lines = self._times.lines_between(period.end, self._start)
        return (groups.earlier, source, min(sentences, 4), min(lines, 4), kind, self._record)


def _values_before(spot: Spot, at: int) -> int:
    """How many values of the sentence begin before a document offset."""
    return bisect_left(spot.view.sentence.items, at, key=lambda item: item.value.start)


def _way(spot: Spot) -> str:
    """Which end of a way from one number to another the value is: ``from``, ``to`` or ``-``."""
    before = spot.word(-1)
    further = spot.word(-2)
    opens = any(
        word is not None and word.text in ("由", "从") for word in (before, further, spot.word(-3))
    )
    items = spot.view.sentence.items
    text = spot.view.sentence.text
    following = items[spot.number + 1] if spot.number + 1 < len(items) else None
    if following is not None:
        between = text[spot.item.end : following.start]
        if len(between) <= 12 and between.endswith(("到", "至", "为")) and "，" not in between:
            return "from!" if opens or _opened(text, spot.item.start) else "from"
    if spot.number:
        between = text[items[spot.number - 1].end : spot.item.start]
        if len(between) <= 12 and between.endswith(("到", "至", "为")) and "，" not in between:
            return "to!" if _opened(text, items[spot.number - 1].start) else "to"
    return "open" if opens else "-"


def _opened(text: str, start: int) -> bool:
    head = text[max(0, start - 14) : start]
    return "由" in head or "从" in head
