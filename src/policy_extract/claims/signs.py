"""Signs of goals and of results: how numbers look, and what a paragraph's words lean to."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from policy_extract.rules.cues import Cue


class Argument(NamedTuple):
    """An argument for or against a target: its name in the weights, its strength, its cue."""

    name: str
    strength: float
    cue: str | None


class Number(NamedTuple):
    """A number in digits: whether it is hedged (5%左右), how measured it looks (0 to 1)."""

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


_NUMBER = re.compile(
    r"(?P<low>不低于|不少于|不超过|不高于)?(?P<digits>[0-9]+(?:\.[0-9]+)?)(?![0-9年月日号:：])"
    r"[^，。；、0-9]{0,5}?(?P<high>以上|左右|以内)?(?=[，。；、的0-9]|$|(?<=以上)|(?<=左右)|(?<=以内))"
)
_NEAR = ((-2, 0.5), (-1, 1.0), (1, 1.0), (2, 0.5))
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


def read_numbers(text: str) -> tuple[Number, ...]:
    """Every number in digits, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        hedged = match.group("low") is not None or match.group("high") is not None
        exact = 0.0 if hedged else EXACTNESS[min(5, significant(match.group("digits")))]
        found.append(Number(match.start(), hedged, exact))
    return tuple(found)


def weigh(cues: Sequence[Cue], numbers: Sequence[Number], clauses: int) -> Balance:
    """The signs of a paragraph from its cues, its numbers and the number of its clauses."""
    count = {"will": 0, "fact": 0, "past": 0, "aim": 0, "do": 0, "hope": 0, "planned": 0}
    for cue in cues:
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


def paragraph_arguments(
    balance: Sequence[Balance], weights: dict[str, float]
) -> tuple[tuple[Argument, ...], ...]:
    """What each paragraph argues for, and those around it."""
    found = []
    for signs, around in zip(balance, _context(balance, weights), strict=True):
        arguments = [
            Argument(f"paragraph_{name}", share, None)
            for name, share in zip(Balance._fields, signs, strict=True)
            if share
        ]
        if around:
            arguments.append(Argument("context", around, None))
        found.append(tuple(arguments))
    return tuple(found)


def _context(balance: Sequence[Balance], weights: dict[str, float]) -> tuple[float, ...]:
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
