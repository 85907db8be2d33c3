"""Which target belongs to which outcome, and what is said where none belongs."""

from datetime import date

import pytest
from figures import figure

from policy_extract.indicators import load_catalogue
from policy_extract.tracking.judging import Tolerance
from policy_extract.tracking.linking import Link, Linker
from policy_extract.tracking.observation import Observation

CATALOGUE = load_catalogue()


def link(
    *found: Observation,
    as_of: date = date(2030, 2, 1),
    reports: range = range(2000, 2031),
    **more: bool,
) -> list[Link]:
    dates = [date(year, 2, 1) for year in reports]
    linker = Linker(CATALOGUE, as_of, Tolerance.default())
    return list(linker.link(found, dates, **more))


def told(links: list[Link]) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (
            one.target.wording if one.target else None,
            one.outcome.wording if one.outcome else None,
            one.status,
        )
        for one in links
    ]


def test_a_target_meets_the_outcome_of_its_year() -> None:
    links = link(figure("target", "6"), figure("outcome", "5.2"), figure("outcome", "9", year=2022))
    assert told(links) == [("6", "5.2", "missed")]
    assert links[0].gap_unit == "百分点"


@pytest.mark.parametrize(
    "other",
    [
        {"statistic": "average"},
        {"statistic": "cumulative"},
        {"start": date(2019, 1, 1)},
        {"prices": "nominal"},
        {"indicator": "gdp_per_capita_growth"},
    ],
    ids=str,
)
def test_all_of_indicator_statistic_prices_and_period_must_agree(other: dict[str, object]) -> None:
    (found,) = link(figure("target", "6"), figure("outcome", "65.5", **other))  # type: ignore[arg-type]
    assert found.outcome is None
    assert found.status in ("not reported", "not comparable")


def test_prices_that_are_not_said_join_either_and_the_row_says_so() -> None:
    target = figure("target", "6", indicator="income_growth")
    real = figure("outcome", "6.1", indicator="income_growth", prices="real")
    (found,) = link(target, real)
    assert found.status == "met"
    assert "the target does not say whether prices are taken out" in found.because
    plain = figure("outcome", "8", indicator="income_growth")
    assert told(link(target, real, plain)) == [("6", "8", "met")]


def test_the_first_document_after_the_period_counts_later_figures_are_revisions() -> None:
    target = figure("target", "6")
    first = figure("outcome", "5.2")
    later = figure("outcome", "5.4", report=2025)
    again = figure("outcome", "5.2", report=2026)
    (found,) = link(target, again, later, first)
    assert found.outcome == first
    assert found.revisions == (later,)


def test_a_late_document_must_name_the_year() -> None:
    target = figure("target", "6")
    named = figure("outcome", "5.2", report=2028, quote="从２０２３年的5.2%")
    unnamed = figure("outcome", "5.2", report=2028, quote="增长5.2%")
    assert told(link(target, named)) == [("6", "5.2", "missed")]
    assert told(link(target, unnamed)) == [("6", None, "not reported")]


def test_a_plan_and_the_years_report_are_two_targets() -> None:
    links = link(
        figure("target", "60", indicator="urbanization", report=2021),
        figure("target", "61", indicator="urbanization", report=2022),
        figure("target", "62", indicator="urbanization"),
        figure("outcome", "61.5", indicator="urbanization"),
    )
    assert told(links) == [("60", "61.5", "met"), ("62", "61.5", "missed")]


def test_a_repeated_target_counts_only_where_the_document_that_set_it_is_missing() -> None:
    again = figure("target", "6", report=2024, restates=True)
    outcome = figure("outcome", "5.2")
    (found,) = link(again, outcome, reports=range(2024, 2031))
    assert (found.status, found.opens) == ("missed", False)
    assert link(again, outcome) == []
    misread = figure("target", "6", report=2024)
    assert link(misread, outcome, reports=range(2024, 2031)) == []


def test_two_values_in_one_document_are_not_chosen_between() -> None:
    links = link(
        figure("target", "6"), figure("outcome", "5.2", at=1), figure("outcome", "4", at=9)
    )
    assert told(links) == [("6", None, "undecidable")]
    sure = figure("outcome", "5.2", at=1, confidence=0.95)
    doubtful = figure("outcome", "4", at=9, confidence=0.4)
    assert told(link(figure("target", "6"), sure, doubtful)) == [("6", "5.2", "missed")]


def test_a_bound_of_a_goal_is_not_another_goal() -> None:
    goals = [figure("target", "5", comparator=">="), figure("target", "6", at=9)]
    assert told(link(*goals, figure("outcome", "5.2"))) == [("5", None, "undecidable")]


def test_a_rounded_value_beside_an_exact_one_is_the_same() -> None:
    target = figure("target", "55000000000000", indicator="gdp")
    rough = figure("outcome", "60000000000000", indicator="gdp", comparator=">", at=1)
    assert link(target, rough)[0].outcome == rough
    exact = figure("outcome", "67700000000000", indicator="gdp", at=9)
    (found,) = link(target, rough, exact)
    assert found.outcome == exact


def test_why_there_is_no_outcome() -> None:
    target = figure("target", "6")
    assert told(link(target, as_of=date(2023, 6, 1))) == [("6", None, "not yet due")]
    assert told(link(target)) == [("6", None, "not reported")]
    assert told(link(target, reports=range(2000, 2024))) == [("6", None, "report missing")]
    level = figure("outcome", "200", indicator="gdp")
    assert told(link(target, level)) == [("6", None, "not comparable")]


def test_definitions_before_are_linked_and_named() -> None:
    target = figure("target", "9", year=2013, indicator="net_income_rural_growth")
    outcome = figure("outcome", "9.3", year=2013, indicator="income_rural_growth")
    (found,) = link(target, outcome)
    assert found.status == "met"
    assert any("the definition changed" in reason for reason in found.because)
    prices = figure("target", "5", year=1998, indicator="rpi")
    other = figure("outcome", "0", year=1998, indicator="cpi")
    assert told(link(prices, other)) == [("5", None, "not comparable")]


def test_fiscal_revenue_is_budget_revenue_for_the_country_only() -> None:
    def pair(place: str) -> list[tuple[str | None, str | None, str | None]]:
        target = figure("target", "8", year=2014, indicator="fiscal_revenue_growth", place=place)
        outcome = figure("outcome", "9", year=2014, indicator="budget_revenue_growth", place=place)
        return told(link(target, outcome))

    assert pair("中国") == [("8", "9", "met")]
    assert pair("太原市") == [("8", None, "not comparable")]


def test_outcomes_without_a_target_are_rows_on_request() -> None:
    outcome = figure("outcome", "5.2")
    assert link(outcome) == []
    assert told(link(outcome, alone=True)) == [(None, "5.2", None)]
    assert told(link(figure("target", "6"), outcome, alone=True)) == [("6", "5.2", "missed")]


def test_the_users_own_figure_stands_before_the_reports() -> None:
    own = figure("outcome", "5.0", official=True, dated=date.max, document="nbs")
    (found,) = link(figure("target", "6"), figure("outcome", "5.2"), own)
    assert found.outcome == own
    assert [one.wording for one in found.revisions] == ["5.2"]


def test_a_share_of_the_goal_decides_where_the_figure_itself_is_not_told() -> None:
    fields = {"indicator": "new_urban_jobs"}
    target = figure("target", "55000", **fields)
    share = figure("outcome", "135", unit="%", share=True, **fields)
    assert told(link(target, share)) == [("55000", "135", "met")]
    short = figure("outcome", "97", unit="%", share=True, **fields)
    assert told(link(target, short)) == [("55000", "97", "missed")]
    itself = figure("outcome", "54000", **fields)
    assert told(link(target, share, itself)) == [("55000", "54000", "missed")]


def test_a_doubtful_record_is_shown_and_not_judged() -> None:
    links = link(figure("target", "6", confidence=0.9), figure("outcome", "5", confidence=0.3))
    assert told(links) == [("6", "5", "undecidable")]
    assert "doubtful" in links[0].because[-1]


def test_what_reports_tell_under_another_name_is_linked_and_said() -> None:
    goal = figure("target", "5000", indicator="new_jobs", unit="人")
    urban = figure("outcome", "5600", indicator="new_urban_jobs", unit="人")
    (found,) = link(goal, urban)
    assert (found.status, found.gap) == ("met", 600)
    assert "told under another name: 新增就业, then 城镇新增就业" in found.because
    own = figure("outcome", "4000", indicator="new_jobs", unit="人")
    assert told(link(goal, urban, own)) == [("5000", "4000", "missed")]
    back = figure("target", "5000", indicator="new_urban_jobs", unit="人")
    assert told(link(back, own)) == [("5000", "4000", "missed")]
    assert (
        link(goal, figure("outcome", "9", indicator="reemployment", unit="人"))[0].outcome is None
    )


def test_an_estimate_told_before_the_end_gives_way_to_the_final_figure() -> None:
    early = figure("outcome", "6.5", dated=date(2023, 12, 1))
    (found,) = link(figure("target", "6"), early, figure("outcome", "5.2"))
    assert (found.outcome and found.outcome.wording, found.status) == ("5.2", "missed")
    (alone,) = link(figure("target", "6"), early)
    assert "an estimate told before the period ended" in alone.because


def test_an_outcome_that_is_only_expected_is_called_so() -> None:
    (found,) = link(figure("target", "6"), figure("outcome", "5.2", quote="预计增长5.2"))
    assert "the report itself calls the outcome expected" in found.because
    (plain,) = link(figure("target", "6"), figure("outcome", "5.2", quote="增长5.2"))
    assert "the report itself calls the outcome expected" not in plain.because
