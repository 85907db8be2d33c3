"""What the scanner hands on: plain tuples, validated only when they become records."""

from decimal import Decimal
from typing import NamedTuple

from policy_extract.records import Comparator, Kind


class RawQuantity(NamedTuple):
    """A quantity as found: the fields of :class:`policy_extract.records.Quantity`, and why.

    Attributes:
        start: First character, a code point offset into the scanned text.
        end: One past the last character.
        text: ``text[start:end]`` of the scanned text.
        kind: What is measured.
        number: The exact value, scale words multiplied out; null for a range.
        low: Lower end of a range; otherwise null.
        high: Upper end of a range; otherwise null.
        unit: Canonical unit; null for a bare number.
        comparator: How the number is meant.
        rule: Id of the rule that made it, such as ``quantity.money.range``.
        cue: The word that set the comparator, inside the value or a verb before it, or null.
    """

    start: int
    end: int
    text: str
    kind: Kind
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    rule: str
    cue: str | None
