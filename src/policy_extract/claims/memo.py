"""Features in groups, so that what was told of a group is known when it comes again.

What holds of a candidate is no list of names but groups of what depends on the same few facts: a function
with its arguments. For the scorer a group is the sum of its weights, remembered for as long as there is
room; whoever learns gets the names themselves. Both walk the same road: sums, and tuples of names, are
joined by ``+``.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from typing import Any, Protocol

Group = Any
"""The name of a feature, or a function that gives names with its arguments: ``(function, argument, …)``."""
_ZEROS = repeat(0.0)
_ROOM = 100_000
"""Groups that are remembered; then it begins anew."""


class Told(Protocol):
    """What groups of features tell: numbers, or tuples of names."""

    def __getitem__(self, group: Group, /) -> Any:
        """What a group tells."""

    def all(self, groups: Iterable[Group], /) -> Any:
        """What some groups tell together."""


def names_of(group: Group) -> tuple[str, ...]:
    """The names of a group's features."""
    if isinstance(group, str):
        return (group,)
    tell: Callable[..., tuple[str, ...]] = group[0]
    return tell(*group[1:])


class FeatureNames:
    """What groups tell, as names.

    Args:
        prefix: Stands before each name.
    """

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix

    def __getitem__(self, group: Group) -> tuple[str, ...]:
        return tuple(self._prefix + name for name in names_of(group))

    def all(self, groups: Iterable[Group]) -> tuple[str, ...]:
        """The names of all features of some groups."""
        return tuple(name for group in groups for name in self[group])


class Sums(dict[Group, float]):
    """What groups tell, as the sum of their weights.

    Args:
        weights: Weights by the name of a feature; what has none counts nothing.
        prefix: Stands before each name.
    """

    def __init__(self, weights: Mapping[str, float], prefix: str = "") -> None:
        super().__init__()
        self._weights, self._prefix = weights, prefix
        self._speaking: dict[Group, tuple[tuple[float, str], ...]] = {}

    def __missing__(self, group: Group) -> float:
        names = (group,) if isinstance(group, str) else group[0](*group[1:])
        if self._prefix:
            names = tuple(self._prefix + name for name in names)
        told = sum(map(self._weights.get, names, _ZEROS))
        if len(self) >= _ROOM:
            self.clear()
        self[group] = told
        return told

    def speaking(self, group: Group) -> tuple[tuple[float, str], ...]:
        """The features of a group that have a weight, with it."""
        found = self._speaking.get(group)
        if found is None:
            told = ((self._weights.get(name, 0.0), name) for name in names_of(group))
            if len(self._speaking) >= _ROOM:
                self._speaking.clear()
            found = self._speaking[group] = tuple(one for one in told if one[0])
        return found

    def all(self, groups: Iterable[Group]) -> float:
        """The sum of all weights of some groups."""
        return sum(map(self.__getitem__, groups), 0.0)
