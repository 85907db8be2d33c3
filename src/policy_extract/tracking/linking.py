"""Targets and their outcomes: which of them belong together, and what comes of it.

All of place, indicator, statistic, prices (unsaid joins either) and period must agree. The target is
the one of the document that opens the period, the outcome the one of the first document after it.
Where a document tells two values for the same thing, nothing is linked.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from policy_extract.indicators import Catalogue
from policy_extract.rules.gazetteer import COUNTRY
from policy_extract.tracking.clauses import is_forecast, names_year
from policy_extract.tracking.figures import choose, same, shown
from policy_extract.tracking.judging import Status, Tolerance, judge, sense
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.places import Place, change_of
from policy_extract.tracking.rules import tracking_rules

Key = tuple[str, str | None, date, date]


@dataclass(frozen=True, slots=True)
class Link:
    """A target with what became of it, or an outcome without a target.

    Attributes:
        target: The target; null for an outcome alone.
        outcome: The outcome; null where none was found.
        status: See :data:`policy_extract.tracking.judging.Status`; null for an outcome alone.
        gap: Outcome less target.
        gap_unit: Its unit.
        because: Why they were linked, or were not, one reason after the other.
        revisions: Other figures for the same thing in later documents.
        opens: Whether the target stands in the document that opens its period, or before.
    """

    target: Observation | None
    outcome: Observation | None
    status: Status | None
    gap: Decimal | None = None
    gap_unit: str | None = None
    because: tuple[str, ...] = ()
    revisions: tuple[Observation, ...] = ()
    opens: bool = True


class Linker:
    """Links what one archive says.

    Args:
        catalogue: The indicators.
        as_of: The day up to which the archive reaches: what is due later is not yet due.
        tolerance: What counts as ``within``.
    """

    def __init__(self, catalogue: Catalogue, as_of: date, tolerance: Tolerance) -> None:
        self._catalogue = catalogue
        self._as_of = as_of
        self._tolerance = tolerance
        rules = tracking_rules()
        self._opening = timedelta(days=rules.opening_days)
        self._report = timedelta(days=rules.report_days)

    def link(
        self, observations: Iterable[Observation], dates: Sequence[date], *, alone: bool = False
    ) -> Iterator[Link]:
        """Links of one place and one family of indicators (a growth and its level).

        Args:
            observations: All of them, in any order.
            dates: When the documents that speak of the place were published, sorted.
            alone: Whether outcomes without a target are given too.
        """
        targets: dict[Key, list[Observation]] = defaultdict(list)
        outcomes: dict[Key, list[Observation]] = defaultdict(list)
        shares: dict[Key, list[Observation]] = defaultdict(list)
        for one in sorted(set(observations), key=attrgetter("order")):
            key = (self._catalogue.series(one.indicator), one.statistic, one.start, one.end)
            held = targets if one.kind == "target" else shares if one.share else outcomes
            held[key].append(one)
        for key in sorted({*targets, *outcomes}, key=_key_order):
            used: list[Observation] = []
            for mine in self._targets(targets.get(key, []), key[2], key[3], dates):
                link = self._link(mine, outcomes, key, dates)
                if link.outcome is None and key in shares:
                    link = self._by_share(link, shares[key])
                if link.outcome is not None:
                    used.append(link.outcome)
                yield link
            if alone:
                yield from self._alone(outcomes.get(key, []), used)

    def _targets(
        self, found: Sequence[Observation], start: date, end: date, dates: Sequence[date]
    ) -> Iterator[list[Observation]]:
        """What each document that sets a goal for the period says: a plan, the report opening it."""
        plans = [one for one in found if one.dated < start - self._opening]
        opening = [one for one in found if start - self._opening <= one.dated <= end]
        for group in (plans, opening):
            for per in _by_prices(group):
                yield _first(per)
        there = bisect_right(dates, end) > bisect_left(dates, start - self._opening)
        if not plans and not opening and not there:
            for per in _by_prices([one for one in found if one.restates]):
                yield _first(per)

    def _link(
        self,
        targets: list[Observation],
        outcomes: dict[Key, list[Observation]],
        key: Key,
        dates: Sequence[date],
    ) -> Link:
        target = choose(targets, bounds=False)
        if target is None:
            values = ", ".join(dict.fromkeys(shown(one) for one in targets))
            return Link(targets[0], None, "undecidable", because=(f"two targets: {values}",))
        because = [self._opens(target)]
        opens = target.dated <= target.end
        after = [
            one
            for one in outcomes.get(key, [])
            if one.official or one.dated > target.dated or not opens
            if one.official or self._is_dated(one)
        ]
        joined = [one for one in after if self._joins(target, one)]
        if not after and (other := self._told_as(target.indicator)) is not None:
            told = outcomes.get((other, *key[1:]), [])
            joined = [one for one in told if one.dated > target.dated and self._is_dated(one)]
        if not joined:
            status, reason = self._missing(target, after, outcomes, key, dates)
            return Link(target, None, status, because=(*because, reason), opens=opens)
        final = [one for one in joined if one.official or one.dated > one.end]
        told = _first(_prices_of(final or joined, target.prices))
        outcome = choose(told)
        if outcome is None:
            values = ", ".join(dict.fromkeys(shown(one) for one in told))
            reason = f"two outcomes in {told[0].document}: {values}"
            return Link(target, None, "undecidable", because=(*because, reason), opens=opens)
        doubtful = [one for one in (target, outcome) if not _is_sure(one)]
        if doubtful:
            reason = f"doubtful, {doubtful[0].confidence:.2f}: {doubtful[0].wording}"
            return Link(target, outcome, "undecidable", because=(*because, reason), opens=opens)
        entry = self._catalogue[target.indicator]
        verdict = judge(target, outcome, entry, self._tolerance)
        because += self._remarks(target, outcome)
        because.append(verdict.because)
        later = [one for one in joined if one.document != outcome.document]
        revisions = [one for one in later if not same(one, outcome)]
        return Link(
            target,
            outcome,
            verdict.status,
            verdict.gap,
            verdict.gap_unit,
            tuple(because),
            tuple(_distinct(revisions)),
            opens,
        )

    def _by_share(self, link: Link, shares: Sequence[Observation]) -> Link:
        """A target of which only the share that was reached is told (完成年度任务的135%)."""
        target = link.target
        after = [one for one in shares if target and one.dated > target.end and self._is_dated(one)]
        outcome = choose(_first(after)) if after else None
        if (
            target is None
            or outcome is None
            or link.status not in ("not reported", "not comparable")
        ):
            return link
        high = sense(target, self._catalogue[target.indicator]) != "ceiling"
        met = outcome.low >= 100 if high else outcome.high <= 100
        because = (self._opens(target), "told as a share of the goal")
        status: Status = "met" if met else "missed"
        return Link(target, outcome, status, because=because, opens=link.opens)

    def _is_dated(self, outcome: Observation) -> bool:
        """Whether an outcome's year is certain: a late document must name it."""
        late = outcome.dated > outcome.end + self._report
        return not late or names_year(outcome.quote, outcome.end.year)

    def _joins(self, target: Observation, outcome: Observation) -> bool:
        """Whether prices agree, and the definitions are the same or may be compared."""
        if None not in (target.prices, outcome.prices) and target.prices != outcome.prices:
            return False
        if target.indicator == outcome.indicator:
            return True
        for earlier in (target, outcome):
            later = outcome if earlier is target else target
            after = self._catalogue.successors.get(earlier.indicator)
            if after is not None and after[0] == later.indicator:
                before = after[1]
                wide = before.pairs == "all"
                return target.start.year <= before.until and (
                    wide or (before.pairs == "national" and target.place == COUNTRY)
                )
        return False

    def _told_as(self, indicator: str) -> str | None:
        """The entry under whose name an indicator may be told, or that may be told under its name."""
        mine = self._catalogue[indicator].told_as
        others = (one.id for one in self._catalogue.entries.values() if one.told_as == indicator)
        return mine or next(others, None)

    def _opens(self, target: Observation) -> str:
        if target.dated > target.end:
            return "the target as a later document repeats it"
        if target.dated < target.start - self._opening:
            return f"a goal set in {target.dated.year}"
        return f"the goal of the document that opens the period, {target.dated.isoformat()}"

    def _remarks(self, target: Observation, outcome: Observation) -> list[str]:
        found = ["a figure given" if outcome.official else "the first document after the period"]
        if target.indicator != outcome.indicator:
            found.append(
                f"{self._changed(target, outcome)}: {self._catalogue[target.indicator].zh}, "
                f"then {self._catalogue[outcome.indicator].zh}"
            )
        if target.prices != outcome.prices:
            side = "target" if target.prices is None else "outcome"
            found.append(f"the {side} does not say whether prices are taken out")
        if outcome.dated <= outcome.end:
            found.append("an estimate told before the period ended")
        elif _is_expected(outcome):
            found.append("the report itself calls the outcome expected")
        if target.place != outcome.place:
            found.append(f"the place was renamed: {target.place}, then {outcome.place}")
        return found

    def _changed(self, target: Observation, outcome: Observation) -> str:
        told_as = self._told_as(target.indicator) == outcome.indicator
        return "told under another name" if told_as else "the definition changed"

    def _missing(
        self,
        target: Observation,
        after: Sequence[Observation],
        outcomes: dict[Key, list[Observation]],
        key: Key,
        dates: Sequence[date],
    ) -> tuple[Status, str]:
        """Why a target has no outcome."""
        other = next((one for one in after if not self._joins(target, one)), None)
        if other is not None:
            name = self._catalogue[other.indicator].zh
            return "not comparable", f"told in another definition or in other prices: {name}"
        if self._as_of <= target.end:
            return "not yet due", f"the archive reaches to {self._as_of.isoformat()}"
        form = self._catalogue[target.indicator].form
        for (_, _, start, end), told in outcomes.items():
            if (start, end) == key[2:] and self._catalogue[told[0].indicator].form != form:
                return "not comparable", f"only told as a {self._catalogue[told[0].indicator].form}"
        first, last = (
            bisect_right(dates, target.end),
            bisect_right(dates, target.end + self._report),
        )
        if last > first:
            return "not reported", f"a document of {dates[first].isoformat()} does not tell it"
        change = change_of(Place(target.place, target.parent))
        if change is not None and change.kind == "merged" and change.year <= target.end.year + 1:
            return "report missing", f"it became part of {change.new} in {change.year}"
        return "report missing", "no document of the year after the period"

    @staticmethod
    def _alone(found: Sequence[Observation], used: Sequence[Observation]) -> Iterator[Link]:
        for per in _by_prices(found):
            if any(one in used for one in per):
                continue
            told = _first(per)
            outcome = choose(told)
            if outcome is not None:
                later = [
                    one
                    for one in per
                    if one.document != outcome.document and not same(one, outcome)
                ]
                yield Link(None, outcome, None, revisions=tuple(_distinct(later)))


def _is_sure(one: Observation) -> bool:
    return one.confidence is None or one.confidence >= tracking_rules().sure


def _is_expected(one: Observation) -> bool:
    at = one.quote.find(one.wording) if one.wording else -1
    return at >= 0 and is_forecast(one.quote, at)


def _key_order(key: Key) -> tuple[object, ...]:
    return (key[0], key[2], key[3], key[1] or "")


def _first(found: Sequence[Observation]) -> list[Observation]:
    """The figures of the first document among them (of the user's own, where there are any)."""
    head = found[0]
    return [one for one in found if (one.official, one.document) == (head.official, head.document)]


def _by_prices(found: Sequence[Observation]) -> Iterator[list[Observation]]:
    """Figures of the same prices; unsaid ones go with the only prices that are said, if any."""
    said = sorted({one.prices for one in found if one.prices})
    if len(said) < 2:
        if found:
            yield list(found)
        return
    for prices in (*said, None):
        if group := [one for one in found if one.prices == prices]:
            yield group


def _prices_of(found: Sequence[Observation], prices: str | None) -> list[Observation]:
    """The figures told in the wanted prices, or else those that do not say, or else the others."""
    for wanted in (prices, None):
        if group := [one for one in found if one.prices == wanted]:
            return group
    return list(found)


def _distinct(found: Iterable[Observation]) -> Iterator[Observation]:
    seen: list[Observation] = []
    for one in found:
        if not any(same(one, other) and one.document == other.document for other in seen):
            seen.append(one)
            yield one
