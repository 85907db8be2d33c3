"""The words and numbers of ``rules/tracking.toml``, and the changes of places."""

from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from policy_extract.errors import RulesError
from policy_extract.rules.loader import RuleModel, load_shipped, read_shipped

_CHANGES = "place_changes.tsv"


class Conversion(RuleModel):
    """One unit in another: ``by`` of ``to`` make a ``unit``."""

    unit: str
    to: str
    by: Decimal


class StatedWords(RuleModel):
    """What a report says of its own target; see ``rules/tracking.toml``."""

    met: tuple[str, ...]
    missed: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    goals: tuple[str, ...]
    all: tuple[str, ...]


class TrackingRules(RuleModel):
    """The shape of ``rules/tracking.toml``."""

    points: Decimal
    per_cent: Decimal
    revision_points: Decimal
    revision_per_cent: Decimal
    sure: Decimal
    far_points: Decimal
    far_times: Decimal
    report_days: int
    opening_days: int
    forecast_days: int
    real: tuple[str, ...]
    nominal: tuple[str, ...]
    real_sentence: tuple[str, ...]
    goal_verbs: tuple[str, ...]
    goal_times: tuple[str, ...]
    goal_nouns: tuple[str, ...]
    each: tuple[str, ...]
    average: tuple[str, ...]
    yearly: tuple[str, ...]
    of_one_year: tuple[str, ...]
    part_of_year: tuple[str, ...]
    this_year: tuple[str, ...]
    cumulative_sentence: tuple[str, ...]
    cumulative: tuple[str, ...]
    past: tuple[str, ...]
    compared: tuple[str, ...]
    present: tuple[str, ...]
    forecast: tuple[str, ...]
    goal_words: tuple[str, ...]
    stretch: tuple[str, ...]
    reaching: tuple[str, ...]
    ended: tuple[str, ...]
    kept: tuple[str, ...]
    restated_before: tuple[str, ...]
    restated_after: tuple[str, ...]
    proposed: tuple[str, ...]
    wanted: tuple[str, ...]
    zones: tuple[str, ...]
    whole: tuple[str, ...]
    supposed: tuple[str, ...]
    not_places: tuple[str, ...]
    places_too: frozenset[str]
    places: tuple[str, ...]
    stated: StatedWords
    convert: tuple[Conversion, ...]


@cache
def tracking_rules() -> TrackingRules:
    """The shipped rules."""
    return load_shipped("tracking.toml", TrackingRules)


@cache
def conversions() -> dict[str, tuple[str, Decimal]]:
    """For a unit, the one that it is counted in, and how many of those it is."""
    return {one.unit: (one.to, one.by) for one in tracking_rules().convert}


class Change(NamedTuple):
    """A place that was renamed with its territory, or became part of another."""

    old: str
    new: str
    year: int
    kind: Literal["renamed", "merged"]
    parent: str


@cache
def place_changes() -> dict[str, Change]:
    """Changes by the old name.

    Raises:
        RulesError: A line of ``rules/place_changes.tsv`` is malformed.
    """
    table: dict[str, Change] = {}
    for number, line in enumerate(read_shipped(_CHANGES).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 5 or not fields[2].isdigit() or fields[3] not in ("renamed", "merged"):
            raise RulesError(f"{_CHANGES}: line {number}: expected old, new, year, change, parent")
        kind: Literal["renamed", "merged"] = "renamed" if fields[3] == "renamed" else "merged"
        table[fields[0]] = Change(fields[0], fields[1], int(fields[2]), kind, fields[4])
    return table
