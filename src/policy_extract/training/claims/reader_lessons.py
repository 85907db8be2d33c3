"""Gold documents as windows with the answers of the neural reader."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from policy_extract.claims.hints import shape_of
from policy_extract.claims.reader import OWNERS, Window, windows
from policy_extract.claims.reading_values import front_of, values_of
from policy_extract.extractor import Prepared
from policy_extract.training.claims.alignment import align
from policy_extract.training.claims.lessons import GoldText, inward

_BACK, _ON = 400, 40
"""Characters before and behind a value among which the characters of its name are looked for."""
_WAYS = ("increase", "decrease", None)
_LEAST = 8
"""Records that a shape must occur in to be told."""


class Answer(NamedTuple):
    """What is right of a value.

    Attributes:
        target: Whether it is a target.
        way: 0 for an increase, 1 for a decrease, 2 for a level.
        shape: The shape of its time; ``none`` without one.
        name: Offsets of the characters of its name.
        time: The span of the time expression that governs; null where none does.
        owner: Whose number it is, a place of :data:`OWNERS`.
        named: The span that names the owner; null where it is the document's place, or nobody, or where
            no words before the value say it.
    """

    target: bool
    way: int
    shape: str
    name: tuple[int, ...]
    time: tuple[int, int] | None
    owner: int
    named: tuple[int, int] | None


class WindowLesson(NamedTuple):
    """A window to learn from.

    Attributes:
        group: The document it stands in.
        window: The window.
        shown: What is read.
        values: Spans of its values.
        answers: What is right of each; null for no record.
    """

    group: str
    window: Window
    shown: str
    values: Sequence[tuple[int, int]]
    answers: Sequence[Answer | None]


def lessons_of(one: GoldText, ready: Prepared) -> list[WindowLesson]:
    """The windows of a document's annotated stretches."""
    reading, through = ready.reading, ready.through
    text = reading.text
    marked: dict[int, dict[str, Any]] = {}
    for record in one.gold["records"] or ():
        marked.setdefault(inward(through, record["value"]["start"]), record)
    limits = one.gold.get("windows")
    inside = limits and [(inward(through, a), inward(through, b)) for a, b in limits]
    year, place = reading.year, reading.subjects.place
    values: list[tuple[int, int]] = []
    answers: list[Answer | None] = []
    for start, end in values_of(reading):
        record = next((marked[at] for at in range(start, end) if at in marked), None)
        if record is None and inside and not any(a <= start < b for a, b in inside):
            continue
        values.append((start, end))
        answers.append(None if record is None else _answer(text, start, end, record, year, place))
    return [
        WindowLesson(
            one.group,
            window,
            window.shown(text),
            [values[number] for number in window.values],
            [answers[number] for number in window.values],
        )
        for window in windows(text, values, front_of(reading))
    ]


def _answer(
    text: str, start: int, end: int, record: dict[str, Any], year: int | None, place: str | None
) -> Answer:
    low = max(0, start - _BACK)
    name = "".join(record["indicator"].split())
    found = align(text[low : min(len(text), end + _ON)], name, start - low)
    period = record.get("period")
    shape, time = "none", None
    if period is not None:
        shape = shape_of(_day(period.get("start")), _day(period.get("end")), year)
        words = period.get("text")
        at = text.rfind(words, 0, start) if words else -1
        if words and at < 0:
            at = text.find(words, end)
        if words and at >= 0:
            time = (at, at + len(words))
    subject = record.get("subject") or ""
    owner = "own" if subject == place else "other" if subject else "nobody"
    at = text.rfind(subject, 0, start) if owner == "other" else -1
    return Answer(
        record["record"] == "target",
        _WAYS.index(record.get("direction")),
        shape,
        tuple(low + at for at in found),
        time,
        OWNERS.index(owner),
        (at, at + len(subject)) if at >= 0 else None,
    )


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def shapes_of(lessons: Iterable[WindowLesson]) -> list[str]:
    """The shapes of time that occur often enough to be told, in order."""
    seen = Counter(
        answer.shape for lesson in lessons for answer in lesson.answers if answer is not None
    )
    return sorted(shape for shape, count in seen.items() if count >= _LEAST)
