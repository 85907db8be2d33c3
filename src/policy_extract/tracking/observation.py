"""An observation: one figure of one place, indicator and period, as a target or as an outcome."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["target", "outcome"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure.

    Attributes:
        place: The place as the document calls it.
        parent: The place above it, where known.
        indicator: Id of the catalogue.
        statistic: ``average``, ``cumulative``, or null for the figure of the period itself.
        prices: ``real``, ``nominal``, or null where the text does not say.
        start: First day of the period.
        end: Last day of the period.
        kind: ``target`` or ``outcome``.
        low: Its value, or the low end of a range; a change against the indicator's own way is
            negative.
        high: Its value, or the high end of a range.
        unit: The unit as extracted.
        comparator: As extracted, the other way round where the sign was turned.
        wording: The value as written.
        quote: The sentence it stands in.
        document: The document it stands in.
        dated: When that was published.
        at: Offset of the value.
        until: Offset after the value.
        stated: What the sentence says of the target, ``met`` or ``missed``.
        restates: Whether its words show that it is a goal set by an earlier document.
        share: Whether it is the share of the goal that was reached, in %, not the figure itself.
        confidence: Of the record; null where none was worked out.
        official: Whether it is a figure that the user gave.
    """

    place: str
    parent: str | None
    indicator: str
    statistic: str | None
    prices: str | None
    start: date
    end: date
    kind: Kind
    low: Decimal
    high: Decimal
    unit: str | None
    comparator: str
    wording: str
    quote: str
    document: str
    dated: date
    at: int = 0
    until: int = 0
    stated: str | None = None
    restates: bool = False
    share: bool = False
    confidence: float | None = None
    official: bool = False

    @property
    def number(self) -> Decimal | None:
        """The value; null for a range."""
        return self.low if self.low == self.high else None

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands among others: targets and outcomes apart, the earliest document first."""
        return (
            self.kind == "target",
            not self.official,
            self.dated,
            self.document,
            self.at,
            self.indicator,
            self.low,
            self.high,
            self.start,
            self.end,
            self.quote,
            self.place,
            self.parent or "",
            self.statistic or "",
            self.prices or "",
            self.share,
            self.confidence or 0.0,
        )
