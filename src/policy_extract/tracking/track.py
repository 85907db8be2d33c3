"""The public face: an archive's targets against its outcomes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from policy_extract.errors import UsageError
from policy_extract.indicators import Catalogue, load_catalogue
from policy_extract.records import Document
from policy_extract.tracking.archive import Archive, Group
from policy_extract.tracking.columns import (
    CONTRADICTIONS,
    LAYERS,
    PAIRS,
    UNMATCHED,
    Row,
    figure,
    pair_row,
    what,
)
from policy_extract.tracking.contradictions import contradictions
from policy_extract.tracking.documents import listed
from policy_extract.tracking.judging import Tolerance
from policy_extract.tracking.layers import layers
from policy_extract.tracking.linking import Link, Linker
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.official import read_official
from policy_extract.tracking.places import Place, newest, read_place

View = Literal["pairs", "contradictions", "layers", "unmatched"]
COLUMNS: dict[View, dict[str, str]] = {
    "pairs": PAIRS,
    "contradictions": CONTRADICTIONS,
    "layers": LAYERS,
    "unmatched": UNMATCHED,
}
"""Columns of the four kinds of rows."""
SURE = 0.9
"""The confidence that ``strict`` asks of a row."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted.

    Attributes:
        indicators: Ids of the catalogue; all when empty.
        places: Names of places, with what lies in them left out; all when empty.
        since: Periods that end in or after this year.
        until: Periods that end in or before this year.
        strict: Only rows of which nothing is in doubt: the target from the document that opens the
            period, one definition, and a confidence of at least 0.9 where one was worked out.
        outcomes_too: Outcomes without a target as well.
        rounding: Contradictions that are only rounding as well.
    """

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    strict: bool = False
    outcomes_too: bool = False
    rounding: bool = False


class Track:
    """What was promised against what was reached, as rows of plain data.

    Args:
        archive: The observations.
        catalogue: The indicators.
        wanted: Which rows.
        tolerance: What counts as ``within``.
        as_of: The day the archive reaches to; the date of its newest document when null.

    Raises:
        UsageError: An indicator or a place that is wanted is none, or no year lies between.
    """

    def __init__(
        self,
        archive: Archive,
        catalogue: Catalogue,
        *,
        wanted: Wanted | None = None,
        tolerance: Tolerance | None = None,
        as_of: date | None = None,
    ) -> None:
        self.archive = archive
        self._catalogue = catalogue
        self._wanted = wanted or Wanted()
        self._places = _names(self._wanted.places)
        since, until = self._wanted.since, self._wanted.until
        if since is not None and until is not None and since > until:
            raise UsageError(f"no year lies from {since} to {until}", hint="Exchange the two")
        for name in self._wanted.indicators:
            if name not in catalogue.entries:
                raise UsageError(
                    f"indicator {name!r} is not in the catalogue",
                    hint="See them with: policy-extract indicators list",
                )
        reach = as_of or archive.newest_date() or date.min
        self._linker = Linker(catalogue, reach, tolerance or Tolerance.default())

    def links(self) -> Iterator[Link]:
        """Targets with what became of them, sorted by place, indicator and period."""
        for group in self._groups():
            alone = self._wanted.outcomes_too
            for link in self._linker.link(group.observations, group.dates, alone=alone):
                head = link.target or link.outcome
                assert head is not None
                if self._is_wanted(head.indicator, head.end) and self._is_sure(link):
                    yield link

    def pairs(self) -> Iterator[Row]:
        """Rows of :data:`~policy_extract.tracking.columns.PAIRS`."""
        return (pair_row(link, self._catalogue) for link in self.links())

    @property
    def rows(self) -> list[Row]:
        """All of :meth:`pairs` at once."""
        return list(self.pairs())

    def _repr_html_(self) -> str | None:
        """The first rows as a small table, for a notebook; null where Jinja2 is not installed."""
        shown = import_module("policy_extract.report.notebook")  # a page is made above this room
        return shown.track_html(self.rows)  # type: ignore[no-any-return]

    def contradictions(self) -> Iterator[Row]:
        """Rows of two values for the same thing."""
        for group in self._groups():
            for one in contradictions(group.observations, rounding=self._wanted.rounding):
                if self._is_wanted(one.first.indicator, one.first.end):
                    yield {
                        **what(one.first, self._catalogue),
                        "kind": one.kind,
                        "record": one.first.kind,
                        "difference": f"{one.difference.normalize():f}",
                        **figure("first", one.first),
                        **figure("second", one.second),
                    }

    def layers(self) -> Iterator[Row]:
        """Rows of targets beside those of the level above; all places are looked at."""
        links = (
            link
            for group in self.archive.groups()
            for link in self._linker.link(group.observations, group.dates)
        )
        opening = [link.target for link in links if link.target is not None and link.opens]
        for one in layers(opening):
            target = one.target
            if self._is_wanted(target.indicator, target.end) and (
                not self._places or self._is_place(target)
            ):
                yield {
                    **what(target, self._catalogue),
                    "above": one.over.place if one.over else None,
                    "gap": None if one.gap is None else f"{one.gap.normalize():f}",
                    "gap_unit": "百分点" if target.unit == "%" else target.unit,
                    "rank": one.rank,
                    "of": one.of,
                    **figure("target", target),
                    **figure("above_target", one.over),
                }

    def unmatched(self) -> Iterator[Row]:
        """Indicators that the catalogue does not know, the most frequent first."""
        return (one._asdict() for one in self.archive.unmatched())

    def view(self, name: View) -> Iterator[Row]:
        """The rows of a view by its name."""
        views = {
            "pairs": self.pairs,
            "contradictions": self.contradictions,
            "layers": self.layers,
            "unmatched": self.unmatched,
        }
        return views[name]()

    def to_pandas(self, view: View = "pairs") -> Any:
        """A view as a pandas data frame: exact decimals, dates as dates.

        Raises:
            UsageError: pandas or pyarrow is not installed.
        """
        return self._arrow(view, "pandas").to_pandas(date_as_object=False)

    def to_polars(self, view: View = "pairs") -> Any:
        """A view as a polars data frame: exact decimals, dates as dates.

        Raises:
            UsageError: polars or pyarrow is not installed.
        """
        from policy_extract.text.extra import needs_extra

        table = self._arrow(view, "polars")
        with needs_extra("a polars frame"):
            import polars
        return polars.from_arrow(table)

    def _arrow(self, view: View, package: str) -> Any:
        from importlib import import_module

        from policy_extract.text.extra import needs_extra
        from policy_extract.tracking.tables import arrow_table

        with needs_extra(f"a {package} frame"):
            import_module(package)
            return arrow_table(list(self.view(view)), COLUMNS[view])

    def _groups(self) -> Iterator[Group]:
        for group in self.archive.groups():
            if not self._places or any(map(self._is_place, group.observations)):
                yield group

    def _is_place(self, one: Observation) -> bool:
        """Whether a figure is that of a wanted place, under whichever of its names."""
        return newest(Place(one.place, one.parent)).name in self._places

    def _is_wanted(self, indicator: str, end: date) -> bool:
        wanted = self._wanted
        series = {indicator, self._catalogue.series(indicator)}
        return (
            (not wanted.indicators or bool(series & set(wanted.indicators)))
            and (wanted.since is None or end.year >= wanted.since)
            and (wanted.until is None or end.year <= wanted.until)
        )

    def _is_sure(self, link: Link) -> bool:
        if not self._wanted.strict:
            return True
        parts = [one for one in (link.target, link.outcome) if one is not None]
        sure = all(one.confidence is None or one.confidence >= SURE for one in parts)
        return sure and link.opens and len({one.indicator for one in parts}) == 1


def track(
    source: str | Path | Sequence[str | Path] | Iterable[Document],
    *,
    indicators: str | Sequence[str] = (),
    places: str | Sequence[str] = (),
    since: int | None = None,
    until: int | None = None,
    outcomes: str | Path | None = None,
    catalogue: str | Path | Sequence[str | Path] = (),
    strict: bool = False,
    outcomes_too: bool = False,
    as_of: date | None = None,
) -> Track:
    """Targets against outcomes.

    Args:
        source: Documents, or the paths of outputs of ``batch`` (any form) or of source files.
        indicators: Only these entries of the catalogue, or this one.
        places: Only these places, or this one.
        since: Only periods that end in or after this year.
        until: Only periods that end in or before this year.
        outcomes: A CSV of your own figures; see ``docs/tracking.md``.
        catalogue: Files with entries of your own, or one.
        strict: Only rows of which nothing is in doubt.
        outcomes_too: Outcomes without a target as well.
        as_of: The day the archive reaches to; the date of its newest document when null.

    Raises:
        UsageError: An indicator or a place is none; or the extra ``batch`` is missing.
        InputError: A path cannot be read.
        RulesError: A catalogue is malformed.

    >>> from policy_extract import extract
    >>> promised = extract("2023年，全市生产总值增长目标为6%。", place="太原市", published="2023-02-01", ner="none")
    >>> reached = extract("2023年，全市生产总值增长5%。", place="太原市", published="2024-02-01", ner="none")
    >>> [(row["status"], row["gap"]) for row in track([promised, reached]).rows]
    [('missed', '-1')]
    """
    catalogue = _several(catalogue)
    entries = load_catalogue(catalogue)
    own = read_official(outcomes, entries) if outcomes is not None else []
    archive: Archive
    items = [source] if isinstance(source, (str, Path)) else list(source)
    if all(isinstance(one, Document) for one in items):
        made = listed(
            [one for one in items if isinstance(one, Document)], entries, rematch=bool(catalogue)
        )
        made.add(own)
        archive = made
    else:
        from policy_extract.tracking.ingest import Sources, open_archive

        paths = [one for one in items if not isinstance(one, Document)]
        sources = Sources(tuple(str(p) for p in paths), rematch=bool(catalogue))
        archive = open_archive(sources, entries, official=own)
    return Track(
        archive,
        entries,
        wanted=Wanted(
            tuple(_several(indicators)),
            tuple(_several(places)),
            since,
            until,
            strict,
            outcomes_too=outcomes_too,
        ),
        as_of=as_of,
    )


def _several(given: str | Path | Sequence[Any]) -> Sequence[Any]:
    """One alone as a list of one: a bare name is no list of letters."""
    return (given,) if isinstance(given, (str, Path)) else given


def _names(places: Sequence[str]) -> frozenset[str]:
    """The places asked for by the names that they have today.

    Raises:
        UsageError: A name is no place.
    """
    found = set()
    for name in places:
        place = read_place(name)
        if place is None:
            raise UsageError(
                f"place {name!r} is no place of China's divisions",
                hint="A name such as 山西省, or 中国",
            )
        found.add(newest(place).name)
    return frozenset(found)
