"""The gold as a decider: it answers what a person marked, and keeps each question to learn from."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from policy_extract.claims.memo import FeatureNames, Group
from policy_extract.claims.scorer import NAME, Choice, Scorer
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import Place
from policy_extract.evaluation.pairing import likeness
from policy_extract.evaluation.scoring import INDICATOR_FLOOR
from policy_extract.training.claims.alignment import tags_of
from policy_extract.training.loglinear import Decision, Features
from policy_extract.training.tagging import Chain

Marked = Mapping[str, Any]
"""A gold record as its JSON says it."""
_WAYS = ("increase", "decrease", None)


class Teacher:
    """Answers for one document.

    Args:
        group: The document, or whatever is left out together with it.
        gold: Gold records by the offset of their value in the reading text.
        inside: Whether a place of the reading text was annotated.
        decisions: Where questions are kept, by task.
        chains: Where windows are kept.
        guide: A scorer that has not seen the document. With one, what was decided before a question
            is what the scorer decides, as it will be when reading; without one, what the gold says.
    """

    def __init__(
        self,
        group: str,
        gold: Mapping[int, Sequence[Marked]],
        inside: "Sequence[tuple[int, int]] | None",
        decisions: dict[str, list[Decision]],
        chains: list[Chain],
        guide: Scorer | None = None,
    ) -> None:
        self._guide = guide
        self._group, self._gold, self._inside = group, gold, inside
        self._decisions, self._chains = decisions, chains

    def _marked(self, spot: Spot) -> Sequence[Marked]:
        value = spot.value
        exact = self._gold.get(value.start)
        if exact:
            return exact
        for at in range(value.start + 1, value.end):
            if at in self._gold:
                return self._gold[at]
        return ()

    def _scored(self, spot: Spot) -> bool:
        at = spot.value.start
        return self._inside is None or any(start <= at < end for start, end in self._inside)

    def choose(
        self,
        task: str,
        candidates: Sequence[Features],
        spot: Spot | None,
        keys: Sequence[Hashable] | None = None,
        texts: Sequence[str] | None = None,
    ) -> Choice:
        """What the gold says."""
        if spot is None:
            return self._about(task, candidates, keys or ())
        marked = self._marked(spot)
        if not marked:
            if task == "record" and self._scored(spot):
                self._keep(task, candidates, {len(candidates) - 1})
            return Choice(len(candidates) - 1, 1.0)
        gold = marked[0]
        if task == "record":
            right = {0}
        elif task == "mood":
            right = {0 if gold["record"] == "target" else 1}
        elif task == "direction":
            right = {_WAYS.index(gold.get("direction"))}
        else:
            assert keys is not None
            if task == "when":
                answer = self._time(gold, candidates, keys, texts or [])
            else:
                ask = {"compose": self._whole, "owner": self._whose}[task]
                answer = ask(gold, candidates, keys)
            if self._guide is not None and self._guide.weights.tasks.get(task):
                return self._guided(self._guide, task, candidates, spot, keys)
            return answer
        self._keep(task, candidates, right)
        if self._guide is not None and task != "record":
            return self._guided(self._guide, task, candidates, spot, keys)
        return Choice(min(right), 1.0)

    @staticmethod
    def _guided(
        guide: Scorer,
        task: str,
        candidates: Sequence[Features],
        spot: Spot | None,
        keys: Sequence[Hashable] | None,
    ) -> Choice:
        """What a scorer decides."""
        told = guide.told(task)
        return guide.choose(task, [told.all(one) for one in candidates], spot, keys)

    def _about(self, task: str, candidates: Sequence[Features], keys: Sequence[Hashable]) -> Choice:
        """The name that most of the document's records have for their subject."""
        marked = Counter(record.get("subject") for held in self._gold.values() for record in held)
        right: set[int] = set()
        if marked:
            (most, _), *_ = marked.most_common(1)
            right = {at for at, key in enumerate(keys) if key == most}
            self._keep(task, candidates, right)
        if self._guide is not None and self._guide.knows(task):
            return self._guided(self._guide, task, candidates, None, keys)
        return Choice(min(right, default=len(keys) - 1), 1.0)

    def _time(
        self,
        gold: Marked,
        candidates: Sequence[Features],
        keys: Sequence[Hashable],
        texts: Sequence[str],
    ) -> Choice:
        period = gold.get("period") or {}
        known = not period or period.get("text") or period.get("by") == "genre"
        wanted = (period.get("start"), period.get("end"))
        right = {at for at, key in enumerate(keys) if _plain(key) == wanted}
        if known:
            self._keep("when", candidates, right)
        told = [at for at in sorted(right) if texts[at] == period.get("text")]
        return Choice(min(told or right, default=-1), 1.0)

    def _whose(
        self, gold: Marked, candidates: Sequence[Features], keys: Sequence[Hashable]
    ) -> Choice:
        """The candidates with the marked subject."""
        right = {at for at, key in enumerate(keys) if key == gold.get("subject")}
        self._keep("owner", candidates, right)
        return Choice(min(right) if right else len(keys) - 1, 1.0)

    def _whole(
        self, gold: Marked, candidates: Sequence[Features], keys: Sequence[Hashable]
    ) -> Choice:
        """The candidates that come nearest to the marked name, if near enough."""
        if self._guide is None:
            return Choice(0, 1.0)
        near = [likeness(gold["indicator"], str(key)) for key in keys]
        top = max(near)
        right = {at for at, one in enumerate(near) if one >= max(INDICATOR_FLOOR, top - 0.08)}
        self._keep("compose", candidates, right)
        return Choice(near.index(top), 1.0)

    def _keep(self, task: str, candidates: Sequence[Features], right: set[int]) -> None:
        self._decisions.setdefault(task, []).append(
            Decision([tuple(one) for one in candidates], frozenset(right), self._group)
        )

    def knows(self, task: str) -> bool:
        """It answers whatever is asked."""
        return True

    def told(self, task: str, prefix: str = "") -> FeatureNames:
        """The names of features."""
        return FeatureNames(prefix)

    def name(
        self,
        words: Sequence[Features],
        borders: Sequence[int],
        spot: Spot,
        places: Sequence[Place],
    ) -> tuple[list[int], float]:
        """The words that make the marked name."""
        marked = self._marked(spot)
        tags = tags_of(places, marked[0]["indicator"]) if marked else None
        if tags is not None:
            self._chains.append(Chain(words, borders, tags, self._group))
        if self._guide is not None:
            told = self._guide.told(NAME)
            return self._guide.name([told.all(one) for one in words], borders, spot, places)
        return (tags, 1.0) if tags is not None else ([0] * len(places), 0.0)

    def telling(self, task: str, features: Sequence[Group], *, for_it: bool = True) -> str:
        """Nothing: the gold gives no reasons."""
        return ""


def _plain(key: Hashable) -> tuple[str | None, str | None]:
    assert isinstance(key, tuple)
    first, last = key
    return (str(first) if first else None, str(last) if last else None)
