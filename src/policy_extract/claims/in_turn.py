"""Times that a clause deals out to its values: 2022年和2023年分别为a和b, 2021—2023年分别增长a、b、c, 从1990年到2000年由a提高到b.

The n-th of as many times, or of as many years or months of one stretch, is that of the n-th value; of a
change over years the first value stands at their beginning.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from policy_extract.claims.spot import Spot
from policy_extract.claims.when import When, explicit, over_years, year_of
from policy_extract.periods import extents
from policy_extract.periods.scan import RawPeriod

_BETWEEN = re.compile("[、，,和及与以至 ]{1,3}")
"""What stands between the values of one list."""
_DEALT = re.compile("分别|依次|各年")
_AND = re.compile("[、和及与,，]|以及")
_CHANGED = "提高|提升|上升|跃升|攀升|增加|增长|增至|升|下降|降低|降|减少|压缩|压减|缩短|扩大|扩展|拓展|缩小|回落|发展|调整|调|增|减"
_ORIGIN = re.compile("[由从][^0-9，。；]{0,8}$")
_CHANGE_BEHIND = re.compile(
    f"(?:[:：∶][0-9.]+)*[^0-9，。；]{{0,8}}(?:{_CHANGED})[^0-9，。；]{{0,6}}[到至为]"
)
_RIGHT_OF = re.compile("的(?:约|近)?$")
_FAR = 160
_LONGEST = 40
"""Values on either side that a list is looked for in."""


class _Told(NamedTuple):
    """A time of the value's own sentence, as it stands there."""

    period: RawPeriod
    when: When


class _List(NamedTuple):
    """A list of values that 分别 opens: the number of its first one, and how many it has."""

    first: int
    size: int


def dealt(spot: Spot, candidates: Sequence[When], last: When | None = None) -> When | None:
    """The time that its clause deals to a value; null where it deals none.

    Args:
        spot: The value.
        candidates: All times that may govern it.
        last: The time of the value right before it in the sentence, which the further members of a ratio, and
            of a list that no times are dealt to (A、B分别为a、b), have, too.
    """
    own = sorted(
        (
            _Told(one.period, one)
            for one in candidates
            if one.source == "own"
            and one.variant == "as"
            and one.period is not None
            and one.last is not None
            and one.period.start < spot.value.start
        ),
        key=lambda told: told.period.start,
    )
    listed = _listed(spot)
    given = own and (
        _attached(spot, own[-1])
        or (listed and _in_turn(spot, own, listed))
        or _at_first(spot, own[-1])
    )
    if given:
        return given
    return last if in_ratio(spot) or (listed and listed.first < spot.number) else None


def is_origin(spot: Spot, back: int = 0) -> bool:
    """Whether a change starts from a value, or from the one so many before it: the 3.1 of 由3.1提高到3.6."""
    text = spot.view.sentence.text
    if spot.number < back:
        return False
    item = spot.view.sentence.items[spot.number - back]
    return (
        _ORIGIN.search(text[max(0, item.start - _FAR) : item.start]) is not None
        and _CHANGE_BEHIND.match(text, item.end) is not None
    )


def in_ratio(spot: Spot) -> bool:
    """Whether a value is a further member of a ratio: the 1 of 2.8:1."""
    items, at = spot.view.sentence.items, spot.number
    between = spot.view.sentence.text[items[at - 1].end : items[at].start] if at else ""
    return between in (":", "：", "∶")


def _attached(spot: Spot, told: _Told) -> When | None:
    """The time that a change starts from, right before its value: 从去年的3.1%提高到3.6%."""
    text, start = spot.view.sentence.text, spot.item.start
    written = told.period.text
    before = text[max(0, start - len(written) - 6) : start]
    at = before.rfind(written)
    if at < 1 or before[at - 1] not in "由从" or not _RIGHT_OF.fullmatch(before, at + len(written)):
        return None
    return told.when if _CHANGE_BEHIND.match(text, spot.item.end) else None


def _listed(spot: Spot) -> _List | None:
    """The list that a value stands in; null where 分别 opens none."""
    items, text = spot.view.sentence.items, spot.view.sentence.text
    first = last = spot.number
    low, high = max(first - _LONGEST, 0), first + _LONGEST
    if _DEALT.search(text, max(0, items[low].start - _FAR), spot.item.start) is None:
        return None
    while first > low and _BETWEEN.fullmatch(text, items[first - 1].end, items[first].start):
        first -= 1
    while last + 1 < min(high, len(items)) and _BETWEEN.fullmatch(
        text, items[last].end, items[last + 1].start
    ):
        last += 1
    head = items[first].start
    lead = text[max(0, head - _FAR) : head]
    lead = lead[max(map(lead.rfind, "。；;！？\n")) + 1 :]
    return _List(first, last - first + 1) if last > first and _DEALT.search(lead) else None


def _in_turn(spot: Spot, own: Sequence[_Told], listed: _List) -> When | None:
    """The time of a value that stands in a list as long as that of the times before it."""
    opens, turn = spot.view.sentence.items[listed.first].value.start, spot.number - listed.first
    run: list[_Told] = []
    for told in reversed([one for one in own if one.period.end <= opens]):
        if run and not _AND.fullmatch(_gap(spot, told.period, run[0].period)):
            break
        run.insert(0, told)
    if any(told.period.against for told in run):
        return None
    if len(run) == listed.size:
        return run[turn].when
    steps = _steps(run[0].when) if len(run) == 1 else []
    if len(steps) != listed.size:
        return None
    first, last = steps[turn]
    return run[0].when._replace(variant="each", first=first, last=last)


def _gap(spot: Spot, one: RawPeriod, other: RawPeriod) -> str:
    """The text between two times of a sentence; empty where they stand in different pieces of it."""
    sentence = spot.view.sentence
    base = 0
    for start, end in sentence.pieces:
        if start <= one.start and other.start < end:
            return sentence.text[base + one.end - start : base + other.start - start]
        base += end - start
    return ""


def _steps(one: When) -> list[extents.Extent]:
    """The years, or the months of one year, that a stretch consists of."""
    first, last = one.first, one.last
    if first is None or last is None:
        return []
    if over_years(one):
        whole = extents.years(first.year, last.year) == (first, last)
        return [year_of(year) for year in range(first.year, last.year + 1)] if whole else []
    if extents.months(first.year, first.month, last.month) != (first, last):
        return []
    return [
        extents.months(first.year, month, month) for month in range(first.month, last.month + 1)
    ]


def _at_first(spot: Spot, told: _Told) -> When | None:
    """The first year of a stretch of named years, for the value that a change in it starts from."""
    first = told.when.first
    named = told.period.kind == "years" and explicit(told.period) and over_years(told.when)
    if first is None or not named or not is_origin(spot):
        return None
    begin, end = year_of(first.year)
    return told.when._replace(variant="first", first=begin, last=end)
