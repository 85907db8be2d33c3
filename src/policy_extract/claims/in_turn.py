"""Times that a clause deals out to its values: 2022年和2023年分别为a和b, 2021—2023年分别增长a、b、c, 从1990年到2000年由a提高到b.

The n-th of as many times, or of as many years or months of one stretch, is that of the n-th value; of a
change over years the first value stands at their beginning.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from policy_extract.claims.spot import Spot
from policy_extract.claims.when import When, explicit

_BETWEEN = re.compile("[、，,和及与以至 ]{1,3}")
"""What stands between the values of one list."""
_DEALT = re.compile("分别|依次|各年")
_AND = re.compile("[、和及与,，]|以及")
_CHANGED = "提高|提升|上升|增加|增长|增至|升|下降|降低|降|减少|扩大|缩小|回落|发展|调整|增"
_ORIGIN = re.compile("[由从][^0-9，。；]{0,8}$")
_CHANGE_BEHIND = re.compile(f"[^0-9，。；]{{0,8}}(?:{_CHANGED})[^0-9，。；]{{0,6}}[到至为]")
_RIGHT_OF = re.compile("的(?:约|近)?$")
_FAR = 160
_LONGEST = 40
"""Values on either side that a list is looked for in."""


def dealt(spot: Spot, candidates: Sequence[When]) -> When | None:
    """The time that its clause deals to a value; null where it deals none.

    Args:
        spot: The value.
        candidates: All times that may govern it.
    """
    own = sorted(
        (
            one
            for one in candidates
            if one.source == "own" and one.variant == "as" and one.period is not None
        ),
        key=lambda one: _begins(one),
    )
    own = [one for one in own if _begins(one) < spot.value.start and one.last is not None]
    return _attached(spot, own) or _in_turn(spot, own) or _at_first(spot, own)


def as_before(spot: Spot) -> bool:
    """Whether a value has the time of the one before: a member of a ratio, or of a list (A、B分别为a、b) that
    no times are dealt to.
    """
    items, at = spot.view.sentence.items, spot.number
    if at and spot.view.sentence.text[items[at - 1].end : items[at].start] in (":", "：", "∶"):
        return True
    members = _members(spot)
    return members is not None and members[0] < at


def _begins(one: When) -> int:
    return one.period.start if one.period is not None else 0


def _ends(one: When) -> int:
    return one.period.end if one.period is not None else 0


def _attached(spot: Spot, own: Sequence[When]) -> When | None:
    """The time that a change starts from, right before its value: 从去年的3.1%提高到3.6%."""
    if not own or own[-1].period is None:
        return None
    text, start = spot.view.sentence.text, spot.item.start
    written = own[-1].period.text
    before = text[max(0, start - len(written) - 6) : start]
    at = before.rfind(written)
    if at < 1 or before[at - 1] not in "由从" or not _RIGHT_OF.fullmatch(before, at + len(written)):
        return None
    return own[-1] if _CHANGE_BEHIND.match(text, spot.item.end) else None


def _members(spot: Spot) -> tuple[int, int] | None:
    """The first value of the list that 分别 opens and a value stands in, and how many it has."""
    items, text = spot.view.sentence.items, spot.view.sentence.text
    first = last = spot.number
    low, high = first - _LONGEST, first + _LONGEST
    while first > max(low, 0) and _BETWEEN.fullmatch(
        text, items[first - 1].end, items[first].start
    ):
        first -= 1
    while last + 1 < min(high, len(items)) and _BETWEEN.fullmatch(
        text, items[last].end, items[last + 1].start
    ):
        last += 1
    head = items[first].start
    lead = text[max(0, head - _FAR) : head]
    lead = lead[max(map(lead.rfind, "。；;！？\n")) + 1 :]
    return (first, last - first + 1) if last > first and _DEALT.search(lead) else None


def _in_turn(spot: Spot, own: Sequence[When]) -> When | None:
    """The time of a value that stands in a list as long as that of the times before it."""
    members = _members(spot)
    if members is None:
        return None
    items, (first, count) = spot.view.sentence.items, members
    own = [one for one in own if _ends(one) <= items[first].value.start]
    run: list[When] = []
    for one in reversed(own):
        if run and not _AND.fullmatch(_gap(spot, one, run[0])):
            break
        run.insert(0, one)
    if any(one.period is not None and one.period.against for one in run):
        return None
    if len(run) == count:
        return run[spot.number - first]
    if len(run) != 1:
        return None
    steps = _steps(run[0])
    if len(steps) != count:
        return None
    begin, end = steps[spot.number - first]
    return run[0]._replace(variant="each", first=begin, last=end)


def _gap(spot: Spot, one: When, other: When) -> str:
    """The text between two times of a sentence; empty where they stand in different pieces of it."""
    sentence = spot.view.sentence
    base = 0
    for start, end in sentence.pieces:
        if start <= _begins(one) and _begins(other) < end:
            return sentence.text[base + _ends(one) - start : base + _begins(other) - start]
        base += end - start
    return ""


def _steps(one: When) -> list[tuple[date, date]]:
    """The years, or the months of one year, that a stretch consists of."""
    first, last = one.first, one.last
    if first is None or last is None or first.day != 1 or (last + timedelta(1)).day != 1:
        return []
    if first.year != last.year:
        if (first.month, last.month) != (1, 12):
            return []
        return [(date(y, 1, 1), date(y, 12, 31)) for y in range(first.year, last.year + 1)]
    begins = [date(first.year, month, 1) for month in range(first.month, last.month + 1)]
    return [(begin, (begin + timedelta(32)).replace(day=1) - timedelta(1)) for begin in begins]


def _at_first(spot: Spot, own: Sequence[When]) -> When | None:
    """The first year of a stretch of named years, for the value that a change in it starts from."""
    if not own or own[-1].period is None or own[-1].first is None or own[-1].last is None:
        return None
    period, first = own[-1].period, own[-1].first
    text, start = spot.view.sentence.text, spot.item.start
    if period.kind != "years" or not explicit(period) or first.year == own[-1].last.year:
        return None
    clause = text[max(0, start - _FAR) : start]
    if not _ORIGIN.search(clause) or not _CHANGE_BEHIND.match(text, spot.item.end):
        return None
    return own[-1]._replace(
        variant="first", first=date(first.year, 1, 1), last=date(first.year, 12, 31)
    )
