"""Met, missed, within, undecidable: targets of every wording against outcomes of every wording."""

from decimal import Decimal

import pytest
from figures import figure
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.indicators import load_catalogue
from policy_extract.tracking.judging import Tolerance, factor_between, judge

CATALOGUE = load_catalogue()


def verdict(indicator: str, target: str, outcome: str, unit: str | None = None) -> tuple[str, str]:
    """Numbers may have a comparator before them: ``>=6``."""

    def parse(kind: str, text: str) -> object:
        number = text.lstrip("<>=~")
        return figure(
            kind,
            number,
            indicator=indicator,
            comparator=text[: len(text) - len(number)] or "=",
            unit=unit,
        )

    found = judge(
        parse("target", target),  # type: ignore[arg-type]
        parse("outcome", outcome),  # type: ignore[arg-type]
        CATALOGUE[indicator],
        Tolerance.default(),
    )
    return found.status, "" if found.gap is None else str(found.gap)


@pytest.mark.parametrize(
    ("indicator", "target", "outcome", "status", "gap"),
    [
        ("gdp_growth", "6", "6", "met", "0"),
        ("gdp_growth", ">=6", "8.1", "met", "2.1"),
        ("gdp_growth", "8", "7.8", "missed", "-0.2"),
        ("gdp_growth", "~7.5", "7.4", "within", "-0.1"),
        ("gdp_growth", "~7.5", "7.2", "missed", "-0.3"),
        ("gdp_growth", ">6", "6", "missed", "0"),
        ("gdp_growth", "6..6.5", "6.1", "met", "0"),
        ("gdp_growth", "6.5..7", "6.4", "missed", "-0.1"),
        ("gdp_growth", "6.5..7", "7.3", "met", "0.3"),
        ("gdp_growth", "3", ">3", "met", "0"),
        ("gdp_growth", "4", ">3", "undecidable", "-1"),
        ("gdp_growth", "4", "<5", "undecidable", "1"),
        ("cpi", "~3", "0.2", "met", "-2.8"),  # a ceiling, and 2.8 below
        ("cpi", "<=3", "4.8", "missed", "1.8"),
        ("cpi", "~3", "3.3", "missed", "0.3"),
        ("cpi", "~3", "3.1", "within", "0.1"),
        ("unemployment_surveyed", "~5.5", "<=5.3", "met", "-0.2"),
        ("unemployment_surveyed", "<4.6", "4.6", "missed", "0.0"),
        ("new_urban_jobs", "9000000", "9800000", "met", "800000"),
        ("new_urban_jobs", "~1000000", "985000", "within", "-15000"),
        ("energy_intensity_cut", "~4", "1.2", "missed", "-2.8"),
        ("gdp_growth", "6", "65.5", "undecidable", ""),  # a sum of years taken for a year
        ("new_urban_jobs", "74700", "838000", "undecidable", ""),
    ],
)
def test_verdicts(indicator: str, target: str, outcome: str, status: str, gap: str) -> None:
    assert verdict(indicator, target, outcome) == (status, gap)


def test_units_that_measure_the_same_are_compared_others_are_not() -> None:
    assert factor_between("斤", "吨") == Decimal("0.0005")
    assert factor_between("元", "美元") is None
    target = figure("target", "13000000000", indicator="grain", unit="斤")
    outcome = figure("outcome", "6600000", indicator="grain", unit="吨")
    found = judge(target, outcome, CATALOGUE["grain"], Tolerance.default())
    assert (found.status, found.gap) == ("met", Decimal(200_000_000))
    trade = figure("target", "5", indicator="trade", unit="元")
    other = figure("outcome", "5", indicator="trade", unit="美元")
    assert judge(trade, other, CATALOGUE["trade"], Tolerance.default()).status == "not comparable"


NUMBERS = st.decimals("-19", "19", places=1)


@given(NUMBERS, NUMBERS, st.sampled_from(["=", "~", ">=", ">"]))
def test_more_of_what_is_good_never_makes_it_worse(
    goal: Decimal, reached: Decimal, comparator: str
) -> None:
    rank = {"missed": 0, "within": 1, "met": 2}
    target = figure("target", str(goal), comparator=comparator)
    entry, tolerance = CATALOGUE["gdp_growth"], Tolerance.default()

    def status(number: Decimal) -> int:
        outcome = figure("outcome", str(number))
        return rank[judge(target, outcome, entry, tolerance).status]

    assert status(reached) <= status(reached + Decimal("0.1"))


@given(NUMBERS, NUMBERS)
def test_an_exact_outcome_is_always_decided_and_its_gap_signed(
    goal: Decimal, reached: Decimal
) -> None:
    for indicator in ("gdp_growth", "cpi"):
        found = judge(
            figure("target", str(goal), indicator=indicator),
            figure("outcome", str(reached), indicator=indicator),
            CATALOGUE[indicator],
            Tolerance.default(),
        )
        assert found.status in ("met", "missed")
        assert found.gap == reached - goal
