"""One time expression, as the scanner hands it to the rooms that use it."""

from datetime import date
from typing import Literal, NamedTuple

Anchor = Literal["own", "context", "reference"]
"""What fixed the dates: the expression alone, a time spoken of before, or the reference date."""

Role = Literal["frame", "base", "modifier", "name"]
"""What an expression does where it stands.

``frame``: it may tell when a value holds. ``base``: a change is measured against it (比2020年, 较上年末).
``modifier``: it belongs to the noun behind it (2023年度的). ``name``: it is part of a name
(2025年版, 《…2021—2025年）》, 2024年中国…大会).
"""


class RawPeriod(NamedTuple):
    """A time expression.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        text: The expression as written.
        first: First day; null when open or not fixed.
        last: Last day; null when open or not fixed.
        kind: What form it has; see ``docs/periods.md``.

            Extents: ``year``, ``years``, ``half``, ``quarter``, ``month``, ``months`` (also quarters
            of one span), ``week``, ``day``, ``days`` (also 旬 and a part of a month), ``plan``,
            ``decade`` (also a century or a part of one). Points: ``end`` (a state at the end of a
            time: 年末, 9月末, 截至7月), ``start`` (年初, 月初), ``deadline`` (到2025年, 2030年之前).
            Half open: ``since``. By what was said: ``same`` (同期), ``sameago`` (去年同期).
            Windows: ``window`` (近三年, 五年来, 未来三年, 两年内), ``consecutive`` (连续三年),
            ``ago`` (三年前, 两个月后). Without dates: ``present``, ``recurrent``, ``vague``.
        named: Whether it stands inside 《》 and dates a document.
        against: Whether it is what a change is measured against (比上年).
        anchor: What fixed the dates; null where nothing did.
        role: What it does where it stands.
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    kind: str
    named: bool
    against: bool
    anchor: Anchor | None = None
    role: Role = "frame"
