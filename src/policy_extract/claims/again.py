"""A second look at the times: what was decided of the values around each one, behind it too.

The first look goes from value to value and knows only what stands before. Where a section speaks of five years and
its first sentence does not say so, the sentences behind it do.
"""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from policy_extract.claims.spot import Spot
from policy_extract.claims.when import When
from policy_extract.claims.when_features import length_of, norm_of

Days = tuple[date | None, date | None]
_LEAST = "-14"
_NEAR = 12
"""Values on either side that are counted as a value's own part of its section."""


class Look(NamedTuple):
    """What the first look made of a value.

    Attributes:
        spot: The value.
        when: Its time.
        chance: How probable that is.
        candidates: What it was chosen from.
        shares: How probable each of them is by itself; empty where nobody scored.
    """

    spot: Spot
    when: When
    chance: float
    candidates: Sequence[When]
    shares: Sequence[float]


class Around:
    """The first look at all values of a document."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self._looks = looks
        self._days: list[Days] = [(one.when.first, one.when.last) for one in looks]
        self._sections = [one.spot.frame.path[-1:] for one in looks]

    def features(self, at: int, record: str) -> list[list[str]]:
        """For each candidate for a value's time how it stands to the times around the value.

        Args:
            at: The value's number.
            record: What it is.
        """
        looks, mine = self._looks, self._looks[at]
        before = looks[at - 1] if at else None
        behind = looks[at + 1] if at + 1 < len(looks) else None
        apart = [apart_of(one.spot if one else None, mine.spot) for one in (before, behind)]
        sure = [_sure(one.chance) if one else "-" for one in (before, mine, behind)]
        further = self._days[at + 2] if at + 2 < len(looks) else None
        near = range(max(0, at - _NEAR), min(len(looks), at + _NEAR + 1))
        others = [one for one in near if one != at]
        block = Counter(
            self._days[one] for one in others if looks[one].spot.block == mine.spot.block
        )
        section = Counter(
            self._days[one] for one in others if self._sections[one] == self._sections[at]
        )
        found = []
        for number, one in enumerate(mine.candidates):
            days = (one.first, one.last)
            left = before is not None and self._days[at - 1] == days
            right = behind is not None and self._days[at + 1] == days
            kept = self._days[at] == days
            norm, length = norm_of(one), length_of(one)
            shares = [_share(counted[days], counted.total()) for counted in (block, section)]
            odds = _odds(mine.shares[number]) if mine.shares else ("0" if kept else _LEAST)
            found.append(
                [
                    f"p={odds}",
                    f"p={odds}/{one.source}",
                    f"p={odds}/right={right}/{apart[1]}",
                    f"p={odds}/block={shares[0]}",
                    f"p={odds}/section={shares[1]}",
                    f"kept={kept}/{sure[1]}",
                    f"kept={kept}/{left}/{right}/{apart[0]}/{apart[1]}",
                    f"left={left}/{apart[0]}/{sure[0]}",
                    f"right={right}/{apart[1]}/{sure[2]}",
                    f"right={right}/{apart[1]}/{one.source}",
                    f"right={right}/{apart[1]}/{norm}",
                    f"right={right}/{further == days}/{apart[1]}",
                    f"block={shares[0]}",
                    f"block={shares[0]}/{length}",
                    f"block={shares[0]}/{one.source}",
                    f"section={shares[1]}",
                    f"section={shares[1]}/{length}/{record}",
                    f"section={shares[1]}/{one.source}/{norm}",
                    f"kept={kept}/block={shares[0]}/section={shares[1]}",
                ]
            )
        return found


def apart_of(before: Spot | None, spot: Spot) -> str:
    """How far two values stand apart: in one sentence, in one paragraph, or farther."""
    if before is None:
        return "none"
    if before.view is spot.view:
        return "sent"
    return "para" if before.block == spot.block else "far"


def _sure(chance: float) -> str:
    return "3" if chance > 0.9 else "2" if chance > 0.7 else "1" if chance > 0.5 else "0"


def _odds(share: float) -> str:
    """The logarithm of a probability, in halves."""
    return str(max(-14, round(2 * math.log(max(share, 1e-4)))))


def _share(count: int, total: int) -> str:
    return "-" if not total else str(0 if not count else 1 + min(3, 4 * count // total))
