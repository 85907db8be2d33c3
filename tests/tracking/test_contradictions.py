"""Conflicts, revisions and rounding."""

import pytest
from figures import figure

from policy_extract.tracking.contradictions import contradictions
from policy_extract.tracking.figures import agrees
from policy_extract.tracking.observation import Observation


def kinds(*found: Observation, rounding: bool = True) -> list[tuple[str, str, str]]:
    return [
        (one.kind, one.first.wording, one.second.wording)
        for one in contradictions(found, rounding=rounding)
    ]


def test_a_later_document_revises() -> None:
    first = figure("outcome", "24660000000000", indicator="gdp", year=2007)
    later = figure("outcome", "26600000000000", indicator="gdp", year=2007, report=2013)
    assert kinds(first, later) == [("revision", "24660000000000", "26600000000000")]
    (found,) = contradictions([later, first])
    assert found.difference == 1_940_000_000_000


def test_one_document_contradicts_itself_in_two_sentences_only() -> None:
    first = figure("outcome", "5.2", at=1, quote="一")
    second = figure("outcome", "5.3", at=9, quote="二")
    assert kinds(first, second) == [("conflict", "5.2", "5.3")]
    listed = figure("outcome", "5.3", at=9, quote="一")
    assert kinds(first, listed) == []


def test_rounding_is_told_on_request() -> None:
    fields = {"indicator": "gdp", "year": 2023}
    exact = figure("outcome", "126600000000000", wording="126.6万亿元", **fields)
    rough = figure("outcome", "127000000000000", wording="127万亿元", report=2026, **fields)
    assert kinds(exact, rough) == [("rounding", "126.6万亿元", "127万亿元")]
    assert kinds(exact, rough, rounding=False) == []


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2022},
        {"prices": "nominal"},
        {"statistic": "average"},
        {"kind": "target"},
    ],
    ids=str,
)
def test_different_things_do_not_contradict(other: dict[str, object]) -> None:
    kind = str(other.pop("kind", "outcome"))
    second = figure(kind, "5.3", report=2026, **other)  # type: ignore[arg-type]
    assert kinds(figure("outcome", "5.2"), second) == []


def test_what_is_too_far_apart_is_another_thing_and_a_new_goal_is_new() -> None:
    first = figure("outcome", "5")
    assert kinds(first, figure("outcome", "25", report=2026)) == []
    assert kinds(figure("target", "6"), figure("target", "7", report=2022)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("30", ">"), ("30.5", "="), True),
        (("30", "="), ("30.4", "="), True),
        (("30", "="), ("30.6", "="), False),
        (("30", ">"), ("36", "="), False),
        (("70", "<"), ("55", "="), False),
        (("70", "<"), ("69.5", "="), True),
        (("30", "~"), ("29.2", "="), True),
        (("5..6", "="), ("5.5", "="), True),
        (("5..6", "="), ("6.5", "="), False),
    ],
)
def test_agreeing_up_to_rounding(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    first, second = (figure("outcome", n, comparator=c) for n, c in (one, other))
    assert agrees(first, second) is same
    assert agrees(second, first) is same
