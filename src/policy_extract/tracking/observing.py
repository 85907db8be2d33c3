"""From an extracted record to an observation, or to the reason why it is none.

What would make a convincing wrong row is left out here: a change since another year, an average or
a sum that does not say so, a figure dated after its document, a value that cannot be.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from policy_extract.indicators import Catalogue, Indicator, Matcher
from policy_extract.tracking.clauses import (
    beside_year_end,
    compared_with,
    is_ended_at,
    is_forecast,
    is_kept,
    is_past,
    is_second_goal,
    is_start,
    is_threshold,
    is_times_a_year,
    is_torn,
    is_yearly,
    of_a_plan,
    of_a_zone,
    of_all_together,
    of_part_of_a_year,
    of_this_year,
    prices,
    restated,
    share_of_goal,
    stands_alone,
    starts_from,
    stated,
    statistic,
    told_as_goal,
    year_of_sentence,
    years_counted,
)
from policy_extract.tracking.observation import Kind, Observation
from policy_extract.tracking.places import read_place
from policy_extract.tracking.rules import tracking_rules

_SEVERAL = re.compile(
    "(?<![0-9〇○零一二三四五六七八九])(?:[2-9]|1[0-9]|[二两三四五六七八九十])年(?![底末度])|时期|期间"
)
_PLAN = (5, 10)
"""Years of a plan."""
_MOST = Decimal(10) ** 28
"""Numbers from here on fit no column of exact decimals."""
_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


class Span(NamedTuple):
    """A period as it is compared, and the statistic of what is told for it."""

    start: date
    end: date
    statistic: str | None


class Observer:
    """Makes observations of rows.

    Args:
        catalogue: Where the indicators stand.
        rematch: Whether rows are matched with it anew; else ``indicator_id`` counts.
    """

    def __init__(self, catalogue: Catalogue, *, rematch: bool = False) -> None:
        self._catalogue = catalogue
        self._matcher = Matcher(catalogue)
        self._rematch = rematch

    def entries(self, row: Mapping[str, Any]) -> tuple[Indicator, ...]:
        """The entries that a row is: one, or several that share its value; none if unknown."""
        end: date | None = row["period_end"]
        year = end.year if end else None
        found: str | None = row["indicator_id"]
        name, unit, way = row["indicator"], row["unit"], row["direction"]
        quote = row["evidence"] or ""
        at = _place_of_value(row)
        if self._rematch:
            found = self._matcher.match(
                name, unit=unit, direction=way, evidence=quote, at=at, year=year
            )
        ids = (
            self._matcher.joined(name, unit=unit, direction=way, evidence=quote, at=at, year=year)
            if at is not None and stands_alone(quote, at, at + len(row["value"]))
            else ()
        )
        if not ids and found is not None:
            ids = (found,)
        entries = [self._catalogue.entries[one] for one in ids if one in self._catalogue.entries]
        members = [name for entry in entries for name in (entry.members or (entry.id,))]
        return tuple(self._catalogue[name] for name in members)

    def observe(self, row: Mapping[str, Any]) -> list[Observation | str]:
        """A row's observations, each of them or the reason why it is none; empty if unknown."""
        entries = self.entries(row)
        at = _place_of_value(row)
        if len(entries) > 1 and at is not None and of_all_together(row["evidence"], at):
            return ["one figure of several things together"]
        found = [observe(row, entry) for entry in entries]
        if not found and row["unit"] == "%" and row["record"] == "metric":
            entry = self._of_goal(row)
            return [] if entry is None else [observe(row, entry, share=True)]
        return found

    def _of_goal(self, row: Mapping[str, Any]) -> Indicator | None:
        """The entry of whose goal the value is a share (完成年度任务的135%)."""
        at = _place_of_value(row)
        name = None if at is None else share_of_goal(row["evidence"], at)
        named = [] if name is None else self._matcher.named(name)
        found = [entry for entry in named if entry.form in ("flow", "level")]
        return found[0] if len(found) == 1 else None


def observe(row: Mapping[str, Any], entry: Indicator, *, share: bool = False) -> Observation | str:
    """One row of an output as an observation; a text says why it is none.

    Args:
        row: ``record``, ``number``, ``low``, ``high`` (exact strings), ``unit``,
            ``comparator``, ``direction``, ``baseline``, ``statistic``, ``subject``, ``place`` (the
            document's), ``period`` (as written), ``period_start``, ``period_end``, ``dated``, ``dated_end`` (dates),
            ``value``, ``evidence``, ``evidence_start``, ``start``, ``end``, ``document``,
            ``confidence``.
        entry: What it is a figure of.
        share: Whether it is a share of the goal for it.
    """
    place = read_place(row["subject"] or row["place"])
    if place is None:
        return "no place"
    dated: date | None = row["dated"]
    if dated is None:
        return "its document has no date"
    at = _place_of_value(row)
    quote = row["evidence"] or ""
    span = read_span(entry, row, at)
    if isinstance(span, str):
        return span
    kind: Kind = "target" if row["record"] == "target" else "outcome"
    if at is not None and not share:
        until = at + len(row["value"])
        begins = starts_from(quote, at) is not None or is_start(quote, at, until)
        if begins and span.end < dated:
            kind = "outcome"
        elif told_as_goal(quote, at, until):
            kind = "target"
    known = row.get("dated_end") or dated
    told_early = known + timedelta(days=tracking_rules().forecast_days)
    if kind == "target" and at is not None and not restated(quote, at, at + len(row["value"])):
        if is_second_goal(quote, at):
            return "a second goal beyond the first"
        if is_forecast(quote, at):
            if span.end > told_early:
                return "a forecast and no goal"
            kind = "outcome"
    of_a_year = span.statistic is None and span.start.year == span.end.year
    opened = _opened(dated)
    ahead = kind == "target" and of_a_year and opened < span.start.year
    if ahead and at is not None and of_this_year(quote, at):
        span = Span(date(opened, 1, 1), date(opened, 12, 31), None)
    if kind == "outcome" and span.end > told_early:
        return "an outcome dated after its document"
    if kind == "target" and at is not None and span.end > dated and is_past(quote, at):
        return "a goal told in words of the year before"
    if at is not None and of_a_year and of_a_plan(quote, at):
        return "a figure of a plan or of one of its years"
    whole = of_a_year and (span.start.month, span.end.month) == (1, 12)
    if at is not None and whole and of_part_of_a_year(quote, at):
        return "a figure of a part of the year"
    if at is not None and is_threshold(quote, at + len(row["value"]), row["indicator"]):
        return "the size of what is counted"
    if at is not None and of_a_zone(quote, at):
        return "a figure of a zone"
    if at is not None and is_torn(quote, at):
        return "the end of a number"
    value = _value(entry, row)
    if isinstance(value, str):
        return value
    low, high, comparator = value
    if not share and not _possible(entry, low, high, span):
        return "a value that cannot be"
    return Observation(
        place=place.name,
        parent=place.parent,
        indicator=entry.id,
        statistic=span.statistic,
        prices=entry.prices
        or (None if at is None or entry.form != "growth" else prices(quote, at)),
        start=span.start,
        end=span.end,
        kind=kind,
        low=low,
        high=high,
        unit=row["unit"],
        comparator=comparator,
        wording=row["value"],
        quote=quote,
        document=row["document"],
        dated=dated,
        at=row["start"],
        until=row["end"],
        stated=None
        if at is None or kind == "target"
        else stated(quote, at, at + len(row["value"]), good=entry.good),
        restates=kind == "target"
        and at is not None
        and restated(quote, at, at + len(row["value"])),
        share=share,
        confidence=row["confidence"],
    )


def _place_of_value(row: Mapping[str, Any]) -> int | None:
    """Where the value stands in its sentence; null where that is not certain."""
    quote, value = row["evidence"] or "", row["value"] or ""
    start = row.get("evidence_start")
    if start is not None:
        at: int = row["start"] - start
        if quote.startswith(value, at) and at >= 0:
            return at
    found = quote.find(value)
    return found if found >= 0 and quote.find(value, found + 1) < 0 else None


def read_span(entry: Indicator, row: Mapping[str, Any], at: int | None) -> Span | str:
    """The period of a record and the statistic told for it; a text says why it has none.

    A level "by 2025" is that year's; a growth or a sum "by 2025" stands for no period. A change
    measured against another year than the one before is the sum of the years between, the value that
    it starts from (从9%降到8%) is that of the year before.

    Args:
        entry: What it is a figure of.
        row: The record.
        at: Where the value stands in its sentence; null where that is not certain.
    """
    start: date | None = row["period_start"]
    end: date | None = row["period_end"]
    if end is None:
        return "no period"
    quote, said = row["evidence"] or "", row["statistic"]
    first = None
    if at is not None:
        said = said or statistic(quote, at)
        first = starts_from(quote, at)
        if first is None and end.year >= _opened(row["dated"]) - 1:
            first = end.year - 1 if is_start(quote, at, at + len(row["value"])) else None
    if first is not None:
        start, end = date(first, 1, 1), date(first, 12, 31)
    year_end = (end.month, end.day) == (12, 31)
    if at is not None and said and year_end:
        counted = years_counted(quote, at)
        start = start if counted is None else date(end.year - counted + 1, 1, 1)
    if start is None:
        start = _beginning(entry, row, at, end, said) if year_end else None
    if start is None:
        return "a period without a beginning"
    baseline: str | None = row["baseline"]
    if baseline is None and at is not None:
        since = compared_with(quote, at)
        baseline = None if since is None else str(since)
    if entry.form == "growth" and baseline and baseline != "yoy":
        since = _year(baseline)
        if since is None or not year_end or since >= end.year:
            return "a change against another month"
        if since != end.year - 1 and said != "average":
            return Span(date(since + 1, 1, 1), end, "cumulative")
    years = end.year - start.year + 1 if year_end and (start.month, start.day) == (1, 1) else 0
    if years == 1:
        several = _SEVERAL.search(row.get("period") or "")
        if entry.form == "rate" and several and at is not None and is_kept(quote, at):
            return "a rate of several years"
        of_one = at is None or not is_yearly(quote, at)
        if said == "average" and entry.form in ("rate", "share") and of_one:
            said = None
    elif years > 1 and said is None:
        last = (
            at is not None
            and row["record"] == "metric"
            and (is_ended_at(quote, at) or year_of_sentence(quote, at) == end.year)
        )
        if last:
            return Span(date(end.year, 1, 1), end, None)
        if entry.form == "growth" and entry.positive == "decrease":
            said = "cumulative"
        elif entry.form == "growth":
            return "a growth over several years, average or sum"
        elif entry.form == "flow":
            if at is not None and is_times_a_year(quote, at + len(row["value"])):
                return Span(date(end.year, 1, 1), end, None)
            if not entry.sums:
                return "a figure of one year or of several"
            said = "cumulative"
    return Span(start, end, said)


def _beginning(
    entry: Indicator, row: Mapping[str, Any], at: int | None, end: date, said: str | None
) -> date | None:
    """When a period began of which only the last day, the end of a year, is told; null if unknown.

    A growth beside a figure of the year's end (年末) is that year's, where its bounds are known; an average
    to the end of a plan's five or ten years runs from the year that the document opens.
    """
    if entry.form == "growth":
        dated: date = row["dated"]
        if row["record"] == "metric":
            beside = at is not None and beside_year_end(row["evidence"], at)
            told = beside and said is None and entry.plausible is not None
            return date(end.year, 1, 1) if told and dated.year - end.year <= 1 else None
        opened = _opened(dated)
        plan = said == "average" and end.year - opened + 1 in _PLAN
        return date(opened, 1, 1) if plan else None
    return None if entry.sums or said else date(end.year, 1, 1)


def _opened(dated: date) -> int:
    """The year that a document opens."""
    return (dated + timedelta(days=tracking_rules().opening_days)).year


def _year(baseline: str) -> int | None:
    head = baseline[:4]
    whole = len(baseline) == 4 or baseline.endswith("-12-31")
    return int(head) if whole and head.isdigit() else None


def _value(entry: Indicator, row: Mapping[str, Any]) -> tuple[Decimal, Decimal, str] | str:
    low = row["number"] if row["number"] is not None else row["low"]
    high = row["number"] if row["number"] is not None else row["high"]
    if low is None or high is None:
        return "a number that no column holds"
    first, last, comparator = Decimal(low), Decimal(high), row["comparator"] or "="
    if not all(one.is_finite() and abs(one) < _MOST for one in (first, last)):
        return "a number that no column holds"
    turned = entry.form == "growth" and row["direction"] not in (None, entry.positive) and first > 0
    if turned:
        return -last, -first, _TURNED.get(comparator, comparator)
    return first, last, comparator


def _possible(entry: Indicator, low: Decimal, high: Decimal, span: Span) -> bool:
    """Whether a value may be: shares lie within 0 and 100, figures of a year within bounds."""
    least, most = (0, 100) if entry.form in ("rate", "share") else (None, None)
    if entry.plausible is not None and span.statistic != "cumulative":
        least, most = entry.plausible
    return (least is None or low >= least) and (most is None or high <= most)
