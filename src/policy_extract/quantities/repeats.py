"""What was read where the same characters stood around: repeats cost little more than their length."""

from collections.abc import Callable

from policy_extract.quantities.made import Made
from policy_extract.quantities.raw import RawQuantity

BEHIND = 48
"""How far a reader looks back, in characters."""
_AHEAD = 96
"""How far it looks on; a find that goes on for more than half of it is read anew each time."""
_MOST = 4096
"""How many places are kept."""
DENSE, FREE = 8, 4096
"""A text is asked for repeats where it has a numeral in every ``DENSE`` characters, but for ``FREE``
of them: no ordinary text has, and keeping what was read there would cost more than it spares."""


class Repeats:
    """The finds of one text, by the characters around them.

    Args:
        text: The folded text.
        read: What reads at an offset, and says where to go on.
    """

    def __init__(self, text: str, read: Callable[[int], Made]) -> None:
        self._text = text
        self._read = read
        self._known: dict[str, Made] = {}

    def read(self, at: int) -> Made:
        """What begins at an offset, and where to go on."""
        if at < BEHIND:
            return self._read(at)
        around = self._text[at - BEHIND : at + _AHEAD]
        known = self._known.get(around)
        if known is not None:
            return _moved(known, at)
        made = self._read(at)
        if made[1] - at < _AHEAD // 2 and len(around) == BEHIND + _AHEAD:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[around] = _moved(made, -at)
        return made


def _moved(made: Made, by: int) -> Made:
    """Finds so many characters on."""
    found = [RawQuantity._make((one[0] + by, one[1] + by, *one[2:])) for one in made[0]]
    return found, made[1] + by
