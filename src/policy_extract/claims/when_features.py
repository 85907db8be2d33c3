"""What is told of each candidate for a value's time."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

from policy_extract.claims.memo import Group, Told
from policy_extract.claims.spot import Spot
from policy_extract.claims.when import Times, When, explicit
from policy_extract.periods.scan import RawPeriod

_REACHED = frozenset(
    (
        "达到",
        "达",
        "为",
        "至",
        "到",
        "超过",
        "突破",
        "是",
        "有",
        "共有",
        "升至",
        "增至",
        "降至",
        "增加到",
        "提高到",
        "下降到",
        "增长到",
    )
)


Span = tuple[date | None, date | None]
"""First and last day of a time."""
_SHARES = (0.05, 0.2, 0.5, 0.8)
_COUNTS = (1, 3, 9, 29)
"""Edges of classes: shares of a document's earlier values, and how many these are."""


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
    for name, cues in (("avg", _AVERAGE), ("sum", _SUM)):
        if words & cues:
            return name
    return "-"


_AVERAGE = frozenset(("年均", "平均", "平均每年", "年平均", "两年平均", "年均增长"))
_SUM = frozenset(
    ("累计", "共", "总共", "先后", "合计", "共计", "净增", "新增", "累计完成", "累计投入")
)


class Layer:
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
        reached = bool(words & _REACHED)
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
            told[_shaped, source, one.rank, variant, kind, record, rel]
            + told[_framed, source, variant, many, over, genre, record]
            + told[_years, record, gap, genre, self._mood, self._top]
            + told[_ordered, order, source, norm, kind, record, rel, length, genre]
            + told[_meant, order, norm, what, source, kind, length, record, self._flow]
            + told[_normed, source, norm, genre, record, many, over, self._block]
            + told[_way_of, source, norm, self._way, genre]
            + told[f"{norm}/mood={self._mood}/{self._top}/{record}"]
            + told[_tailed, self._tail, length, norm, kind, record]
        )
        if length not in ("year", "none"):
            found += told[f"len={length}/stat={self._stat}"]
        if variant in _SPREAD or length == "multi":
            spread = self._spread.get(norm)
            if spread is None:
                spread = self._spread[norm] = self._spread_over(norm)
            found += spread
        if source == "none":
            found += told[_nothing, spot.value.kind, record, spot.value.unit, spot.opening]
            found += told.all([f"none/v={verb}" for verb in spot.verbs[:2]])
        if self._last is not None:
            same = (one.first, one.last) == self._last
            held = governor(one) == self._governor
            apart = self._apart
            found += (
                told[_same, same, apart, source, what]
                + told[_alike, self._alike, same, apart, what, self._tail]
                + told[_held, held, apart, many, record, over, spot.number == 0, genre]
                + told[_held_by, held, apart, source, norm, what]
            )
        if self._taken:
            share = _share(self._past[one.first, one.last], self._taken)
            found += told[_shared, share, self._settled, many, source, norm]
        if period is not None:
            found += self._placed_at(one, period, kind)
        return found

    def _spread_over(self, norm: str) -> Any:
        """What is told of a meaning that spans years."""
        spot, told = self._spot, self._told
        value = spot.value
        after, before = spot.word(1), spot.word(-1)
        groups: list[Group] = [f"{norm}/v={verb}" for verb in spot.verbs[:3]]
        groups += [
            f"{norm}/open={spot.opening}",
            f"{norm}/w-1={before.text if before else '^'}",
            f"{norm}/w+1={after.text if after else '$'}",
            (_counted, norm, value.unit, value.comparator, self._what, self._stat, self._way),
        ]
        return told.all(groups)

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
                    _between,
                    source,
                    text[period.start - 1 : period.start] if period.start else "^",
                    text[period.end : period.end + 1] or "$",
                ]
                + told[f"a2={text[period.end : period.end + 2]}"]
                + told[f"b2={text[max(0, period.start - 2) : period.start]}"]
                + told[_roled, source, period.against, period.named, period.role, kind]
                + told[_anchored, source, period.anchor, one.variant, explicit(period)]
                + told[_spelled, words, one.variant, source, record]
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
                _own, min(commas, 3), min(hard, 2), min(values, 4), kind, not between,
                min(len(between) // 4, 6), one.rank,
            )  # fmt: skip
        if source == "after":
            between = text[self._start : period.start]
            return f"after/commas={min(between.count('，'), 2)}/paren={'（' in between}"
        sentences = self._times.sentences_between(period.end, self._start)
        lines = self._times.lines_between(period.end, self._start)
        return (_earlier, source, min(sentences, 4), min(lines, 4), kind, self._record)


def _share(count: int, whole: int) -> str:
    """A share of the earlier values as a class."""
    return str(1 + sum(count > edge * whole for edge in _SHARES)) if count else "0"


def _shared(share: str, settled: str, many: int, source: str, norm: str) -> tuple[str, ...]:
    return (
        f"share={share}/of={settled}",
        f"share={share}/of={settled}/own={many}",
        f"share={share}/own={many}/{source}",
        f"share={share}/{source}/{norm}",
    )


def _shaped(
    source: str, rank: int, variant: str, kind: str, record: str, rel: str
) -> tuple[str, ...]:
    return (
        f"p={source}{rank}",
        f"p={source}{rank}/{variant}",
        f"{source}/{variant}/k={kind}",
        f"{record}/{rel}",
        f"{record}/{source}/{rel}",
        f"{record}/{source}/k={kind}",
    )


def _framed(
    source: str, variant: str, many: int, over: str, genre: str | None, record: str
) -> tuple[str, ...]:
    return (
        f"{source}/own={many}",
        f"{source}/{variant}/own={many}/g={genre}/{record}",
        f"{source}/{variant}/over={over}/g={genre}/{record}",
        f"{source}/{variant}/g={genre}",
    )


def _years(
    record: str, gap: str, genre: str | None, mood: str | None, top: object
) -> tuple[str, ...]:
    return (f"{record}/gap={gap}/g={genre}", f"{record}/gap={gap}/mood={mood}/{top}")


def _ordered(
    order: str,
    source: str,
    norm: str,
    kind: str,
    record: str,
    rel: str,
    length: str,
    genre: str | None,
) -> tuple[str, ...]:
    return (
        f"o={order}",
        f"o={order}/{source}",
        f"o={order}/{norm}",
        f"o={order}/{norm}/k={kind}",
        f"o={order}/{record}/{rel}",
        f"o={order}/len={length}",
        f"o={order}/g={genre}/{norm}",
    )


def _meant(
    order: str,
    norm: str,
    what: str,
    source: str,
    kind: str,
    length: str,
    record: str,
    flow: str,
) -> tuple[str, ...]:
    return (
        f"o={order}/{norm}/{what}",
        f"{norm}/{what}",
        f"{source}/{norm}/{what}",
        f"k={kind}/{what}",
        f"len={length}/{what}",
        f"len={length}/{record}",
        f"flow={flow}/len={length}",
    )


def _normed(
    source: str, norm: str, genre: str | None, record: str, many: int, over: str, block: str
) -> tuple[str, ...]:
    return (
        f"{source}/{norm}",
        f"{source}/{norm}/g={genre}/{record}",
        f"{source}/{norm}/own={many}/over={over}",
        f"{norm}/g={genre}",
        f"{source}/block={block}",
    )


def _way_of(source: str, norm: str, way: str, genre: str | None) -> tuple[str, ...]:
    return (f"{source}/{norm}/way={way}", f"{norm}/way={way}/g={genre}")


def _tailed(tail: str, length: str, norm: str, kind: str, record: str) -> tuple[str, ...]:
    return (
        f"tail={tail}/len={length}",
        f"tail={tail[-1:]}/len={length}/{record}",
        f"tail={tail}/{norm}",
        f"tail={tail}/k={kind}",
    )


def _counted(
    norm: str, unit: str | None, comparator: str, what: str, stat: str, way: str
) -> tuple[str, ...]:
    return (
        f"{norm}/u={unit}",
        f"{norm}/u={unit}/{what}",
        f"{norm}/cmp={comparator}/{what}",
        f"{norm}/stat={stat}",
        f"{norm}/way={way}",
    )


def _nothing(kind: str, record: str, unit: str | None, opening: str) -> tuple[str, ...]:
    return (
        f"none/k={kind}",
        f"none/{record}/k={kind}",
        f"none/u={unit}",
        f"none/open={opening}",
    )


def _same(same: bool, apart: str, source: str, what: str) -> tuple[str, ...]:
    return (
        f"same={same}/{apart}",
        f"same={same}/{apart}/{source}",
        f"same={same}/{apart}/{what}",
    )


def _alike(alike: bool, same: bool, apart: str, what: str, tail: str) -> tuple[str, ...]:
    return (
        f"alike={alike}/same={same}/{apart}",
        f"alike={alike}/same={same}/{what}",
        f"tail={tail}/same={same}/{apart}",
    )


def _held(
    held: bool, apart: str, many: int, record: str, over: str, first: bool, genre: str | None
) -> tuple[str, ...]:
    return (
        f"heldown={held}/{apart}/own={many}/{record}",
        f"heldover={held}/{apart}/own={many}/over={over}",
        f"first={first}/held={held}/{apart}/g={genre}",
        f"held={held}/{apart}",
    )


def _held_by(held: bool, apart: str, source: str, norm: str, what: str) -> tuple[str, ...]:
    return (
        f"held={held}/{apart}/{source}",
        f"held={held}/{apart}/{source}/{norm}",
        f"held={held}/{apart}/{norm}/{what}",
    )


def _between(source: str, before: str, after: str) -> tuple[str, ...]:
    return (f"{source}/b={before}", f"{source}/a={after}")


def _roled(source: str, against: bool, named: bool, role: str, kind: str) -> tuple[str, ...]:
    return (
        f"{source}/against={against}",
        f"{source}/named={named}",
        f"{source}/role={role}",
        f"role={role}/k={kind}",
    )


def _anchored(source: str, anchor: str, variant: str, told: bool) -> tuple[str, ...]:
    return (f"{source}/anchor={anchor}/{variant}", f"explicit={told}/{source}/{variant}")


def _spelled(words: str, variant: str, source: str, record: str) -> tuple[str, ...]:
    return (f"text={words}", f"text={words}/{variant}", f"text={words}/{source}/{record}")


def _own(
    commas: int, hard: int, values: int, kind: str, touch: bool, gap: int, rank: int
) -> tuple[str, ...]:
    return (
        f"own/clauses={commas}/hard={hard}",
        f"own/values={values}",
        f"own/clauses={commas}/values={min(values, 2)}/k={kind}",
        f"own/touch={touch}/k={kind}",
        f"own/gap={gap}",
        f"own/rank={rank}/clauses={min(commas, 2)}/k={kind}",
    )


def _earlier(source: str, sentences: int, lines: int, kind: str, record: str) -> tuple[str, ...]:
    return (
        f"{source}/s={sentences}/k={kind}",
        f"{source}/lines={lines}/k={kind}",
        f"{source}/{record}/s={sentences}",
    )


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
