"""What is told of each candidate for a value's time."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from datetime import date

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
    """The features of all candidates of one value."""

    def __init__(
        self,
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
        name: str = "",
        last_name: str = "",
    ) -> None:
        self._tail, self._alike = name[-2:], name == last_name
        self._flow = f"{direction}/{name[-1:]}"
        self._text, self._times = text, times
        self._spot, self._reference = spot, reference
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
        self._own = sum(
            c.source == "own" and c.variant == "as" and _governing(c.period) for c in candidates
        )
        self._order = _order(candidates, spot.frames.genre, spot.frames.year, record)
        over = {c.source for c in candidates if c.variant == "as" and _governing(c.period)}
        self._over = "".join(name[0] for name in ("para", "prev", "head") if name in over)

    def features(self, one: When) -> list[str]:
        """What holds of one candidate."""
        spot, text = self._spot, self._text
        genre, frame = spot.frames.genre, spot.frame
        period = one.period
        kind = period.kind if period is not None else "-"
        place = f"{one.source}{one.rank}"
        rel = relation(one.first, one.last, self._reference)
        gap = year_gap(one.last, spot.frames.year)
        many = min(self._own, 2)
        found = [
            f"p={place}",
            f"p={place}/{one.variant}",
            f"{one.source}/{one.variant}/k={kind}",
            f"{one.source}/own={many}",
            f"{one.source}/{one.variant}/own={many}/g={genre}/{self._record}",
            f"{one.source}/{one.variant}/over={self._over}/g={genre}/{self._record}",
            f"{self._record}/{rel}",
            f"{self._record}/{one.source}/{rel}",
            f"{self._record}/{one.source}/k={kind}",
            f"{self._record}/gap={gap}/g={genre}",
            f"{self._record}/gap={gap}/mood={frame.mood}/{frame.top}",
            f"{one.source}/{one.variant}/g={genre}",
            f"k={kind}/{self._what}",
            f"{one.source}/block={spot.frames.blocks[spot.block].kind}",
        ]
        length, norm = length_of(one), norm_of(one)
        told = one.variant.split("_")[0] if one.source == "genre" else "as"
        order = self._order.get((one.source, one.rank, told), "-")
        found += [
            f"o={order}",
            f"o={order}/{one.source}",
            f"o={order}/{norm}",
            f"o={order}/{norm}/k={kind}",
            f"o={order}/{norm}/{self._what}",
            f"o={order}/{self._record}/{rel}",
            f"o={order}/len={length}",
            f"o={order}/g={genre}/{norm}",
            f"{one.source}/{norm}",
            f"{one.source}/{norm}/g={genre}/{self._record}",
            f"{norm}/{self._what}",
            f"{one.source}/{norm}/{self._what}",
            f"{one.source}/{norm}/way={self._way}",
            f"{one.source}/{norm}/own={many}/over={self._over}",
            f"{norm}/g={genre}",
            f"{norm}/way={self._way}/g={genre}",
            f"{norm}/mood={frame.mood}/{frame.top}/{self._record}",
        ]
        found += [
            f"tail={self._tail}/len={length}",
            f"tail={self._tail[-1:]}/len={length}/{self._record}",
            f"flow={self._flow}/len={length}",
            f"tail={self._tail}/{norm}",
            f"tail={self._tail}/k={kind}",
        ]
        found.append(f"len={length}/{self._what}")
        found.append(f"len={length}/{self._record}")
        if length not in ("year", "none"):
            found.append(f"len={length}/stat={self._stat}")
        if one.variant in _SPREAD or length == "multi":
            name = norm
            found += [f"{name}/v={verb}" for verb in spot.verbs[:3]]
            found += [
                f"{name}/open={spot.opening}",
                f"{name}/{spot.local[4]}",
                f"{name}/u={spot.value.unit}",
                f"{name}/u={spot.value.unit}/{self._what}",
                f"{name}/cmp={spot.value.comparator}/{self._what}",
                f"{name}/stat={self._stat}",
                f"{name}/way={self._way}",
            ]
            after = spot.word(1)
            found.append(f"{name}/w+1={after.text if after else '$'}")
        if one.source == "none":
            found.append(f"none/k={spot.value.kind}")
            found.append(f"none/{self._record}/k={spot.value.kind}")
            found.append(f"none/u={spot.value.unit}")
            found.append(f"none/open={spot.opening}")
            found += [f"none/v={verb}" for verb in spot.verbs[:2]]
        if self._last is not None:
            same = (one.first, one.last) == self._last
            found.append(f"same={same}/{self._apart}")
            found.append(f"same={same}/{self._apart}/{one.source}")
            found.append(f"same={same}/{self._apart}/{self._what}")
            held = governor(one) == self._governor
            found.append(f"alike={self._alike}/same={same}/{self._apart}")
            found.append(f"alike={self._alike}/same={same}/{self._what}")
            found.append(f"tail={self._tail}/same={same}/{self._apart}")
            found.append(f"heldown={held}/{self._apart}/own={many}/{self._record}")
            found.append(f"heldover={held}/{self._apart}/own={many}/over={self._over}")
            found.append(f"first={spot.number == 0}/held={held}/{self._apart}/g={genre}")
            found.append(f"held={held}/{self._apart}")
            found.append(f"held={held}/{self._apart}/{one.source}")
            found.append(f"held={held}/{self._apart}/{one.source}/{norm}")
            found.append(f"held={held}/{self._apart}/{norm}/{self._what}")
        if period is not None:
            found += self._placed(one, period, kind, text)
        return found

    def _placed(self, one: When, period: RawPeriod, kind: str, text: str) -> list[str]:
        spot = self._spot
        before = text[period.start - 1 : period.start] if period.start else "^"
        after = text[period.end : period.end + 1] or "$"
        pair = text[period.end : period.end + 2]
        source = one.source
        words = period.text if not any(char.isdigit() for char in period.text) else kind
        found = [
            f"{source}/against={period.against}",
            f"{source}/named={period.named}",
            f"{source}/role={period.role}",
            f"{source}/anchor={period.anchor}/{one.variant}",
            f"role={period.role}/k={kind}",
            f"{source}/b={before}",
            f"{source}/a={after}",
            f"a2={pair}",
            f"b2={text[max(0, period.start - 2) : period.start]}",
            f"text={words}",
            f"text={words}/{one.variant}",
            f"text={words}/{source}/{self._record}",
            f"text={words}/{self._what}",
            f"explicit={explicit(period)}/{source}/{one.variant}",
        ]
        if source == "own":
            between = text[max(period.end, self._start - 300) : self._start]
            commas = sum(between.count(mark) for mark in "，,（：:")
            hard = sum(between.count(mark) for mark in "；;。")
            values = spot.number - _values_before(spot, period.start)
            found += [
                f"own/clauses={min(commas, 3)}/hard={min(hard, 2)}",
                f"own/values={min(values, 4)}",
                f"own/clauses={min(commas, 3)}/values={min(values, 2)}/k={kind}",
                f"own/touch={not between}/k={kind}",
                f"own/gap={min(len(between) // 4, 6)}",
                f"own/rank={one.rank}/clauses={min(commas, 2)}/k={kind}",
            ]
        elif source == "after":
            between = text[self._start : period.start]
            found.append(f"after/commas={min(between.count('，'), 2)}/paren={'（' in between}")
        elif source in ("para", "loose", "prev"):
            sentences = self._times.sentences_between(period.end, self._start)
            lines = self._times.lines_between(period.end, self._start)
            found.append(f"{source}/s={min(sentences, 4)}/k={kind}")
            found.append(f"{source}/lines={min(lines, 4)}/k={kind}")
            found.append(f"{source}/{self._record}/s={min(sentences, 4)}")
        return found


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
