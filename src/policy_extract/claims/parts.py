"""Parts of a whole: what grows where a list names only classes (分门类看，采矿业增长2.1%，制造业增长10.3%).

A class of business or of goods, a kind of income or insurance, a crop beside its area measure nothing by themselves. The measure that the sentence before told,
or that stands before 其中, stays readable in the name of each part (规模以上工业增加值采矿业).
"""

import re
from typing import NamedTuple

from policy_extract.claims.naming import Named, from_words
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import View
from policy_extract.claims.words import indicator_rules
from policy_extract.tables.labels import is_measure

_OPENING = re.compile(
    "\\s*(?:在?[^，。；]{2,12}中，)?(?:其中|(?:分|按|从)[^，。；]{1,10}(?:看|分))[，：,:]?"
)
AMONG = "其中"
"""The word behind which the parts of what was told before stand."""
_END = 2
_SHORT = 5
"""Characters of the longest name of a thing that tells a part of a size."""
_FAR = 40
"""Characters between a part and its value at most."""


class _Measure(NamedTuple):
    """A measure that was told: its name, kinds and units of its values, where the last one ends."""

    named: Named
    told: frozenset[tuple[str, str | None]]
    end: int


class Wholes:
    """The measures that parts may be parts of, told one value after another."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._block = -1
        self._before: _Measure | None = None
        self._here: list[_Measure] = []
        self._counted: set[str] = set()
        self._parts: set[str] = set()

    def tell(self, spot: Spot, named: Named) -> None:
        """Learn the name of a value."""
        self._enter(spot)
        if is_class(named.name) and spot.value.kind == "count":
            self._counted.add(named.name)
        if not named.words or is_class(named.name) or any(map(named.name.endswith, self._parts)):
            return
        told, end = frozenset({(spot.value.kind, spot.value.unit)}), spot.item.end
        last = self._here[-1] if self._here else None
        if last is not None and last.named.name == named.name:
            self._here[-1] = _Measure(last.named, last.told | told, end)
        else:
            self._here.append(_Measure(named, told, end))

    def name(self, spot: Spot, proposed: str, chance: float) -> Named | None:
        """The name of a value that tells of a part, with its whole; null for any other value.

        Args:
            spot: The value.
            proposed: What the rules call it.
            chance: How probable the name is.
        """
        self._enter(spot)
        part = proposed in self._parts or _is_part(spot, proposed)
        if not (part or is_class(proposed)) or proposed in self._counted:
            return None
        sentence = spot.view.sentence
        far, start = max(0, spot.item.start - _FAR), spot.item.start
        at = sentence.text.rfind(proposed, far, start)
        dealt = at < 0  # 一、二、三产业分别增长…
        if dealt:
            at = sentence.text.rfind(proposed[-_END:], far, start)
        whole = self._whole(spot, at)
        if at < 0 or whole is None or proposed in whole.named.name:
            return None
        if part:
            self._parts.add(proposed)
        if dealt:
            return Named(whole.named.name + proposed, (), (), frozenset(), 0.0)
        own = spot.placed(at, at + len(proposed))
        words = [*whole.named.words, *own]
        return from_words(words, chance)._replace(starts=frozenset(word.start for word, _ in own))

    def _whole(self, spot: Spot, at: int) -> _Measure | None:
        """What a part at a place of its sentence is a part of."""
        text, value = spot.view.sentence.text, spot.value
        listed = _OPENING.match(text) is not None
        whole = self._before
        if self._here and AMONG in text[self._here[-1].end : max(at, 0)]:
            whole, listed = self._here[-1], True
        if whole is None:
            return None
        if value.kind == "percent":
            told = any(kind in ("money", "percent") for kind, _ in whole.told)
            return whole if told and _grows(text[max(0, at) : spot.item.start]) else None
        alike = value.kind in ("money", "measure") and (value.kind, value.unit) in whole.told
        return whole if alike and listed else None

    def _enter(self, spot: Spot) -> None:
        """Go on to the sentence and the block of a value: one measure of a sentence stays for the next."""
        if self._view is spot.view:
            return
        opened = self._view is not None and _OPENING.match(self._view.sentence.text) is not None
        if self._here and not opened:
            first = self._here[0]
            alone = all(one.named.name.startswith(first.named.name) for one in self._here)
            self._before = first if alone else None
        if spot.block != self._block:
            self._before = None
        self._view, self._block, self._here = spot.view, spot.block, []
        self._counted.clear()
        self._parts.clear()


def _is_part(spot: Spot, name: str) -> bool:
    """Whether a name only tells a part: of an income, of insurance, or a thing of which a size is told (粮食13.8万亩)."""
    sized = spot.value.kind == "measure" and 0 < len(name) <= _SHORT and not is_measure(name)
    return name in indicator_rules().parts or sized


def is_class(name: str) -> bool:
    """Whether a name is that of a class of business or of goods."""
    rules = indicator_rules()
    return name.endswith(rules.classes) and not name.endswith(rules.no_classes)


def _grows(text: str) -> bool:
    """Whether the words between a part and its value are those of a change."""
    return any(word in text for word in indicator_rules().change)
