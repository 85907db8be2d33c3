"""What the neural reader makes of a value, told to the scorer as features.

The reader looks at the characters around a value and says how probable each answer is. Its log odds go into
classes of one unit each: how far a class is to be believed is fitted with all other weights.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from policy_extract.claims.memo import Told
from policy_extract.claims.naming import Named, assemble
from policy_extract.claims.sentence import LogicalSentence
from policy_extract.claims.subject import Owner
from policy_extract.claims.view import Place, Word
from policy_extract.claims.when import When

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

_TOP = 6
_PLACES = 6
"""Decimal places of a gap: what sums up to nothing is nothing."""
_GAPS = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


@dataclass(frozen=True, slots=True)
class Hint:
    """What the reader says of one value.

    Attributes:
        start: The first character that it saw, an offset of the document.
        record: Log odds that the value is a record.
        target: Log odds that it is a target.
        ways: Log probabilities of an increase, a decrease and a level.
        shapes: Log probabilities of the shapes of its time, see :func:`shape_of`.
        names: For each character that it saw, the log odds that it belongs to the indicator's name.
        times: For each character, the log probability that the time that governs is written there.
        nowhere: The log probability that it is not written among them.
        whose: Log probabilities of the owners, see :data:`policy_extract.claims.reader.OWNERS`.
        owners: For each character, the log probability that the owner is named there.
    """

    start: int
    record: float
    target: float
    ways: tuple[float, float, float]
    shapes: Mapping[str, float]
    names: "Array"
    times: "Array"
    nowhere: float
    whose: Mapping[str, float]
    owners: "Array"
    _before: Sequence[float] = field(init=False, repr=False, compare=False)
    """For each character, the sum of the log odds of all before it."""
    _liked: float = field(init=False, repr=False, compare=False)
    """The sum of those that speak for the name."""

    def __post_init__(self) -> None:
        odds: list[float] = self.names.tolist()
        object.__setattr__(self, "_before", tuple(accumulate(odds, initial=0.0)))
        object.__setattr__(self, "_liked", sum(one for one in odds if one > 0.0))

    def named(self, start: int, end: int) -> float | None:
        """The mean log odds that a stretch belongs to the name; null where it was not seen."""
        low, high = max(start - self.start, 0), end - self.start
        if low >= high or high > len(self.names):
            return None
        return (self._before[high] - self._before[low]) / (high - low)

    def gap(self, spans: Sequence[tuple[int, int]]) -> float:
        """By how much log odds a name differs from what the reader takes for the most probable one."""
        # All that it takes for the name, less what was chosen of it, and against what was chosen wrongly.
        gap, last, seen = self._liked, 0, len(self._before) - 1
        for start, end in sorted(spans):
            low, high = max(start - self.start, last), min(end - self.start, seen)
            if low < high:
                gap -= self._before[high] - self._before[low]
                last = high
        return round(gap, _PLACES)

    def when(self, one: When) -> float:
        """The log probability that a candidate's words are the ones that govern."""
        period = one.period
        if period is None or not period.text:
            return self.nowhere
        told = self._mass(self.times, period.start, period.end)
        return self.nowhere if told is None else told

    def owned(self, at: tuple[int, int] | None) -> float | None:
        """The log probability that an owner is named in a stretch; null where it was not seen."""
        return None if at is None else self._mass(self.owners, *at)

    def _mass(self, chances: "Array", start: int, end: int) -> float | None:
        low, high = start - self.start, end - self.start
        if low < 0 or high > len(chances):
            return None
        import numpy as np

        return float(np.logaddexp.reduce(chances[low:high]))


Hints = Mapping[int, Hint]
"""Hints by the first character of their value."""


def level(odds: float | None, top: int = _TOP) -> str:
    """Log odds as a class."""
    return "?" if odds is None else str(max(-top, min(top, round(odds))))


def gap_level(gap: float) -> str:
    """A distance in log odds as a class."""
    return str(sum(gap > edge for edge in _GAPS))


def shape_of(first: date | None, last: date | None, year: int | None) -> str:
    """The shape of a time and its distance in years from that of the document."""

    def apart(number: int) -> str:
        return "u" if year is None else str(max(-4, min(6, number - year)))

    if last is None:
        return "vague" if first is None else f"since{apart(first.year)}"
    if first is None:
        return f"end{apart(last.year)}"
    if first.year != last.year:
        return ("5y" if last.year - first.year == 4 else "ny") + apart(last.year)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"y{apart(first.year)}"
    if (first.month, first.day) == (1, 1) and last.month > 1:
        return f"ytd{apart(first.year)}"
    if first == last:
        return f"day{apart(first.year)}"
    if first.month == last.month:
        return f"m{apart(first.year)}"
    return ("q" if last.month - first.month == 2 else "o") + apart(first.year)


def hinted(told: Told, hint: Hint, one: When, year: int | None) -> Any:
    """What is told of a candidate for a value's time."""
    at = level(hint.when(one))
    shape = level(
        hint.shapes.get(shape_of(one.first, one.last, year) if one.source != "none" else "none")
    )
    return told[_timed, at, shape, f"{one.source}.{one.variant}"]


def _timed(at: str, shape: str, source: str) -> tuple[str, ...]:
    return (
        f"n={at}",
        f"n={at}/{source}",
        f"shape={shape}",
        f"shape={shape}/{source}",
        f"n={at}/shape={shape}",
    )


def of_owner(told: Told, hint: Hint, owner: Owner | None, source: str, place: str | None) -> Any:
    """What is told of a candidate for whose number it is."""
    if owner is None:
        kind, at = "nobody", ""
    elif owner.canonical == place:
        kind, at = "own", ""
    else:
        kind, at = "other", level(hint.owned(owner.at))
    return told[_owned, f"{kind}{level(hint.whose[kind])}", at, source]


def _owned(who: str, at: str, source: str) -> tuple[str, ...]:
    found = (f"n={who}", f"n={who}/{source}")
    return (*found, f"at={at}", f"at={at}/{source}", f"n={who}/at={at}") if at else found


def tell_words(
    hint: Hint,
    said: Told,
    places: Sequence[Place],
    sentence: LogicalSentence,
    topic: Sequence[tuple[int, int]],
) -> list[Any]:
    """What the reader says of each word of a window."""
    levels = [level(hint.named(*span)) for span in _spans(places, sentence, topic)]
    coarse = [_coarse(one) for one in levels]
    return [
        said[_leveled, own, place.side, place.word.first, before, after]
        for own, place, before, after in zip(
            levels, places, ["^", *coarse], [*coarse[1:], "$"], strict=False
        )
    ]


def _leveled(own: str, side: str, first: str, before: str, after: str) -> tuple[str, ...]:
    return (f"n={own}", f"n={own}/{side}", f"n={own}/t={first}", f"n={before}/{own}/{after}")


def _coarse(told: str) -> str:
    return told if told == "?" else "-" if int(told) < -1 else "+" if int(told) > 1 else "0"


def _spans(
    places: Sequence[Place], sentence: LogicalSentence, topic: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where the words of a window stand in the document."""
    for index, place in enumerate(places):
        if place.side == "T":
            yield topic[index]
        else:
            yield sentence.placed(place.word.start, place.word.end)


def read_name(
    hint: Hint,
    places: Sequence[Place],
    sentence: LogicalSentence,
    topic: Sequence[tuple[Word, tuple[int, int]]],
) -> Named:
    """The name that the reader takes for the most probable one, in whole words of the window."""
    spans = list(_spans(places, sentence, [span for _, span in topic]))
    tags = [int((hint.named(*span) or 0.0) > 0.0) for span in spans]
    return assemble(places, tags, 0.0, sentence, [span for _, span in topic])
