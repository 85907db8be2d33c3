"""Time expressions: years, quarters, plans, deadlines, and what time governs a place in a text."""

from datetime import date

from pydantic import Field

from policy_extract.periods.raw import Anchor, RawPeriod, Role
from policy_extract.periods.scan import scan_periods
from policy_extract.records import Period

__all__ = ["Anchor", "PeriodMention", "RawPeriod", "Role", "find_periods", "scan_periods"]


class PeriodMention(Period):
    """A time expression where it stands.

    Attributes:
        char_start: Offset of its first character.
        char_end: Offset after its last character.
        kind: What form it has, as :class:`RawPeriod`'s.
        anchor: What fixed the dates: ``own``, ``context`` or ``reference``; null where nothing did.
        role: What it does where it stands: ``frame``, ``base``, ``modifier`` or ``name``.
    """

    char_start: int = Field(ge=0)
    char_end: int = Field(gt=0)
    kind: str
    anchor: Anchor | None = None
    role: Role = "frame"


def find_periods(text: str, reference: date | None = None) -> list[PeriodMention]:
    """Every time expression of a text, in order.

    Args:
        text: Any Chinese text.
        reference: The date that 今年 and its kin count from; without it they have no dates.

    Returns:
        Mentions with ISO dates of the whole period. A deadline (到2025年) has no start, 以来 no end,
        目前 and 近三年 neither.

    >>> mention, = find_periods("到“十四五”末")
    >>> mention.text, mention.start, str(mention.end), mention.kind
    ('到“十四五”末', None, '2025-12-31', 'deadline')
    """
    return [
        PeriodMention(
            text=raw.text,
            start=raw.first,
            end=raw.last,
            char_start=raw.start,
            char_end=raw.end,
            kind=raw.kind,
            anchor=raw.anchor,
            role=raw.role,
        )
        for raw in scan_periods(text, reference)
    ]
